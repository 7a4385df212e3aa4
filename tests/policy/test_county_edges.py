"""C1 to C5 at their edges: what a county can grow from, and who signs for it."""

from __future__ import annotations

from pathlib import Path

from tests.policy.world import World


def test_an_income_of_one_yuan_can_be_grown_from(tmp_path: Path) -> None:
    """C2: 2 / 1 - 1 > 0.1."""
    world = World()
    statistics = world.rows["county_statistics"][0]
    statistics.update(rural_income_per_capita="2", rural_income_per_capita_previous="1", province_growth="0.1")
    row = world.night(tmp_path).row("county_exit_indicators", indicator="C2")
    assert (row["status"], row["value"]) == ("pass", 1.0)


def test_only_the_county_itself_signs_for_the_county(tmp_path: Path) -> None:
    """Ruling 30: signed_county is the decision of 县 on 530129, not that of another county, nor of another level."""
    world = World()
    household = world.household("A")
    household.record("sign_offs", level="县", unit_id="530128")
    household.record("sign_offs", level="户", unit_id="530129")
    row = world.night(tmp_path).row("household_exit", household_id="A")
    assert row["signed_county"] is False
