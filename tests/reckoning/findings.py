"""The suspect findings S01 to S20 of one night (indicators.md, rulings 25, 34 to 37, 39); S21 is the ladder's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from .acceptance import FeedRows, Record
from .household_rules import (
    Rules,
    h2,
    h4_of,
    latest_assessment,
    net_income_per_person,
    school_statuses,
)
from .identity import birthday, months_later
from .kleene import FAIL
from .measures import Night, overlaps_year
from .people import Household, Member, People

#: (feed, unit, household_id)
Found = tuple[str | None, str, str | None]

ENERGY_PRICE = {"太阳能热水器": 1000, "节能灶": 300}
FOREST_PAYMENTS = ("public_forest_compensation", "grain_for_green")
CLOSED_BY = {
    "收入": ("S05", "S06", "S14"),
    "住房": ("S12", "S13", "S15"),
    "教育": ("S08", "S09"),
    "医疗": ("S10",),
    "帮扶": ("S17",),
    "识别": ("S01", "S02", "S03", "S04", "S07", "S11", "S18", "S19"),
}


class Scene:
    """What the findings read."""

    def __init__(self, rows: dict[str, FeedRows], people: People, rules: Rules, night: Night) -> None:
        self.rows = rows
        self.people = people
        self.rules = rules
        self.night = night
        self.households = list(people.households.values())
        self.members = list(people.members.values())
        self.living = [member for member in self.members if member.death_date is None]

    @property
    def day(self) -> date:
        """The assessment date D."""
        return self.rules.assessment_date


def _of_household(household: Household) -> Found:
    return None, household.id, household.id


def _of_member(member: Member, feed: str | None = None) -> Found:
    return feed, member.id, member.household.id


def in_force(record: Record, day: date) -> bool:
    """Ruling 15: in force on D: start <= D and (no end or end > D)."""
    end = record.get("end_date")
    return record.get("start_date") <= day and (end is None or end > day)


def has_in_force(member: Member, feed: str, day: date) -> bool:
    """Whether a record of the feed that belongs to the member is in force on a day."""
    return any(in_force(record, day) for record in member.of(feed))


def s01(scene: Scene) -> Iterator[Found]:
    """S01: one id number on members of two or more households, or twice in one (valid numbers only)."""
    holders: dict[str, list[Member]] = {}
    for member in scene.members:
        if member.valid and member.number is not None:
            holders.setdefault(member.number.text, []).append(member)
    for members in holders.values():
        if len(members) > 1:
            yield from (_of_member(member) for member in members)


def s02(scene: Scene) -> Iterator[Found]:
    """S02: malformed, check digit, impossible date or lost precision; a missing or a 15-digit number is none."""
    for member in scene.members:
        if member.number is not None and not member.number.short and not member.valid:
            yield _of_member(member)


def s03(scene: Scene) -> Iterator[Found]:
    """S03: same id number, different name in a department's feed."""
    for member in scene.living:
        for feed, records in member.records.items():
            if any(record.outcome == "name_differs" for record in records):
                yield _of_member(member, feed)


def s04(scene: Scene) -> Iterator[Found]:
    """S04: sex or birth date of the register against that of the valid id number."""
    for member in scene.members:
        if member.valid and member.number is not None:
            sex = "男" if int(member.number.text[16]) % 2 else "女"
            if sex != member.record.get("sex") or member.number_birth != member.record.get("birth_date"):
                yield _of_member(member)


def _income_with_known_size(household: Household) -> Decimal | None:
    """Ruling 39: not for a household with a quarantined member row: its size is not known."""
    return None if household.has_quarantined_member else net_income_per_person(household)


def s05(scene: Scene) -> Iterator[Found]:
    """S05: dibao in force on D while net income per person > 12 x dibao_ceiling."""
    ceiling = 12 * scene.rules.parameters["dibao_ceiling_monthly"]
    for household in scene.households:
        income = _income_with_known_size(household)
        covered = any(has_in_force(member, "dibao", scene.day) for member in household.living)
        if covered and income is not None and income > ceiling:
            yield _of_household(household)


