"""Feeds of forestry (林业)."""

import pandera.pandas as pandera

from schemas import types as column
from schemas.feed import PersonColumns, feed
from schemas.types import Date, Integer, Money, Number, Text


@feed(
    "public_forest_compensation",
    department="forestry",
    title="公益林生态效益补偿兑现表",
    grain="每名林权人每村每年一行",
    key=("id_number", "village_code", "year"),
    person=PersonColumns(),
)
class PublicForestCompensation(pandera.DataFrameModel):
    """One row per holder, village and year."""

    name: Text = column.name("户主姓名", "户主姓名")
    id_number: Text = column.id_number("身份证号", "户主身份证号")
    village_code: Text = column.village_code()
    year: Integer = column.year("年度", "兑现的年度")
    area_ha: Number = column.area_ha("面积（公顷）", "公益林面积")
    amount: Money = column.money("兑现金额", "兑现金额", above_zero=True)
    date: Date = column.date("兑现日期", "兑现日期", optional=True)


@feed(
    "grain_for_green",
    department="forestry",
    title="退耕还林补助兑现表",
    grain="每名退耕户每村每年一行",
    key=("id_number", "village_code", "year"),
    person=PersonColumns(),
)
class GrainForGreen(pandera.DataFrameModel):
    """One row per holder, village and year."""

    name: Text = column.name("户主姓名", "户主姓名")
    id_number: Text = column.id_number("身份证号", "户主身份证号")
    village_code: Text = column.village_code()
    year: Integer = column.year("年度", "兑付的年度")
    area_ha: Number = column.area_ha("面积（公顷）", "退耕还林面积")
    amount: Money = column.money("兑付金额", "兑付金额", above_zero=True)
    date: Date = column.date("兑付日期", "兑付日期", optional=True)


@feed(
    "forest_rangers",
    department="forestry",
    title="生态护林员名册",
    grain="每名护林员每年一行",
    key=("id_number", "year"),
    person=PersonColumns(),
)
class ForestRangers(pandera.DataFrameModel):
    """One row per ranger and year."""

    name: Text = column.name("姓名", "护林员姓名")
    id_number: Text = column.id_number("身份证号", "护林员身份证号")
    year: Integer = column.year("年度", "年度")
    amount: Money = column.money("年劳务报酬", "年劳务报酬", unit="元/年", above_zero=True)


@feed(
    "energy_subsidies",
    department="forestry",
    title="农村能源补助发放表",
    grain="每户每项每年一行",
    key=("id_number", "item", "year"),
    person=PersonColumns(),
)
class EnergySubsidies(pandera.DataFrameModel):
    """One row per household, item and year."""

    name: Text = column.name("户主姓名", "户主姓名")
    id_number: Text = column.id_number("身份证号", "户主身份证号")
    year: Integer = column.year("年度", "年度")
    item: Text = column.enum("项目", "补助项目", "太阳能热水器", "节能灶")
    quantity: Integer = column.integer("数量", "数量", unit="件", ge=1)
    amount: Money = column.money("补助金额", "补助金额；与规定标准不符列为疑点")
