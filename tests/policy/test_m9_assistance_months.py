"""M9 assistance_months: persons and amounts of dibao and tekun, month by month."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.policy.cases import Change, died, has, member
from tests.policy.cited import cited
from tests.policy.night import Night
from tests.policy.test_m1_assistance_review import twins
from tests.policy.world import Household, World

FIRST_OF_DECEMBER = datetime.date(2017, 12, 1)
WIFE = member("wife", born="1972-05-06", sex="女")
Run = Callable[[World], Night]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the night over a world."""
    return lambda world: world.night(tmp_path)


def months(night: Night, column: str) -> list[Any]:
    """A column from January on."""
    rows = sorted(night.rows("assistance_months"), key=lambda row: row["month"])
    assert [row["month"] for row in rows] == [datetime.date(night.day.year, at + 1, 1) for at in range(len(rows))]
    return [row[column] for row in rows]


def paid(amount: int, first: int, last: int, of: int = 12) -> list[int]:
    """An amount in the months from the first to the last, nothing in the others."""
    return [amount if first <= month <= last else 0 for month in range(1, of + 1)]


def also_alive(household: Household) -> None:
    """A death after D removes nobody."""
    household.record("deaths", death_date="2018-01-02")


CASES: dict[str, tuple[tuple[Change, ...], list[int], list[int]]] = {
    "all year": ((has("dibao", start_date="2016-05"),), paid(1, 1, 12), paid(200, 1, 12)),
    "from January on": ((has("dibao", start_date="2017-01"),), paid(1, 1, 12), paid(200, 1, 12)),
    "from April on": ((has("dibao", start_date="2017-04"),), paid(1, 4, 12), paid(200, 4, 12)),
    "until June": ((has("dibao", end_date="2017-07"),), paid(1, 1, 6), paid(200, 1, 6)),
    "from December on": ((has("dibao", start_date="2017-12"),), paid(1, 12, 12), paid(200, 12, 12)),
    "ended before": ((has("dibao", start_date="2016-03", end_date="2017-01"),), paid(0, 1, 12), paid(0, 1, 12)),
    "starts after D": ((has("dibao", start_date="2018-01"),), paid(0, 1, 12), paid(0, 1, 12)),
    "two records of one person": (
        (has("dibao"), has("dibao", start_date="2017-03", monthly_amount="50")), paid(1, 1, 12),
        [200, 200, *[250] * 10],
    ),
    "two persons": (
        (WIFE, has("dibao"), has("dibao", of="wife", monthly_amount="100", end_date="2017-03")),
        [2, 2, *[1] * 10], [300, 300, *[200] * 10],
    ),
    "one record of two members": ((twins, has("dibao")), paid(2, 1, 12), paid(400, 1, 12)),
    "until the month of the death": ((WIFE, has("dibao", of="wife"), died("wife", "2017-05-20")), paid(1, 1, 5),
                                     paid(200, 1, 5)),
    "died on the first day of a month": ((WIFE, has("dibao", of="wife"), died("wife", "2017-05-01")), paid(1, 1, 5),
                                         paid(200, 1, 5)),
    "died on the last day of a month": ((WIFE, has("dibao", of="wife"), died("wife", "2017-04-30")), paid(1, 1, 4),
                                        paid(200, 1, 4)),
    "died before the year": ((WIFE, has("dibao", of="wife"), died("wife", "2016-12-31")), paid(0, 1, 12),
                             paid(0, 1, 12)),
    "dies after D": ((has("dibao"), also_alive), paid(1, 1, 12), paid(200, 1, 12)),
    "the name differs": ((has("dibao", name="别名"),), paid(1, 1, 12), paid(200, 1, 12)),
    "somebody who is not registered": ((has("dibao", name="外人", id_number="530129194002020019"),), paid(0, 1, 12),
                                       paid(0, 1, 12)),
    "a row in quarantine": ((has("dibao", category="Z"),), paid(0, 1, 12), paid(0, 1, 12)),
}  # fmt: skip
"""What a household has, and the persons and amounts of each month."""


def test_the_months_add_up_the_households(run: Run) -> None:
    """One night over all the cases: months hold the sums of what each case says of them."""
    world = World(FIRST_OF_DECEMBER)
    for sentence, (changes, _, _) in CASES.items():
        household = world.household(sentence)
        for change in changes:
            change(household)
    night = run(world)
    assert months(night, "dibao_persons") == [
        sum(month) for month in zip(*(case[1] for case in CASES.values()), strict=True)
    ]
    assert months(night, "dibao_amount") == [
        sum(month) for month in zip(*(case[2] for case in CASES.values()), strict=True)
    ]
    assert months(night, "tekun_persons") == paid(0, 1, 12)


def test_tekun_stands_beside_dibao(run: Run) -> None:
    world = World(FIRST_OF_DECEMBER)
    first, second = world.household("A"), world.household("B")
    first.record("dibao")
    first.record("tekun", start_date="2017-02")
    second.record("tekun", start_date="2017-03", end_date="2017-05", monthly_amount="720.50")
    night = run(world)
    assert months(night, "dibao_amount") == paid(200, 1, 12)
    assert months(night, "tekun_persons") == [0, 1, 2, 2, *[1] * 8]
    assert [float(amount) for amount in months(night, "tekun_amount")] == [0, 600, 1320.5, 1320.5, *[600] * 8]
    rows = {row["month"].month: row for row in night.rows("assistance_months")}
    assert [cited(rows[month]) for month in (1, 2, 3)] == [{"dibao": 1}, {"dibao": 1, "tekun": 1},
                                                          {"dibao": 1, "tekun": 2}]  # fmt: skip
    assert rows[3]["reason"] == "低保 1 人 200.00 元；特困 2 人 1320.50 元"


@pytest.mark.parametrize(
    ("day", "count"), [("2017-12-31", 12), ("2017-12-01", 12), ("2017-11-30", 11), ("2017-01-01", 1)]
)
def test_a_month_has_a_row_once_its_first_day_has_come(day: str, count: int, run: Run) -> None:
    world = World(datetime.date.fromisoformat(day))
    world.household("A").record("dibao")
    night = run(world)
    assert months(night, "dibao_persons") == [1] * count
    assert months(night, "tekun_persons") == [0] * count


@pytest.mark.parametrize(
    ("setting", "dibao", "tekun"),
    [
        ({"without": ("dibao",)}, None, 0),
        ({"without": ("tekun",)}, 0, None),
        ({"without": ("dibao", "tekun")}, None, None),
        ({"broken": ("dibao", "tekun")}, 0, 0),
    ],
)
def test_the_columns_of_a_roster_that_has_not_come_are_null(
    setting: dict[str, Any], dibao: int | None, tekun: int | None, run: Run
) -> None:
    night = run(World(FIRST_OF_DECEMBER, **setting))
    assert {(row["dibao_persons"], row["dibao_amount"]) for row in night.rows("assistance_months")} == {(dibao, dibao)}
    assert {(row["tekun_persons"], row["tekun_amount"]) for row in night.rows("assistance_months")} == {(tekun, tekun)}
    reasons = {row["reason"] for row in night.rows("assistance_months")}
    assert len(reasons) == 1
    assert ("低保名册未到" in reasons.pop()) is (dibao is None)
