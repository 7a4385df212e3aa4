"""The seven measures (七个一批): what counts, since when, for how many, how much in the year (rulings 15, 28, 29)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.policy.cases import Change, Table, case, died, has, lacks, member, registered_as
from tests.policy.night import Night
from tests.policy.world import Household

NightOf = Callable[[Table], Night]

D, AFTER = "2017-12-31", "2018-01-01"


@dataclass(frozen=True)
class Expected:
    """A line of household_measures; `None` stands for no line."""

    measure: str
    records: int
    persons: int
    amount: float
    first: str


def line(measure: str, first: str, amount: float = 0.0, *, records: int = 1, persons: int = 1) -> Expected:
    """What the household's only line must say."""
    return Expected(measure, records, persons, amount, first)


def gets(feed: str, **cells: str | None) -> Change:
    """The head has a record; there is no other measure."""
    return has(feed, **cells)


Entry = tuple[str, tuple[Change, ...], Expected | None]


def entry(sentence: str, *changes: Change, gives: Expected | None) -> Entry:
    """A sentence, what the household has, and the line that it gives."""
    return sentence, (lacks("family_doctors"), *changes), gives


WIFE = member("wife", born="1972-05-06", sex="女")
SON = member("son", born="1995-05-06")


def registered_twice(household: Household) -> None:
    """The head stands twice in the household's register, with one name and one number."""
    head = household.people["head"]
    household.member("again", born=head.born, insured=False, pensioned=False, name=head.name, id_number=head.number)


