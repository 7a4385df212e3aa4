"""One night publishes at a time; a second one waits and then says who holds the lock."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store import publish_lock

DAY = datetime.date(2017, 12, 31)
NOW = datetime.datetime(2018, 1, 1, 2, 30, tzinfo=datetime.UTC)


def _now() -> datetime.datetime:
    return NOW


def test_a_second_night_waits_and_then_says_who_holds_it(tmp_path: Path) -> None:
    with publish_lock(tmp_path, "0123456789abcdef", DAY, 0, _now), pytest.raises(PipelineError) as caught:
        publish_lock(tmp_path, "second", DAY, 0.5, _now).__enter__()
    for word in ("0.5 秒", "2017-12-31", "01234567", f"进程 {os.getpid()}", "2018-01-01T02:30:00"):
        assert word in caught.value.message


def test_a_second_night_publishes_once_the_first_has_done(tmp_path: Path) -> None:
    order: list[str] = []
    inside, leave = threading.Event(), threading.Event()

    def first() -> None:
        with publish_lock(tmp_path, "first", DAY, 0, _now):
            inside.set()
            leave.wait()
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    inside.wait()
    threading.Timer(0.3, leave.set).start()
    with publish_lock(tmp_path, "second", DAY, 60, _now):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_an_error_while_publishing_frees_the_lock(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), publish_lock(tmp_path, "first", DAY, 0, _now):
        raise ZeroDivisionError
    with publish_lock(tmp_path, "second", DAY, 0, _now):
        assert (tmp_path / "publish.lock").stat().st_mode & 0o077 == 0


def test_a_killed_night_blocks_nobody(tmp_path: Path) -> None:
    code = (
        "import datetime, pathlib, sys, time\nfrom xundian_pipeline.store import publish_lock\n"
        "now = lambda: datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC)\n"
        "lock = publish_lock(pathlib.Path(sys.argv[1]), 'killed', datetime.date(2017, 12, 31), 0, now)\n"
        "lock.__enter__()\nprint('held', flush=True)\ntime.sleep(600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(PipelineError, match="killed"):
        publish_lock(tmp_path, "second", DAY, 0, _now).__enter__()
    process.send_signal(signal.SIGKILL)
    process.wait()
    with publish_lock(tmp_path, "second", DAY, 5, _now):
        assert "second" in (tmp_path / "publish.lock").read_text("utf-8")
