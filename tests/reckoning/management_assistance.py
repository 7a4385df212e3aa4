"""M1 assistance_review, M2 assistance_checks, M9 assistance_months (management.md)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

from .acceptance import Record
from .contract_data import COUNTY_CODE, township_name
from .findings import Scene, has_in_force, in_force
from .household_rules import net_income_per_person
from .kleene import FAIL, PASS, UNKNOWN, WORDS, all_of
from .measures import in_force_in_month
from .people import Household, Member

Line = dict[str, Any]

ROSTERS = ("dibao", "tekun")


# ---- M1 --------------------------------------------------------------------------------------------------


def assistance_review(scene: Scene) -> list[Line]:
    """M1: one line per household, of its living members."""
    return [_review(household, scene) for household in scene.households]


def _review(household: Household, scene: Scene) -> Line:
    come = {feed: scene.rules.absence.present(feed) for feed in ROSTERS}
    covered = {feed: sum(1 for member in household.living if has_in_force(member, feed, scene.day)) for feed in ROSTERS}
    amounts = [
        record.get("monthly_amount")
        for feed in ROSTERS
        for record in household.of_members(feed)
        if in_force(record, scene.day)
    ]
    income = net_income_per_person(household)
    return {
        "household_id": household.id,
        "township": township_name(household.village_code, household.record.get("township")),
        "village_code": household.village_code,
        "dibao_members": covered["dibao"] if come["dibao"] else None,
        "tekun_members": covered["tekun"] if come["tekun"] else None,
        "monthly_amount": float(sum(amounts, Decimal(0))) if all(come.values()) else None,
        "net_income_per_capita": None if income is None else float(income),
        "line": float(_line_of_assistance(scene)),
        "action": _action(household, income, covered, scene),
    }


def _line_of_assistance(scene: Scene) -> Decimal:
    """12 x dibao_ceiling."""
    return 12 * scene.rules.parameters["dibao_ceiling_monthly"]


def _action(household: Household, income: Decimal | None, covered: dict[str, int], scene: Scene) -> str:
    """The first that fits; `unknown` also where what rulings 2 and 3 leave open would change the answer."""
    if income is None or household.has_quarantined_member:
        return "unknown"
    line = _line_of_assistance(scene)
    possible = [_possible(household, feed, covered[feed], scene) for feed in ROSTERS]
    answers = {_answer(income, line, dibao, tekun) for dibao, tekun in product(*possible)}
    return answers.pop() if len(answers) == 1 else "unknown"


def _possible(household: Household, feed: str, covered: int, scene: Scene) -> tuple[bool, ...]:
    """Whether the household has it in force, as far as the roster tells."""
    if covered:
        return (True,)
    if all(scene.rules.absence.of_member(feed, member) for member in household.living):
        return (False,)
    return False, True


def _answer(income: Decimal, line: Decimal, dibao: bool, tekun: bool) -> str:
    """S05's condition, S06's, in force at all, or nothing."""
    if dibao and income > line:
        return "exit"
    if dibao or tekun:
        return "keep"
    return "enter" if income < line else "none"


# ---- M2 --------------------------------------------------------------------------------------------------


def assistance_checks(scene: Scene) -> list[Line]:
    """M2: the townships with a registered household, and the county."""
    units: dict[str, list[Household]] = {}
    for household in scene.households:
        units.setdefault(household.township, []).append(household)
    return [_checks(code, households, scene) for code, households in (*units.items(), (COUNTY_CODE, scene.households))]


def _checks(code: str, households: list[Household], scene: Scene) -> Line:
    new = [household for household in households if _is_new(household, scene)]
    marks: dict[str, tuple[Callable[[Household, Scene], bool], str]] = {
        "check": (_is_checked, "economic_check_rate"),
        "visit": (_is_visited, "home_visit_rate"),
        "spot": (_is_spot_checked, "county_spot_check_rate"),
    }
    counts, rates, statuses = [], {}, []
    for name, (has_mark, parameter) in marks.items():
        low = sum(1 for household in new if has_mark(household, scene))
        high = low + sum(
            1 for household in new if not has_mark(household, scene) and not _is_absent_from_checks(household, scene)
        )
        counts.append(low)
        rates[f"{name}_rate"] = float(Fraction(low, len(new))) if new else None
        statuses.append(_status_of_rate(low, high, len(new), Fraction(scene.rules.parameters[parameter])))
    status = all_of(statuses)
    townships = {household.township for household in households}
    if not all(scene.rules.absence.feed_counts(feed, township) for feed in ROSTERS for township in townships):
        status = min(status, UNKNOWN)
    return {
        "unit_id": code,
        "new_households": len(new),
        **dict(zip(("checked", "visited", "spot_checked"), counts, strict=True)),
        **rates,
        "status": WORDS[status],
    }


def _status_of_rate(low: int, high: int, count: int, line: Fraction) -> int:
    """low/n >= line -> pass; high/n < line -> fail; else unknown; no new household: pass."""
    if count == 0 or Fraction(low, count) >= line:
        return PASS
    return FAIL if Fraction(high, count) < line else UNKNOWN


def _in_year(day: date, scene: Scene) -> bool:
    """In Y and <= D."""
    return day.year == scene.rules.year and day <= scene.day


def _is_new(household: Household, scene: Scene) -> bool:
    """Any record of dibao or tekun that belongs to a living member, with start_date in Y and <= D."""
    return any(_in_year(one.get("start_date"), scene) for feed in ROSTERS for one in household.of_members(feed))


def _checks_of_year(household: Household, scene: Scene) -> list[Record]:
    """The economic_checks records of its living members with check_date in Y and <= D."""
    return [one for one in household.of_members("economic_checks") if _in_year(one.get("check_date"), scene)]


def _is_checked(household: Household, scene: Scene) -> bool:
    return bool(_checks_of_year(household, scene))


def _is_visited(household: Household, scene: Scene) -> bool:
    days = [record.get("visit_date") for record in _checks_of_year(household, scene)]
    return any(day is not None and day <= scene.day for day in days)


def _is_spot_checked(household: Household, scene: Scene) -> bool:
    return any(record.get("county_spot_check") for record in _checks_of_year(household, scene))


def _is_absent_from_checks(household: Household, scene: Scene) -> bool:
    """Whether the lack of a mark is evidence: for every living member of the household (rulings 2 and 3)."""
    return all(scene.rules.absence.of_member("economic_checks", member) for member in household.living)


# ---- M9 --------------------------------------------------------------------------------------------------


def assistance_months(scene: Scene) -> list[Line]:
    """M9: every month of Y whose first day <= D, over all registered members."""
    firsts = [date(scene.rules.year, month, 1) for month in range(1, 13)]
    return [
        {"month": month, **_of_roster("dibao", month, scene), **_of_roster("tekun", month, scene)}
        for month in firsts
        if month <= scene.day
    ]


def _of_roster(feed: str, month: date, scene: Scene) -> Line:
    if not scene.rules.absence.present(feed):
        return {f"{feed}_persons": None, f"{feed}_amount": None}
    persons, amount = 0, Decimal(0)
    for member in scene.members:
        paid = [record for record in member.of(feed) if in_force_in_month(record, month)]
        if paid and not _has_died_before(member, month):
            persons += 1
            amount += sum((record.get("monthly_amount") for record in paid), Decimal(0))
    return {f"{feed}_persons": persons, f"{feed}_amount": float(amount)}


def _has_died_before(member: Member, month: date) -> bool:
    """Not after the month of death."""
    return member.death_date is not None and member.death_date.replace(day=1) < month
