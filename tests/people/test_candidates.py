"""Who is a candidate of a record (rulings 3, 22 and 24): of one that is ambiguous, and of no other."""

from __future__ import annotations

from pathlib import Path

from tests.people.decision_files import content, line, write
from tests.people.test_decided import ambiguous
from tests.policy.world import World

INSURANCE = "medical_insurance"


def test_one_with_another_name_is_no_candidate(tmp_path: Path) -> None:
    """`name_differs` belongs to the one member who has the number (ruling 22): nothing about it is open."""
    world = World()
    household = world.household("A")
    household.record("training", name="别名")
    night = world.night(tmp_path)
    assert night.rows("linkage", feed="training", outcome="name_differs")
    assert night.rows("candidates", feed="training") == []
    assert night.rows("doubtful_members", feed="training") == []


def test_a_decision_on_one_record_leaves_the_candidates_of_the_others(tmp_path: Path) -> None:
    world = World()
    ambiguous(world, "A")
    ambiguous(world, "B")
    (tmp_path / "data").mkdir()
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    first = world.night(tmp_path / "first", tmp_path / "data")
    proposals = [row for row in first.rows("link_proposals") if row["member_id"] == "A-m"]
    assert proposals
    write(tmp_path / "data", content([line(row["feed"], row["record_key"], row["member_id"]) for row in proposals]))
    second = world.night(tmp_path / "second", tmp_path / "data")
    for table in ("candidates", "doubtful_members"):
        found = {row["member_id"] for row in second.rows(table, feed=INSURANCE)}
        assert found == {"B-m", "B-namesake-n"}
    assert {row["member_id"] for row in second.rows("link_proposals")} == {"B-m"}
