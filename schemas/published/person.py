"""The schema person: names and identity numbers. Restricted: in a file of its own, never among what is published."""

from __future__ import annotations

from schemas.published import columns as column
from schemas.published.codes import FEED_TITLES
from schemas.published.table import PublishedTable

SCHEMA = "person"

LIVING = {"true": "在世", "false": "已死亡"}
NUMBER_STATES = {
    "valid": "有效",
    "valid_15": "有效（十五位，已升为十八位）",
    "malformed_15": "无效：十五位号码的日期不可能",
    "missing": "没有登记号码",
    "malformed": "无效：位数或写法不对",
    "impossible_date": "无效：日期不可能",
    "check_digit": "无效：校验位不对",
    "precision_lost": "无效：被表格软件取整，末几位丢失",
}
"""What is said of an identity number; the keys are `identity_numbers.STATES`."""

SECTIONS = (
    "基本情况",
    "家庭成员",
    "收入",
    "住房",
    "教育",
    "医疗",
    "养老",
    "帮扶措施",
    "帮扶责任人",
    "指标判定",
    "签字",
    "退回的行",
    "疑点",
)
"""The parts of a household's ledger in the order of printing."""

_SOURCE = column.place("source", "文件", "来源文件，相对于来源文件夹的路径；不来自一行的内容为空", optional=True)
_ROW_NUMBER = column.whole_number("row_number", "行号", "在表格软件中看到的行号；不来自一行的内容为空", optional=True)

MEMBERS = PublishedTable(
    SCHEMA,
    "members",
    "建档立卡人员",
    "建档立卡的每个人，已死亡的也在内；含姓名和身份证号，限本机构内部使用",
    "每人一行",
    (
        column.ASSESSMENT_DATE,
        column.text("member_id", "人编号", "建档立卡人员的编号"),
        column.HOUSEHOLD_ID,
        column.text("name", "姓名", "登记的姓名"),
        column.text("sex", "性别", "登记的性别"),
        column.text("id_number", "身份证号", "登记的身份证号；没有则为空", optional=True),
        column.text("id_number_state", "号码情况", "身份证号是否有效，无效的说明原因"),
        column.day("birth_date", "出生日期", "号码有效的按号码，否则按登记"),
        column.whole_number("age", "年龄", "考核日的周岁；已死亡的为空", "周岁", optional=True),
        column.text("relation", "与户主关系", "登记的与户主关系"),
        column.text("ethnicity", "民族", "登记的民族", optional=True),
        column.text("schooling", "文化程度", "登记的文化程度", optional=True),
        column.text("health_status", "健康状况", "登记的健康状况", optional=True),
        column.text("labour_capacity", "劳动能力", "登记的劳动能力", optional=True),
        column.yes_no("living", "是否在世", "考核日是否在世：死亡人员名单里号码和姓名都相符的为已死亡", LIVING),
        column.day("death_date", "死亡日期", "在世则为空", optional=True),
        column.TOWNSHIP,
        column.VILLAGE_CODE,
        column.VILLAGE,
        column.text("hamlet", "自然村", "所在自然村", optional=True),
        _SOURCE,
        column.SHEET,
        _ROW_NUMBER,
    ),
    order=("household_id", "member_id"),
    key=("member_id",),
)
HOUSEHOLD_LEDGER = PublishedTable(
    SCHEMA,
    "household_ledger",
    "一户一本台账",
    "各部门掌握的每一户的全部情况，按行打印即成台账；含姓名和身份证号，限本机构内部使用",
    "每户每行一行",
    (
        column.ASSESSMENT_DATE,
        column.HOUSEHOLD_ID,
        column.count("line_number", "行次", "在该户台账中的次序，从 1 起", None),
        column.text("section", "部分", "台账的部分：" + "、".join(SECTIONS)),
        column.text("member_id", "人编号", "说的是哪个成员；说的是全户则为空", optional=True),
        column.text("item", "项目", "说的是什么"),
        column.text("content", "内容", "数字连同单位"),
        column.day("date", "日期", "所说事项的日期；没有则为空", optional=True),
        column.text("department", "部门", "由哪个部门掌握；由本系统算出的为空", optional=True),
        column.code("feed", "名册", "来自哪份名册；由本系统算出的为空", FEED_TITLES, optional=True),
        _SOURCE,
        column.SHEET,
        _ROW_NUMBER,
    ),
    order=("household_id", "line_number"),
    key=("household_id", "line_number"),
)

RESTRICTED: dict[str, PublishedTable] = {table.full_name: table for table in (MEMBERS, HOUSEHOLD_LEDGER)}
"""The restricted tables by their `schema.name`."""

SECTION_OF_FEED = {
    "register_members": "家庭成员",
    "deaths": "家庭成员",
    "economic_checks": "收入",
    "enrolment": "教育",
    "student_aid": "教育",
    "pension": "养老",
    "helpers": "帮扶责任人",
    "third_party_assessment": "疑点",
    "sign_offs": "签字",
}
_SECTION_OF_DEPARTMENT = {"education": "教育", "health": "医疗", "housing": "住房"}


def section_of(feed: str, department: str) -> str:
    """The part of the ledger in which the rows of a feed stand; one that is not named stands with its department."""
    return SECTION_OF_FEED.get(feed) or _SECTION_OF_DEPARTMENT.get(department, "帮扶措施")
