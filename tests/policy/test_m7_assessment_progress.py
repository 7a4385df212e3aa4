"""M7 assessment_progress: the third party's problems, and how many are still open."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemas.registry import FEEDS
from tests.acceptance.sheets import sheet
from tests.policy.cited import cited
from tests.policy.defaults import Cells
from tests.policy.night import Night
from tests.policy.world import World
from xundian_pipeline.reading import FeedReading

Ask = Callable[[list[Cells]], dict[str, dict[str, Any]]]
COUNTS = ("found", "rectified", "closed", "open")


@pytest.fixture(scope="module")
def progress(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """The rows by problem type when the third party says this; only its list is read again."""
    world = World()
    world.household("A").record("third_party_assessment")
    night = world.night(tmp_path_factory.mktemp("night"))
    usual = dict(world.rows["third_party_assessment"][0])

    def ask(problems: list[Cells]) -> dict[str, dict[str, Any]]:
        feed = FEEDS["third_party_assessment"]
        told = [{**usual, "problem_id": f"W{at}", **cells} for at, cells in enumerate(problems)]
        night.again(FeedReading(feed.id, [sheet(feed, told)], [], []), "management")
        return {row["problem"]: row for row in night.rows("assessment_progress")}

    return ask


def dates(found: str, rectified: str | None = None, closed: str | None = None) -> Cells:
    """A problem of these dates."""
    return {"found_date": found, "rectified_date": rectified, "closed_date": closed}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


CASES: dict[str, tuple[list[Cells], tuple[int, ...], str | None, str]] = {
    "found, no more": ([dates("2017-05-01")], (1, 0, 0, 1), "2017-05-01", "fail"),
    "found on D": ([dates("2017-12-31")], (1, 0, 0, 1), "2017-12-31", "fail"),
    "rectified on D": ([dates("2017-05-01", "2017-12-31")], (1, 1, 0, 1), "2017-05-01", "fail"),
    "rectified after D": ([dates("2017-05-01", "2018-01-01")], (1, 0, 0, 1), "2017-05-01", "fail"),
    "closed on D": ([dates("2017-05-01", "2017-06-01", "2017-12-31")], (1, 1, 1, 0), None, "pass"),
    "closed after D": ([dates("2017-05-01", "2017-06-01", "2018-01-01")], (1, 1, 0, 1), "2017-05-01", "fail"),
    "closed without being rectified": ([dates("2017-05-01", None, "2017-06-01")], (1, 0, 1, 0), None, "pass"),
    "one closed, one open": ([dates("2017-05-01", None, "2017-06-01"), dates("2017-07-01")], (2, 0, 1, 1),
                             "2017-07-01", "fail"),
    "the oldest of two": ([dates("2017-07-01"), dates("2017-06-01")], (2, 0, 0, 2), "2017-06-01", "fail"),
    "an older one is closed": ([dates("2017-01-01", None, "2017-02-01"), dates("2017-07-01"), dates("2017-06-01")],
                               (3, 0, 1, 2), "2017-06-01", "fail"),
    "one closed, another to be found after D": ([dates("2017-05-01", None, "2017-06-01"), dates("2018-01-01")],
                                                (1, 0, 1, 0), None, "pass"),
    "of a household that nobody knows": ([{**dates("2017-05-01"), "household_id": "没有"}], (1, 0, 0, 1), "2017-05-01",
                                         "fail"),
}  # fmt: skip
"""What the third party says of one type; found, rectified, closed and open on 2017-12-31; the oldest open; status."""


@pytest.mark.parametrize("sentence", list(CASES))
def test_m7(sentence: str, progress: Ask) -> None:
    problems, counts, oldest, status = CASES[sentence]
    rows = progress(problems)
    assert set(rows) == {"收入", "合计"}
    for row in rows.values():
        assert tuple(row[name] for name in COUNTS) == counts
        assert (row["oldest_open"], row["status"]) == (None if oldest is None else day(oldest), status)
        assert cited(row) == {"third_party_assessment": len(problems)}


def test_types_are_told_apart_and_added_up(progress: Ask) -> None:
    rows = progress(
        [
            {"problem": "收入", **dates("2017-05-01", "2017-06-01", "2017-06-02")},
            {"problem": "住房", **dates("2017-04-01", "2017-06-01")},
            {"problem": "住房", **dates("2017-03-01")},
            {"problem": "饮水", **dates("2018-01-01")},
        ]
    )
    found = {problem: (*(row[name] for name in COUNTS), row["status"]) for problem, row in rows.items()}
    assert found == {"收入": (1, 1, 1, 0, "pass"), "住房": (2, 1, 0, 2, "fail"), "合计": (3, 2, 1, 2, "fail")}
    assert rows["合计"]["oldest_open"] == day("2017-03-01")
    assert "发现 3 个，已整改 2 个，已销号 1 个，未销号 2 个" in rows["合计"]["reason"]
    assert "可能有遗漏" not in rows["合计"]["reason"]


def test_a_problem_that_is_still_to_be_found_makes_no_type(progress: Ask) -> None:
    rows = progress([dates("2018-01-01")])
    assert {problem: (*(row[name] for name in COUNTS), row["status"]) for problem, row in rows.items()} == {
        "合计": (0, 0, 0, 0, "pass")
    }


def test_a_list_without_an_accepted_row_is_unknown(progress: Ask) -> None:
    rows = progress([{"found_date": "昨天"}])
    assert {problem: (*(row[name] for name in COUNTS), row["status"]) for problem, row in rows.items()} == {
        "合计": (0, 0, 0, 0, "unknown")
    }
    assert "可能有遗漏" in rows["合计"]["reason"]


def test_a_row_in_quarantine_changes_nothing(progress: Ask) -> None:
    rows = progress([dates("2017-05-01", None, "2017-06-01"), {"found_date": "昨天"}])
    assert rows["合计"]["status"] == "pass"


def test_without_the_list_the_counts_are_null(tmp_path: Path) -> None:
    night = World(without=("third_party_assessment",)).night(tmp_path)
    (row,) = night.rows("assessment_progress")
    assert row["problem"] == "合计"
    assert [row[name] for name in (*COUNTS, "oldest_open")] == [None] * 5
    assert (row["status"], row["evidence"]) == ("unknown", [])
    assert row["reason"] == "第三方问题清单未到，待核实"


def test_a_list_that_came_empty_is_unknown(tmp_path: Path) -> None:
    (row,) = World().night(tmp_path).rows("assessment_progress")
    assert tuple(row[name] for name in COUNTS) == (0, 0, 0, 0)
    assert row["status"] == "unknown"


def test_with_a_broken_file_what_would_pass_is_unknown(tmp_path: Path) -> None:
    world = World(broken=("third_party_assessment",))
    household = world.household("A")
    household.record("third_party_assessment", problem="收入", closed_date="2017-06-01")
    household.record("third_party_assessment", problem="住房")
    rows = {row["problem"]: row for row in _rows(world.night(tmp_path))}
    assert {problem: row["status"] for problem, row in rows.items()} == {
        "收入": "unknown", "住房": "fail", "合计": "fail"
    }  # fmt: skip
    assert "可能有遗漏" in rows["收入"]["reason"]


def _rows(night: Night) -> list[dict[str, Any]]:
    return night.rows("assessment_progress")
