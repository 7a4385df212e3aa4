"""Feeds of the poverty-alleviation office (扶贫办): the national information system's export."""

import pandera.pandas as pandera

from schemas import types as column
from schemas.feed import feed
from schemas.types import Date, Integer, Money, Text, YesNo

MEASURES = ("发展生产", "务工增收", "易地搬迁", "生态补偿", "发展教育", "健康救助", "社会保障", "基础设施")
CAUSES = (
    "因病",
    "因残",
    "因学",
    "因灾",
    "缺土地",
    "缺水",
    "缺技术",
    "缺劳力",
    "缺资金",
    "交通条件落后",
    "自身发展动力不足",
    "其他",
)
PROBLEMS = ("收入", "住房", "教育", "医疗", "养老", "饮水", "帮扶", "识别", "其他")


@feed(
    "register_households",
    department="poverty_office",
    title="建档立卡贫困户基本信息",
    grain="每户一行",
    key=("household_id",),
    keeps_row=True,
)
class RegisterHouseholds(pandera.DataFrameModel):
    """One row per registered household."""

    household_id: Text = column.text("户编号", "建档立卡户的编号")
    township: Text = column.text("乡镇", "所在乡镇（街道）")
    village: Text = column.text("行政村", "所在行政村")
    village_code: Text = column.village_code()
    hamlet: Text = column.text("自然村", "所在自然村", optional=True)
    head_name: Text = column.name("户主姓名", "户主姓名")
    head_id_number: Text = column.id_number("户主证件号码", "户主身份证号")
    household_size: Integer = column.integer("家庭人口", "申报的家庭人口", unit="人", ge=1)
    household_type: Text = column.enum("贫困户属性", "贫困户属性", "一般贫困户", "低保贫困户", "特困供养户")
    main_cause: Text = column.enum("主要致贫原因", "主要致贫原因", *CAUSES)
    identified_year: Integer = column.year("识别年度", "识别为贫困户的年度", ge=2013, latest="assessment_year")
    exit_year: Integer = column.year("脱贫年度", "脱贫年度", optional=True, not_before="identified_year")
    wage_income: Money = column.money("工资性收入", "全家考核年度的工资性收入", optional=True)
    operating_income: Money = column.money("生产经营性收入", "全家考核年度的生产经营性收入", optional=True)
    operating_expense: Money = column.money("生产经营性支出", "全家考核年度的生产经营性支出", optional=True)
    property_income: Money = column.money("财产性收入", "全家考核年度的财产性收入", optional=True)
    transfer_income: Money = column.money("转移性收入", "全家考核年度的转移性收入", optional=True)
    food_secure: YesNo = column.yes_no("口粮有保障", "是否口粮有保障", optional=True)
    clothing_secure: YesNo = column.yes_no("四季衣服有保障", "是否四季衣服有保障", optional=True)
    water_safe: YesNo = column.yes_no("饮水安全", "饮水是否安全", optional=True)


@feed(
    "register_members",
    department="poverty_office",
    title="建档立卡贫困人口信息",
    grain="每人一行",
    key=("member_id",),
    keeps_row=True,
)
class RegisterMembers(pandera.DataFrameModel):
    """One row per registered person."""

    household_id: Text = column.text("户编号", "建档立卡户的编号")
    member_id: Text = column.text("人编号", "建档立卡人员的编号")
    name: Text = column.name("姓名", "姓名")
    sex: Text = column.enum("性别", "性别", "男", "女")
    id_number: Text = column.id_number("证件号码", "身份证号；个别婴幼儿尚无", optional=True)
    birth_date: Date = column.date("出生日期", "出生日期", latest="assessment_date")
    relation: Text = column.text(
        "与户主关系", "与户主关系：户主、配偶、之子、之女、之父、之母、之孙子、之孙女、之儿媳、之女婿、其他"
    )
    ethnicity: Text = column.text("民族", "民族", optional=True)
    schooling: Text = column.text("文化程度", "文化程度", optional=True)
    health_status: Text = column.enum("健康状况", "健康状况", "健康", "长期慢性病", "患有大病", "残疾", optional=True)
    labour_capacity: Text = column.enum(
        "劳动能力",
        "劳动能力",
        "普通劳动力",
        "技能劳动力",
        "弱劳动力或半劳动力",
        "丧失劳动力",
        "无劳动力",
        optional=True,
    )


