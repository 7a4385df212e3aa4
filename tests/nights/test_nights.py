"""Pipeline and reckoning agree on what the nights make, on small counties that change from night to night."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.nights.hunt import disagreements

#: A seed of each way to run: in the order of D, in any order, and with one night again and one that slots in.
SEEDS = range(3)
MOST_NIGHTS = 3


@pytest.mark.parametrize("seed", SEEDS)
def test_pipeline_and_reckoning_agree_night_after_night(seed: int, tmp_path: Path) -> None:
    found = disagreements(seed, tmp_path, MOST_NIGHTS)
    assert not found, "\n".join(found[:30])
