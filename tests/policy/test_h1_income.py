"""H1 收入稳定超标、不愁吃不愁穿: the line, the rounding, the three needs, and what makes it unknown."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from tests.policy.cases import (
    Case,
    Table,
    case,
    died,
    each,
    judge,
    member,
    member_row_is_quarantined,
    registered_as,
    sets,
)
from tests.policy.night import Night

NightOf = Callable[[Table], Night]

WIFE = member("wife", born="1972-05-06", sex="女")
SON = member("son", born="1995-05-06")

LINE = Table(
    "H1 at the line of 2017, 3,200 yuan",
    [
        case("far above the line", H1="pass"),
        case("exactly the line does not exceed it", sets(wage_income="3200.00"), H1="fail"),
        case("a fen above the line", sets(wage_income="3200.01"), H1="pass"),
        case("a fen below the line", sets(wage_income="3199.99"), H1="fail"),
        case("two persons: half a fen above the line rounds up", WIFE, sets(wage_income="6400.01"), H1="pass"),
        case("two persons: exactly the line", WIFE, sets(wage_income="6400.00"), H1="fail"),
        case("three persons: a third of a fen rounds down", WIFE, SON, sets(wage_income="9600.01"), H1="fail"),
        case("three persons: two thirds of a fen round up", WIFE, SON, sets(wage_income="9600.02"), H1="pass"),
        case("expense brings it to the line",
             sets(wage_income="3000", operating_income="1000", operating_expense="800"), H1="fail"),
        case("expense brings it a fen above the line",
             sets(wage_income="3000", operating_income="1000", operating_expense="799.99"), H1="pass"),
        case("property counts", sets(wage_income="3200", property_income="0.01"), H1="pass"),
        case("transfers count", sets(wage_income="3200", transfer_income="0.01"), H1="pass"),
        case("income is negative", sets(wage_income="0", operating_expense="5000"), H1="fail"),
        case("income is nought", sets(wage_income="0"), H1="fail"),
    ],
)  # fmt: skip

PARTS = Table(
    "H1 parts",
    [
        *(case(f"{part} is missing", sets(**{part: None}), H1="unknown")
          for part in ("wage_income", "operating_income", "operating_expense", "property_income", "transfer_income")),
        case("a part cannot be read", sets(wage_income="很多"), H1="unknown"),
        case("a part is negative and refused", sets(property_income="-1"), H1="unknown"),
        *(case(f"{need} is not met", sets(**{need: "否"}), H1="fail")
          for need in ("food_secure", "clothing_secure", "water_safe")),
        *(case(f"{need} is missing", sets(**{need: None}), H1="unknown")
          for need in ("food_secure", "clothing_secure", "water_safe")),
        case("a need cannot be read", sets(food_secure="大概"), H1="unknown"),
        case("a missing part, but a need not met", sets(wage_income=None, food_secure="否"), H1="fail"),
        case("a missing need, but an income at the line", sets(wage_income="3200", water_safe=None), H1="fail"),
        case("a missing need and one not met", sets(water_safe=None, food_secure="否"), H1="fail"),
        case("a missing part and a missing need", sets(wage_income=None, water_safe=None), H1="unknown"),
    ],
)  # fmt: skip

MEMBERS = Table(
    "H1 members",
    [
        case("the income is shared by two", WIFE, sets(wage_income="6400"), H1="fail"),
        case("one of the two has died", WIFE, died("wife"), sets(wage_income="6400"), H1="pass"),
        case("all have died: nobody to share it", died("head"), H1="unknown"),
        case("all have died, and a need is not met", died("head"), sets(food_secure="否"), H1="unknown"),
        case("the declared size plays no part", WIFE, sets(wage_income="6400.01", household_size="1"), H1="pass"),
        case("a member row is in quarantine", member_row_is_quarantined, H1="unknown"),
        case("a member row is in quarantine, and the income is at the line",
             sets(wage_income="3200"), member_row_is_quarantined, H1="fail"),
        case("a member row is in quarantine, and a need is not met",
             sets(clothing_secure="否"), member_row_is_quarantined, H1="fail"),
        case("a member row is in quarantine, and a part is missing",
             sets(wage_income=None), member_row_is_quarantined, H1="unknown"),
        case("a member's optional cell could not be read: the row stays",
             registered_as("head", health_status="一般"), H1="pass"),
    ],
)  # fmt: skip

YEARS = [
    Table(
        f"H1 on {day}",
        [
            case(f"exactly {line}", sets(wage_income=f"{line}.00"), H1="fail"),
            case(f"a fen above {line}", sets(wage_income=f"{line}.01"), H1="pass"),
        ],
        day=datetime.date.fromisoformat(day),
    )
    for day, line in (("2018-01-01", 3500), ("2019-01-01", 3750), ("2020-06-30", 4000))
]


@pytest.mark.parametrize(("table", "household", "one"), each(LINE, PARTS, MEMBERS, *YEARS))
def test_h1(table: Table, household: str, one: Case, night_of: NightOf) -> None:
    assert judge(night_of(table), household, one) == one.expected


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("exactly the line does not exceed it", 3200.00),
        ("two persons: half a fen above the line rounds up", 3200.01),
        ("three persons: a third of a fen rounds down", 3200.00),
        ("income is negative", -5000.00),
    ],
)
def test_the_value_is_the_rounded_income_per_person(sentence: str, value: float, night_of: NightOf) -> None:
    at = [one.sentence for one in LINE.cases].index(sentence)
    row = night_of(LINE).indicator("H1", LINE.household(at))
    assert (row["value"], row["threshold"]) == (value, 3200.0)


def test_value_and_threshold_are_given_whatever_the_status(night_of: NightOf) -> None:
    """Ruling 32: where they can be reckoned."""
    for at, one in enumerate(PARTS.cases):
        row = night_of(PARTS).indicator("H1", PARTS.household(at))
        reckoned = "a part" not in one.sentence and "income is missing" not in one.sentence
        reckoned = reckoned and "expense is missing" not in one.sentence and "missing part" not in one.sentence
        assert (row["value"] is not None) == reckoned, one.sentence
        assert row["threshold"] == 3200.0


@pytest.mark.parametrize(
    ("table", "since"), [(LINE, "2017-01-01"), *zip(YEARS, ("2018-01-01", "2019-01-01", "2020-01-01"), strict=True)]
)  # fmt: skip
def test_the_line_says_since_when_and_by_which_document(table: Table, since: str, night_of: NightOf) -> None:
    row = night_of(table).indicator("H1", table.household(0))
    assert row["threshold_from"] == datetime.date.fromisoformat(since)
    assert row["threshold_source"]


def test_the_reason_names_the_income_and_the_line(night_of: NightOf) -> None:
    reason = night_of(LINE).indicator("H1", LINE.household(1))["reason"]
    assert "3200.00" in reason
    assert "未超过" in reason
