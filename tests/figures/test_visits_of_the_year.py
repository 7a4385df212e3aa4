"""Visits count from the first day of the assessment year to D, both included."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.world import World

COUNTED = {"2016-12-31": 0, "2017-01-01": 1, "2017-12-31": 1, "2018-01-01": 0}


@pytest.mark.parametrize("day", COUNTED)
def test_a_visit_of_a_day(day: str, tmp_path: Path) -> None:
    world = World()
    household = world.household("A")
    household.record("medical_assistance", "head", kind="门诊", date=day)
    row = world.night(tmp_path).row("published_figures", figure_id="outpatient_assistance_visits")
    assert row["computed"] == COUNTED[day]
