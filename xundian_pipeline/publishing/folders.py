"""The folders of the published nights: built aside, made visible by one rename, removed when their time is over.

DATA/nights/<assessment date>-<number> holds one night; the numbers count publications. DATA/published is a relative
link to one of them, so that DATA can be moved. Whoever publishes holds the lock on DATA.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from schemas.published.table import PublishedTable
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store.folders import sync

PUBLISHED = "published"
NIGHTS = "nights"
DATABASE = "xundian.duckdb"
PARQUET = "parquet"

_NIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d{6,})")
_BUILDING = ".building-"
_LINK = ".published-"
_FOLDER_MODE = 0o755
_FILE_MODE = 0o644


@dataclass(frozen=True)
class NightFolder:
    """The folder of a published night. `number` counts publications."""

    path: Path
    assessment_date: datetime.date
    number: int


def night_folders(data: Path) -> list[NightFolder]:
    """The folders of all nights under `data`, the latest publication first."""
    found = []
    for path in (data / NIGHTS).glob("*-*"):
        match = _NIGHT.fullmatch(path.name)
        if match and path.is_dir():
            found.append(NightFolder(path, datetime.date.fromisoformat(match[1]), int(match[2])))
    return sorted(found, key=lambda folder: folder.number, reverse=True)


@contextlib.contextmanager
def building_folder(data: Path) -> Iterator[Path]:
    """A new folder that nobody else can read, to build a night in; it is gone on leaving unless it was made visible.

    Leftovers of publications that were killed are removed first.
    """
    nights = data / NIGHTS
    nights.mkdir(parents=True, exist_ok=True)
    nights.chmod(_FOLDER_MODE)
    for leftover in [*nights.glob(f"{_BUILDING}*"), *data.glob(f"{_LINK}*")]:
        _remove(leftover)
    building = nights / f"{_BUILDING}{secrets.token_hex(8)}"
    building.mkdir(mode=0o700)
    try:
        yield building
    finally:
        _remove(building)


def next_number(data: Path) -> int:
    """The number of the next publication."""
    return max((folder.number for folder in night_folders(data)), default=0) + 1


def folder_of(data: Path, assessment_date: datetime.date, number: int) -> Path:
    """Where the folder of a publication is, or was."""
    return data / NIGHTS / f"{assessment_date}-{number:06d}"


def number_of(folder: Path) -> int:
    """The number in the name of a night's folder."""
    return int(folder.name.rsplit("-", 1)[1])


def settle(building: Path, data: Path, assessment_date: datetime.date, number: int) -> Path:
    """Give the finished folder its place; return it. Modes are set whatever the umask is; all of it is on the disk."""
    _set_modes_and_sync(building)
    folder = folder_of(data, assessment_date, number)
    building.rename(folder)
    sync(folder.parent)
    return folder


@contextlib.contextmanager
def gone_unless_done(folder: Path) -> Iterator[None]:
    """Remove a settled folder where the block raises: no reader has seen it."""
    try:
        yield
    except BaseException:
        _remove(folder)
        raise


def show(folder: Path, data: Path) -> None:
    """Point DATA/published at a settled folder, by one rename; PipelineError where that cannot be, the folder gone."""
    link = data / f"{_LINK}{secrets.token_hex(8)}"
    link.symlink_to(folder.relative_to(data), target_is_directory=True)
    try:
        link.replace(data / PUBLISHED)
    except OSError:
        link.unlink()
        _remove(folder)
        raise PipelineError(
            f"数据文件夹中的 {PUBLISHED} 应当是指向当夜文件夹的链接，现在无法替换；请把它移开后重新发布。"
        ) from None
    sync(data)


def published_folder(data: Path) -> Path | None:
    """The folder that DATA/published points to; None if nothing is published."""
    link = data / PUBLISHED
    return link.resolve() if link.is_dir() else None


def latest_folder_of(data: Path, assessment_date: datetime.date) -> Path | None:
    """The folder of the latest publication of a night; None if there is none any more."""
    return next((night.path for night in night_folders(data) if night.assessment_date == assessment_date), None)


def published_table(data: Path, assessment_date: datetime.date, table: PublishedTable) -> Path | None:
    """Where the Parquet file of a table lies in the latest folder of a night; None if there is none any more."""
    folder = latest_folder_of(data, assessment_date)
    path = folder / PARQUET / table.schema / f"{table.name}.parquet" if folder else None
    return path if path is not None and path.is_file() else None


def remove_all_but(data: Path, kept: set[Path]) -> None:
    """Remove the folders of all nights but those `kept` and the published one."""
    stay = {path.resolve() for path in kept} | {published_folder(data)}
    for folder in night_folders(data):
        if folder.path.resolve() not in stay:
            _remove(folder.path)


def _remove(path: Path) -> None:
    """Remove a folder or link; what cannot be removed stays for the next publication to try."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def _set_modes_and_sync(folder: Path) -> None:
    for parent, _, files in os.walk(folder, topdown=False):
        for name in files:
            path = Path(parent, name)
            path.chmod(_FILE_MODE)
            sync(path)
        Path(parent).chmod(_FOLDER_MODE)
        sync(Path(parent))
