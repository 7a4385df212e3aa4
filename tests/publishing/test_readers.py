"""Readers and the night do not wait for one another, and no reader sees two nights at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.publishing.publishing_process import publish_day

READER = Path(__file__).with_name("reader_process.py")
NIGHTS = 8


def test_a_process_that_reads_all_the_time_sees_whole_nights_only(tmp_path: Path) -> None:
    data, stop = tmp_path / "data", tmp_path / "stop"
    publish_day(1, tmp_path / "in", data)
    reader = subprocess.Popen([sys.executable, READER, data, stop], stdout=subprocess.PIPE, text=True)
    try:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        for day in range(2, 2 + NIGHTS):
            publish_day(day, tmp_path / "in", data)
    finally:
        stop.touch()
        output, _ = reader.communicate(timeout=60)
    assert reader.returncode == 0
    told = json.loads(output)
    assert told["torn"] == []
    assert told["reads"] >= NIGHTS
    assert len(told["nights"]) > 1
