"""A number that came as a floating point cell is never trusted, though its figures are right (ruling 23)."""

from __future__ import annotations

from pathlib import Path

from tests.acceptance.sheets import Numeric
from tests.policy.persons import as_15_digits
from tests.policy.world import World


def test_the_records_number_is_no_proof(tmp_path: Path) -> None:
    """Name and birth date fit: it is probable, not exact."""
    world = World()
    household = world.household("A")
    household.record("student_aid", id_number=Numeric(household.people["head"].number))
    rows = world.night(tmp_path).rows("linkage", feed="student_aid", member_id="A-head")
    assert [row["outcome"] for row in rows] == ["probable"]


def test_the_registers_number_is_no_proof(tmp_path: Path) -> None:
    world = World()
    household = world.household("A")
    household.people["head"].row["id_number"] = Numeric(household.people["head"].number)
    household.record("student_aid")
    rows = world.night(tmp_path).rows("linkage", feed="student_aid", member_id="A-head")
    assert [row["outcome"] for row in rows] == ["probable"]


def test_the_birth_date_is_that_of_15_figures_too(tmp_path: Path) -> None:
    """Definitions: the birth date is that of a valid number, else the register's; upgraded, 15 figures are valid."""
    world = World()
    head = world.household("A").people["head"]
    head.row.update(id_number=as_15_digits(head.number), birth_date="1971-01-01")
    row = world.night(tmp_path).row("members", member_id="A-head")
    assert row["birth_date"].isoformat() == head.born
