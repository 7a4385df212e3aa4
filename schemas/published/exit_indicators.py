"""The schema exit_indicators: what BI tools read. No names, no identity numbers."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.published import codes
from schemas.published import columns as column
from schemas.published.codes import Indicator
from schemas.published.table import PublishedColumn, PublishedTable

SCHEMA = "exit_indicators"


def indicator(indicators: Mapping[str, Indicator]) -> PublishedColumn:
    """The column that holds one of `indicators`."""
    names = {code: one.name for code, one in indicators.items()}
    return column.code("indicator", "指标", "退出指标的代码", names)


def _statuses(indicators: Mapping[str, Indicator]) -> tuple[PublishedColumn, ...]:
    return tuple(
        column.code(code.lower(), indicator.name, f"指标 {code} 的判定", codes.STATUSES)
        for code, indicator in indicators.items()
    )


HOUSEHOLD_EXIT_INDICATORS = PublishedTable(
    SCHEMA,
    "household_exit_indicators",
    "贫困户退出指标",
    "建档立卡户逐项退出指标（六项）的判定、理由和依据",
    "每户每项指标一行",
    (
        column.ASSESSMENT_DATE,
        column.HOUSEHOLD_ID,
        column.TOWNSHIP,
        column.VILLAGE_CODE,
        column.VILLAGE,
        indicator(codes.HOUSEHOLD_INDICATORS),
        *column.JUDGEMENT,
    ),
    order=("village_code", "household_id", "indicator"),
    key=("household_id", "indicator"),
)
HOUSEHOLD_EXIT = PublishedTable(
    SCHEMA,
    "household_exit",
    "贫困户退出结果",
    "建档立卡户六项指标汇总后的退出结果，连同基本情况、帮扶措施、未销号疑点和逐级签字",
    "每户一行",
    (
        column.ASSESSMENT_DATE,
        column.HOUSEHOLD_ID,
        column.TOWNSHIP,
        column.VILLAGE_CODE,
        column.VILLAGE,
        column.free_text("hamlet", "自然村", "所在自然村", optional=True),
        column.text("household_type", "贫困户属性", "一般贫困户、低保贫困户或特困供养户"),
        column.text("main_cause", "主要致贫原因", "登记的主要致贫原因"),
        column.whole_number("identified_year", "识别年度", "识别为贫困户的年度", "年"),
        column.whole_number("exit_year", "脱贫年度", "登记的脱贫年度；未登记则为空", "年", optional=True),
        column.count("members", "家庭人口", "在册成员数，已扣除考核日前死亡的人", "人"),
        column.number(
            "net_income_per_capita",
            "人均纯收入",
            "考核年度家庭人均纯收入；缺任何一项收入则为空",
            "元/人·年",
            optional=True,
        ),
        *_statuses(codes.HOUSEHOLD_INDICATORS),
        column.code("result", "退出结果", "六项全部达标为可退出，有一项不达标为未达标，其余为待核实", codes.RESULTS),
        column.count("measures", "帮扶措施数", "享受了七类帮扶措施中的几类", "类"),
        column.count("open_findings", "未销号疑点数", "本户尚未销号的疑点", "条"),
        column.yes_no("signed_household", "户签字", "户一级最近一次意见是否同意", codes.SIGNED),
        column.yes_no("signed_village", "村签字", "所在村最近一次意见是否同意", codes.SIGNED),
        column.yes_no("signed_township", "乡签字", "所在乡镇最近一次意见是否同意", codes.SIGNED),
        column.yes_no("signed_county", "县签字", "县一级最近一次意见是否同意", codes.SIGNED),
    ),
    order=("village_code", "household_id"),
    key=("household_id",),
)
HOUSEHOLD_MEASURES = PublishedTable(
    SCHEMA,
    "household_measures",
    "贫困户帮扶措施",
    "建档立卡户享受的七类帮扶措施：记录数、人数、考核年度金额和最早日期",
    "每户每类措施一行",
    (
        column.ASSESSMENT_DATE,
        column.HOUSEHOLD_ID,
        column.code("measure", "帮扶措施", "七类帮扶措施之一", codes.MEASURES),
        column.count("records", "记录数", "截至考核日的全部记录", "条"),
        column.count("persons", "受益人数", "受益成员数；发展生产和易地搬迁按家庭人口", "人"),
        column.number("amount", "金额", "考核年度内截至考核日的金额，没有则为 0", "元"),
        column.day("first_date", "最早日期", "最早一条记录的日期；只有年度的按 1 月 1 日"),
    ),
    order=("household_id", "measure"),
    key=("household_id", "measure"),
)
VILLAGE_EXIT_INDICATORS = PublishedTable(
    SCHEMA,
    "village_exit_indicators",
    "贫困村退出指标",
    "行政村逐项退出指标（十项）的判定、理由和依据",
    "每村每项指标一行",
    (
        column.ASSESSMENT_DATE,
        column.VILLAGE_CODE,
        column.TOWNSHIP,
        column.VILLAGE,
        column.POOR_VILLAGE_COLUMN,
        indicator(codes.VILLAGE_INDICATORS),
        *column.JUDGEMENT,
    ),
    order=("village_code", "indicator"),
    key=("village_code", "indicator"),
)
VILLAGE_EXIT = PublishedTable(
    SCHEMA,
    "village_exit",
    "贫困村退出结果",
    "行政村十项指标汇总后的退出结果，连同村内各户的退出结果和贫困发生率",
    "每村一行",
    (
        column.ASSESSMENT_DATE,
        column.VILLAGE_CODE,
        column.TOWNSHIP,
        column.VILLAGE,
        column.POOR_VILLAGE_COLUMN,
        *_statuses(codes.VILLAGE_INDICATORS),
        column.code("result", "退出结果", "十项全部达标为可退出，有一项不达标为未达标，其余为待核实", codes.RESULTS),
        column.count("households", "户数", "村内建档立卡户数", "户"),
        column.count("persons", "人数", "村内建档立卡人数", "人"),
        column.count("exit_ready", "可退出户数", "退出结果为可退出的户数", "户"),
        column.count("not_ready", "未达标户数", "退出结果为未达标的户数", "户"),
        column.count("verify", "待核实户数", "退出结果为待核实的户数", "户"),
        column.number(
            "incidence_low", "贫困发生率下限", "只计未达标户；没有当年核查表则为空", codes.SHARE, optional=True
        ),
        column.number(
            "incidence_high", "贫困发生率上限", "未达标和待核实户都计；没有当年核查表则为空", codes.SHARE, optional=True
        ),
    ),
    order=("village_code",),
    key=("village_code",),
)
COUNTY_EXIT_INDICATORS = PublishedTable(
    SCHEMA,
    "county_exit_indicators",
    "贫困县退出指标",
    "全县逐项退出指标（五项）的判定、理由和依据",
    "每项指标一行",
    (column.ASSESSMENT_DATE, indicator(codes.COUNTY_INDICATORS), *column.JUDGEMENT),
    order=("indicator",),
    key=("indicator",),
)
FINDINGS = PublishedTable(
    SCHEMA,
    "findings",
    "疑点",
    "部门数据之间互相矛盾的疑点，从发现到销号",
    "每条疑点一行",
    (
        column.ASSESSMENT_DATE,
        column.text("finding_id", "疑点编号", "疑点的编号，各夜不变"),
        column.code("rule", "疑点规则", "由哪条规则发现", codes.FINDING_RULES),
        column.code("feed", "名册", "规则按名册分别计算时是哪份名册，否则为空", codes.FEED_TITLES, optional=True),
        column.text("unit", "对象", "疑点的对象：人编号、户编号、项目编号/行政村代码，或签字的村、乡、县的代码"),
        column.text("household_id", "户编号", "所属的建档立卡户；项目和签字次序的疑点为空", optional=True),
        column.departments("departments", "责任部门", "需要答复的部门，多个部门以“；”隔开"),
        column.free_text("detail", "内容", "互相矛盾的两个数值"),
        column.EVIDENCE,
        column.day("first_seen", "首次发现", "首次发现的考核日"),
        column.day("last_seen", "最近发现", "最近一次发现的考核日"),
        column.day("closed_on", "销号日", "销号的考核日；未销号则为空", optional=True),
        column.code("status", "状态", "疑点的状态", codes.FINDING_STATUSES),
    ),
    order=("rule", "unit", "feed"),
    key=("finding_id",),
)
PUBLISHED_FIGURES = PublishedTable(
    SCHEMA,
    "published_figures",
    "公布数字核对",
    "县里公布过的数字，和用本夜名册重新算出的数",
    "每个公布的数字一行",
    (
        column.ASSESSMENT_DATE,
        column.text("figure_id", "数字代号", "公布数字的代号"),
        column.text("text", "原文", "公布材料里的原话"),
        column.number("published", "公布数", "公布的数，已换算成单位一列的单位"),
        column.number("computed", "计算数", "用本夜名册算出的数；算不出则为空", optional=True),
        column.text("unit", "单位", "公布数和计算数的单位"),
        column.number("difference", "相差", "计算数减公布数；算不出则为空", optional=True),
        column.yes_no(
            "agrees",
            "是否一致",
            "计算数按公布时的位数四舍五入后是否等于公布数；算不出则为空",
            codes.AGREES,
            optional=True,
        ),
        column.text("note", "说明", "怎样算、为什么算不出、公布的数字彼此是否对得上", optional=True),
        column.text("topic", "类别", "公布材料里的章节"),
        column.text("scope", "范围", "registered 在世的建档立卡人员；county 全县名册；年份为该年度的全县名册"),
        column.count("position", "序号", "在公布材料里的次序", None),
    ),
    order=("position",),
    key=("figure_id",),
)
NIGHTS = PublishedTable(
    SCHEMA,
    "nights",
    "夜次",
    "保留着的各夜：何时发布、用哪版规则和程序、哪些名册没有送来",
    "每夜一行",
    (
        column.day("assessment_date", "考核日", "该夜的考核日"),
        column.moment("published_at", "发布时刻", "该夜发布的时刻，县所在时区的当地时间（不带时区）"),
        column.RULE_VERSION,
        column.text("code_version", "程序版本", "程序的版本号和程序内容的校验值"),
        column.json("feeds_absent", "缺少的名册", "没有送来的名册，JSON 列表"),
        column.yes_no("sealed", "是否封存", "该夜是否已经封存，封存后不再改动", codes.SEALED),
    ),
    order=("assessment_date",),
    key=("assessment_date",),
)
LABELS = PublishedTable(
    SCHEMA,
    "labels",
    "代码说明",
    "各表各列的代码在报表中显示成什么文字",
    "每个代码一行",
    (
        column.ASSESSMENT_DATE,
        column.text("table_name", "表名", "代码所在的表"),
        column.text("column_name", "列名", "代码所在的列"),
        column.text("value", "代码", "表中的值；是否列写作 true、false"),
        column.text("label", "文字", "应当显示的文字"),
    ),
    order=(),
    key=("table_name", "column_name", "value"),
)
