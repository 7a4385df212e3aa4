"""The exit indicators: one asset per family of rules."""

from xundian_pipeline.county import load_county
from xundian_pipeline.orchestration.step_assets import rule_asset
from xundian_pipeline.orchestration.wiring import upstream_of
from xundian_pipeline.rules import FAMILIES

_DESCRIPTIONS = {
    "household_measures": "每户得到“七个一批”中的哪几项帮扶：记录数、人数、本年金额、最早日期。",
    "household_indicators": "每户六项指标（H1 至 H6）：达标、不达标或待核实，连同数值、标准、依据和理由。",
    "findings": "疑点：部门之间互相矛盾的情况，由哪些部门核实，依据哪些行。",
    "household_results": "每户的退出结果：六项全达标为可退出，有一项不达标为未达标，其余为待核实；连同帮扶和签字。",
    "village_indicators": "每个行政村的十项指标（V1 至 V10）和退出结果。",
    "county_indicators": "全县的五项指标（C1 至 C5）。",
    "management": "保障对象动态管理和核查、帮扶责任人、项目和资金、产业、第三方问题整改、逐级签字，连同依据和理由。",
    "figures": "县里公布过的每个数字，用本夜的名册重新算一遍：算出多少、是否一致；算不出的说明要谁的名册。",
}

_UPSTREAM = upstream_of(load_county())

indicators = [
    rule_asset(
        family.run,
        name=name,
        group="indicators",
        description=f"{family.title}。{_DESCRIPTIONS[name]}",
        upstream=_UPSTREAM[name],
    )
    for name, family in FAMILIES.items()
]
