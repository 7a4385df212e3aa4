"""Feeds of health and medical security (卫健、医保)."""

import pandas
import pandera.pandas as pandera

from schemas import types as column
from schemas.feed import PersonColumns, feed
from schemas.types import Date, Integer, Money, Number, Text, YesNo


@feed(
    "medical_insurance",
    department="health",
    title="参保缴费名单",
    grain="每人每险种每年度一行",
    key=("id_number", "scheme", "year"),
    person=PersonColumns(),
)
class MedicalInsurance(pandera.DataFrameModel):
    """One row per person, scheme and year."""

    name: Text = column.name("姓名", "参保人姓名")
    id_number: Text = column.id_number("身份证号", "参保人身份证号")
    year: Integer = column.year("参保年度", "参保年度")
    scheme: Text = column.enum("险种", "险种", "城乡居民基本医疗保险", "大病医疗保险", "城镇职工基本医疗保险")
    paid_by_person: Money = column.money("个人缴费", "个人缴费", optional=True)
    subsidy: Money = column.money("资助金额", "财政资助参保的金额", optional=True)
    date: Date = column.date("缴费日期", "缴费日期", optional=True)


@feed(
    "medical_assistance",
    department="health",
    title="健康扶贫救助结算表",
    grain="每次结算一行",
    key=("settlement_no",),
    person=PersonColumns(),
)
class MedicalAssistance(pandera.DataFrameModel):
    """One row per settled visit."""

    settlement_no: Text = column.text("结算单号", "结算单号")
    name: Text = column.name("姓名", "就诊人姓名")
    id_number: Text = column.id_number("身份证号", "就诊人身份证号")
    kind: Text = column.enum("就诊类型", "就诊类型", "门诊", "住院")
    facility: Text = column.text("医疗机构", "医疗机构")
    date: Date = column.date("结算日期", "结算日期")
    total_cost: Money = column.money("医疗总费用", "医疗总费用")
    reimbursed: Money = column.money("报销金额", "报销金额")
    paid_by_person: Money = column.money("个人支付", "个人支付，等于医疗总费用减报销金额")

    @pandera.dataframe_check(name="sum:paid_by_person")
    def paid_is_the_rest(cls, table: pandas.DataFrame) -> pandas.Series:  # noqa: N805 (Pandera makes it a class method)
        """What the person paid is the total less what was reimbursed, to the fen."""
        return (table["paid_by_person"] == table["total_cost"] - table["reimbursed"]).fillna(True)


@feed(
    "family_doctors",
    department="health",
    title="家庭医生签约名单",
    grain="每名签约人一行",
    key=("id_number",),
    person=PersonColumns(),
)
class FamilyDoctors(pandera.DataFrameModel):
    """One row per signed person."""

    name: Text = column.name("姓名", "签约人姓名")
    id_number: Text = column.id_number("身份证号", "签约人身份证号")
    team: Text = column.text("团队", "家庭医生团队")
    date: Date = column.date("签约日期", "签约日期")


@feed(
    "village_clinics",
    department="health",
    title="村卫生室建设情况",
    grain="每个村卫生室一行",
    key=("clinic_id",),
)
class VillageClinics(pandera.DataFrameModel):
    """One row per clinic."""

    clinic_id: Text = column.text("机构代码", "村卫生室机构代码")
    village_code: Text = column.village_code()
    floor_area_m2: Number = column.number("建筑面积", "建筑面积", unit="平方米", optional=True, above_zero=True)
    up_to_standard: YesNo = column.yes_no("是否达标", "是否达标")
    doctors: Integer = column.integer("乡村医生数", "乡村医生人数", unit="人")
    population_served: Integer = column.integer("服务人口", "服务人口", unit="人", ge=1)
