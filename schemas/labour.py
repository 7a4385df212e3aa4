"""Feeds of labour and social security (人社)."""

import pandera.pandas as pandera

from schemas import types as column
from schemas.feed import PersonColumns, feed
from schemas.types import Date, Integer, Money, Text, YesNo


@feed(
    "training",
    department="labour",
    title="农村劳动力培训台账",
    grain="每人每次培训一行",
    key=("id_number", "course", "start_date"),
    person=PersonColumns(),
)
class Training(pandera.DataFrameModel):
    """One row per person and course."""

    name: Text = column.name("姓名", "参训人姓名")
    id_number: Text = column.id_number("身份证号", "参训人身份证号")
    course: Text = column.enum("培训类别", "培训类别", "引导性培训", "技能培训", "创业培训", "转移培训")
    start_date: Date = column.date("开始日期", "培训开始的日期")
    end_date: Date = column.date("结束日期", "培训结束的日期", optional=True, not_before="start_date")
    passed: YesNo = column.yes_no("是否合格", "是否合格", optional=True)


@feed(
    "employment",
    department="labour",
    title="农村劳动力转移就业台账",
    grain="每人每份工作一行",
    key=("id_number", "employer", "start_date"),
    person=PersonColumns(),
)
class Employment(pandera.DataFrameModel):
    """One row per person and job."""

    name: Text = column.name("姓名", "就业人员姓名")
    id_number: Text = column.id_number("身份证号", "就业人员身份证号")
    place: Text = column.enum("就业地", "就业地", "乡镇内", "县内", "昆明主城区", "市内县外", "省内市外", "省外")
    employer: Text = column.text("用工单位", "用工单位")
    kind: Text = column.enum("岗位类型", "岗位类型", "市场就业", "公益性岗位")
    start_date: Date = column.date("就业日期", "就业日期")
    end_date: Date = column.date("离职日期", "离职日期", optional=True, not_before="start_date")
    annual_wage: Money = column.money("年务工收入", "考核年度的务工收入", unit="元/年")


@feed(
    "pension",
    department="labour",
    title="养老保险参保名单",
    grain="每人每险种每年度一行",
    key=("id_number", "scheme", "year"),
    person=PersonColumns(),
)
class Pension(pandera.DataFrameModel):
    """One row per person, scheme and year."""

    name: Text = column.name("姓名", "参保人姓名")
    id_number: Text = column.id_number("身份证号", "参保人身份证号")
    year: Integer = column.year("年度", "年度")
    scheme: Text = column.enum("险种", "险种", "城乡居民基本养老保险", "城镇职工基本养老保险")
    state: Text = column.enum("参保状态", "参保状态", "缴费", "代缴", "待遇领取", "中断")
    monthly_amount: Money = column.money("月待遇", "每月待遇", unit="元/月", optional=True)
