"""H3 适龄青少年就学有保障, and S08: ages at the start of the school year, states, and absence."""

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
    may_have,
    member,
    member_row_is_quarantined,
    registered_as,
)
from tests.policy.night import Night

NightOf = Callable[[Table], Night]

STATES = ("在读", "送教上门", "缓学", "免学", "休学", "毕业")

BORN = {5: "2011-09-02", 6: "2011-09-01", 15: "2001-09-02", 16: "2001-09-01", 20: "1996-09-02", 21: "1996-09-01"}
"""The first and last birth dates of an age on 1 September 2017."""


def child(born: str, *, at_school: bool = False) -> Change:
    """There is a child, without a row of the school roster unless the test writes one."""
    return member("child", born=born, sex="女", at_school=at_school)


def enrolled(status: str, of: str = "child", **cells: str) -> Change:
    """The school roster has the child."""
    return has("enrolment", of=of, status=status, **cells)


CHILD = child("2008-05-06")
IN_QUARANTINE = {"school_year": "昨天"}

AGES = Table(
    "H3 ages on 2017-09-01",
    [
        case("nobody of school age", H3="pass", S08=False),
        case("five, no row", child(BORN[5]), H3="pass", S08=False),
        case("six on the day, no row", child(BORN[6]), H3="unknown", S08={"child"}),
        case("fifteen, no row", child(BORN[15]), H3="unknown", S08={"child"}),
        case("sixteen on the day, no row", child(BORN[16]), H3="pass", S08=False),
        case("six, at school", child(BORN[6]), enrolled("在读"), H3="pass", S08=False),
        case("fifteen, at school", child(BORN[15]), enrolled("在读"), H3="pass", S08=False),
        case("six, dropped out", child(BORN[6]), enrolled("辍学"), H3="fail", S08=False),
        case("fifteen, dropped out", child(BORN[15]), enrolled("辍学"), H3="fail", S08=False),
        case("five, dropped out", child(BORN[5]), enrolled("辍学"), H3="pass"),
        case("sixteen, dropped out", child(BORN[16]), enrolled("辍学"), H3="pass"),
        case("the age is that of the valid number", child(BORN[6]), registered_as("child", birth_date="2012-01-01"),
             H3="unknown", S08={"child"}),
        case("without a valid number the age is the register's", child(BORN[6]),
             registered_as("child", id_number=None, birth_date="2012-01-01"), H3="pass", S08=False),
        case("born on 29 February, six", child("2008-02-29"), H3="unknown", S08={"child"}),
    ],
)  # fmt: skip

ROSTER = Table(
    "H3 states",
    [
        *(case(f"{state}", CHILD, enrolled(state), H3="pass", S08=False) for state in STATES),
        case("辍学", CHILD, enrolled("辍学"), H3="fail"),
        case("因贫未升学", CHILD, enrolled("因贫未升学"), H3="fail", S08=False),
        case("在读 beside 辍学", CHILD, enrolled("辍学"), enrolled("在读", school="二小"), H3="pass"),
        case("因贫未升学 beside 在读", CHILD, enrolled("因贫未升学"), enrolled("在读", school="二小"), H3="fail"),
        case("在读 in 学前 counts", child(BORN[6]), enrolled("在读", stage="学前"), H3="pass"),
        case("在读 last school year only", CHILD, enrolled("在读", school_year="2016"), H3="unknown", S08={"child"}),
        case("辍学 last school year only", CHILD, enrolled("辍学", school_year="2016"), H3="unknown", S08={"child"}),
        case("在读 next school year only", CHILD, enrolled("在读", school_year="2018"), H3="unknown", S08={"child"}),
        case("an adult 因贫未升学", enrolled("因贫未升学", of="head"), H3="fail"),
        case("an adult 因贫未升学 last school year", enrolled("因贫未升学", of="head", school_year="2016"), H3="pass"),
        case("an adult 辍学", enrolled("辍学", of="head"), H3="pass"),
        case("two children, one dropped out", child("2008-05-06", at_school=True),
             member("other", born="2009-05-06", at_school=False), enrolled("辍学", of="other"), H3="fail"),
        case("two children, one without a row", child("2008-05-06", at_school=True),
             member("other", born="2009-05-06", at_school=False), H3="unknown", S08={"other"}),
        case("two children, one without a row and one dropped out", CHILD,
             member("other", born="2009-05-06", at_school=False), enrolled("辍学"), H3="fail", S08={"other"}),
        case("the child has died", CHILD, died("child"), H3="pass", S08=False),
        case("the child that dropped out has died", CHILD, enrolled("辍学"), died("child"), H3="pass"),
        case("all have died", died("head"), H3="unknown"),
        case("a member row is in quarantine", member_row_is_quarantined, H3="unknown"),
        case("a member row is in quarantine, and a child dropped out", CHILD, enrolled("辍学"),
             member_row_is_quarantined, H3="fail"),
        case("the name differs: the row belongs to the child", CHILD, enrolled("在读", name="别名"), H3="pass"),
        case("the number is wrong, name and birth date fit", CHILD,
             enrolled("在读", id_number="530129200805060000"), H3="pass", S08=False),
    ],
)  # fmt: skip

