"""S20: projects that spent more than they received, or ended without spending."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.policy.night import Night
from tests.policy.world import OTHER_VILLAGE, VILLAGE, World

CASES: dict[str, tuple[dict[str, str | None], bool]] = {
    "spent less than received": ({"received": "100", "spent": "99.99"}, False),
    "spent what was received": ({"received": "100", "spent": "100.00"}, False),
    "spent a fen more than received": ({"received": "100", "spent": "100.01"}, True),
    "what was received is not known": ({"received": None, "spent": "100"}, False),
    "what was spent is not known": ({"received": "100", "spent": None}, False),
    "ended the day before D, nothing spent": ({"end_date": "2017-12-30", "spent": "0"}, True),
    "ended on D, nothing spent": ({"end_date": "2017-12-31", "spent": "0"}, False),
    "ends after D, nothing spent": ({"end_date": "2018-01-01", "spent": "0"}, False),
    "no end, nothing spent": ({"spent": "0"}, False),
    "ended, a fen spent": ({"end_date": "2017-06-01", "spent": "0.01"}, False),
    "ended, what was spent is not known": ({"end_date": "2017-06-01", "spent": None}, False),
    "for the poor what was spent": ({"spent": "50", "spent_on_poor": "50"}, False),
    "for the poor a fen more than was spent": ({"spent": "50", "spent_on_poor": "50.01"}, True),
    "for the poor, what was spent is not known": ({"spent": None, "spent_on_poor": "50"}, False),
    "spent more, and ended without: one finding": ({"received": "0", "spent": "1", "end_date": "2017-06-01"}, True),
}
"""What a project says, and whether it is found (indicators.md; ruling 7 for what was spent on the poor)."""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    for at, (cells, _) in enumerate(CASES.values()):
        world.add("projects", project_id=f"X{at}", village_code=VILLAGE, **cells)
    world.add("projects", project_id="TWO", village_code=VILLAGE, received="0")
    world.add("projects", project_id="TWO", village_code=OTHER_VILLAGE, received="0")
    return world.night(tmp_path_factory.mktemp("night"))


def found(night: Night) -> dict[str, list[dict[str, Any]]]:
    """The findings by project."""
    by_project: dict[str, list[dict[str, Any]]] = {}
    for row in night.rows("findings", rule="S20"):
        by_project.setdefault(row["unit"].split("/")[0], []).append(row)
    return by_project


@pytest.mark.parametrize("sentence", list(CASES))
def test_s20(sentence: str, night: Night) -> None:
    project = f"X{list(CASES).index(sentence)}"
    rows = found(night).get(project, [])
    assert [row["unit"] for row in rows] == ([f"{project}/{VILLAGE}"] if CASES[sentence][1] else [])


def test_a_project_has_a_finding_per_village_and_no_household(night: Night) -> None:
    rows = found(night)["TWO"]
    assert sorted(row["unit"] for row in rows) == [f"TWO/{VILLAGE}", f"TWO/{OTHER_VILLAGE}"]
    assert {row["household_id"] for row in rows} == {None}
    assert {row["feed"] for row in rows} == {None}


def test_the_third_party_never_closes_it(tmp_path: Path) -> None:
    world = World()
    world.add("projects", project_id="X", village_code=VILLAGE, received="0")
    household = world.household("A")
    for problem in ("收入", "帮扶", "识别", "其他"):
        household.record("third_party_assessment", problem=problem, closed_date="2017-12-31")
    assert [row["status"] for row in world.night(tmp_path).rows("findings", rule="S20")] == ["open"]
