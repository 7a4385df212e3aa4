"""A small county that has gone through one night: made once, copied by every test that changes it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.orchestration.nights import nightly, small_county


@dataclass(frozen=True)
class Office:
    """The two folders of an office, and what its last night said."""

    sources: Path
    data: Path
    said: str


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The files of a small county."""
    return small_county(tmp_path / "sources").folder


@pytest.fixture(scope="session")
def office_after_a_night(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A small county after one night. Not to be changed."""
    folder = tmp_path_factory.mktemp("office")
    county = small_county(folder / "sources")
    done = nightly(county.folder, folder / "data")
    assert done.returncode == 0, done.stdout + done.stderr
    return Office(county.folder, folder / "data", done.stdout + done.stderr)


@pytest.fixture
def office(office_after_a_night: Office, tmp_path: Path) -> Office:
    """A small county after one night, to be changed."""
    for folder in (office_after_a_night.sources, office_after_a_night.data):
        shutil.copytree(folder, tmp_path / folder.name, symlinks=True, dirs_exist_ok=True)
    return Office(
        tmp_path / office_after_a_night.sources.name,
        tmp_path / office_after_a_night.data.name,
        office_after_a_night.said,
    )
