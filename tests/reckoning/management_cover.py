"""M3 helper_cover and M6 industry_cover (management.md)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .acceptance import Record
from .contract_data import COUNTY_CODE
from .findings import Scene, helpers_on
from .identity import bare_name
from .kleene import FAIL, PASS, UNKNOWN, WORDS, all_of
from .measures import received
from .people import Household
from .village_rules import Village, quarantined_households

Line = dict[str, Any]


def units_of_quarantined(scene: Scene) -> set[str]:
    """The county, and the villages and townships, that hold a quarantined household; its village is that of its first
    row that has one (ruling 1)."""
    units = set()
    for records in quarantined_households(scene.rows):
        units.add(COUNTY_CODE)
        codes = [record.get("village_code") for record in records if record.get("village_code") is not None]
        if codes:
            units |= {codes[0], codes[0][:9]}
    return units


# ---- M3 --------------------------------------------------------------------------------------------------


def helper_cover(scene: Scene) -> list[Line]:
    """M3: the villages and townships with a registered household, and the county."""
    units: dict[str, list[Household]] = {}
    for household in scene.households:
        for code in (household.village_code, household.township, COUNTY_CODE):
            units.setdefault(code, []).append(household)
    doubtful = units_of_quarantined(scene)
    return [_cover(code, households, code in doubtful, scene) for code, households in units.items()]


def _cover(code: str, households: list[Household], doubtful: bool, scene: Scene) -> Line:
    helped: dict[str, set[str]] = {}
    organisations: set[str] = set()
    covered = 0
    statuses = [UNKNOWN if doubtful else PASS]
    for household in households:
        helpers = helpers_on(household, scene.day)
        covered += bool(helpers)
        statuses.append(_covered(household, helpers, scene))
        for record in helpers:
            helped.setdefault(bare_name(record.get("helper_name")), set()).add(household.id)
            organisations.add(record.get("organisation"))
    return {
        "unit_id": code,
        "households": len(households),
        "covered": covered,
        "share": float(Fraction(covered, len(households))),
        "helpers": len(helped),
        "organisations": len(organisations),
        "most_households_of_one_helper": max((len(of_one) for of_one in helped.values()), default=0),
        "status": WORDS[all_of(statuses)],
    }


def _covered(household: Household, helpers: list[Record], scene: Scene) -> int:
    """Covered pass, not covered fail where absence is evidence (ruling 2), else unknown."""
    if helpers:
        return PASS
    return FAIL if scene.rules.absence.of_household("helpers", household) else UNKNOWN


# ---- M6 --------------------------------------------------------------------------------------------------


def industry_cover(scene: Scene, villages: dict[str, Village]) -> list[Line]:
    """M6: ruling 31's villages."""
    households: dict[str, list[Household]] = {}
    for household in scene.households:
        households.setdefault(household.village_code, []).append(household)
    doubtful = units_of_quarantined(scene)
    known = {record.get("project_id") for record in scene.rows["projects"].accepted}
    return [
        _industry(village, households.get(code, []), code in doubtful, known, scene)
        for code, village in villages.items()
    ]


def _industry(village: Village, households: list[Household], doubtful: bool, known: set[str], scene: Scene) -> Line:
    projects = {
        record.get("project_id")
        for record in village.projects
        if record.get("measure") == "发展生产"
        and record.get("start_date") is not None
        and record.get("start_date") <= scene.day
    }
    producing = sum(1 for household in households if _has_production(household, scene))
    poor = village.survey.get("poor_village") if village.survey else None
    status: int | None
    if poor is None:
        status = UNKNOWN
    elif not poor:
        status = None
    else:
        with_project = FAIL if scene.rules.absence.of_village("projects", village.code) else UNKNOWN
        statuses = [_produces(household, known, scene) for household in households] or [UNKNOWN]
        statuses += [PASS if projects else with_project, UNKNOWN if doubtful else PASS]
        status = all_of(statuses)
    return {
        "village_code": village.code,
        "poor_village": poor,
        "production_projects": len(projects),
        "households": len(households),
        "households_with_production": producing,
        "share": float(Fraction(producing, len(households))) if households else None,
        "status": None if status is None else WORDS[status],
    }


def _has_production(household: Household, scene: Scene) -> bool:
    """Named by project_beneficiaries of a 发展生产 project with date <= D."""
    return any(received(record, scene.night) for record in household.of("project_beneficiaries"))


def _produces(household: Household, known: set[str], scene: Scene) -> int:
    """Has production; fail where absence from project_beneficiaries is evidence, unless it has a record (up to D) of
    an unknown project and its village's absence from projects is none."""
    if _has_production(household, scene):
        return PASS
    absence = scene.rules.absence
    if not absence.of_household("project_beneficiaries", household):
        return UNKNOWN
    of_unknown = any(
        record.get("project_id") not in known and record.get("date") <= scene.day
        for record in household.of("project_beneficiaries")
    )
    if of_unknown and not absence.of_village("projects", household.village_code):
        return UNKNOWN
    return FAIL