OTHERS: list[Entry] = [
    entry("training that starts on D", gets("training", start_date=D), gives=line("labour", D)),
    entry("training that starts after D", gets("training", start_date=AFTER), gives=None),
    entry("training years ago", gets("training", start_date="2014-05-05"), gives=line("labour", "2014-05-05")),
    entry("a job since March", gets("employment", start_date="2017-03-01"), gives=line("labour", "2017-03-01", 6000)),
    entry("a job that starts on D", gets("employment", start_date=D), gives=line("labour", D, 6000)),
    entry("a job that starts after D", gets("employment", start_date=AFTER), gives=None),
    entry("a job since last year", gets("employment", start_date="2016-05-01"),
          gives=line("labour", "2016-05-01", 6000)),
    entry("a job that ended on the last day of last year",
          gets("employment", start_date="2016-05-01", end_date="2016-12-31"),
          gives=line("labour", "2016-05-01", 0)),
    entry("a job that ended on the first day of the year",
          gets("employment", start_date="2016-05-01", end_date="2017-01-01"),
          gives=line("labour", "2016-05-01", 6000)),
    entry("two jobs and a course", gets("employment"), gets("employment", employer="店", annual_wage="1500.50"),
          gets("training"), gives=line("labour", "2017-01-03", 7500.5, records=3)),
    *(entry(f"{feed} of the year, no date", gets(feed, year="2017"), gives=line("ecology", "2017-01-01", 150))
      for feed in ("public_forest_compensation", "grain_for_green")),
    *(entry(f"{feed} of next year, no date", gets(feed, year="2018"), gives=None)
      for feed in ("public_forest_compensation", "grain_for_green")),
    *(entry(f"{feed} of the year, paid on D", gets(feed, year="2017", date=D), gives=line("ecology", D, 150))
      for feed in ("public_forest_compensation", "grain_for_green")),
    *(entry(f"{feed} of the year, paid after D", gets(feed, year="2017", date=AFTER), gives=None)
      for feed in ("public_forest_compensation", "grain_for_green")),
    *(entry(f"{feed} of next year, paid on D", gets(feed, year="2018", date=D), gives=None)
      for feed in ("public_forest_compensation", "grain_for_green")),
    *(entry(f"{feed} of last year, paid this year", gets(feed, year="2016", date="2017-02-01"),
            gives=line("ecology", "2017-02-01", 0)) for feed in ("public_forest_compensation", "grain_for_green")),
    entry("ranger's pay of the year", gets("forest_rangers"), gives=line("ecology", "2017-01-01", 9000)),
    entry("ranger's pay of last year", gets("forest_rangers", year="2016"), gives=line("ecology", "2016-01-01", 0)),
    entry("ranger's pay of next year", gets("forest_rangers", year="2018"), gives=None),
    entry("a stove of the year", gets("energy_subsidies"), gives=line("ecology", "2017-01-01", 300)),
    entry("a stove of next year", gets("energy_subsidies", year="2018"), gives=None),
    entry("a grant on D", gets("student_aid", date=D), gives=line("education", D, 80)),
    entry("a grant after D", gets("student_aid", date=AFTER), gives=None),
    entry("a grant on the last day of last year", gets("student_aid", date="2016-12-31"),
          gives=line("education", "2016-12-31", 0)),
    entry("a grant on the first day of the year", gets("student_aid", date="2017-01-01"),
          gives=line("education", "2017-01-01", 80)),
    entry("a visit settled on D: what was reimbursed", gets("medical_assistance", date=D), gives=line("health", D, 90)),
    entry("a visit settled after D", gets("medical_assistance", date=AFTER), gives=None),
    entry("a visit last year", gets("medical_assistance", date="2016-12-31"), gives=line("health", "2016-12-31", 0)),
    entry("a doctor signed on D", gets("family_doctors", date=D), gives=line("health", D, 0)),
    entry("a doctor signed after D", gets("family_doctors", date=AFTER), gives=None),
    entry("insurance with a subsidy", gets("medical_insurance", subsidy="150", scheme="城镇职工基本医疗保险"),
          gives=line("health", "2017-01-01", 150)),
    entry("insurance with a subsidy of a fen", gets("medical_insurance", subsidy="0.01", scheme="城镇职工基本医疗保险"),
          gives=line("health", "2017-01-01", 0.01)),
    entry("insurance without a subsidy", gets("medical_insurance", subsidy="0", scheme="城镇职工基本医疗保险"),
          gives=None),
    entry("insurance, the subsidy missing", gets("medical_insurance", scheme="城镇职工基本医疗保险"), gives=None),
    entry("insurance of the year, paid in advance", gets("medical_insurance", subsidy="150", date="2016-12-15",
          scheme="城镇职工基本医疗保险"), gives=line("health", "2016-12-15", 150)),
    entry("insurance of the year, paid after D", gets("medical_insurance", subsidy="150", date=AFTER,
          scheme="城镇职工基本医疗保险"), gives=None),
    entry("insurance of next year, paid on D", gets("medical_insurance", subsidy="150", year="2018", date=D,
          scheme="城镇职工基本医疗保险"), gives=None),
    entry("insurance of last year", gets("medical_insurance", subsidy="150", year="2016",
          scheme="城镇职工基本医疗保险"), gives=line("health", "2016-01-01", 0)),
    entry("a payment on D", gets("temporary_assistance", date=D), gives=line("social_security", D, 100)),
    entry("a payment after D", gets("temporary_assistance", date=AFTER), gives=None),
    entry("a payment last year", gets("temporary_assistance", date="2016-12-31"),
          gives=line("social_security", "2016-12-31", 0)),
    entry("a benefit on D", gets("project_beneficiaries", date=D), gives=line("production", D, 500)),
    entry("a benefit after D", gets("project_beneficiaries", date=AFTER), gives=None),
    entry("a benefit without an amount", gets("project_beneficiaries", amount=None, date=D),
          gives=line("production", D, 0)),
    entry("a benefit last year", gets("project_beneficiaries", date="2016-06-01"),
          gives=line("production", "2016-06-01", 0)),
    entry("two benefits of one project", gets("project_beneficiaries", date=D),
          gets("project_beneficiaries", date="2016-06-01"),
          gives=line("production", "2016-06-01", 500, records=2)),
    entry("moved in on D", gets("relocation", move_in_date=D), gives=line("relocation", D)),
    entry("moves in after D", gets("relocation", move_in_date=AFTER), gives=None),
    entry("on the list", gets("relocation", move_in_date=None), gives=None),
]  # fmt: skip

PERSONS: list[Entry] = [
    entry("a benefit is for the whole household", WIFE, SON, gets("project_beneficiaries", date=D),
          gives=line("production", D, 500, persons=3)),
    entry("a house is for the whole household", WIFE, SON, gets("relocation", move_in_date=D),
          gives=line("relocation", D, persons=3)),
    entry("a house is for those who live", WIFE, SON, died("son"), gets("relocation", move_in_date=D),
          gives=line("relocation", D, persons=2)),
    entry("two members, a record each", WIFE, gets("student_aid", date=D),
          has("student_aid", of="wife", date="2017-02-02"),
          gives=line("education", "2017-02-02", 160, records=2, persons=2)),
    entry("one member, two feeds of one measure", gets("temporary_assistance", date=D),
          gets("tekun", start_date="2017-12"),
          gives=line("social_security", "2017-12-01", 700, records=2)),
    entry("the dead have none", WIFE, died("wife"), has("student_aid", of="wife"), gives=None),
    entry("the name differs: it is the member's", gets("student_aid", name="别名", date=D),
          gives=line("education", D, 80)),
    entry("a member without a number, name and birth date fit", registered_as("head", id_number=None),
          gets("student_aid", date=D), gives=line("education", D, 80)),
    entry("a record that belongs to two of the household counts once, for both", registered_twice,
          gets("student_aid", date=D), gives=line("education", D, 80, persons=2)),
    entry("a row that came twice counts once", gets("student_aid", date=D), gets("student_aid", date=D),
          gives=line("education", D, 80)),
]  # fmt: skip