@feed(
    "helpers",
    department="poverty_office",
    title="帮扶责任人（包保到户）",
    grain="每户每名帮扶责任人一行",
    key=("household_id", "helper_name", "start_date"),
)
class Helpers(pandera.DataFrameModel):
    """One row per household and helper."""

    household_id: Text = column.text("户编号", "建档立卡户的编号")
    helper_name: Text = column.name("帮扶责任人", "帮扶责任人姓名")
    organisation: Text = column.text("单位", "帮扶责任人所在单位")
    start_date: Date = column.date("包保开始日期", "包保开始的日期")
    end_date: Date = column.date("包保结束日期", "包保结束的日期", optional=True, not_before="start_date")


@feed(
    "projects",
    department="poverty_office",
    title="脱贫攻坚项目库",
    grain="每个项目每个行政村一行",
    key=("project_id", "village_code"),
)
class Projects(pandera.DataFrameModel):
    """One row per project and village."""

    project_id: Text = column.text("项目编号", "项目编号")
    project_name: Text = column.text("项目名称", "项目名称")
    measure: Text = column.enum("项目类别", "项目所属的帮扶措施", *MEASURES)
    village_code: Text = column.village_code()
    fund_source: Text = column.enum(
        "资金来源", "资金来源", "中央财政", "省级财政", "市级财政", "县级财政", "信贷资金", "社会帮扶"
    )
    budget: Money = column.money("预算金额", "预算金额")
    received: Money = column.money("到位金额", "到位金额", optional=True)
    spent: Money = column.money("支出金额", "支出金额；超过到位金额列为疑点", optional=True)
    spent_on_poor: Money = column.money("投向贫困村贫困户金额", "支出中投向贫困村、贫困户的金额", optional=True)
    start_date: Date = column.date("开工日期", "开工日期", optional=True)
    end_date: Date = column.date("竣工日期", "竣工日期", optional=True, not_before="start_date")


@feed(
    "project_beneficiaries",
    department="poverty_office",
    title="项目受益户",
    grain="每个项目每户每次受益一行",
    key=("project_id", "household_id", "date"),
)
class ProjectBeneficiaries(pandera.DataFrameModel):
    """One row per project, household and day of benefit."""

    project_id: Text = column.text("项目编号", "项目编号")
    household_id: Text = column.text("户编号", "建档立卡户的编号")
    mode: Text = column.text("帮扶方式", "帮扶方式：土地流转、农户参股、合作经营、实物、现金", optional=True)
    amount: Money = column.money("受益金额", "受益金额", optional=True)
    date: Date = column.date("受益日期", "受益日期")


@feed(
    "third_party_assessment",
    department="poverty_office",
    title="第三方预评估问题清单",
    grain="每个问题一行",
    key=("problem_id",),
)
class ThirdPartyAssessment(pandera.DataFrameModel):
    """One row per problem found."""

    problem_id: Text = column.text("问题编号", "问题编号")
    household_id: Text = column.text("户编号", "建档立卡户的编号")
    found_date: Date = column.date("评估日期", "发现问题的日期")
    problem: Text = column.enum("问题类型", "问题类型", *PROBLEMS)
    detail: Text = column.text("问题描述", "问题描述", optional=True)
    rectified_date: Date = column.date("整改日期", "整改完成的日期", optional=True)
    closed_date: Date = column.date("销号日期", "销号的日期", optional=True, not_before="rectified_date")


@feed(
    "sign_offs",
    department="poverty_office",
    title="退出逐级签字确认",
    grain="每个对象每级每次签字一行",
    key=("unit_id", "level", "sign_date", "signer"),
)
class SignOffs(pandera.DataFrameModel):
    """One row per unit, level and signature."""

    unit_id: Text = column.text("对象编号", "户编号、行政村代码、乡镇代码或县代码")
    level: Text = column.enum("层级", "签字的层级", "户", "村", "乡", "县")
    signer: Text = column.name("签字人", "签字人姓名")
    sign_date: Date = column.date("签字日期", "签字日期")
    decision: Text = column.enum("意见", "意见", "同意", "不同意")
