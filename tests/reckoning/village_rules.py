"""V1 to V10, and what a village adds up to (indicators.md, rulings 1, 31 to 33)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from .acceptance import FeedRows, Record
from .household_rules import Rules
from .kleene import FAIL, PASS, RESULTS, UNKNOWN, all_of, of_truth

Status = tuple[int, float | None]


@dataclass
class Village:
    """A village of the register or of the survey of Y. Persons are living members of registered households;
    `quarantined` the persons of its quarantined households (ruling 1)."""

    code: str
    survey: Record | None = None
    registered: bool = False
    households: Counter[str] = field(default_factory=Counter)
    persons: Counter[str] = field(default_factory=Counter)
    quarantined: int = 0
    clinics: list[Record] = field(default_factory=list)
    projects: list[Record] = field(default_factory=list)

    @property
    def low(self) -> int:
        """Poor persons at least: those of households not_ready."""
        return self.persons["not_ready"]

    @property
    def high(self) -> int:
        """Poor persons at most: not_ready, verify, and the quarantined."""
        return self.low + self.persons["verify"] + self.quarantined

    @property
    def members(self) -> int:
        """All living members of its registered households."""
        return sum(self.persons.values())


def quarantined_households(rows: dict[str, FeedRows]) -> list[list[Record]]:
    """Ruling 30: once per household_id (a row without one is its own), not if the id is accepted elsewhere."""
    accepted = {record.get("household_id") for record in rows["register_households"].accepted}
    groups: dict[object, list[Record]] = {}
    for record in rows["register_households"].quarantined:
        household_id = record.get("household_id")
        if household_id is None:
            groups[id(record)] = [record]
        elif household_id not in accepted:
            groups.setdefault(household_id, []).append(record)
    return list(groups.values())


def declared_persons(records: list[Record], rows: dict[str, FeedRows]) -> int:
    """Ruling 1: declared household_size if readable, of several rows the largest, else its member rows."""
    sizes = [record.get("household_size") for record in records if record.get("household_size") is not None]
    if sizes:
        return max(sizes)
    household_id = records[0].get("household_id")
    if household_id is None:
        return 0
    members = rows["register_members"].accepted + rows["register_members"].quarantined
    return sum(1 for record in members if record.get("household_id") == household_id)


def villages_of(
    rows: dict[str, FeedRows], results: list[tuple[str, str, int]], rules: Rules
) -> tuple[dict[str, Village], int]:
    """Ruling 31: rows for every village of the register or of the survey of Y. `results` are the households'
    (village_code, result, size). Also gives the persons of all quarantined households."""
    villages: dict[str, Village] = {}
    for code, result, size in results:
        village = villages.setdefault(code, Village(code))
        village.registered = True
        village.households[result] += 1
        village.persons[result] += size
    for record in rows["village_survey"].accepted:
        if record.get("year") == rules.year:
            code = record.get("village_code")
            villages.setdefault(code, Village(code)).survey = record
    for feed in ("village_clinics", "projects"):
        for record in rows[feed].accepted:
            of_code = villages.get(record.get("village_code"))
            if of_code is not None:
                (of_code.clinics if feed == "village_clinics" else of_code.projects).append(record)
    all_quarantined = 0
    for records in quarantined_households(rows):
        persons = declared_persons(records, rows)
        all_quarantined += persons
        codes = [record.get("village_code") for record in records if record.get("village_code") is not None]
        if codes and codes[0] in villages:
            villages[codes[0]].quarantined += persons
    return villages, all_quarantined


def below_ceiling(low: int, high: int, population: int, ceiling: Decimal) -> int:
    """high/pop < 0.03 -> pass; low/pop >= 0.03 -> fail; else unknown."""
    if Fraction(high, population) < Fraction(ceiling):
        return PASS
    return FAIL if Fraction(low, population) >= Fraction(ceiling) else UNKNOWN


def v1(village: Village, rules: Rules) -> Status:
    """V1 贫困发生率低于3%: poor persons / rural_population < 0.03; value = high/pop."""
    if village.survey is None:
        return UNKNOWN, None
    population = village.survey.get("rural_population")
    status = below_ceiling(village.low, village.high, population, rules.parameters["incidence_ceiling"])
    return status, float(Fraction(village.high, population))


def _yesno(column: str, village: Village) -> Status:
    """yesno missing -> unknown."""
    return of_truth(village.survey.get(column) if village.survey else None), None


def _rate_at_least(column: str, least: str, village: Village) -> Status:
    """Rates compare after reading (99% = 0.99)."""
    rate = village.survey.get(column) if village.survey else None
    if rate is None:
        return UNKNOWN, None
    return of_truth(rate >= Decimal(least)), float(rate)


def v2(village: Village, rules: Rules) -> Status:
    """V2 道路硬化到村: road_hardened."""
    return _yesno("road_hardened", village)


def v3(village: Village, rules: Rules) -> Status:
    """V3 通动力电: three_phase_power."""
    return _yesno("three_phase_power", village)


def v4(village: Village, rules: Rules) -> Status:
    """V4 广播电视覆盖率: broadcast_coverage >= 0.99."""
    return _rate_at_least("broadcast_coverage", "0.99", village)


def v5(village: Village, rules: Rules) -> Status:
    """V5 网络宽带覆盖: AND of broadband_committee, broadband_clinic, and broadband_school unless blank; one that
    could not be read, or whose column is missing, is unknown (ruling 33)."""
    if village.survey is None:
        return UNKNOWN, None
    parts = [of_truth(village.survey.get(column)) for column in ("broadband_committee", "broadband_clinic")]
    school = village.survey.get("broadband_school")
    if school is not None or "broadband_school" in village.survey.unknown:
        parts.append(of_truth(school))
    return all_of(parts), None


def v6(village: Village, rules: Rules) -> Status:
    """V6 农村饮水有保障: safe_water_rate >= 1.0."""
    return _rate_at_least("safe_water_rate", "1", village)


def v7(village: Village, rules: Rules) -> Status:
    """V7 卫生室建设: any clinic of the village with up_to_standard and doctors * 1000 >= population_served -> pass;
    else fail where absence (of a good one) is evidence, else unknown (ruling 2)."""
    for clinic in village.clinics:
        if clinic.get("up_to_standard") and clinic.get("doctors") * 1000 >= clinic.get("population_served"):
            return PASS, None
    return (FAIL if rules.absence.of_village("village_clinics", village.code) else UNKNOWN), None


def v8(village: Village, rules: Rules) -> Status:
    """V8 公共服务和活动场所: activity_place."""
    return _yesno("activity_place", village)


def v9(village: Village, rules: Rules) -> Status:
    """V9 适龄儿童有学上: school_age_enrolment_rate >= 1.0."""
    return _rate_at_least("school_age_enrolment_rate", "1", village)


def v10(village: Village, rules: Rules) -> Status:
    """V10 资金项目投入: sum of spent over the village's projects started on or before D > 0 -> pass; none -> fail
    where absence is evidence; a started one that lacks spent makes it unknown if the rest is 0 (ruling 33)."""
    started = [
        project
        for project in village.projects
        if project.get("start_date") is not None and project.get("start_date") <= rules.assessment_date
    ]
    spent = sum((project.get("spent") or Decimal(0) for project in started), Decimal(0))
    value = float(spent) if started else None
    if spent > 0:
        return PASS, value
    if any(project.get("spent") is None for project in started):
        return UNKNOWN, value
    return (FAIL if rules.absence.of_village("projects", village.code) else UNKNOWN), value


VILLAGE_RULES = {
    "V1": v1, "V2": v2, "V3": v3, "V4": v4, "V5": v5, "V6": v6, "V7": v7, "V8": v8, "V9": v9, "V10": v10,
}  # fmt: skip


def village_result(statuses: dict[str, Status]) -> str:
    """exit_ready / not_ready / verify as for households."""
    return RESULTS[all_of(status for status, _ in statuses.values())]
