"""Feeds of civil affairs (民政)."""

import pandera.pandas as pandera

from schemas import types as column
from schemas.feed import PersonColumns, feed
from schemas.types import Date, Money, Text, YesNo


@feed(
    "dibao",
    department="civil_affairs",
    title="农村最低生活保障花名册",
    grain="每名保障对象每段保障期一行",
    key=("id_number", "start_date"),
    person=PersonColumns(),
)
class Dibao(pandera.DataFrameModel):
    """One row per covered person and period."""

    name: Text = column.name("姓名", "保障对象姓名")
    id_number: Text = column.id_number("身份证号", "保障对象身份证号")
    head_id_number: Text = column.id_number("户主身份证号", "户主身份证号")
    village_code: Text = column.village_code()
    category: Text = column.enum("保障类别", "保障类别", "A", "B", "C")
    monthly_amount: Money = column.money(
        "月保障金额", "每人每月保障金额；超过最高保障标准列为疑点", unit="元/人·月", above_zero=True
    )
    start_date: Date = column.month("开始月份", "开始保障的月份")
    end_date: Date = column.month("停发月份", "停发的月份，即第一个不发的月份", optional=True, not_before="start_date")


@feed(
    "tekun",
    department="civil_affairs",
    title="特困人员供养花名册",
    grain="每人每段供养期一行",
    key=("id_number", "start_date"),
    person=PersonColumns(),
)
class Tekun(pandera.DataFrameModel):
    """One row per person and period."""

    name: Text = column.name("姓名", "特困人员姓名")
    id_number: Text = column.id_number("身份证号", "特困人员身份证号")
    village_code: Text = column.village_code()
    care: Text = column.enum("供养方式", "供养方式", "集中", "分散")
    monthly_amount: Money = column.money("月补助标准", "每月补助标准；与规定标准不符列为疑点", unit="元/人·月")
    start_date: Date = column.month("开始月份", "开始供养的月份")
    end_date: Date = column.month("停发月份", "停发的月份，即第一个不发的月份", optional=True, not_before="start_date")


@feed(
    "temporary_assistance",
    department="civil_affairs",
    title="临时救助发放表",
    grain="每笔发放一行",
    key=("approval_no",),
    person=PersonColumns(),
)
class TemporaryAssistance(pandera.DataFrameModel):
    """One row per payment."""

    approval_no: Text = column.text("审批编号", "审批编号")
    name: Text = column.name("姓名", "救助对象姓名")
    id_number: Text = column.id_number("身份证号", "救助对象身份证号")
    cause: Text = column.text("救助原因", "救助原因", optional=True)
    amount: Money = column.money("救助金额", "救助金额", above_zero=True)
    date: Date = column.date("发放日期", "发放日期")


@feed(
    "economic_checks",
    department="civil_affairs",
    title="家庭经济状况核对",
    grain="每户每次核对一行",
    key=("head_id_number", "check_date"),
    person=PersonColumns(id_number="head_id_number"),
)
class EconomicChecks(pandera.DataFrameModel):
    """One row per household check."""

    name: Text = column.name("户主姓名", "户主姓名")
    head_id_number: Text = column.id_number("户主身份证号", "户主身份证号")
    check_date: Date = column.date("核对日期", "核对日期")
    result: Text = column.enum("核对结果", "核对结果", "符合", "不符合")
    visit_date: Date = column.date("入户日期", "入户日期", optional=True)
    county_spot_check: YesNo = column.yes_no("县级抽查", "是否县级抽查；空白为否", optional=True, blank_means_no=True)


@feed(
    "deaths",
    department="civil_affairs",
    title="死亡人员名单",
    grain="每人一行",
    key=("id_number",),
    person=PersonColumns(),
)
class Deaths(pandera.DataFrameModel):
    """One row per person."""

    name: Text = column.name("姓名", "死亡人员姓名")
    id_number: Text = column.id_number("身份证号", "死亡人员身份证号")
    death_date: Date = column.date("死亡日期", "死亡日期")
