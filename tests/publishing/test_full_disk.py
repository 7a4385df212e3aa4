"""A disk that is full: the night is refused in Chinese, and last night's tables stay."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROCESS = Path(__file__).with_name("full_disk_process.py")
SMALL_DISK = "24m"
OWN_MOUNTS = ("unshare", "--map-root-user", "--mount")


def _can_mount(folder: Path) -> bool:
    """Whether this machine lets us mount a small disk of our own, seen by nobody else."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(folder)]
    try:
        return subprocess.run([*OWN_MOUNTS, *mount], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    project = Path(__file__).parents[2]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(project)}
    )


@pytest.mark.parametrize("way", ["tmpfs", "limit"])
def test_last_night_stays_when_the_disk_is_full(way: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    if way == "tmpfs" and not _can_mount(data):
        # Without the right to mount, the limit on the size of files is what there is to try.
        way = "limit"
    command = [sys.executable, str(PROCESS), str(data), str(tmp_path / "in"), way]
    if way == "tmpfs":
        mount = f'mount -t tmpfs -o size={SMALL_DISK} tmpfs "$0" && exec "$@"'
        command = [*OWN_MOUNTS, "sh", "-c", mount, str(data), *command]
    done = _run(command)
    assert done.returncode == 0, done.stderr
