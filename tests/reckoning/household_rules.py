"""H1 to H6, three-valued (indicators.md, rulings 1 to 4, 27)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from .absence import Absence
from .acceptance import Record
from .identity import age_on
from .kleene import FAIL, PASS, UNKNOWN, all_of, of_truth
from .measures import MEASURE_FEEDS
from .parameters import Parameters
from .people import Household, Member

AT_SCHOOL = {"在读", "送教上门", "缓学", "免学", "休学", "毕业"}
RESIDENT, SERIOUS_ILLNESS, EMPLOYEE = "城乡居民基本医疗保险", "大病医疗保险", "城镇职工基本医疗保险"
INCOME_PARTS = ("wage_income", "operating_income", "operating_expense", "property_income", "transfer_income")


@dataclass(frozen=True)
class Rules:
    """What every rule reads: D, the parameters, and what absence says."""

    assessment_date: date
    parameters: Parameters
    absence: Absence

    @property
    def year(self) -> int:
        """The assessment year Y."""
        return self.assessment_date.year

    @property
    def school_year(self) -> int:
        """Ruling 27: S = Y if D >= Y-09-01, else Y - 1."""
        return self.year if self.assessment_date >= date(self.year, 9, 1) else self.year - 1

    def school_age(self, member: Member) -> int:
        """The age on S-09-01."""
        return age_on(member.birth, date(self.school_year, 9, 1))


def net_income_per_person(household: Household) -> Decimal | None:
    """(wage + operating - operating_expense + property + transfer) / size, rounded half-up to 0.01; None where
    any of the five is missing or size = 0."""
    parts = [household.record.get(name) for name in INCOME_PARTS]
    if None in parts or household.size == 0:
        return None
    wage, operating, expense, property_income, transfer = parts
    share = Fraction(wage + operating - expense + property_income + transfer) / household.size
    return rounded_to_fen(share)


def rounded_to_fen(value: Fraction) -> Decimal:
    """Rounded half-up, away from zero at the half, without a binary step between."""
    fen, rest = divmod(abs(value) * 100, 1)
    whole = int(fen) + (1 if rest >= Fraction(1, 2) else 0)
    return (Decimal(whole) / 100 * (-1 if value < 0 else 1)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def h1(household: Household, rules: Rules) -> int:
    """H1: net income per person > exit_income_line(D) AND food_secure AND clothing_secure AND water_safe."""
    income = net_income_per_person(household)
    above = None if income is None else income > rules.parameters["exit_income_line"]
    secure = [household.record.get(name) for name in ("food_secure", "clothing_secure", "water_safe")]
    return all_of([of_truth(above), *(of_truth(value) for value in secure)])


def has_moved_in(household: Household, assessment_date: date) -> bool:
    """Moved in under relocation: move_in_date <= D."""
    days = [record.get("move_in_date") for record in household.of("relocation")]
    return any(day is not None and day <= assessment_date for day in days)


def latest_assessment(household: Household, assessment_date: date) -> Record | None:
    """The latest housing assessment with assessed_date <= D."""
    records = [one for one in household.of("housing_assessment") if one.get("assessed_date") <= assessment_date]
    return max(records, key=lambda one: one.get("assessed_date"), default=None)


def h2(household: Household, rules: Rules) -> int:
    """H2: moved in -> pass; else by the latest assessment: A or B -> pass; C or D -> pass if renovated_date <= D,
    else fail; none -> unknown. Rulings 2 and 3: a fail needs relocation's row, or its absence as evidence."""
    if has_moved_in(household, rules.assessment_date):
        return PASS
    latest = latest_assessment(household, rules.assessment_date)
    if latest is None:
        return UNKNOWN
    renovated = latest.get("renovated_date")
    if latest.get("grade") in ("A", "B") or (renovated is not None and renovated <= rules.assessment_date):
        return PASS
    if household.of("relocation") or rules.absence.of_household("relocation", household):
        return FAIL
    return UNKNOWN


def school_statuses(member: Member, rules: Rules) -> list[str]:
    """The states of the member's enrolment rows of school year S."""
    return [row.get("status") for row in member.of("enrolment") if row.get("school_year") == rules.school_year]


