"""The schema management: what the county's account says it did besides counting. No names, no identity numbers."""

from __future__ import annotations

from schemas.published import codes
from schemas.published import columns as column
from schemas.published.table import PublishedColumn, PublishedTable

SCHEMA = "management"

_REST = (column.REASON, column.EVIDENCE)
_STATUS = column.code("status", "状态", "是否达标", codes.STATUSES)


def _unit(description: str) -> PublishedColumn:
    return column.text("unit_id", "单位代码", description)


def _amount(name: str, label: str, description: str, *, optional: bool = True) -> PublishedColumn:
    return column.number(name, label, description, "元", optional=optional)


def _share(name: str, label: str, description: str) -> PublishedColumn:
    return column.number(name, label, description, codes.SHARE, optional=True)


ASSISTANCE_REVIEW = PublishedTable(
    SCHEMA,
    "assistance_review",
    "保障对象动态管理",
    "建档立卡户考核日享受低保、特困供养的情况，人均纯收入与低保年标准的对照，应退、应保还是继续保障",
    "每户一行",
    (
        column.ASSESSMENT_DATE,
        column.HOUSEHOLD_ID,
        column.TOWNSHIP,
        column.VILLAGE_CODE,
        column.count("dibao_members", "低保人数", "考核日享受低保的在世成员；低保名册未到则为空", "人", optional=True),
        column.count(
            "tekun_members", "特困人数", "考核日享受特困供养的在世成员；特困名册未到则为空", "人", optional=True
        ),
        column.number(
            "monthly_amount",
            "月保障金额",
            "考核日有效的低保和特困供养月金额合计，一条记录只计一次；两份名册缺一则为空",
            "元/月",
            optional=True,
        ),
        column.number(
            "net_income_per_capita",
            "人均纯收入",
            "考核年度家庭人均纯收入；缺任何一项收入则为空",
            "元/人·年",
            optional=True,
        ),
        column.number("line", "低保年标准", "农村低保最高月标准乘以 12；没有标准则为空", "元/人·年", optional=True),
        column.code("action", "处理意见", "应退、应保、继续保障、不在保障范围或待核实", codes.ACTIONS),
        *_REST,
    ),
    order=("village_code", "household_id"),
    key=("household_id",),
)
ASSISTANCE_CHECKS = PublishedTable(
    SCHEMA,
    "assistance_checks",
    "新增保障对象核查",
    "考核年度新增低保、特困供养户的经济状况核对、入户和县级抽查",
    "有建档立卡户的乡镇每个一行，全县一行",
    (
        column.ASSESSMENT_DATE,
        _unit("9 位乡镇代码，或 6 位县代码"),
        column.count("new_households", "新增户数", "当年有低保或特困供养开始的建档立卡户", "户"),
        column.count("checked", "核对户数", "新增户中当年做过家庭经济状况核对的", "户"),
        column.count("visited", "入户户数", "新增户中核对过并且入户的", "户"),
        column.count("spot_checked", "抽查户数", "新增户中核对过并经县级抽查的", "户"),
        _share("check_rate", "核对率", "核对户数占新增户数的比例，待核实的户不计；没有新增户则为空"),
        _share("visit_rate", "入户率", "入户户数占新增户数的比例，待核实的户不计；没有新增户则为空"),
        _share("spot_rate", "抽查率", "抽查户数占新增户数的比例，待核实的户不计；没有新增户则为空"),
        _STATUS,
        *_REST,
    ),
    order=("unit_id",),
    key=("unit_id",),
)
HELPER_COVER = PublishedTable(
    SCHEMA,
    "helper_cover",
    "帮扶责任人覆盖",
    "考核日有在任帮扶责任人的建档立卡户，以及帮扶责任人和单位的数量",
    "有建档立卡户的村、乡镇每个一行，全县一行",
    (
        column.ASSESSMENT_DATE,
        _unit("12 位行政村代码、9 位乡镇代码，或 6 位县代码"),
        column.count("households", "户数", "建档立卡户数，登记行被退回的不计", "户"),
        column.count("covered", "覆盖户数", "考核日有在任帮扶责任人的户", "户"),
        _share("share", "覆盖率", "覆盖户数占户数的比例"),
        column.count("helpers", "帮扶责任人数", "考核日在任的帮扶责任人，同名按一人计", "人"),
        column.count("organisations", "帮扶单位数", "考核日在任帮扶责任人所在的单位", "个"),
        column.count(
            "most_households_of_one_helper", "一人最多联系户数", "一名帮扶责任人在本单位内联系的最多户数", "户"
        ),
        _STATUS,
        *_REST,
    ),
    order=("unit_id",),
    key=("unit_id",),
)
PROJECT_PROGRESS = PublishedTable(
    SCHEMA,
    "project_progress",
    "项目进度",
    "每个项目在每个行政村的资金、进度和受益户",
    "每个项目每个行政村一行",
    (
        column.ASSESSMENT_DATE,
        column.text("project_id", "项目编号", "项目编号"),
        column.VILLAGE_CODE,
        column.code("measure", "项目类别", "项目所属的帮扶措施", codes.PROJECT_MEASURES),
        column.code("fund_source", "资金来源", "资金来源", codes.FUND_SOURCES),
        _amount("budget", "预算金额", "预算金额", optional=False),
        _amount("received", "到位金额", "到位金额；未填则为空"),
        _amount("spent", "支出金额", "支出金额；未填则为空"),
        _amount("spent_on_poor", "投向贫困村贫困户金额", "支出中投向贫困村、贫困户的金额；未填则为空"),
        _share("execution", "执行率", "支出占到位金额的比例；到位金额未填或为 0、支出未填则为空"),
        column.count(
            "beneficiaries", "受益户数", "本村截至考核日受益的建档立卡户；受益户名册未到则为空", "户", optional=True
        ),
        column.code("state", "进度", "考核日的进度", codes.PROJECT_STATES),
        *_REST,
    ),
    order=("project_id", "village_code"),
    key=("project_id", "village_code"),
)
FUND_SHARES = PublishedTable(
    SCHEMA,
    "fund_shares",
    "资金投向",
    "各项资金投向贫困村、贫困户的比例，标准为 80%",
    "每种资金来源一行，合计一行",
    (
        column.ASSESSMENT_DATE,
        column.code("fund_source", "资金来源", "资金来源，或合计", {**codes.FUND_SOURCES, codes.TOTAL: codes.TOTAL}),
        _amount("budget", "预算金额", "预算合计；没有项目则为空"),
        _amount("received", "到位金额", "到位合计；没有项目则为空"),
        _amount("spent", "支出金额", "支出合计；没有项目则为空"),
        _amount("spent_on_poor", "投向贫困村贫困户金额", "已知投向贫困村、贫困户的支出合计；没有项目则为空"),
        _share("share", "投向比例", "已知投向贫困村、贫困户的支出占支出的比例；没有支出则为空"),
        _STATUS,
        *_REST,
    ),
    order=("fund_source",),
    key=("fund_source",),
)
INDUSTRY_COVER = PublishedTable(
    SCHEMA,
    "industry_cover",
    "产业覆盖",
    "行政村的产业项目，以及有产业项目带动的建档立卡户",
    "每个行政村一行",
    (
        column.ASSESSMENT_DATE,
        column.VILLAGE_CODE,
        column.POOR_VILLAGE_COLUMN,
        column.count("production_projects", "产业项目数", "考核日前已开工的发展生产项目", "个"),
        column.count("households", "户数", "村内建档立卡户数", "户"),
        column.count("households_with_production", "有产业户数", "截至考核日受益于发展生产项目的户", "户"),
        _share("share", "产业覆盖率", "有产业户数占户数的比例；没有建档立卡户则为空"),
        column.code(
            "status", "状态", "贫困村有产业项目、户户有产业为达标；非贫困村为空", codes.STATUSES, optional=True
        ),
        *_REST,
    ),
    order=("village_code",),
    key=("village_code",),
)
ASSESSMENT_PROGRESS = PublishedTable(
    SCHEMA,
    "assessment_progress",
    "第三方评估问题整改",
    "第三方预评估发现的问题，按类型计已整改、已销号和未销号的数量",
    "每种已发现的问题类型一行，合计一行",
    (
        column.ASSESSMENT_DATE,
        column.code("problem", "问题类型", "问题类型，或合计", {**codes.PROBLEMS, codes.TOTAL: codes.TOTAL}),
        column.count("found", "发现数", "考核日前发现的问题；清单未到则为空", "个", optional=True),
        column.count("rectified", "整改数", "考核日前已整改的问题；清单未到则为空", "个", optional=True),
        column.count("closed", "销号数", "考核日前已销号的问题；清单未到则为空", "个", optional=True),
        column.count("open", "未销号数", "已发现而未销号的问题；清单未到则为空", "个", optional=True),
        column.day("oldest_open", "最早未销号", "未销号问题中最早的评估日期；没有则为空", optional=True),
        _STATUS,
        *_REST,
    ),
    order=("problem",),
    key=("problem",),
)
SIGN_OFF_LADDER = PublishedTable(
    SCHEMA,
    "sign_off_ladder",
    "退出逐级签字",
    "每户的户、村、乡、县四级签字日期，以及上级签字时下级是否都已同意",
    "每户一行",
    (
        column.ASSESSMENT_DATE,
        column.HOUSEHOLD_ID,
        column.day("household_signed", "户签字日", "户最近一次意见为同意的日期；否则为空", optional=True),
        column.day("village_signed", "村签字日", "所在村最近一次意见为同意的日期；否则为空", optional=True),
        column.day("township_signed", "乡签字日", "所在乡镇最近一次意见为同意的日期；否则为空", optional=True),
        column.day("county_signed", "县签字日", "县最近一次意见为同意的日期；否则为空", optional=True),
        column.yes_no(
            "in_order",
            "次序",
            "所在村、乡镇和县签字时，可退出的下级是否都已同意；无法判定则为空",
            codes.IN_ORDER,
            optional=True,
        ),
        _STATUS,
        *_REST,
    ),
    order=("household_id",),
    key=("household_id",),
)
ASSISTANCE_MONTHS = PublishedTable(
    SCHEMA,
    "assistance_months",
    "逐月保障情况",
    "考核年度每月享受低保、特困供养的建档立卡人数和金额，计到死亡当月",
    "考核年度截至考核日每月一行",
    (
        column.ASSESSMENT_DATE,
        column.day("month", "月份", "该月第一天"),
        column.count("dibao_persons", "低保人数", "该月享受低保的人；低保名册未到则为空", "人", optional=True),
        _amount("dibao_amount", "低保金额", "该月低保金额合计；低保名册未到则为空"),
        column.count("tekun_persons", "特困人数", "该月享受特困供养的人；特困名册未到则为空", "人", optional=True),
        _amount("tekun_amount", "特困金额", "该月特困供养金额合计；特困名册未到则为空"),
        *_REST,
    ),
    order=("month",),
    key=("month",),
)

TABLES: dict[str, PublishedTable] = {
    table.name: table
    for table in (
        ASSISTANCE_REVIEW,
        ASSISTANCE_CHECKS,
        HELPER_COVER,
        PROJECT_PROGRESS,
        FUND_SHARES,
        INDUSTRY_COVER,
        ASSESSMENT_PROGRESS,
        SIGN_OFF_LADDER,
        ASSISTANCE_MONTHS,
    )
}
"""The nine tables by their names, in the order of the contract (M1 to M9)."""
