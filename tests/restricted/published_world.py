"""A world whose night is published, with the file that names its persons."""

from __future__ import annotations

from pathlib import Path

from tests.policy.defaults import ROSTER_ROWS
from tests.policy.world import Household, World
from xundian_pipeline.county import load_county
from xundian_pipeline.orchestration.publication import tables_of_night
from xundian_pipeline.publishing import NightContext, publish
from xundian_pipeline.restricted import persons_of_the_night


def give_a_row_in_every_roster(household: Household) -> None:
    """Let every roster that has no row of the household have one."""
    for feed, cells in ROSTER_ROWS.items():
        if not household.records(feed):
            household.record(feed, **cells)


def publish_world(world: World, folder: Path, data: Path) -> None:
    """Run the world's night in `folder`, which is made, and publish it in `data`."""
    folder.mkdir(parents=True)
    tables = tables_of_night(world.night(folder).inputs)
    county = load_county()
    with persons_of_the_night(tables, county, world.day, data) as built:
        publish(tables, NightContext(county, world.day, before_shown=built), data)
