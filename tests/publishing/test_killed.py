"""A publication that is killed at any moment leaves one whole night, and the next one succeeds."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.publishing.publishing_process import publish_day
from tests.publishing.reading_back import query

PROCESS = Path(__file__).with_name("publishing_process.py")
KILLS = 6


def test_kills_at_random_moments_leave_a_whole_night(tmp_path: Path) -> None:
    data, moments = tmp_path / "data", random.Random(11)
    publish_day(1, tmp_path / "in", data)
    for _ in range(KILLS):
        _publish_and_kill(data, tmp_path / "in", moments.uniform(0, 0.9))
        ((day, households, dates),) = query(
            data,
            "SELECT min(assessment_date), count(*), count(DISTINCT assessment_date) "
            "FROM exit_indicators.household_exit",
        )
        assert (households, dates) == (day.day, 1)
        ((in_parquet,),) = query(
            data, f"SELECT count(*) FROM '{data}/published/parquet/exit_indicators/household_exit.parquet'"
        )
        assert in_parquet == households
    publish_day(31, tmp_path / "in", data)
    assert query(data, "SELECT count(*) FROM exit_indicators.household_exit") == [(31,)]
    assert sorted(path.name for path in data.iterdir()) == ["archive", "nights", "published"]
    assert not [path for path in (data / "nights").iterdir() if path.name.startswith(".")]


def _publish_and_kill(data: Path, inputs: Path, seconds: float) -> None:
    project = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, PROCESS, data, inputs],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(project)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(seconds)
    process.kill()
    process.communicate()
