"""What village_exit counts in a village where nobody is registered (ruling 31: it has its rows all the same)."""

from __future__ import annotations

from pathlib import Path

from tests.policy.test_villages import Village
from tests.policy.world import World


def test_of_nobody_nothing_is_counted(tmp_path: Path) -> None:
    world = World()
    village = Village(world, "530129103301")
    row = world.night(tmp_path).row("village_exit", village_code=village.code)
    counts = ("households", "persons", "exit_ready", "not_ready", "verify", "incidence_low", "incidence_high")
    assert {name: row[name] for name in counts} == dict.fromkeys(counts, 0)


def test_of_a_village_that_only_a_quarantined_household_names_the_low_end_is_nobody(tmp_path: Path) -> None:
    """Ruling 1: its persons count in the high end alone."""
    world = World()
    village = Village(world, "530129103301")
    village.survey["rural_population"] = "100"
    village.household(household_type="别的").row["household_size"] = "3"
    row = world.night(tmp_path).row("village_exit", village_code=village.code)
    assert (row["households"], row["persons"], row["incidence_low"], row["incidence_high"]) == (0, 0, 0, 0.03)
