"""H2 有安全稳固住房, and S15: the latest assessment, the day it is renovated, the day they move in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.policy.cases import (
    ABSENT,
    ALSO_ABSENT,
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
)
from tests.policy.night import Night
from tests.policy.world import Household

NightOf = Callable[[Table], Night]


def assessed(grade: str, on: str = "2017-02-01", renovated: str | None = None) -> Change:
    """The house was assessed, beside what the household has."""
    return has("housing_assessment", grade=grade, assessed_date=on, renovated_date=renovated)


def unassessed(household: Household) -> None:
    household.drop("housing_assessment")


def moved_in(on: str | None) -> Change:
    """The household is in the relocation ledger."""
    return has("relocation", move_in_date=on, demolished_date=on)


RELOCATION_IN_QUARANTINE = has("relocation", floor_area_m2="很大", move_in_date="2017-01-01")

GRADES = Table(
    "H2 by assessment",
    [
        case("grade A", H2="pass", S15=False),
        case("grade B", unassessed, assessed("B"), H2="pass", S15=False),
        case("grade C", unassessed, assessed("C"), H2="fail", S15=True),
        case("grade D", unassessed, assessed("D"), H2="fail", S15=True),
        case("no assessment", unassessed, H2="unknown", S15=False),
        case("assessed on D", unassessed, assessed("B", on="2017-12-31"), H2="pass"),
        case("assessed on the day after D", unassessed, assessed("B", on="2018-01-01"), H2="unknown", S15=False),
        case("a bad grade only after D", assessed("D", on="2018-01-01"), H2="pass", S15=False),
        case("first A, then C on D", assessed("C", on="2017-12-31"), H2="fail", S15=True),
        case("first C, then B", unassessed, assessed("C"), assessed("B", on="2017-02-02"), H2="pass", S15=False),
        case("first B, then C", unassessed, assessed("B"), assessed("C", on="2017-02-02"), H2="fail"),
        case("renovated on D", unassessed, assessed("C", renovated="2017-12-31"), H2="pass", S15=False),
        case("renovated on the day after D", unassessed, assessed("C", renovated="2018-01-01"), H2="fail", S15=True),
        case("D renovated", unassessed, assessed("D", renovated="2017-03-01"), H2="pass", S15=False),
        case("renovated once, then assessed as C again", unassessed, assessed("C", renovated="2017-03-01"),
             assessed("C", on="2017-04-01"), H2="fail", S15=True),
        case("two different grades of one day are both in quarantine", unassessed, assessed("A"), assessed("D"),
             H2="unknown", S15=False),
        case("everybody has died, the house stays", died("head"), H2="pass"),
        case("everybody has died, grade C", died("head"), unassessed, assessed("C"), H2="fail", S15=True),
    ],
)  # fmt: skip

RELOCATION = Table(
    "H2 by relocation",
    [
        case("moved in on D, old house D", unassessed, assessed("D"), moved_in("2017-12-31"), H2="pass", S15=False),
        case("moves in on the day after D, old house C", unassessed, assessed("C"), moved_in("2018-01-01"),
             H2="fail", S15=True),
        case("not yet moved in, old house C", unassessed, assessed("C"), moved_in(None), H2="fail", S15=True),
        case("not yet moved in, old house B", unassessed, assessed("B"), moved_in(None), H2="pass"),
        case("moved in, never assessed", unassessed, moved_in("2017-06-01"), H2="pass"),
        case("not moved in, never assessed", unassessed, moved_in(None), H2="unknown", S15=False),
        case("the relocation row is in quarantine, old house C", unassessed, assessed("C"), RELOCATION_IN_QUARANTINE,
             H2="unknown", S15=False),
        case("the relocation row is in quarantine, old house A", RELOCATION_IN_QUARANTINE, H2="pass"),
        case("the relocation row is in quarantine, renovated", unassessed, assessed("C", renovated="2017-03-01"),
             RELOCATION_IN_QUARANTINE, H2="pass"),
        case("one row says it has not moved in, another is in quarantine", unassessed, assessed("C"), moved_in(None),
             RELOCATION_IN_QUARANTINE, H2="fail", S15=True),
        case("the assessment is in quarantine", unassessed, has("housing_assessment", grade="E"), H2="unknown"),
        case("a township without relocation, C", unassessed, assessed("C"), village=APART,
             H2="unknown", S15=False),
        case("a township without relocation, A", village=APART, H2="pass"),
        case("a township without relocation, renovated", unassessed, assessed("C", renovated="2017-12-31"),
             village=APART, H2="pass"),
        case("a township where only this household is in the ledger", unassessed, assessed("C"), moved_in(None),
             village=APART, H2="fail", S15=True),
    ],
)  # fmt: skip

WITHOUT = Table(
    "H2 without the relocation ledger",
    [
        case("grade A", H2="pass", S15=False),
        case("grade C", unassessed, assessed("C"), H2="unknown", S15=False),
        case("grade D, renovated", unassessed, assessed("D", renovated="2017-12-31"), H2="pass"),
        case("no assessment", unassessed, H2="unknown"),
    ],
    without=ABSENT,
)

PART_BROKEN = Table(
    "H2 with a broken file of the relocation ledger",
    [
        case("grade B", unassessed, assessed("B"), H2="pass"),
        case("grade C, no row", unassessed, assessed("C"), H2="unknown", S15=False),
        case("grade C, the row says not moved in", unassessed, assessed("C"), moved_in(None), H2="fail", S15=True),
        case("grade C, moved in", unassessed, assessed("C"), moved_in("2017-12-31"), H2="pass"),
    ],
    broken=BROKEN,
)

NO_ASSESSMENTS = Table(
    "H2 without assessments",
    [
        case("no assessment has come", H2="unknown", S15=False),
        case("moved in", moved_in("2017-12-31"), H2="pass"),
    ],
    without=ALSO_ABSENT,
)


@pytest.mark.parametrize(("table", "household", "one"), each(GRADES, RELOCATION, WITHOUT, PART_BROKEN, NO_ASSESSMENTS))
def test_h2(table: Table, household: str, one: Case, night_of: NightOf) -> None:
    assert judge(night_of(table), household, one) == one.expected