def s06(scene: Scene) -> Iterator[Found]:
    """S06: net income per person < 12 x dibao_ceiling, no dibao and no tekun in the household on D, whatever the
    numbers of the members (ruling 3)."""
    ceiling = 12 * scene.rules.parameters["dibao_ceiling_monthly"]
    for household in scene.households:
        income = _income_with_known_size(household)
        if income is None or not income < ceiling:
            continue
        pairs = [(member, feed) for member in household.living for feed in ("dibao", "tekun")]
        if any(has_in_force(member, feed, scene.day) for member, feed in pairs):
            continue
        if all(scene.rules.absence.of_member(feed, member) for member, feed in pairs):
            yield _of_household(household)


def s07(scene: Scene) -> Iterator[Found]:
    """S07: dibao and tekun in force for one person on D."""
    for member in scene.living:
        if has_in_force(member, "dibao", scene.day) and has_in_force(member, "tekun", scene.day):
            yield _of_member(member)


def s08(scene: Scene) -> Iterator[Found]:
    """S08: school-age member without an enrolment row in S, where absence is evidence."""
    for member in scene.living:
        missed = 6 <= scene.rules.school_age(member) <= 15 and not school_statuses(member, scene.rules)
        if missed and scene.rules.absence.of_member("enrolment", member):
            yield _of_member(member)


def s09(scene: Scene) -> Iterator[Found]:
    """S09: 在读 at two schools in school year S."""
    for member in scene.living:
        schools = {
            row.get("school")
            for row in member.of("enrolment")
            if row.get("status") == "在读" and row.get("school_year") == scene.rules.school_year
        }
        if len(schools) > 1:
            yield _of_member(member)


def s10(scene: Scene) -> Iterator[Found]:
    """S10: member not insured for Y (the H4 fail, per person)."""
    for member in scene.living:
        if h4_of(member, scene.rules) == FAIL:
            yield _of_member(member)


def _after_death(record: Record, death: date, day: date) -> bool:
    """Ruling 36: dated records after death_date and up to D; a record with year and date by its date; year-dated
    ones with year > year of death; dibao, tekun without end or with end later than the month after the death."""
    if record.feed in ("dibao", "tekun"):
        end = record.get("end_date")
        return end is None or end > months_later(death.replace(day=1), 1)
    if record.feed == "pension" and record.get("state") != "待遇领取":
        return False
    paid = record.get("date")
    if paid is not None:
        return death < paid <= day
    return record.get("year") is not None and record.get("year") > death.year


def s11(scene: Scene) -> Iterator[Found]:
    """S11: a benefit dated or in force after the person's death_date; and ruling 25's doubtful deaths."""
    feeds = ("dibao", "tekun", "pension", *FOREST_PAYMENTS, "forest_rangers", "medical_assistance")
    for member in scene.members:
        death = member.death_date
        if death is None:
            continue
        for feed in feeds:
            if any(_after_death(record, death, scene.day) for record in member.of(feed)):
                yield _of_member(member, feed)
    for member in scene.people.doubtful_deaths:
        yield _of_member(member, "deaths")


def s12(scene: Scene) -> Iterator[Found]:
    """S12: relocation floor area > 25 m2 x size; not with size 0 (ruling 4) nor an unknown size (ruling 39)."""
    per_person = scene.rules.parameters["relocation_area_per_person_m2"]
    for household in scene.households:
        too_large = any(one.get("floor_area_m2") > per_person * household.size for one in household.of("relocation"))
        if too_large and household.size and not household.has_quarantined_member:
            yield _of_household(household)


def s13(scene: Scene) -> Iterator[Found]:
    """S13: moved in more than 12 months before D, old house not demolished; move-in + 12 calendar months < D."""
    for household in scene.households:
        for record in household.of("relocation"):
            moved, demolished = record.get("move_in_date"), record.get("demolished_date")
            if moved is None or not months_later(moved, 12) < scene.day:
                continue
            if demolished is not None and demolished <= scene.day:
                continue
            if scene.rules.absence.of_household("relocation", household):
                yield _of_household(household)


def s14(scene: Scene) -> Iterator[Found]:
    """S14: declared wage_income differs from the sum of annual_wage + ranger pay of members by more than 20% of
    the larger, where there is any evidence; the jobs of ruling 29, no wage_income, no finding."""
    for household in scene.households:
        declared = household.record.get("wage_income")
        jobs = [record for record in household.of_members("employment") if overlaps_year(record, scene.night)]
        pay = [one for one in household.of_members("forest_rangers") if one.get("year") == scene.rules.year]
        if declared is None or not (jobs or pay):
            continue
        earned = sum((one.get("annual_wage") for one in jobs), Decimal(0))
        earned += sum((one.get("amount") for one in pay), Decimal(0))
        if abs(declared - earned) * 5 > max(declared, earned):
            yield _of_household(household)


