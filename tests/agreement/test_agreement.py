"""Pipeline and reckoning agree on every row of every compared table, on small counties full of mess."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.agreement.hunt import disagreements
from xundian_pipeline.county import County, load_county

SEEDS = range(10)
"""Longer hunts are a command: `python -m tests.agreement --seeds 0-500`."""


@pytest.fixture(scope="module")
def county() -> County:
    return load_county()


@pytest.mark.parametrize("seed", SEEDS)
def test_pipeline_and_reckoning_agree(seed: int, county: County, tmp_path: Path) -> None:
    found = disagreements(seed, county, tmp_path)
    assert not found, "\n".join(found[:30])
