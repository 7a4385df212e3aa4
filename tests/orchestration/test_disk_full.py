"""A disk that is full: exit 1, one line, last night's tables as they were; with room again the next night succeeds.

The disk is a small file system in memory, which only root can mount: the tests run as root, as CI does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.orchestration.conftest import Office
from tests.orchestration.nights import nightly, published

KILOBYTE = 1024
RESULTS = "SELECT household_id, result FROM exit_indicators.household_exit ORDER BY household_id"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _fill(disk: Path, leave: int) -> Path:
    """Fill the disk but for `leave` bytes."""
    state = os.statvfs(disk)
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, state.f_bavail * state.f_frsize - leave)
    return filler


def test_a_full_disk_stops_the_night_and_nothing_else(office: Office, disk: Path) -> None:
    data = disk / "data"
    shutil.copytree(office.data, data, symlinks=True)
    before, rows = (data / "published").resolve(), published(data, RESULTS)
    for leave in (0, 64 * KILOBYTE, 1024 * KILOBYTE, 4096 * KILOBYTE):
        filler = _fill(disk, leave)
        failed = nightly(office.sources, data)
        assert failed.returncode == 1, leave
        assert len(failed.stderr.splitlines()) == 1
        assert failed.stderr.startswith("没有发布：磁盘")
        assert (data / "published").resolve() == before
        assert published(data, RESULTS) == rows
        filler.unlink()
    done = nightly(office.sources, data)
    assert done.returncode == 0, done.stderr
    assert published(data, RESULTS) == rows


def test_a_disk_too_small_for_a_first_night(sources: Path, disk: Path) -> None:
    _fill(disk, 200 * 1024)
    failed = nightly(sources, disk / "data")
    assert failed.returncode == 1
    assert failed.stderr.startswith("没有发布：磁盘空间不足")
    assert len(failed.stderr.splitlines()) == 1
