"""One night publishes at a time: the lock on DATA, and who holds it."""

from __future__ import annotations

import datetime
import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store.folders import PRIVATE_FILE

LOCK_FILE = "publish.lock"
_SECONDS_BETWEEN_TRIES = 0.2


@contextmanager
def publish_lock(
    data: Path,
    run_id: str,
    assessment_date: datetime.date,
    wait_seconds: float,
    now: Callable[[], datetime.datetime],
) -> Iterator[None]:
    """Hold the publishing lock on DATA, so that nobody else publishes there.

    Waits for `wait_seconds` while another night holds it, then raises PipelineError naming the holder. The file says
    who holds it, since when by the clock `now`; the lock itself ends with the process, so a killed night blocks nobody.
    """
    path = data / LOCK_FILE
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        _acquire(descriptor, path, wait_seconds)
        holder = {
            "run_id": run_id,
            "assessment_date": assessment_date.isoformat(),
            "pid": os.getpid(),
            "since": now().isoformat(timespec="seconds"),
        }
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, wait_seconds: float) -> None:
    give_up = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= give_up:
                raise PipelineError(_held(path, wait_seconds)) from None
            time.sleep(_SECONDS_BETWEEN_TRIES)


def _held(path: Path, wait_seconds: float) -> str:
    try:
        holder = json.loads(path.read_text("utf-8"))
        who = (
            f"考核日 {holder['assessment_date']} 的运行 {holder['run_id'][:8]}"
            f"（进程 {holder['pid']}，自 {holder['since']} 起）"
        )
    except (ValueError, KeyError, OSError):
        who = "另一次运行"
    return f"等了 {wait_seconds:g} 秒仍不能发布：{who}正在发布。请等它结束后再运行；上次发布的结果没有变。"
