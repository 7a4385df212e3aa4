"""Pipeline and reckoning agree on what the nights make, on small counties that change from night to night."""

from __future__ import annotations

from pathlib import Path

from tests.nights.hunt import disagreements

SEED = 2
"""With one night again and one that slots in. Other ways: `python -m tests.nights --seeds 0-50`."""

MOST_NIGHTS = 3


def test_pipeline_and_reckoning_agree_night_after_night(tmp_path: Path) -> None:
    found = disagreements(SEED, tmp_path, MOST_NIGHTS)
    assert not found, "\n".join(found[:30])
