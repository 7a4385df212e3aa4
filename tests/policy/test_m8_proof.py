"""M8: of several units below that break the order, the first row proves it."""

from __future__ import annotations

from pathlib import Path

from tests.policy.test_m8_sign_off_ladder import BEFORE, DAY_OF_VILLAGE, Township
from tests.policy.world import World
from xundian_pipeline.acceptance.accept import ROW_REFERENCES_PER_FEED


def test_the_first_row_that_breaks_the_order_is_cited(tmp_path: Path) -> None:
    world = World()
    place = Township(world)
    signed = place.household((BEFORE, "同意"))
    refusing = [place.household((BEFORE, "不同意")) for _ in range(2)]
    place.signs("村", f"{place.code}201", DAY_OF_VILLAGE)
    night = world.night(tmp_path)
    row = night.row("sign_off_ladder", household_id=signed.id)
    numbers = {
        one["row_ref"] % ROW_REFERENCES_PER_FEED: one["unit_id"]
        for one in night.rows("sign_offs")
        if one["row_ref"] in row["evidence"]
    }
    units = list(numbers.values())
    assert refusing[0].id in units
    assert refusing[1].id not in units
    assert row["in_order"] is False
