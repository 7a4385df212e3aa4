"""A small county that has gone through one night: made once, copied by every test that changes it."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.orchestration.nights import nightly, small_county


@dataclass(frozen=True)
class Office:
    """The two folders of an office, what its last night said, and how long it took by the clock."""

    sources: Path
    data: Path
    said: str
    seconds: float


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The files of a small county."""
    return small_county(tmp_path / "sources").folder


@pytest.fixture(scope="session")
def office_after_a_night(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A small county after one night. Not to be changed."""
    folder = tmp_path_factory.mktemp("office")
    county = small_county(folder / "sources")
    started = time.monotonic()
    done = nightly(county.folder, folder / "data")
    assert done.returncode == 0, done.stdout + done.stderr
    return Office(county.folder, folder / "data", done.stdout + done.stderr, time.monotonic() - started)


@pytest.fixture
def office(office_after_a_night: Office, tmp_path: Path) -> Office:
    """A small county after one night, to be changed."""
    return copy_of(office_after_a_night, tmp_path)


def copy_of(office: Office, folder: Path) -> Office:
    """Copy an office into a folder."""
    for copied in (office.sources, office.data):
        shutil.copytree(copied, folder / copied.name, symlinks=True, dirs_exist_ok=True)
    return replace(office, sources=folder / office.sources.name, data=folder / office.data.name)
