"""S09, S12, S13, S16, S17: schools, new houses, young workers, helpers."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from tests.policy.cases import (
    ABSENT,
    APART,
    BROKEN,
    Case,
    Change,
    Table,
    case,
    died,
    each,
    has,
    judge,
    lacks,
    member,
    member_row_is_quarantined,
    registered_as,
)
from tests.policy.night import Night

NightOf = Callable[[Table], Night]

WIFE = member("wife", born="1972-05-06", sex="女")
CHILD = member("child", born="2008-05-06", at_school=False)


def enrolled(school: str = "一小", status: str = "在读", **cells: str) -> Change:
    """The school roster has the child."""
    return has("enrolment", of="child", school=school, status=status, **cells)


S09 = Table(
    "S09",
    [
        case("one school", CHILD, enrolled(), S09=False),
        case("two schools", CHILD, enrolled(), enrolled("二小"), S09={"child"}),
        case("one school, two numbers", CHILD, enrolled(), enrolled(), S09=False),
        case("two schools, one of last year", CHILD, enrolled(), enrolled("二小", school_year="2016"), S09=False),
        case("two schools, both last year", CHILD, enrolled(school_year="2016"), enrolled("二小", school_year="2016"),
             S09=False),
        case("two schools, 毕业 at one", CHILD, enrolled(), enrolled("二小", status="毕业"), S09=False),
        case("two schools, 休学 at one", CHILD, enrolled(), enrolled("二小", status="休学"), S09=False),
        case("an adult at two schools", has("enrolment"), has("enrolment", school="二小"), S09={"head"}),
        case("the dead are not asked", CHILD, enrolled(), enrolled("二小"), died("child"), S09=False),
    ],
)  # fmt: skip

S12 = Table(
    "S12 at 25 square metres a person",
    [
        case("exactly 25 for one", has("relocation", floor_area_m2="25"), S12=False),
        case("a little more for one", has("relocation", floor_area_m2="25.01"), S12=True),
        case("more for one by the ninth figure", has("relocation", floor_area_m2="25.000000001"), S12=True),
        case("exactly 50 for two", WIFE, has("relocation", floor_area_m2="50.00"), S12=False),
        case("a little more for two", WIFE, has("relocation", floor_area_m2="50.1"), S12=True),
        case("50 for two of whom one has died", WIFE, died("wife"), has("relocation", floor_area_m2="50"), S12=True),
        case("all have died", died("head"), has("relocation", floor_area_m2="100"), S12=False, S18=True),
        case("a member row is in quarantine", has("relocation", floor_area_m2="100"), member_row_is_quarantined,
             S12=False),
        case("whether moved in or not", has("relocation", floor_area_m2="100", move_in_date="2017-05-05"), S12=True),
        case("not in the ledger", S12=False),
    ],
)  # fmt: skip


def moved(on: str, demolished: str | None = None) -> Change:
    """The household has moved."""
    return has("relocation", move_in_date=on, demolished_date=demolished)


S13 = Table(
    "S13 on 2017-12-31",
    [
        case("moved in twelve months ago to the day", moved("2016-12-31"), S13=False),
        case("moved in a day earlier", moved("2016-12-30"), S13=True),
        case("moved in earlier, demolished before D", moved("2016-01-01", "2017-01-01"), S13=False),
        case("demolished on D", moved("2016-01-01", "2017-12-31"), S13=False),
        case("to be demolished after D", moved("2016-01-01", "2018-01-01"), S13=True),
        case("not moved in", has("relocation"), S13=False),
        case("moved in this year", moved("2017-01-01"), S13=False),
        case("another row of the household is in quarantine", moved("2016-01-01"),
             has("relocation", floor_area_m2="很大"), S13=False),
        case("everybody has died, the old house stands", moved("2016-01-01"), died("head"), S13=True),
        case("in a township with no other row", moved("2016-01-01"), village=APART, S13=True),
    ],
)  # fmt: skip

S13_BROKEN = Table(
    "S13 with a broken file of the ledger", [case("moved in long ago", moved("2016-01-01"), S13=False)], broken=BROKEN
)
S13_LEAP = [
    Table(f"S13 on {day}", [case("moved in on 29 February 2016", moved("2016-02-29"), S13=found)],
          day=datetime.date.fromisoformat(day))
    for day, found in (("2017-02-28", False), ("2017-03-01", True))
]  # fmt: skip

YOUTH = member("youth", born="2001-06-15", pensioned=False)


def starts(feed: str, on: str) -> Change:
    """The young person starts something."""
    return has(feed, of="youth", start_date=on)


S16 = Table(
    "S16 at the sixteenth birthday",
    [
        case("training the day before", YOUTH, starts("training", "2017-06-14"), S16={"youth/training"}),
        case("training on the birthday", YOUTH, starts("training", "2017-06-15"), S16=False),
        case("a job the day before", YOUTH, starts("employment", "2017-06-14"), S16={"youth/employment"}),
        case("a job on the birthday", YOUTH, starts("employment", "2017-06-15"), S16=False),
        case("both before", YOUTH, starts("training", "2016-01-01"), starts("employment", "2016-01-01"),
             S16={"youth/training", "youth/employment"}),
        case("two jobs before: one finding", YOUTH, starts("employment", "2016-01-01"),
             starts("employment", "2016-02-01"),
             S16={"youth/employment"}),
        case("born on 29 February, on the day before", member("youth", born="2000-02-29"),
             starts("training", "2016-02-28"), S16={"youth/training"}),
        case("born on 29 February, on the day", member("youth", born="2000-02-29"), starts("training", "2016-02-29"),
             S16=False),
        case("by the valid number sixteen, by the register not", YOUTH, registered_as("youth", birth_date="2002-06-15"),
             starts("training", "2017-06-15"), S16=False),
        case("the name differs", YOUTH, has("training", of="youth", name="别名", start_date="2017-06-14"),
             S16={"youth/training"}),
        case("the dead are not asked", YOUTH, starts("training", "2016-01-01"), died("youth"), S16=False),
    ],
)  # fmt: skip


def helped(start: str, end: str | None = None) -> Change:
    """The household has a helper of these days, and no other."""

    def write(household: object) -> None:
        lacks("helpers")(household)
        has("helpers", start_date=start, end_date=end)(household)

    return write


S17 = Table(
    "S17 on 2017-12-31",
    [
        case("a helper", S17=False),
        case("no helper", lacks("helpers"), S17=True),
        case("a helper from D on", helped("2017-12-31"), S17=False),
        case("a helper from the day after D on", helped("2018-01-01"), S17=True),
        case("a helper until D", helped("2016-01-01", "2017-12-31"), S17=False),
        case("a helper until the day before D", helped("2016-01-01", "2017-12-30"), S17=True),
        case("one has left, another came", helped("2016-01-01", "2017-06-30"), has("helpers", start_date="2017-07-01"),
             S17=False),
        case("the row is in quarantine", lacks("helpers"), has("helpers", start_date="昨天"), S17=False),
        case("all have died", lacks("helpers"), died("head"), S17=True),
        case("a township without a helper", lacks("helpers"), village=APART, S17=False),
        case("a township where only this household had one", helped("2015-01-01", "2015-12-31"), village=APART,
             S17=True),
    ],
)  # fmt: skip

S17_SETTINGS = [
    Table("S17 without helpers", [case("no helper", lacks("helpers"), S17=False)], without=ABSENT),
    Table(
        "S17 with a broken file of helpers",
        [case("no helper", lacks("helpers"), S17=False), case("a helper", S17=False)],
        broken=BROKEN,
    ),
]


@pytest.mark.parametrize(
    ("table", "household", "one"), each(S09, S12, S13, S13_BROKEN, *S13_LEAP, S16, S17, *S17_SETTINGS)
)
def test_finding(table: Table, household: str, one: Case, night_of: NightOf) -> None:
    assert judge(night_of(table), household, one) == one.expected
