"""Assistance is in force from the first day of the month in which it begins until that in which it ends."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.policy.world import World

D = datetime.date(2017, 12, 1)


@pytest.mark.parametrize(
    ("cells", "members"),
    [
        ({"start_date": "2017-12"}, 1),
        ({"start_date": "2018-01"}, 0),
        ({"start_date": "2017-01", "end_date": "2017-12"}, 0),
        ({"start_date": "2017-01", "end_date": "2018-01"}, 1),
    ],
)
def test_on_the_first_of_a_month(cells: dict[str, str], members: int, tmp_path: Path) -> None:
    world = World(day=D)
    world.household("A").record("dibao", **cells)
    night = world.night(tmp_path)
    assert night.row("assistance_review", household_id="A")["dibao_members"] == members
