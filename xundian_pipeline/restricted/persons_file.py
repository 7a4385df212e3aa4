"""The file that names persons: DATA/restricted/persons.duckdb, made anew with every night, whole or not at all.

Its owner alone can read it. It belongs to the night that readers see: it is built while that night is being published
and takes its place right after, with the findings as they were published.
"""

from __future__ import annotations

import datetime
import os
import secrets
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.parquet

from schemas.published.codes import FINDING_RULES, FINDING_STATUSES
from schemas.published.person import HOUSEHOLD_LEDGER, MEMBERS, SCHEMA
from schemas.registry import FEEDS
from xundian_pipeline import faults
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.publishing import database, folders
from xundian_pipeline.publishing.inputs import labels, literal, quoted
from xundian_pipeline.restricted.ledger import (
    counted_lines,
    lines_by_section,
    members_query,
    numbered_lines,
    preparations,
)
from xundian_pipeline.rules.indicators import indicators_of
from xundian_pipeline.store.folders import PRIVATE_FILE, PRIVATE_FOLDER, make_private_folder, sync

FOLDER = "restricted"
DATABASE = "persons.duckdb"
MEMORY_LIMIT = "450MB"
THREADS = 1
"""One thread takes no longer: two of them pack most lines of the ledger twice, and the night's other tables, which are
published meanwhile, go without a core."""

_NICENESS = 10
_BUILDING = ".persons-"
_READ_BESIDE_FEEDS = (
    "members",
    "belongs",
    "deceased",
    "households",
    "living_members",
    "quarantined_rows",
    "household_measures",
    "household_exit_indicators",
    "household_results",
)
_FINDINGS_FILE = "exit_indicators/findings.parquet"
_HOUSEHOLDS_FILE = "exit_indicators/household_exit.parquet"


@contextmanager
def persons_of_the_night(
    tables: Mapping[str, Sequence[Path]], county: County, assessment_date: datetime.date, data: Path
) -> Iterator[Callable[[], None]]:
    """Build the file of a night beside the block, which publishes it, and put it in its place after the block.

    Yields what waits until the file is built and raises what building it raised: to be called before the night is
    shown. `tables` maps the names of the night's tables (feeds, people, households, rules) to Parquet files. Where the
    block leaves another night as the published one, that night's file stays, with the findings as they now are. An
    error in the block leaves the old file. The caller holds the lock on `data`. Raises PipelineError where the file
    cannot be written.
    """
    folder = _private_folder(data)
    building = folder / f"{_BUILDING}{secrets.token_hex(8)}.duckdb"
    try:
        with ThreadPoolExecutor(1, "persons") as executor:
            built = executor.submit(_build, tables, county, assessment_date, building)
            yield lambda: _wait(built)
            _wait(built)
        published = folders.published_folder(data)
        if published is not None:
            with _told_in_chinese():
                _put_in_place(building, assessment_date, published, folder / DATABASE)
    finally:
        _remove_unfinished(folder)


def remove_other_nights(data: Path) -> bool:
    """Remove the file where it is of another night than the published one; return whether it was."""
    place, published = data / FOLDER / DATABASE, folders.published_folder(data)
    if not place.exists() or published is None or _date_in(place) == _date_of(published):
        return False
    place.unlink()
    sync(place.parent)
    return True


def _private_folder(data: Path) -> Path:
    folder = make_private_folder(data / FOLDER)
    folder.chmod(PRIVATE_FOLDER)
    _remove_unfinished(folder)
    return folder


def _remove_unfinished(folder: Path) -> None:
    """Remove what a publication that failed or was killed has left."""
    for path in folder.glob(f"{_BUILDING}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def _connection(building: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills beside the file, where nobody else can read."""
    spill = building.with_suffix(".spill")
    with duckdb.connect(
        config={"memory_limit": MEMORY_LIMIT, "threads": THREADS, "temp_directory": str(spill)}
    ) as connection:
        yield connection


def _wait(built: Future[None]) -> None:
    with _told_in_chinese():
        built.result()


def _build(
    tables: Mapping[str, Sequence[Path]], county: County, assessment_date: datetime.date, building: Path
) -> None:
    if sys.platform == "linux":  # where a thread has a priority of its own
        # The tables that readers see come first: this thread takes what they leave of the cores.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
    with _connection(building) as connection:
        _fill(connection, tables, county, assessment_date, building)


def _fill(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Sequence[Path]],
    county: County,
    assessment_date: datetime.date,
    building: Path,
) -> None:
    indicators = indicators_of(county)["household"]
    for name in (*FEEDS, *_READ_BESIDE_FEEDS):
        if not tables.get(name):
            raise PipelineError(f"缺少台账要用的表 {name}，本次没有发布；请先重新运行全县夜间任务。")
        files = ", ".join(literal(str(path)) for path in tables[name])
        connection.execute(f"CREATE TEMP VIEW {quoted(name)} AS FROM read_parquet([{files}], union_by_name = true)")
    for statement in preparations(indicators):
        connection.execute(statement)
    connection.execute("CREATE TEMP TABLE written (household INTEGER, lines BIGINT)")
    day = f"DATE {literal(assessment_date.isoformat())}"
    # Nobody else can enter the folder, so that the file is out of reach also before it has its mode.
    with database.new_file(connection, building):
        building.chmod(PRIVATE_FILE)
        connection.execute(f"INSERT INTO {database.create_table(connection, MEMBERS)} {members_query(day)}")
        ledger = database.create_table(connection, HOUSEHOLD_LEDGER)
        for section, queries in lines_by_section(indicators).items():
            _write_section(connection, ledger, day, section, queries)


