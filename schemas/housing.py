"""Feeds of housing and relocation (住建、搬迁办)."""

import pandera.pandas as pandera

from schemas import types as column
from schemas.feed import feed
from schemas.types import Date, Number, Text


@feed(
    "housing_assessment",
    department="housing",
    title="农村住房安全等级鉴定",
    grain="每户每次鉴定一行",
    key=("household_id", "assessed_date"),
)
class HousingAssessment(pandera.DataFrameModel):
    """One row per household and assessment."""

    household_id: Text = column.text("户编号", "建档立卡户的编号")
    grade: Text = column.enum("鉴定等级", "住房安全等级", "A", "B", "C", "D")
    assessed_date: Date = column.date("鉴定日期", "鉴定日期")
    renovated_date: Date = column.date("改造竣工日期", "危房改造竣工日期", optional=True, not_before="assessed_date")


@feed(
    "relocation",
    department="housing",
    title="易地扶贫搬迁入住台账",
    grain="每户一行",
    key=("household_id",),
)
class Relocation(pandera.DataFrameModel):
    """One row per household."""

    household_id: Text = column.text("户编号", "建档立卡户的编号")
    site: Text = column.text("安置点", "安置点")
    floor_area_m2: Number = column.number("安置面积", "安置面积；超过人均标准列为疑点", unit="平方米", above_zero=True)
    move_in_date: Date = column.date("入住日期", "入住日期", optional=True)
    demolished_date: Date = column.date("旧房拆除日期", "旧房拆除日期", optional=True)