def _h3_of(member: Member, rules: Rules) -> int:
    """One member: 因贫未升学 fails at any age; aged 6 to 15: an accepted state -> pass, else 辍学 -> fail, else
    unknown. Ruling 3: a candidate of an ambiguous record is unknown, not fail."""
    statuses = school_statuses(member, rules)
    failed = UNKNOWN if "enrolment" in member.candidate_in else FAIL
    if "因贫未升学" in statuses:
        return failed
    if not 6 <= rules.school_age(member) <= 15:
        return PASS
    if AT_SCHOOL & set(statuses):
        return PASS
    return failed if "辍学" in statuses else UNKNOWN


def h3(household: Household, rules: Rules) -> int:
    """H3: AND over the members; ruling 3: enrolment absent -> unknown with a member aged 6 to 20, else pass."""
    if household.size == 0:
        return UNKNOWN
    if not rules.absence.present("enrolment"):
        ages = [rules.school_age(member) for member in household.living]
        return UNKNOWN if any(6 <= age <= 20 for age in ages) else PASS
    return all_of(_h3_of(member, rules) for member in household.living)


def h4_of(member: Member, rules: Rules) -> int:
    """One member: employee scheme in Y, or both resident and serious-illness insurance in Y -> pass; born in Y ->
    exempt; otherwise fail if absence is evidence and the number is valid, else unknown."""
    schemes = {row.get("scheme") for row in member.of("medical_insurance") if row.get("year") == rules.year}
    if member.birth.year == rules.year or EMPLOYEE in schemes or {RESIDENT, SERIOUS_ILLNESS} <= schemes:
        return PASS
    return FAIL if member.valid and rules.absence.of_member("medical_insurance", member) else UNKNOWN


def h4(household: Household, rules: Rules) -> int:
    """H4: AND over members; size = 0 -> unknown."""
    return all_of(h4_of(member, rules) for member in household.living) if household.size else UNKNOWN


def _h5_of(member: Member, rules: Rules) -> int:
    """One member aged >= 16 on D who is not 在读 in S: 缴费, 代缴 or 待遇领取 in Y -> pass; 中断 -> fail whatever
    the number, unless a candidate; no row -> fail if absence is evidence and the number is valid, else unknown.
    Ruling 2: aged 16 to 24, "not 在读" itself rests on a row that is not there."""
    age = age_on(member.birth, rules.assessment_date)
    if age < 16 or "在读" in school_statuses(member, rules):
        return PASS
    states = {row.get("state") for row in member.of("pension") if row.get("year") == rules.year}
    if states & {"缴费", "代缴", "待遇领取"}:
        return PASS
    if age <= 24 and not rules.absence.of_member("enrolment", member):
        return UNKNOWN
    if "中断" in states:
        return UNKNOWN if "pension" in member.candidate_in else FAIL
    return FAIL if member.valid and rules.absence.of_member("pension", member) else UNKNOWN


def h5(household: Household, rules: Rules) -> int:
    """H5: AND; no such member -> pass; ruling 4: size 0 -> unknown."""
    return all_of(_h5_of(member, rules) for member in household.living) if household.size else UNKNOWN


def h6(household: Household, measures: int, rules: Rules) -> int:
    """H6: at least one of the seven measures -> pass; else fail; unknown if none is found and absence from any
    measure feed is no evidence, or a member has no valid number (rulings 2, 3, 28)."""
    if measures:
        return PASS
    absence = rules.absence
    if not all(absence.of_household(feed, household) for feed in ("project_beneficiaries", "relocation")):
        return UNKNOWN
    if not absence.of_village("projects", household.village_code):
        return UNKNOWN
    feeds = [feed for of_measure in MEASURE_FEEDS.values() for feed in of_measure]
    if not all(absence.feed_counts(feed, household.township) for feed in feeds):
        return UNKNOWN
    for member in household.living:
        if not member.valid or not all(absence.of_member(feed, member) for feed in feeds):
            return UNKNOWN
    return FAIL


def household_statuses(household: Household, measures: int, rules: Rules) -> dict[str, int]:
    """The six. Ruling 1: a quarantined member row makes H1, H3, H4, H5 unknown where they would pass. Ruling 4:
    size 0 makes them unknown."""
    statuses = {
        "H1": h1(household, rules) if household.size else UNKNOWN,
        "H2": h2(household, rules),
        "H3": h3(household, rules),
        "H4": h4(household, rules),
        "H5": h5(household, rules),
        "H6": h6(household, measures, rules),
    }
    if household.has_quarantined_member:
        for indicator in ("H1", "H3", "H4", "H5"):
            statuses[indicator] = min(statuses[indicator], UNKNOWN)
    return statuses
