"""A decision on a record whose number is valid and in nobody's row of the register (outcome `not_registered`)."""

from __future__ import annotations

from pathlib import Path

from tests.people.decision_files import content, line, proposed, write
from tests.people.test_proposals import exchanged, otherwise, son
from tests.policy.world import World


def test_it_is_given_to_the_member_whose_number_the_register_has_wrong(tmp_path: Path) -> None:
    world = World()
    household = world.household("A")
    number = son(household)
    household.people["son"].row["id_number"] = exchanged(number)
    household.record("student_aid", "son", name=otherwise(household.people["son"].name))
    folders = [tmp_path / name for name in ("first", "second", "data")]
    for folder in folders:
        folder.mkdir()
    first = world.night(folders[0], folders[2])
    assert first.rows("linkage", feed="student_aid", outcome="not_registered")
    row = proposed(first, "student_aid", "A-son")
    write(folders[2], content([line("student_aid", row["record_key"], "A-son")]))
    second = world.night(folders[1], folders[2])
    assert [one["member_id"] for one in second.rows("linkage", feed="student_aid", outcome="decided")] == ["A-son"]
    assert second.rows("decision_notices") == []
