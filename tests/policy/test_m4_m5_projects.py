"""M4 project_progress and M5 fund_shares: what the projects have come to, and whom the money reached."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from schemas.registry import FEEDS
from tests.acceptance.sheets import sheet
from tests.policy.cited import cited
from tests.policy.defaults import Cells
from tests.policy.night import Night
from tests.policy.world import ELSEWHERE, OTHER_VILLAGE, VILLAGE, World
from xundian_pipeline.reading import FeedReading

ENDED = {"end_date": "2017-06-01"}

STATES: dict[str, tuple[Cells, str, float | None]] = {
    "running": ({}, "running", 0.5),
    "started on D": ({"start_date": "2017-12-31"}, "running", 0.5),
    "starts after D": ({"start_date": "2018-01-01"}, "not_started", 0.5),
    "no start": ({"start_date": None}, "not_started", 0.5),
    "no start, but an end": ({"start_date": None, **ENDED}, "not_started", 0.5),
    "no start, an end and nothing spent": ({"start_date": None, "spent": "0", **ENDED}, "not_started", 0.0),
    "ended on D": ({"end_date": "2017-12-31"}, "finished", 0.5),
    "ends after D": ({"end_date": "2018-01-01"}, "running", 0.5),
    "ends after D, nothing spent": ({"end_date": "2018-01-01", "spent": "0"}, "running", 0.0),
    "ended, a fen spent": ({**ENDED, "spent": "0.01"}, "finished", 0.0001),
    "ended, nothing spent": ({**ENDED, "spent": "0"}, "finished_unspent", 0.0),
    "ended on D, nothing spent": ({"end_date": "2017-12-31", "spent": "0"}, "finished_unspent", 0.0),
    "ended, what was spent is missing": ({**ENDED, "spent": None}, "finished_unspent", None),
    "running, what was spent is missing": ({"spent": None}, "running", None),
    "nothing received": ({"received": "0"}, "running", None),
    "what was received is missing": ({"received": None}, "running", None),
    "a fen received and spent": ({"received": "0.01", "spent": "0.01"}, "running", 1.0),
    "spent more than was received": ({"received": "80", "spent": "100"}, "running", 1.25),
    "a third spent": ({"received": "30000.03", "spent": "10000.01"}, "running", 1 / 3),
}
"""What a project says, its state on 2017-12-31 and its execution."""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    for at, (cells, _, _) in enumerate(STATES.values()):
        world.add("projects", project_id=f"X{at}", village_code=VILLAGE, **cells)
    world.add("projects", project_id="B", village_code=VILLAGE, measure="基础设施", fund_source="社会帮扶",
              budget="12.30", spent_on_poor="7")  # fmt: skip
    for village in (VILLAGE, OTHER_VILLAGE, ELSEWHERE):
        world.add("projects", project_id="SHARED", village_code=village)
    first, second, other = (world.household(name, village) for name, village in
                            (("A", VILLAGE), ("B", VILLAGE), ("C", OTHER_VILLAGE)))  # fmt: skip
    for household, on in ((first, "2017-05-01"), (first, "2017-06-01"), (second, "2017-12-31"), (other, "2018-01-01")):
        household.record("project_beneficiaries", project_id="SHARED", date=on)
    other.record("project_beneficiaries", project_id="B", date="2017-05-01")
    world.add("project_beneficiaries", project_id="SHARED", household_id="没有", date="2017-05-01")
    return world.night(tmp_path_factory.mktemp("night"))


def project(night: Night, project_id: str, village: str = VILLAGE) -> dict[str, Any]:
    """The row of a project in a village."""
    return night.row("project_progress", project_id=project_id, village_code=village)


@pytest.mark.parametrize("sentence", list(STATES))
def test_m4(sentence: str, night: Night) -> None:
    _, state, execution = STATES[sentence]
    row = project(night, f"X{list(STATES).index(sentence)}")
    assert (row["state"], row["execution"]) == (state, execution)


def test_a_project_has_a_row_per_village_with_what_the_feed_says(night: Night) -> None:
    assert len(night.rows("project_progress")) == len(night.rows("projects"))
    row = project(night, "B")
    assert (row["measure"], row["fund_source"]) == ("基础设施", "社会帮扶")
    money = tuple(row[name] for name in ("budget", "received", "spent", "spent_on_poor"))
    assert money == (Decimal("12.30"), Decimal(100), Decimal(50), Decimal(7))
    assert project(night, "X0")["spent_on_poor"] is None


def test_a_project_counts_the_registered_households_of_its_village_up_to_d(night: Night) -> None:
    assert project(night, "SHARED")["beneficiaries"] == 2
    assert project(night, "SHARED", OTHER_VILLAGE)["beneficiaries"] == 0, "after D"
    assert project(night, "SHARED", ELSEWHERE)["beneficiaries"] == 0
    assert project(night, "B")["beneficiaries"] == 0, "a household of another village"
    assert cited(project(night, "SHARED")) == {"projects": 1, "project_beneficiaries": 3}
    assert cited(project(night, "B")) == {"projects": 1}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("running", ["2017-01-01 开工，尚未竣工"]),
        ("starts after D", ["2018-01-01 才开工"]),
        ("no start", ["没有开工日期"]),
        ("ended on D", ["2017-12-31 竣工"]),
        ("ended, nothing spent", ["2017-06-01 竣工", "支出为 0"]),
        ("ended, what was spent is missing", ["支出金额未填"]),
    ],
)
def test_the_reason_of_a_project(sentence: str, words: list[str], night: Night) -> None:
    reason = project(night, f"X{list(STATES).index(sentence)}")["reason"]
    assert [word for word in words if word not in reason] == []


@pytest.mark.parametrize(
    ("setting", "beneficiaries"),
    [
        ({"without": ("project_beneficiaries",)}, None),
        ({"broken": ("project_beneficiaries",)}, 1),
    ],
)
def test_beneficiaries_that_have_not_come_are_null(
    setting: dict[str, Any], beneficiaries: int | None, tmp_path: Path
) -> None:
    world = World(**setting)
    world.household("A").record("project_beneficiaries")
    row = project(world.night(tmp_path), "P1")
    assert row["beneficiaries"] == (None if beneficiaries is None else beneficiaries + 1), "the world's own household"
    assert ("受益户数不详" in row["reason"]) is (beneficiaries is None)


def test_without_projects_there_is_no_progress_and_one_share(tmp_path: Path) -> None:
    night = World(without=("projects",)).night(tmp_path)
    assert night.rows("project_progress") == []
    (row,) = night.rows("fund_shares")
    assert (row["fund_source"], row["status"], row["share"]) == ("合计", "unknown", None)
    assert (row["budget"], row["received"], row["spent"], row["spent_on_poor"]) == (None,) * 4
    assert row["evidence"] == []
    assert "项目库未到" in row["reason"]


Money = tuple[str | None, str | None]

SHARES: dict[str, tuple[list[Money], float | None, str]] = {
    "exactly 80 %": ([("100", "80")], 0.8, "pass"),
    "a fen less": ([("100", "79.99")], 0.7999, "fail"),
    "a fen more": ([("100", "80.01")], 0.8001, "pass"),
    "all": ([("100", "100")], 1.0, "pass"),
    "more than was spent": ([("100", "120")], 1.2, "pass"),
    "nothing to the poor": ([("100", "0")], 0.0, "fail"),
    "nothing spent": ([("0", "0")], None, "unknown"),
    "nothing spent, what reached the poor is missing": ([("0", None)], None, "unknown"),
    "what was spent is missing": ([(None, None)], None, "unknown"),
    "what was spent is missing beside another": ([(None, None), ("100", "80")], 0.8, "pass"),
    "what was spent is missing, not what reached the poor": ([(None, "10"), ("100", "70")], 0.8, "pass"),
    "what reached the poor is missing": ([("100", None)], 0.0, "unknown"),
    "missing beside enough": ([("20", None), ("80", "80")], 0.8, "pass"),
    "missing beside not quite enough": ([("20", None), ("80", "79.99")], 0.7999, "unknown"),
    "missing, and it would just do": ([("10", None), ("90", "70")], 0.7, "unknown"),
    "missing, and it would not do": ([("10", None), ("90", "69.99")], 0.6999, "fail"),
    "shares are of sums": ([("100", "60"), ("300", "260")], 0.8, "pass"),
    "spent nothing beside missing": ([("0", None), ("100", "79")], 0.79, "fail"),
}
"""What projects of one fund source spent and how much of it reached the poor; the share and the status."""

Ask = Callable[[list[Cells]], dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def shares(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """The rows by fund source when the projects are these; only they are read again."""
    world = World()
    night = world.night(tmp_path_factory.mktemp("night"))
    usual = dict(world.rows["projects"][0])

    def ask(projects: list[Cells]) -> dict[str, dict[str, Any]]:
        feed = FEEDS["projects"]
        told = [{**usual, "project_id": f"X{at}", **cells} for at, cells in enumerate(projects)]
        night.again(FeedReading(feed.id, [sheet(feed, told)], [], []), "management")
        return {row["fund_source"]: row for row in night.rows("fund_shares")}

    return ask


@pytest.mark.parametrize("sentence", list(SHARES))
def test_m5(sentence: str, shares: Ask) -> None:
    money, share, status = SHARES[sentence]
    rows = shares([{"spent": spent, "spent_on_poor": on_poor, "received": None} for spent, on_poor in money])
    assert list(rows) in (["中央财政", "合计"], ["合计", "中央财政"])
    for row in rows.values():
        assert (row["share"], row["status"]) == (share, status)
        assert cited(row) == {"projects": len(money)}


def test_sources_are_told_apart_and_added_up(shares: Ask) -> None:
    rows = shares(
        [
            {"fund_source": "中央财政", "budget": "200", "received": "150", "spent": "100", "spent_on_poor": "90"},
            {"fund_source": "信贷资金", "budget": "300", "received": None, "spent": "100", "spent_on_poor": "60"},
            {"fund_source": "信贷资金", "budget": "0.50", "received": "7", "spent": None, "spent_on_poor": None,
             "start_date": "2018-05-01"},
        ]
    )  # fmt: skip
    found = {
        source: (*(float(row[name]) for name in ("budget", "received", "spent", "spent_on_poor")), row["status"])
        for source, row in rows.items()
    }
    assert found == {
        "中央财政": (200, 150, 100, 90, "pass"),
        "信贷资金": (300.5, 7, 100, 60, "fail"),
        "合计": (500.5, 157, 200, 150, "fail"),
    }
    assert {source: cited(row)["projects"] for source, row in rows.items()} == {"中央财政": 1, "信贷资金": 2, "合计": 3}


def test_projects_without_an_accepted_row_have_one_share(shares: Ask) -> None:
    rows = shares([{"measure": "别的"}])
    assert {source: (row["status"], row["spent"]) for source, row in rows.items()} == {"合计": ("unknown", None)}


@pytest.mark.parametrize(
    ("money", "words", "not_said"),
    [
        (("100", "90"), "1 个项目已支出 100.00 元，其中投向贫困村、贫困户 90.00 元；", "投向未填"),
        (("100", None), "另有 100.00 元的投向未填", "没有支出"),
        (("0", None), "1 个项目都没有支出", "投向未填"),
    ],
)
def test_the_reason_of_a_share(money: Money, words: str, not_said: str, shares: Ask) -> None:
    row = shares([{"spent": money[0], "spent_on_poor": money[1]}])["合计"]
    assert words in row["reason"]
    assert not_said not in row["reason"]