DOUBT = Table(
    "H3 in doubt",
    [
        case("a row of the child is in quarantine", CHILD, enrolled("在读", **IN_QUARANTINE), H3="unknown", S08=False),
        case("a row of the child is in quarantine, another says 辍学", CHILD, enrolled("在读", **IN_QUARANTINE),
             enrolled("辍学"), H3="fail"),
        case("a row may be the child's", CHILD, may_have("enrolment", of="child"), H3="unknown", S08=False),
        case("辍学, and a row may be the child's", CHILD, enrolled("辍学"), may_have("enrolment", of="child"),
             H3="unknown"),
        case("在读, and a row may be the child's", CHILD, enrolled("在读"), may_have("enrolment", of="child"),
             H3="pass"),
        case("因贫未升学, and a row may be the child's", CHILD, enrolled("因贫未升学"),
             may_have("enrolment", of="child"), H3="unknown"),
        case("a row of another feed may be the child's", CHILD, enrolled("辍学"), may_have("dibao", of="child"),
             H3="fail"),
        case("a township without enrolment", CHILD, village=APART, H3="unknown", S08=False),
        case("a township where a brother is enrolled", CHILD, member("brother", born="2009-05-06"),
             village=APART, H3="unknown", S08={"child"}),
        case("a township without enrolment, nobody of school age", village=APART, H3="pass"),
    ],
)  # fmt: skip

WITHOUT = Table(
    "H3 without the school roster",
    [
        case("nobody young", H3="pass", S08=False),
        case("five", child(BORN[5]), H3="pass", S08=False),
        case("six", child(BORN[6]), H3="unknown", S08=False),
        case("fifteen", child(BORN[15]), H3="unknown", S08=False),
        case("sixteen", child(BORN[16]), H3="unknown", S08=False),
        case("twenty", child(BORN[20]), H3="unknown"),
        case("twenty-one", child(BORN[21]), H3="pass"),
        case("twenty, but dead", child(BORN[20]), died("child"), H3="pass"),
    ],
    without=ABSENT,
)

PART_BROKEN = Table(
    "H3 with a broken file of the school roster",
    [
        case("no row", CHILD, H3="unknown", S08=False),
        case("在读", CHILD, enrolled("在读"), H3="pass"),
        case("辍学", CHILD, enrolled("辍学"), H3="fail"),
        case("sixteen", child(BORN[16]), H3="pass"),
    ],
    broken=BROKEN,
)

AUGUST = Table(
    "H3 on 2017-08-31: the school year is that of 2016",
    [
        case("six on 2016-09-01, no row", child("2010-09-01"), H3="unknown", S08={"child"}),
        case("five on 2016-09-01, no row", child("2010-09-02"), H3="pass", S08=False),
        case("enrolled for 2016", child("2008-05-06"), enrolled("在读", school_year="2016"), H3="pass", S08=False),
        case("enrolled for 2017 only", child("2008-05-06"), enrolled("在读", school_year="2017"), H3="unknown"),
    ],
    day=datetime.date(2017, 8, 31),
)

SEPTEMBER = Table(
    "H3 on 2017-09-01: the school year is that of 2017",
    [
        case("six on the day, no row", child(BORN[6]), H3="unknown", S08={"child"}),
        case("enrolled for 2016 only", child("2008-05-06"), enrolled("在读", school_year="2016"), H3="unknown"),
        case("enrolled for 2017", child("2008-05-06"), enrolled("在读", school_year="2017"), H3="pass"),
    ],
    day=datetime.date(2017, 9, 1),
)


@pytest.mark.parametrize(
    ("table", "household", "one"), each(AGES, ROSTER, DOUBT, WITHOUT, PART_BROKEN, AUGUST, SEPTEMBER)
)
def test_h3(table: Table, household: str, one: Case, night_of: NightOf) -> None:
    assert judge(night_of(table), household, one) == one.expected


def test_the_reason_says_that_nobody_is_of_school_age(night_of: NightOf) -> None:
    assert night_of(AGES).indicator("H3", AGES.household(0))["reason"] == "无适龄青少年"
