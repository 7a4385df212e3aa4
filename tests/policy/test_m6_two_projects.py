"""M6: a household that is named by projects of several measures has production if one of them is of 发展生产."""

from __future__ import annotations

from pathlib import Path

from tests.policy.test_m6_industry_cover import Village, another_project
from tests.policy.world import World


def test_a_road_beside_a_production_project_takes_nothing_away(tmp_path: Path) -> None:
    world = World()
    village = Village(world, "530129103501")
    another_project(measure="基础设施")(village)
    village.benefits().record("project_beneficiaries", project_id=f"Q{village.code}")
    row = world.night(tmp_path).row("industry_cover", village_code=village.code)
    assert (row["households_with_production"], row["share"], row["status"]) == (1, 1.0, "pass")
