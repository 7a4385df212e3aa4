"""H5 社会养老有保障: who must be insured, the states, and the two rosters whose absence is evidence."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from tests.policy.cases import (
    ABSENT,
    ALSO_ABSENT,
    ALSO_BROKEN,
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
    may_have,
    member,
    member_row_is_quarantined,
    number_is_wrong,
    registered_as,
)
from tests.policy.night import Night

NightOf = Callable[[Table], Night]

BORN = {15: "2002-01-01", 16: "2001-12-31", 24: "1993-01-01", 25: "1992-12-31"}
"""The first and last birth dates of an age on 2017-12-31."""

NOT_PENSIONED = lacks("pension", "head")
IN_QUARANTINE = {"year": "今年"}


def pensioned(state: str = "缴费", of: str = "head", **cells: str) -> Change:
    """The pension list has the member."""
    return has("pension", of=of, state=state, **cells)


def youth(born: str) -> Change:
    """There is a young person, without a pension row, not in the school roster."""
    return member("youth", born=born, pensioned=False, at_school=False)


def enrolled(status: str = "在读", **cells: str) -> Change:
    """The school roster has the young person."""
    return has("enrolment", of="youth", status=status, stage="高中", **cells)


STATES = Table(
    "H5 states",
    [
        *(case(state, NOT_PENSIONED, pensioned(state), H5="pass") for state in ("缴费", "代缴", "待遇领取")),
        case("中断", NOT_PENSIONED, pensioned("中断"), H5="fail"),
        case("no row", NOT_PENSIONED, H5="fail"),
        case("the employees' scheme", NOT_PENSIONED, pensioned(scheme="城镇职工基本养老保险"), H5="pass"),
        case("中断 in one scheme, 缴费 in the other", NOT_PENSIONED, pensioned("中断"),
             pensioned(scheme="城镇职工基本养老保险"), H5="pass"),
        case("last year only", NOT_PENSIONED, pensioned(year="2016"), H5="fail"),
        case("next year only", NOT_PENSIONED, pensioned(year="2018"), H5="fail"),
        case("中断 last year, 缴费 this year", pensioned("中断", year="2016"), H5="pass"),
        case("of two members one has no row", youth(BORN[25]), H5="fail"),
        case("the member without a row has died", youth(BORN[25]), died("youth"), H5="pass"),
        case("all have died", died("head"), H5="unknown"),
        case("a member row is in quarantine", member_row_is_quarantined, H5="unknown"),
        case("a member row is in quarantine, and one has no row", NOT_PENSIONED, member_row_is_quarantined, H5="fail"),
        case("no member of that age", member("child", born="2010-01-01"), died("head"), H5="pass"),
    ],
)  # fmt: skip

AGES = Table(
    "H5 ages on 2017-12-31",
    [
        case("fifteen", youth(BORN[15]), H5="pass"),
        case("sixteen on D, no row", youth(BORN[16]), H5="fail"),
        case("sixteen, pays", youth(BORN[16]), pensioned(of="youth"), H5="pass"),
        case("sixteen, 在读", youth(BORN[16]), enrolled(), H5="pass"),
        case("sixteen, 在读 last school year only", youth(BORN[16]), enrolled(school_year="2016"), H5="fail"),
        case("sixteen, 休学 is not 在读", youth(BORN[16]), enrolled("休学"), H5="fail"),
        case("sixteen, 中断 but 在读", youth(BORN[16]), enrolled(), pensioned("中断", of="youth"), H5="pass"),
        case("twenty-four, no row", youth(BORN[24]), H5="fail"),
        case("twenty-four, 中断", youth(BORN[24]), pensioned("中断", of="youth"), H5="fail"),
        case("thirty, 在读", youth("1987-05-05"), enrolled(), H5="pass"),
        case("the age is that of the valid number", youth(BORN[16]), registered_as("youth", birth_date="2010-01-01"),
             H5="fail"),
        case("without a valid number the age is the register's", youth(BORN[16]),
             registered_as("youth", id_number=None, birth_date="2002-01-01"), H5="pass"),
    ],
)  # fmt: skip

NUMBERS = Table(
    "H5 numbers and doubt",
    [
        case("no row, without a number", NOT_PENSIONED, registered_as("head", id_number=None), H5="unknown"),
        case("no row, the number is wrong", NOT_PENSIONED, number_is_wrong("head"), H5="unknown"),
        case("中断, without a number: the row is there", NOT_PENSIONED, registered_as("head", id_number=None),
             pensioned("中断"), H5="fail"),
        case("中断, the number is wrong: the row is there", NOT_PENSIONED, number_is_wrong("head"),
             pensioned("中断"), H5="fail"),
        case("缴费, without a number", registered_as("head", id_number=None), H5="pass"),
        case("a row of the member is in quarantine", NOT_PENSIONED, pensioned(**IN_QUARANTINE), H5="unknown"),
        case("中断, and another row is in quarantine", NOT_PENSIONED, pensioned("中断"), pensioned(**IN_QUARANTINE),
             H5="fail"),
        case("a row may be the member's", NOT_PENSIONED, may_have("pension"), H5="unknown"),
        case("中断, and a row may be the member's", NOT_PENSIONED, pensioned("中断"), may_have("pension"),
             H5="unknown"),
        case("缴费, and a row may be the member's", may_have("pension"), H5="pass"),
        case("sixteen, a school row is in quarantine", youth(BORN[16]), enrolled(school_year="昨天"), H5="unknown"),
        case("twenty-four, a school row is in quarantine", youth(BORN[24]), enrolled(school_year="昨天"), H5="unknown"),
        case("twenty-five, a school row is in quarantine", youth(BORN[25]), enrolled(school_year="昨天"), H5="fail"),
        case("twenty-four, a school row may be theirs", youth(BORN[24]), may_have("enrolment", of="youth"),
             H5="unknown"),
        case("twenty-five, a school row may be theirs", youth(BORN[25]), may_have("enrolment", of="youth"), H5="fail"),
        case("twenty-four, a school row is in quarantine, but pays", youth(BORN[24]), pensioned(of="youth"),
             enrolled(school_year="昨天"), H5="pass"),
        case("a township without a pension row", NOT_PENSIONED, village=APART, H5="unknown"),
        case("a township without a pension row of the year", NOT_PENSIONED, pensioned(year="2015"), village=APART,
             H5="fail"),
        case("twenty-four, a township without a school row", youth(BORN[24]), village=APART, H5="unknown"),
        case("twenty-five, a township without a school row", youth(BORN[25]), village=APART, H5="fail"),
        case("twenty-four, a township in which a child is enrolled", youth(BORN[24]),
             member("child", born="2009-01-01"), village=APART, H5="fail"),
    ],
)  # fmt: skip

WITHOUT_SCHOOLS = Table(
    "H5 without the school roster",
    [
        case("fifteen", youth(BORN[15]), H5="pass"),
        case("sixteen, no row", youth(BORN[16]), H5="unknown"),
        case("sixteen, pays", youth(BORN[16]), pensioned(of="youth"), H5="pass"),
        case("twenty-four, no row", youth(BORN[24]), H5="unknown"),
        case("twenty-four, 中断 is no passing row", youth(BORN[24]), pensioned("中断", of="youth"), H5="unknown"),
        case("twenty-five, no row", youth(BORN[25]), H5="fail"),
        case("twenty-five, 中断", youth(BORN[25]), pensioned("中断", of="youth"), H5="fail"),
    ],
    without=ABSENT,
)

PART_BROKEN_SCHOOLS = Table(
    "H5 with a broken file of the school roster",
    [
        case("twenty-four, no row", youth(BORN[24]), H5="unknown"),
        case("twenty-four, 在读", youth(BORN[24]), enrolled(), H5="pass"),
        case("twenty-five, no row", youth(BORN[25]), H5="fail"),
    ],
    broken=BROKEN,
)

WITHOUT_PENSIONS = Table(
    "H5 without the pension list",
    [
        case("grown up", H5="unknown"),
        case("sixteen, 在读, beside the head", youth(BORN[16]), enrolled(), H5="unknown"),
    ],
    without=ALSO_ABSENT,
)

PART_BROKEN_PENSIONS = Table(
    "H5 with a broken file of the pension list",
    [
        case("pays", H5="pass"),
        case("no row", NOT_PENSIONED, H5="unknown"),
        case("中断 is no absence", NOT_PENSIONED, pensioned("中断"), H5="fail"),
    ],
    broken=ALSO_BROKEN,
)

LEAP = [
    Table(
        f"H5 on {day}, the school roster in doubt",
        [case(sentence, youth("1992-02-29"), enrolled(school_year="昨天"), H5=status)],
        day=datetime.date.fromisoformat(day),
    )
    for day, sentence, status in (
        ("2017-02-28", "born on 29 February 1992: still twenty-four", "unknown"),
        ("2017-03-01", "born on 29 February 1992: twenty-five in a common year", "fail"),
    )
]


@pytest.mark.parametrize(
    ("table", "household", "one"),
    each(STATES, AGES, NUMBERS, WITHOUT_SCHOOLS, PART_BROKEN_SCHOOLS, WITHOUT_PENSIONS, PART_BROKEN_PENSIONS, *LEAP),
)
def test_h5(table: Table, household: str, one: Case, night_of: NightOf) -> None:
    assert judge(night_of(table), household, one) == one.expected
