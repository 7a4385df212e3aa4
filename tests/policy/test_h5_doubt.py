"""H5 where one member is in doubt in two rosters at once, or in the one that does not matter (rulings 2 and 3)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.policy.cases import Case, Change, Table, case, each, has, judge, may_have
from tests.policy.night import Night
from tests.policy.test_h5_pension import BORN, youth

NightOf = Callable[[Table], Night]

BROKEN_OFF = has("pension", of="youth", state="中断")
PENSION_ROW_IN_QUARANTINE = has("pension", of="youth", year="今年")
SCHOOL_ROW_IN_QUARANTINE = has("enrolment", of="youth", school_year="昨天")


def maybe(feed: str) -> Change:
    """A row of the feed may be the young person's or a namesake's."""
    return may_have(feed, of="youth")


TWO_DOUBTS = Table(
    "H5 two doubts",
    [
        case("twenty-five, rows of both rosters in quarantine", youth(BORN[25]), PENSION_ROW_IN_QUARANTINE,
             SCHOOL_ROW_IN_QUARANTINE, H5="unknown"),
        case("twenty-five, 中断, a pension row may be theirs, a school row is in quarantine", youth(BORN[25]),
             BROKEN_OFF, maybe("pension"), SCHOOL_ROW_IN_QUARANTINE, H5="unknown"),
        case("twenty-four, 中断, rows of both rosters in quarantine", youth(BORN[24]), BROKEN_OFF,
             PENSION_ROW_IN_QUARANTINE, SCHOOL_ROW_IN_QUARANTINE, H5="unknown"),
    ],
)  # fmt: skip

THE_OTHER_ROSTER = Table(
    "H5 a doubt that does not matter",
    [
        case("twenty-five, 中断, a school row may be theirs", youth(BORN[25]), BROKEN_OFF, maybe("enrolment"),
             H5="fail"),
        case("twenty-five, 中断, a school row is in quarantine", youth(BORN[25]), BROKEN_OFF, SCHOOL_ROW_IN_QUARANTINE,
             H5="fail"),
        case("twenty-four, 中断, a pension row is in quarantine", youth(BORN[24]), BROKEN_OFF,
             PENSION_ROW_IN_QUARANTINE, H5="fail"),
        case("twenty-four, 中断, a row of a third roster may be theirs", youth(BORN[24]), BROKEN_OFF, maybe("training"),
             H5="fail"),
    ],
)  # fmt: skip


@pytest.mark.parametrize(("table", "household", "one"), each(TWO_DOUBTS, THE_OTHER_ROSTER))
def test_h5_in_doubt(table: Table, household: str, one: Case, night_of: NightOf) -> None:
    assert judge(night_of(table), household, one) == one.expected
