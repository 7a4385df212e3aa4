"""A night as a process of its own: started, watched, measured, or killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

_SECONDS_BETWEEN_LOOKS = 0.05
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class NightMeasurement:
    """What a night cost as a whole process.

    `seconds` is wall time, `processor_seconds` what the cores worked for it; `peak_bytes` is the largest resident set
    of one process that the kernel saw, or of all its processes together that was looked up on the way, if that is more;
    `memory` holds what was looked up: clock time (seconds since 1970), resident bytes.
    """

    exit_code: int
    seconds: float
    processor_seconds: float
    peak_bytes: int
    memory: list[tuple[float, int]] = field(repr=False)

    def peak_between(self, start: float, end: float) -> int:
        """Return the largest resident set seen between two clock times, in bytes; 0 where nobody looked."""
        return max((size for moment, size in self.memory if start <= moment <= end), default=0)


def xundian(*arguments: str | Path) -> list[str]:
    """Return the command line of `xundian` with this Python."""
    return [sys.executable, "-m", "xundian_pipeline.cli", *map(str, arguments)]


def nightly(sources: Path, data: Path, assessment_date: str | None = None) -> list[str]:
    """Return the command line of a night."""
    day = ["--assessment-date", assessment_date] if assessment_date else []
    return xundian("nightly", "--sources", sources, "--data", data, *day)


def measure(command: list[str], output: Path) -> NightMeasurement:
    """Run a command to its end, its output going to a file, and measure it."""
    with output.open("wb") as log:
        started = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        memory: list[tuple[float, int]] = []
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                seconds = time.monotonic() - started
                process.returncode = os.waitstatus_to_exitcode(status)
                worked = usage.ru_utime + usage.ru_stime
                peak = max(usage.ru_maxrss * 1024, *(size for _, size in memory))
                return NightMeasurement(process.returncode, seconds, worked, peak, memory)
            memory.append((time.time(), _resident_with_children(process.pid)))
            time.sleep(_SECONDS_BETWEEN_LOOKS)


def run_and_kill(command: list[str], output: Path, after_seconds: float) -> bool:
    """Run a command and kill it and all its processes (-9) after some seconds; return whether it still ran."""
    with output.open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            process.wait(after_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return True
        return False


def _resident_with_children(pid: int) -> int:
    children = [int(child) for tasks in Path("/proc").glob(f"{pid}/task/*/children") for child in _text(tasks).split()]
    return _resident(pid) + sum(map(_resident_with_children, children))


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except OSError:
        return ""


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0
