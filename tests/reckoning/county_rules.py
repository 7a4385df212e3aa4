"""C1 to C5 (indicators.md, rulings 1, 30 to 33)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from .acceptance import FeedRows, Record
from .household_rules import Rules
from .kleene import FAIL, PASS, UNKNOWN, all_of, of_truth
from .village_rules import Status, Village, below_ceiling


def statistics_of_year(rows: dict[str, FeedRows], year: int) -> Record | None:
    """The county_statistics row of Y."""
    return next((record for record in rows["county_statistics"].accepted if record.get("year") == year), None)


def c1(villages: dict[str, Village], quarantined: int, rules: Rules) -> Status:
    """C1 综合贫困发生率低于3%: as V1 over the county (population: sum over the survey of Y); a registered village
    with members and no survey row makes it unknown (ruling 31)."""
    population = sum(village.survey.get("rural_population") for village in villages.values() if village.survey)
    if population == 0:
        return UNKNOWN, None
    low = sum(village.low for village in villages.values())
    high = sum(village.low + village.persons["verify"] for village in villages.values()) + quarantined
    value = float(Fraction(high, population))
    if any(village.members and village.survey is None for village in villages.values()):
        return UNKNOWN, value
    return below_ceiling(low, high, population, rules.parameters["incidence_ceiling"]), value


def c2(statistics: Record | None) -> Status:
    """C2 农村居民收入增幅高于全省: rural_income_per_capita / previous - 1 > province_growth, exactly (ruling 33)."""
    income = statistics.get("rural_income_per_capita") if statistics else None
    previous = statistics.get("rural_income_per_capita_previous") if statistics else None
    if statistics is None or income is None or not previous:
        return UNKNOWN, None
    growth = Fraction(income) / Fraction(previous) - 1
    province = statistics.get("province_growth")
    return of_truth(None if province is None else growth > Fraction(province)), float(growth)


def c3(villages: dict[str, Village], village_results: dict[str, str], rules: Rules) -> Status:
    """C3 贫困村退出比例 >= 90%: low = exit_ready, high = exit_ready + verify of the poor villages; value = low/n."""
    poor = [code for code, village in villages.items() if village.survey and village.survey.get("poor_village")]
    ready = sum(1 for code in poor if village_results[code] == "exit_ready")
    verify = sum(1 for code in poor if village_results[code] == "verify")
    return _at_least(ready, ready + verify, len(poor), rules.parameters["village_exit_share"])


def c4(h6: list[int], quarantined: int) -> Status:
    """C4 扶贫政策、项目、资金精准到户 100%: households with H6 pass / households >= 1; interval with H6 unknown,
    quarantined households among them (rulings 1 and 30)."""
    passed = sum(1 for status in h6 if status == PASS)
    unknown = sum(1 for status in h6 if status == UNKNOWN) + quarantined
    return _at_least(passed, passed + unknown, len(h6) + quarantined, Decimal(1))


def _at_least(low: int, high: int, count: int, share: Decimal) -> Status:
    """low/n >= share -> pass; high/n < share -> fail; else unknown; n = 0 -> unknown."""
    if count == 0:
        return UNKNOWN, None
    value = float(Fraction(low, count))
    if Fraction(low, count) >= Fraction(share):
        return PASS, value
    return (FAIL if Fraction(high, count) < Fraction(share) else UNKNOWN), value


def c5(statistics: Record | None, rules: Rules) -> Status:
    """C5 义务教育发展基本均衡: AND of education_balanced, primary_dropout_rate <= 0.006, junior_dropout_rate <=
    0.018."""
    if statistics is None:
        return UNKNOWN, None
    parts = [of_truth(statistics.get("education_balanced"))]
    for column, ceiling in (
        ("primary_dropout_rate", "primary_dropout_ceiling"),
        ("junior_dropout_rate", "junior_dropout_ceiling"),
    ):
        rate = statistics.get(column)
        parts.append(of_truth(None if rate is None else rate <= rules.parameters[ceiling]))
    return all_of(parts), None