def months(start: str, end: str | None, paid: int) -> Entry:
    """Dibao of 200 a month."""
    first = f"{start}-01"
    return entry(f"dibao from {start} to {end or 'now'}", gets("dibao", start_date=start, end_date=end),
                 gives=line("social_security", first, 200.0 * paid))  # fmt: skip


MONTHS: dict[str, list[Entry]] = {
    "2017-12-31": [
        months("2016-05", None, 12),
        months("2017-01", None, 12),
        months("2017-03", None, 10),
        months("2017-12", None, 1),
        months("2016-05", "2018-01", 12),
        months("2016-05", "2017-12", 11),
        months("2016-05", "2017-10", 9),
        months("2016-05", "2017-02", 1),
        months("2016-05", "2017-01", 0),
        months("2016-05", "2016-12", 0),
        months("2017-03", "2017-03", 0),
        months("2017-03", "2017-04", 1),
        months("2017-03", "2017-10", 7),
        entry("dibao that starts after D", gets("dibao", start_date="2018-01"), gives=None),
        entry("tekun from March to October", gets("tekun", start_date="2017-03", end_date="2017-10"),
              gives=line("social_security", "2017-03-01", 4200)),
        entry("tekun that starts after D", gets("tekun", start_date="2018-01"), gives=None),
        entry("dibao twice, in two periods", gets("dibao", start_date="2017-01", end_date="2017-03"),
              gets("dibao", start_date="2017-06", monthly_amount="250.50"),
              gives=line("social_security", "2017-01-01", 2 * 200 + 7 * 250.5, records=2)),
    ],
    "2017-08-31": [
        months("2016-05", None, 8),
        months("2017-08", None, 1),
        months("2016-05", "2017-08", 7),
        months("2016-05", "2017-09", 8),
        entry("dibao that starts in September", gets("dibao", start_date="2017-09"), gives=None),
        entry("a job that starts in September", gets("employment", start_date="2017-09-01"), gives=None),
    ],
    "2017-09-01": [
        months("2016-05", None, 9),
        months("2017-09", None, 1),
        months("2016-05", "2017-09", 8),
        months("2016-05", "2017-10", 9),
    ],
}  # fmt: skip


def table(title: str, entries: list[Entry], day: str = D) -> tuple[Table, list[Entry]]:
    """The entries as households of a table."""
    cases = [case(sentence, *changes) for sentence, changes, _ in entries]
    return Table(title, cases, day=datetime.date.fromisoformat(day)), entries


TABLES = [
    table("measures", OTHERS),
    table("measures by person", PERSONS),
    *(table(f"months up to {day}", entries, day) for day, entries in MONTHS.items()),
]


def _each() -> list[Any]:
    return [
        pytest.param(of, of.household(at), gives, id=f"{of.title}: {sentence}")
        for of, entries in TABLES
        for at, (sentence, _, gives) in enumerate(entries)
    ]


@pytest.mark.parametrize(("of", "household", "gives"), _each())
def test_a_measure(of: Table, household: str, gives: Expected | None, night_of: NightOf) -> None:
    lines = [
        Expected(row["measure"], row["records"], row["persons"], row["amount"], row["first_date"].isoformat())
        for row in night_of(of).rows("household_measures", household_id=household)
    ]
    assert lines == ([gives] if gives else [])


SEVERAL = Table(
    "several measures",
    [
        case("a family doctor"),
        case("nothing", lacks("family_doctors")),
        case("all seven", has("training"), has("relocation", move_in_date=D, demolished_date=D), has("forest_rangers"),
             has("student_aid"), has("dibao"), has("project_beneficiaries")),
        case("two feeds of one measure are one", has("medical_assistance")),
    ],
)  # fmt: skip


@pytest.mark.parametrize(("at", "count"), list(enumerate([1, 0, 7, 1])))
def test_a_household_knows_how_many_of_the_seven_it_has(at: int, count: int, night_of: NightOf) -> None:
    assert night_of(SEVERAL).row("household_exit", household_id=SEVERAL.household(at))["measures"] == count


def test_the_rows_of_a_measure_have_their_measure(night_of: NightOf) -> None:
    rows = night_of(SEVERAL).rows("household_measures", household_id=SEVERAL.household(2))
    assert {row["measure"]: row["amount"] for row in rows} == {
        "labour": 0, "relocation": 0, "ecology": 9000, "education": 80, "health": 0, "social_security": 2400,
        "production": 500,
    }  # fmt: skip
