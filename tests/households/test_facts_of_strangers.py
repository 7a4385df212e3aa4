"""What departments know of households that the register has not: it is nobody's (ruling 11 reports it)."""

from __future__ import annotations

from pathlib import Path

from tests.policy.world import VILLAGE, World


def test_rows_that_name_an_unknown_household_are_no_facts(tmp_path: Path) -> None:
    world = World()
    world.household("A")
    world.add("relocation", household_id="没有")
    world.add("sign_offs", unit_id="没有")
    night = world.night(tmp_path)
    assert night.rows("household_facts", household_id="没有") == []
    assert {row["household_id"] for row in night.rows("household_facts")} == {"A", f"R{VILLAGE}"}
