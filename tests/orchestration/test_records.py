"""How a run's record is written: without waiting for the disk at every event, and in Dagster's files alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from dagster import DagsterRun
from dagster._core.storage.event_log.sqlite import sqlite_event_log

from xundian_pipeline.orchestration.instance import instance_folder, open_instance
from xundian_pipeline.orchestration.records import writing_records

NORMAL, FULL = 1, 2


def _synchronous(path: Path) -> int:
    """How SQLAlchemy's connections to a file wait for the disk."""
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        level: int = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    engine.dispose()
    return level


def test_only_dagsters_files_are_written_without_waiting(tmp_path: Path) -> None:
    folder = instance_folder(tmp_path)
    with open_instance(tmp_path), writing_records(folder, "run"):
        assert _synchronous(folder / "history" / "runs.db") == NORMAL
        assert _synchronous(folder / "history" / "runs" / "index.db") == NORMAL
        assert _synchronous(tmp_path / "other.db") == FULL


def test_the_events_of_a_run_are_stored_through_one_engine_for_each_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    make = sqlalchemy.create_engine

    def noted(url: str, **more: Any) -> sqlalchemy.Engine:
        made.append(Path(url).name)
        return make(url, **more)

    monkeypatch.setattr(sqlite_event_log, "create_engine", noted)
    with open_instance(tmp_path) as instance:
        run = DagsterRun("nightly", run_id="run")
        with writing_records(instance_folder(tmp_path), run.run_id):
            made.clear()
            for _ in range(3):
                instance.report_engine_event("beside a run", run)
        assert 0 < len(made) == len(set(made))
        for _ in range(3):
            instance.report_engine_event("after it", run)
        assert len(made) > len(set(made))


def test_a_connection_that_closes_is_not_the_last_one(tmp_path: Path) -> None:
    folder = instance_folder(tmp_path)
    index = folder / "history" / "runs" / "index.db"
    log = index.with_name("index.db-wal")
    with open_instance(tmp_path):
        with writing_records(folder, "run"):
            with closing(sqlite3.connect(index)) as connection, connection:
                connection.execute("CREATE TABLE seen (number INTEGER)")
            assert log.stat().st_size > 0
        assert not log.exists()
    with closing(sqlite3.connect(index)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM seen").fetchone() == (0,)
