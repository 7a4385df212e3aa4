"""M1 assistance_review: who has dibao or tekun in force, and who should leave or enter."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.policy.cases import (
    APART,
    Change,
    Table,
    case,
    died,
    has,
    may_have,
    member,
    member_row_is_quarantined,
    registered_as,
    sets,
)
from tests.policy.cited import cited
from tests.policy.night import Night
from tests.policy.world import Household

NightOf = Callable[[Table], Night]
Entry = tuple[str, tuple[Change, ...], str, tuple[int | None, int | None, int | None]]

WIFE = member("wife", born="1972-05-06", sex="女")
ABOVE, AT, BELOW = sets(wage_income="3540.01"), sets(wage_income="3540"), sets(wage_income="3539.99")
"""The income of a household of one beside 12 x 295 = 3,540 yuan."""
DIBAO, TEKUN = has("dibao"), has("tekun")
DIBAO_QUARANTINED, TEKUN_QUARANTINED = has("dibao", category="Z"), has("tekun", care="别的")
NOTHING = (0, 0, 0)
ONE_DIBAO, ONE_TEKUN = (1, 0, 200), (0, 1, 600)


def twins(household: Household) -> None:
    """Two members with one name and one number: a record of the number belongs to each (ruling 24)."""
    head = household.people["head"]
    household.member("twin", born=head.born, name=head.name, id_number=head.number)


def three_hundred(of: str, **cells: str) -> Change:
    """The member has 300 yuan of dibao a month."""
    return has("dibao", of=of, monthly_amount="300", **cells)


ENTRIES: list[Entry] = [
    ("above the line, nothing", (ABOVE,), "none", NOTHING),
    ("at the line, nothing", (AT,), "none", NOTHING),
    ("below the line, nothing", (BELOW,), "enter", NOTHING),
    ("above the line, dibao", (ABOVE, DIBAO), "exit", ONE_DIBAO),
    ("at the line, dibao", (AT, DIBAO), "keep", ONE_DIBAO),
    ("below the line, dibao", (BELOW, DIBAO), "keep", ONE_DIBAO),
    ("above the line, tekun", (ABOVE, TEKUN), "keep", ONE_TEKUN),
    ("at the line, tekun", (AT, TEKUN), "keep", ONE_TEKUN),
    ("below the line, tekun", (BELOW, TEKUN), "keep", ONE_TEKUN),
    ("above the line, both", (ABOVE, DIBAO, TEKUN), "exit", (1, 1, 800)),
    ("below the line, both", (BELOW, DIBAO, TEKUN), "keep", (1, 1, 800)),
    ("dibao from the month of D", (BELOW, has("dibao", start_date="2017-12")), "keep", ONE_DIBAO),
    ("dibao from the month after D", (BELOW, has("dibao", start_date="2018-01")), "enter", NOTHING),
    ("dibao paid for the last time in December", (BELOW, has("dibao", end_date="2018-01")), "keep", ONE_DIBAO),
    ("dibao paid for the last time in November", (BELOW, has("dibao", end_date="2017-12")), "enter", NOTHING),
    ("tekun paid for the last time in November", (BELOW, has("tekun", end_date="2017-12")), "enter", NOTHING),
    ("two members have dibao", (WIFE, DIBAO, three_hundred("wife")), "exit", (2, 0, 500)),
    ("one member has two records", (DIBAO, three_hundred("head", start_date="2016-05")), "exit", (1, 0, 500)),
    ("one record is two members'", (twins, DIBAO), "exit", (2, 0, 200)),
    ("one has died and had dibao", (WIFE, died("wife"), BELOW, has("dibao", of="wife")), "enter", NOTHING),
    ("all have died", (died("head"), DIBAO), "unknown", NOTHING),
    ("a part of the income is missing", (DIBAO, sets(transfer_income=None)), "unknown", ONE_DIBAO),
    ("a part of the income is missing, nothing", (sets(operating_expense=None),), "unknown", NOTHING),
    ("a member row is in quarantine", (ABOVE, DIBAO, member_row_is_quarantined), "unknown", ONE_DIBAO),
    ("a member row is in quarantine, nothing", (ABOVE, member_row_is_quarantined), "unknown", NOTHING),
    ("above, a dibao row in quarantine", (ABOVE, DIBAO_QUARANTINED), "unknown", NOTHING),
    ("at the line, a dibao row in quarantine", (AT, DIBAO_QUARANTINED), "unknown", NOTHING),
    ("below, a dibao row in quarantine", (BELOW, DIBAO_QUARANTINED), "unknown", NOTHING),
    ("above, tekun, and a dibao row in quarantine", (ABOVE, TEKUN, DIBAO_QUARANTINED), "unknown", ONE_TEKUN),
    ("at the line, tekun, and a dibao row in quarantine", (AT, TEKUN, DIBAO_QUARANTINED), "keep", ONE_TEKUN),
    ("below, tekun, and a dibao row in quarantine", (BELOW, TEKUN, DIBAO_QUARANTINED), "keep", ONE_TEKUN),
    ("above, a tekun row in quarantine", (ABOVE, TEKUN_QUARANTINED), "unknown", NOTHING),
    ("above, dibao, and a tekun row in quarantine", (ABOVE, DIBAO, TEKUN_QUARANTINED), "exit", ONE_DIBAO),
    ("below, a tekun row in quarantine", (BELOW, TEKUN_QUARANTINED), "unknown", NOTHING),
    ("below, dibao, and a tekun row in quarantine", (BELOW, DIBAO, TEKUN_QUARANTINED), "keep", ONE_DIBAO),
    ("dibao, and another row of it in quarantine", (ABOVE, DIBAO, DIBAO_QUARANTINED), "exit", ONE_DIBAO),
    ("below, the tekun row of one who has died in quarantine",
     (WIFE, died("wife"), BELOW, has("tekun", of="wife", care="别的")), "enter", NOTHING),
    ("below, that row of dibao carries the head's number too",
     (WIFE, died("wife"), BELOW, has("dibao", of="wife", category="Z")), "unknown", NOTHING),
    ("below, dibao that may be the head's", (BELOW, may_have("dibao")), "unknown", NOTHING),
    ("above, dibao that may be the head's", (ABOVE, may_have("dibao")), "unknown", NOTHING),
    ("below, tekun that may be the head's", (BELOW, may_have("tekun")), "unknown", NOTHING),
    ("below, whatever the numbers", (BELOW, registered_as("head", id_number=None)), "enter", NOTHING),
    ("the income is negative", (sets(wage_income="-", operating_income="0", operating_expense="9"),), "unknown",
     NOTHING),
    ("expenses above what came in", (sets(wage_income="0", operating_expense="9"),), "enter", NOTHING),
]  # fmt: skip

FAR: list[Entry] = [
    ("above, nothing", (ABOVE,), "unknown", NOTHING),
    ("at the line, nothing", (AT,), "unknown", NOTHING),
    ("below, nothing", (BELOW,), "unknown", NOTHING),
    ("above, dibao", (ABOVE, DIBAO), "exit", ONE_DIBAO),
    ("below, dibao", (BELOW, DIBAO), "keep", ONE_DIBAO),
    ("above, tekun", (ABOVE, TEKUN), "unknown", ONE_TEKUN),
    ("at the line, tekun", (AT, TEKUN), "keep", ONE_TEKUN),
    ("dibao that has ended is a row of the township", (BELOW, has("dibao", end_date="2017-12")), "unknown", NOTHING),
    ("both have ended: both rosters have a row there",
     (BELOW, has("dibao", end_date="2017-12"), has("tekun", end_date="2017-12")), "enter", NOTHING),
    ("both have ended, above the line",
     (ABOVE, has("dibao", end_date="2017-12"), has("tekun", end_date="2017-12")), "none", NOTHING),
]  # fmt: skip
"""In a township in which no roster has a row but what the case writes."""


def absent(*entries: tuple[str, tuple[Change, ...], str, tuple[int | None, int | None, int | None]]) -> list[Entry]:
    return list(entries)


WITHOUT_DIBAO = absent(
    ("nothing", (BELOW,), "unknown", (None, 0, None)),
    ("above, tekun", (ABOVE, TEKUN), "unknown", (None, 1, None)),
    ("below, tekun", (BELOW, TEKUN), "keep", (None, 1, None)),
)
WITHOUT_TEKUN = absent(
    ("nothing", (BELOW,), "unknown", (0, None, None)),
    ("above, dibao", (ABOVE, DIBAO), "exit", (1, None, None)),
    ("above, nothing", (ABOVE,), "unknown", (0, None, None)),
)
BROKEN_DIBAO = absent(
    ("below, nothing", (BELOW,), "unknown", NOTHING),
    ("above, dibao", (ABOVE, DIBAO), "exit", ONE_DIBAO),
    ("below, tekun", (BELOW, TEKUN), "keep", ONE_TEKUN),
)


def table(title: str, entries: list[Entry], *, village: str | None = None, **setting: Any) -> Table:
    """The households of the entries."""
    where = {"village": village} if village else {}
    return Table(title, [case(sentence, *changes, **where) for sentence, changes, _, _ in entries], **setting)  # type: ignore[arg-type]


TABLES = [
    (table("M1", ENTRIES), ENTRIES),
    (table("M1 far away", FAR, village=APART), FAR),
    (table("M1 without dibao", WITHOUT_DIBAO, without=("dibao",)), WITHOUT_DIBAO),
    (table("M1 without tekun", WITHOUT_TEKUN, without=("tekun",)), WITHOUT_TEKUN),
    (table("M1 with a broken file of dibao", BROKEN_DIBAO, broken=("dibao",)), BROKEN_DIBAO),
]
EACH = [
    pytest.param(cases, at, entry, id=f"{cases.title}: {entry[0]}")
    for cases, entries in TABLES
    for at, entry in enumerate(entries)
]


def review(night: Night, household: str) -> dict[str, Any]:
    """The row of a household."""
    return night.row("assistance_review", household_id=household)


@pytest.mark.parametrize(("cases", "at", "entry"), EACH)
def test_m1(cases: Table, at: int, entry: Entry, night_of: NightOf) -> None:
    row = review(night_of(cases), cases.household(at))
    assert row["action"] == entry[2]
    assert (row["dibao_members"], row["tekun_members"], row["monthly_amount"]) == entry[3]


@pytest.mark.parametrize(("cases", "at", "entry"), EACH)
def test_exit_is_s05_and_enter_is_s06(cases: Table, at: int, entry: Entry, night_of: NightOf) -> None:
    night, household = night_of(cases), cases.household(at)
    assert bool(night.findings("S05", household)) is (entry[2] == "exit")
    assert bool(night.findings("S06", household)) is (entry[2] == "enter")


def _place(sentence: str) -> str:
    return TABLES[0][0].household([entry[0] for entry in ENTRIES].index(sentence))


def test_a_row_has_township_village_income_and_line(night_of: NightOf) -> None:
    row = review(night_of(TABLES[0][0]), _place("below the line, nothing"))
    assert (row["township"], row["village_code"]) == ("羊街镇", "530129103201")
    assert (row["net_income_per_capita"], row["line"]) == (Decimal("3539.99"), Decimal(3540))


def test_every_household_has_a_row(night_of: NightOf) -> None:
    night = night_of(TABLES[0][0])
    households = sorted(row["household_id"] for row in night.rows("households"))
    assert sorted(row["household_id"] for row in night.rows("assistance_review")) == households
    assert all(row["reason"] for row in night.rows("assistance_review"))


@pytest.mark.parametrize(
    ("sentence", "feeds"),
    [
        ("above the line, nothing", {"register_households": 1}),
        ("above the line, both", {"register_households": 1, "dibao": 1, "tekun": 1}),
        ("one member has two records", {"register_households": 1, "dibao": 2}),
        ("one record is two members'", {"register_households": 1, "dibao": 1}),
        ("dibao paid for the last time in November", {"register_households": 1}),
        ("below, a dibao row in quarantine", {"register_households": 1, "dibao": 1}),
        ("below, dibao that may be the head's", {"register_households": 1, "dibao": 1}),
        ("below, tekun, and a dibao row in quarantine", {"register_households": 1, "dibao": 1, "tekun": 1}),
        ("dibao, and another row of it in quarantine", {"register_households": 1, "dibao": 1}),
        ("a member row is in quarantine, nothing", {"register_households": 1, "register_members": 1}),
    ],
)
def test_the_evidence(sentence: str, feeds: dict[str, int], night_of: NightOf) -> None:
    assert cited(review(night_of(TABLES[0][0]), _place(sentence))) == feeds


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("all have died", "人均纯收入不详"),
        ("a member row is in quarantine", "人口未定"),
        ("below, a dibao row in quarantine", "是否享受未定"),
        ("above the line, dibao", "应退"),
        ("below the line, nothing", "应保"),
        ("below the line, dibao", "继续享受"),
        ("above the line, nothing", "没有享受"),
    ],
)
def test_the_reason(sentence: str, words: str, night_of: NightOf) -> None:
    assert words in review(night_of(TABLES[0][0]), _place(sentence))["reason"]
