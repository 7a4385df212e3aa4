"""Coded values of the published tables and what they are called in Chinese.

The names of indicators, measures and findings belong to the rule system, not to a county: they stand here, and a test
holds the heads of the rule files to them.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS

SHARE = "比率"
"""The unit of figures that are shares: 0.03 is 3 %."""


@dataclass(frozen=True)
class Indicator:
    """An exit indicator: its name and the unit of its value and threshold (None where it has no figure)."""

    name: str
    unit: str | None = None


HOUSEHOLD_INDICATORS: dict[str, Indicator] = {
    "H1": Indicator("收入稳定超标、不愁吃不愁穿", "元/人·年"),
    "H2": Indicator("有安全稳固住房"),
    "H3": Indicator("适龄青少年就学有保障"),
    "H4": Indicator("基本医疗有保障"),
    "H5": Indicator("社会养老有保障"),
    "H6": Indicator("享受扶贫政策、资金、项目帮扶"),
}
VILLAGE_INDICATORS: dict[str, Indicator] = {
    "V1": Indicator("贫困发生率低于3%", SHARE),
    "V2": Indicator("道路硬化到村"),
    "V3": Indicator("通动力电"),
    "V4": Indicator("广播电视覆盖率", SHARE),
    "V5": Indicator("网络宽带覆盖"),
    "V6": Indicator("农村饮水有保障", SHARE),
    "V7": Indicator("卫生室建设"),
    "V8": Indicator("公共服务和活动场所"),
    "V9": Indicator("适龄儿童有学上", SHARE),
    "V10": Indicator("资金项目投入", "元"),
}
COUNTY_INDICATORS: dict[str, Indicator] = {
    "C1": Indicator("综合贫困发生率低于3%", SHARE),
    "C2": Indicator("农村居民收入增幅高于全省", SHARE),
    "C3": Indicator("贫困村退出比例 >= 90%", SHARE),
    "C4": Indicator("扶贫政策、项目、资金精准到户 100%", SHARE),
    "C5": Indicator("义务教育发展基本均衡"),
}

STATUSES = {"pass": "达标", "fail": "不达标", "unknown": "待核实"}
RESULTS = {"exit_ready": "可退出", "not_ready": "未达标", "verify": "待核实"}
MEASURES = {
    "production": "发展生产",
    "labour": "务工增收",
    "relocation": "易地搬迁",
    "ecology": "生态补偿",
    "education": "发展教育",
    "health": "健康救助",
    "social_security": "社会保障",
}
FINDING_RULES = {
    "S01": "同一身份证号登记在两户以上，或在一户登记两次",
    "S02": "登记的身份证号无效",
    "S03": "身份证号相同而姓名不同",
    "S04": "登记的性别或出生日期与身份证号不符",
    "S05": "应退未退：收入已高于低保标准而仍享受低保",
    "S06": "应保未保：收入低于低保标准而没有低保或特困供养",
    "S07": "同一人同时享受低保和特困供养",
    "S08": "适龄成员没有学籍",
    "S09": "同一学年在两所学校在读",
    "S10": "成员当年没有参加医疗保险",
    "S11": "死亡之后仍有待遇",
    "S12": "搬迁住房面积超过人均上限",
    "S13": "搬迁入住满一年旧房未拆",
    "S14": "申报的工资性收入与就业、护林员报酬相差过大",
    "S15": "住房 C、D 级未改造也未搬迁",
    "S16": "未满十六周岁的培训或就业",
    "S17": "考核日没有帮扶责任人",
    "S18": "申报人口与登记成员数不符",
    "S19": "补助金额不合标准",
    "S20": "项目支出超过到位金额，或竣工而未支出",
    "S21": "签字次序有误：上级签字时下级尚未同意",
}
FINDING_STATUSES = {"open": "未销号", "rectified": "已整改销号", "gone": "已不再出现"}
LINKAGE_OUTCOMES = {
    "exact": "证件号与姓名都相符",
    "name_differs": "证件号相符、姓名不符",
    "probable": "凭姓名和旁证认定",
    "ambiguous": "对应多人，无法认定",
    "unmatched": "未找到对应的人",
    "not_registered": "不是建档立卡人员",
    "decided": "人工认定",
}
NOTHING_TO_COMPARE = {"none": "没有可比的"}
COUNTED_WITH_NUMBER = {"none": "没有可比的，或已随证件号比较"}
NAME_AGREEMENTS = {
    "equal": "相同",
    "one_of_two": "两个字中一个不同",
    "one_character": "一个字不同",
    "one_more": "多一个字或少一个字",
    "different": "不同",
    **NOTHING_TO_COMPARE,
}
NUMBER_AGREEMENTS = {
    "equal": "相同",
    "check_digit": "前 17 位相同，末位不同",
    "rounded": "前 15 位相同，其余已被表格软件舍去",
    "one_digit": "一位数字不同",
    "exchanged": "相邻两位写颠倒",
    "length": "多一位或少一位",
    "different": "不同",
    **NOTHING_TO_COMPARE,
}
BIRTH_DATE_AGREEMENTS = {
    "equal": "相同",
    "day_and_month": "月和日写颠倒",
    "one_digit": "一位数字不同",
    "year": "相差一年",
    "different": "不同",
    **COUNTED_WITH_NUMBER,
}
SEX_AGREEMENTS = {"equal": "相同", "different": "不同", **COUNTED_WITH_NUMBER}
VILLAGE_AGREEMENTS = {"equal": "相同", "township": "同一乡镇", "different": "不同", **NOTHING_TO_COMPARE}
HEAD_AGREEMENTS = {"equal": "相同", "different": "不同", **NOTHING_TO_COMPARE}
"""How a record and a member agree in a field (link_proposals)."""
QUARANTINE_KINDS = {"row": "整行退回", "cell": "单元格作废、行保留", "file": "整个文件无法使用"}
QUARANTINE_CHECKS = {
    "required": "必填项为空",
    "type": "内容读不出来",
    "enum": "不是允许的写法",
    "range": "超出允许范围",
    "format": "行政村代码格式不对",
    "order": "结束早于开始",
    "sum": "金额合计不符",
    "key": "关键项相同而内容不同",
    "header": "表头或文件无法使用",
}
NOTICE_KINDS = {
    "unknown_file": "不认识的文件",
    "unknown_column": "不认识的列",
    "sheet_without_header": "没有可用表头的工作表",
    "unknown_village": "名单上没有的行政村代码",
    "unknown_household": "未建档立卡的户编号",
    "decision": "人工认定",
    "closing": "销号",
    "correction": "更正",
    "feed_absent": "名册未送来",
}
CORRECTION_OUTCOMES = {"taken": "已采用", "failed": "仍不合格", "stale": "已过时"}
FEED_TITLES = {feed.id: f"{DEPARTMENTS[feed.department]}：{feed.title}" for feed in FEEDS.values()}
"""Each feed with the department that answers for it, as in 民政局：死亡人员名单."""

TOTAL = "合计"
ACTIONS = {"exit": "应退", "enter": "应保", "keep": "继续保障", "none": "不在保障范围", "unknown": "待核实"}
PROJECT_STATES = {
    "not_started": "未开工",
    "running": "在建",
    "finished": "已竣工",
    "finished_unspent": "已竣工未支出",
}
PROJECT_MEASURES = {value: value for value in FEEDS["projects"].column("measure").allowed}
FUND_SOURCES = {value: value for value in FEEDS["projects"].column("fund_source").allowed}
PROBLEMS = {value: value for value in FEEDS["third_party_assessment"].column("problem").allowed}
"""What the feeds write in Chinese already: the table `labels` holds it for the order in which it is shown."""

POOR_VILLAGE = {"true": "贫困村", "false": "非贫困村"}
SIGNED = {"true": "已同意", "false": "未同意"}
FELL_BACK = {"true": "回落", "false": "未回落"}
IN_ORDER = {"true": "次序正确", "false": "次序有误"}
SEALED = {"true": "已封存", "false": "未封存"}
AGREES = {"true": "一致", "false": "不一致"}
