"""Feeds of the line departments and of statistics (行业部门、统计)."""

import pandera.pandas as pandera

from schemas import types as column
from schemas.feed import feed
from schemas.types import Integer, Money, Rate, Text, YesNo


@feed(
    "village_survey",
    department="infrastructure",
    title="行政村基础设施和公共服务核查表",
    grain="每个行政村每年一行",
    key=("village_code", "year"),
    keeps_row=True,
)
class VillageSurvey(pandera.DataFrameModel):
    """One row per administrative village and year."""

    village_code: Text = column.village_code()
    township: Text = column.text("乡镇", "所在乡镇（街道）")
    village: Text = column.text("行政村", "行政村名称")
    year: Integer = column.year("年度", "核查的年度")
    poor_village: YesNo = column.yes_no("是否贫困村", "是否贫困村")
    rural_households: Integer = column.integer("农业户籍户数", "农业户籍户数", unit="户", ge=1)
    rural_population: Integer = column.integer("农业户籍人口", "农业户籍人口", unit="人", ge=1)
    road_hardened: YesNo = column.yes_no("道路硬化到村", "道路是否硬化到村", optional=True)
    three_phase_power: YesNo = column.yes_no("通动力电", "是否通动力电", optional=True)
    broadcast_coverage: Rate = column.rate("广播电视覆盖率", "广播电视覆盖率", optional=True)
    broadband_committee: YesNo = column.yes_no("宽带到村委会", "宽带是否到村委会", optional=True)
    broadband_school: YesNo = column.yes_no(
        "宽带到学校", "宽带是否到学校；村内无学校则空白", optional=True, keeps_blank=True
    )
    broadband_clinic: YesNo = column.yes_no("宽带到卫生室", "宽带是否到卫生室", optional=True)
    safe_water_rate: Rate = column.rate("安全饮水覆盖率", "安全饮水覆盖率", optional=True)
    activity_place: YesNo = column.yes_no("有公共服务和活动场所", "是否有公共服务和活动场所", optional=True)
    school_age_enrolment_rate: Rate = column.rate("适龄儿童入学率", "适龄儿童入学率", optional=True)
    collective_income: Money = column.money("村集体经济收入", "村集体经济收入", optional=True)


@feed(
    "county_statistics",
    department="infrastructure",
    title="县级统计指标",
    grain="每年一行",
    key=("year",),
    keeps_row=True,
)
class CountyStatistics(pandera.DataFrameModel):
    """One row per year."""

    year: Integer = column.year("年度", "年度")
    rural_income_per_capita: Money = column.money(
        "农村常住居民人均可支配收入", "农村常住居民人均可支配收入", unit="元/人", optional=True
    )
    rural_income_per_capita_previous: Money = column.money(
        "上年农村常住居民人均可支配收入", "上年农村常住居民人均可支配收入", unit="元/人", optional=True
    )
    province_growth: Rate = column.rate(
        "全省农村常住居民人均可支配收入增幅", "全省农村常住居民人均可支配收入增幅", optional=True, ge=-1
    )
    education_balanced: YesNo = column.yes_no("义务教育发展基本均衡国家认定", "是否通过国家认定", optional=True)
    primary_dropout_rate: Rate = column.rate("小学辍学率", "小学辍学率", optional=True)
    junior_dropout_rate: Rate = column.rate("初中辍学率", "初中辍学率", optional=True)
