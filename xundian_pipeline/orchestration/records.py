"""Dagster's SQLite files while a run writes its record: several hundred events, each a connection of its own.

Left alone, SQLite takes every closing connection for the last one, copies its write-ahead log into the database and
deletes it, and waits for the disk several times an event: on a busy disk longer than the whole night takes to reckon.
So one connection to each file stays open as long as a run, and commits do not wait for the disk. A killed process loses
nothing by that, and a power failure at most the last events of a record; the databases stay whole. Dagster makes an
engine of SQLAlchemy's for every event, which then works out the same statements anew: a run keeps one for each file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy
from dagster._core.storage.event_log.sqlite import sqlite_event_log
from sqlalchemy.engine import Engine

_SECONDS_TO_WAIT = 30
_FOLDERS: set[Path] = set()
_EVENTS: Any = sqlite_event_log


@contextmanager
def writing_records(instance_folder: Path, run_id: str) -> Iterator[None]:
    """Make the record of a run in this process cheap to write, for as long as the block runs."""
    history = instance_folder / "history"
    _FOLDERS.add(instance_folder)
    if not sqlalchemy.event.contains(Engine, "connect", _do_not_wait_for_the_disk):
        sqlalchemy.event.listen(Engine, "connect", _do_not_wait_for_the_disk)
    with ExitStack() as held:
        for path in (history / "runs.db", history / "runs" / "index.db", history / "runs" / f"{run_id}.db"):
            connection = held.enter_context(closing(sqlite3.connect(path, timeout=_SECONDS_TO_WAIT)))
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchall()
        with _keeping_engines():
            yield


@contextmanager
def _keeping_engines() -> Iterator[None]:
    """Let Dagster's storage of events find again the engines that it has made, which hold no connection."""
    make, kept = _EVENTS.create_engine, dict[str, Engine]()

    def engine_of(url: str, **more: Any) -> Engine:
        if url not in kept:
            kept[url] = make(url, **more)
        return kept[url]

    _EVENTS.create_engine = engine_of
    try:
        yield
    finally:
        _EVENTS.create_engine = make


def _do_not_wait_for_the_disk(connection: Any, _record: object) -> None:
    """Set up a new connection of SQLAlchemy's, where it leads to one of Dagster's files."""
    if isinstance(connection, sqlite3.Connection):
        file = Path(connection.execute("PRAGMA database_list").fetchone()[2])
        if any(file.is_relative_to(folder) for folder in _FOLDERS):
            connection.execute("PRAGMA synchronous = NORMAL")