def _write_section(
    connection: duckdb.DuckDBPyConnection, ledger: str, day: str, section: str, queries: Sequence[str]
) -> None:
    """Write the lines of a section behind those of the sections before it."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE lines AS {queries[0]}")
    for query in queries[1:]:
        connection.execute(f"INSERT INTO lines {query}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE counted AS {counted_lines('lines', 'written')}")
    connection.execute(f"INSERT INTO {ledger} {numbered_lines(day, section, 'lines', 'counted')}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE written AS SELECT household, SUM(lines) AS lines FROM "
        "(SELECT household, lines FROM written UNION ALL SELECT household, lines FROM counted) GROUP BY household"
    )


def _put_in_place(building: Path, assessment_date: datetime.date, published: Path, place: Path) -> None:
    """Give the file that belongs to the `published` night its findings and its place."""
    shown = _date_of(published)
    if shown != assessment_date:
        if not place.exists() or _date_in(place) != shown:
            return
        building.unlink()
        shutil.copyfile(place, building)
        building.chmod(PRIVATE_FILE)
    with _connection(building) as connection:
        connection.execute(f"ATTACH {literal(str(building))} AS persons")
        connection.execute("USE persons")
        _write_findings(connection, published / folders.PARQUET / _FINDINGS_FILE, shown)
        connection.execute("USE memory")
        connection.execute("CHECKPOINT persons")
        connection.execute("DETACH persons")
    sync(building)
    building.replace(place)
    sync(place.parent)


def _write_findings(connection: duckdb.DuckDBPyConnection, findings: Path, shown: datetime.date) -> None:
    """Put the findings as published behind the other lines of each household, in place of those that stand there."""
    ledger = f"{SCHEMA}.{HOUSEHOLD_LEDGER.name}"
    text = (
        f"f.detail || '；责任部门：' || f.departments || '；' || {labels('f.status', FINDING_STATUSES)} || "
        "'；首次发现 ' || CAST(f.first_seen AS VARCHAR) || '，最近发现 ' || CAST(f.last_seen AS VARCHAR) || "
        "COALESCE('，销号 ' || CAST(f.closed_on AS VARCHAR), '')"
    )
    connection.execute("BEGIN")
    connection.execute(f"DELETE FROM {ledger} WHERE section = '疑点' AND feed IS NULL")
    connection.execute(
        f"INSERT INTO {ledger} WITH behind AS (SELECT household_id, MAX(line_number) AS line_number FROM {ledger} "
        "GROUP BY household_id) "
        f"SELECT DATE {literal(shown.isoformat())}, f.household_id, b.line_number + ROW_NUMBER() OVER ("
        "PARTITION BY f.household_id ORDER BY f.rule, f.unit, f.feed NULLS FIRST), '疑点', m.member_id, "
        f"f.rule || ' ' || {labels('f.rule', FINDING_RULES)}, {text}, f.first_seen, NULL, NULL, NULL, NULL, NULL "
        f"FROM read_parquet({literal(str(findings))}) AS f JOIN behind AS b ON f.household_id = b.household_id "
        f"LEFT JOIN {SCHEMA}.{MEMBERS.name} AS m ON f.unit = m.member_id ORDER BY f.household_id, 3"
    )
    connection.execute("COMMIT")


def _date_of(published: Path) -> datetime.date:
    """The assessment date of a published night, as its households say."""
    path = published / folders.PARQUET / _HOUSEHOLDS_FILE
    dates = pyarrow.parquet.read_table(path, columns=["assessment_date"])["assessment_date"]
    day: datetime.date = dates[0].as_py()
    return day


def _date_in(place: Path) -> datetime.date | None:
    """The assessment date of the file that is there; None where it is empty."""
    with duckdb.connect(str(place), read_only=True) as connection:
        rows = connection.execute(f"SELECT DISTINCT assessment_date FROM {SCHEMA}.{MEMBERS.name}").fetchall()
    return rows[0][0] if rows else None


@contextmanager
def _told_in_chinese() -> Iterator[None]:
    """Tell in Chinese what went wrong: the texts of DuckDB's and Arrow's errors may hold values of the rows."""
    try:
        yield
    except (duckdb.Error, pyarrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and not faults.is_disk_full(error):
            raise
        raise PipelineError(faults.explain(error)) from None
