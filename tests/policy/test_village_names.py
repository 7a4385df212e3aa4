"""How a village is named, how many households the register has there, and what is said of a rate at its floor."""

from __future__ import annotations

from pathlib import Path

from tests.policy.test_villages import Village
from tests.policy.world import World


def test_without_a_survey_the_first_row_of_the_register_names_the_village(tmp_path: Path) -> None:
    """Ruling 31: names from the survey, else the register."""
    world = World()
    for name, written in (("A", "先写村"), ("B", "后写村")):
        world.household(name, "530129103398").row["village"] = written
    night = world.night(tmp_path)
    assert night.row("village_exit", village_code="530129103398")["village"] == "先写村"
    assert night.row("villages", village_code="530129103398")["households"] == 2


def test_a_village_that_is_only_surveyed_has_no_household(tmp_path: Path) -> None:
    world = World()
    village = Village(world, "530129103301")
    assert world.night(tmp_path).row("villages", village_code=village.code)["households"] == 0


def test_a_rate_at_its_floor_reaches_it(tmp_path: Path) -> None:
    """V4: at 0.99 it passes, and is told so."""
    world = World()
    village = Village(world, "530129103301")
    village.survey["broadcast_coverage"] = "0.99"
    row = world.night(tmp_path).indicator("V4", village.code)
    assert (row["status"], row["reason"]) == ("pass", "广播电视覆盖率 99.00%，达到规定")