def s15(scene: Scene) -> Iterator[Found]:
    """S15: latest grade C or D, not renovated by D, not relocated: where H2 fails."""
    for household in scene.households:
        if latest_assessment(household, scene.day) is not None and h2(household, scene.rules) == FAIL:
            yield _of_household(household)


def s16(scene: Scene) -> Iterator[Found]:
    """S16: training or employment starting before the person's 16th birthday."""
    for member in scene.living:
        for feed in ("training", "employment"):
            if any(record.get("start_date") < birthday(member.birth, 16) for record in member.of(feed)):
                yield _of_member(member, feed)


def helpers_on(household: Household, day: date) -> list[Record]:
    """The helpers of a household on a day: start <= day, and no end or end >= day."""
    return [
        record
        for record in household.of("helpers")
        if record.get("start_date") <= day and (record.get("end_date") is None or record.get("end_date") >= day)
    ]


def s17(scene: Scene) -> Iterator[Found]:
    """S17: household without a helper on D: start <= D, and no end or end >= D."""
    for household in scene.households:
        if not helpers_on(household, scene.day) and scene.rules.absence.of_household("helpers", household):
            yield _of_household(household)


def s18(scene: Scene) -> Iterator[Found]:
    """S18: declared household_size differs from the number of members."""
    for household in scene.households:
        if not household.has_quarantined_member and household.record.get("household_size") != household.size:
            yield _of_household(household)


def s19(scene: Scene) -> Iterator[Found]:
    """S19: dibao monthly_amount above the ceiling, tekun amount not the standard of its care, energy amount not
    1000 / 300 x quantity; rows in force on D; energy: year Y."""
    ceiling = scene.rules.parameters["dibao_ceiling_monthly"]
    standard = {care: scene.rules.parameters[f"tekun_monthly_{care}"] for care in ("集中", "分散")}
    wrong: dict[str, Callable[[Record], bool]] = {
        "dibao": lambda row: in_force(row, scene.day) and row.get("monthly_amount") > ceiling,
        "tekun": lambda row: in_force(row, scene.day) and row.get("monthly_amount") != standard[row.get("care")],
        "energy_subsidies": lambda row: (
            row.get("year") == scene.rules.year
            and row.get("amount") != ENERGY_PRICE[row.get("item")] * row.get("quantity")
        ),
    }
    for member in scene.living:
        for feed, is_wrong in wrong.items():
            if any(is_wrong(record) for record in member.of(feed)):
                yield _of_member(member, feed)


def _exceeds(record: Record, more: str, less: str) -> bool:
    return None not in (record.get(more), record.get(less)) and record.get(more) > record.get(less)


def s20(scene: Scene) -> Iterator[Found]:
    """S20: project with spent > received or spent_on_poor > spent (ruling 7), or end_date < D with spent = 0."""
    for record in scene.rows["projects"].accepted:
        end = record.get("end_date")
        unspent = end is not None and end < scene.day and record.get("spent") == 0
        if unspent or _exceeds(record, "spent", "received") or _exceeds(record, "spent_on_poor", "spent"):
            yield None, f"{record.get('project_id')}/{record.get('village_code')}", None


FINDING_RULES: dict[str, Callable[[Scene], Iterator[Found]]] = {
    f"S{number:02d}": rule
    for number, rule in enumerate(
        (s01, s02, s03, s04, s05, s06, s07, s08, s09, s10, s11, s12, s13, s14, s15, s16, s17, s18, s19, s20), start=1
    )
}


def findings(scene: Scene) -> list[dict[str, Any]]:
    """One finding per rule and subject; ruling 37: the third party closes those of its household with first_seen
    (tonight, D) <= closed_date <= D."""
    closed = {
        (record.get("household_id"), rule)
        for record in scene.rows["third_party_assessment"].accepted
        if record.get("closed_date") == scene.day
        for rule in CLOSED_BY.get(record.get("problem"), ())
    }
    lines = []
    for rule, found in FINDING_RULES.items():
        for feed, unit, household_id in dict.fromkeys(found(scene)):
            status = "rectified" if (household_id, rule) in closed else "open"
            lines.append({"rule": rule, "feed": feed, "unit": unit, "household_id": household_id, "status": status})
    return lines
