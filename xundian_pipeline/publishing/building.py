"""The folder of one night: every published table as Parquet and in the database, and what the night adds to history."""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.parquet

from schemas.published import PUBLISHED, PublishedTable
from schemas.published.exit_indicators import LABELS, NIGHTS
from schemas.published.history import FOUND, HOUSEHOLD_RESULTS, OWN_NOTICES, PROGRESS
from schemas.published.quality import FEED_RUNS
from schemas.registry import FEEDS
from xundian_pipeline.county import County
from xundian_pipeline.history import Past, fold, record_of_night
from xundian_pipeline.history.fold import SHOWN, Folded
from xundian_pipeline.publishing import cited_rows, database, evidence, folders, inputs, nights, parquet, tables, texts
from xundian_pipeline.publishing.database import NewDatabase
from xundian_pipeline.publishing.nights import NightLine
from xundian_pipeline.rules.indicators import published_tables_of

_MADE_HERE = (NIGHTS, LABELS)
_FOR_THE_RECORD = (FOUND, HOUSEHOLD_RESULTS, OWN_NOTICES)
_OF_ITS_OWN_NIGHT = (NIGHTS, PROGRESS)
"""The tables whose rows say themselves which night they are of."""

_SCRATCH = ".scratch"


@dataclass(frozen=True)
class BuiltNight:
    """What building gave beside the folder: the rows of every table by `schema.name`, and the tables for history.

    `record` and `state` map names of tables to Parquet files in a scratch folder, gone when the building is finished.
    """

    rows: Mapping[str, int]
    texts_masked: int
    feeds_absent: str
    record: Mapping[str, Path]
    state: Mapping[str, Path]


@contextmanager
def build_night(
    tables_of_night: Mapping[str, Sequence[Path]],
    county: County,
    assessment_date: datetime.date,
    past: Past,
    line: NightLine,
    others: Iterable[NightLine],
    folder: Path,
) -> Iterator[BuiltNight]:
    """Build the night's folder from the tables that the steps have made, after the `past`.

    `line` is the night's own line of the table `nights` (its feeds_absent is found here), `others` those of the other
    kept nights. Raises PipelineError where a table does not fit its description.
    """
    scratch = folder / _SCRATCH
    try:
        with inputs.connect(scratch / "spill") as connection:
            with database.new_database(scratch / "spill-of-database", folder / folders.DATABASE) as new:
                built = _build(connection, new, tables_of_night, county, assessment_date, past, line, others, folder)
            yield built
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _build(
    connection: duckdb.DuckDBPyConnection,
    new: NewDatabase,
    tables_of_night: Mapping[str, Sequence[Path]],
    county: County,
    assessment_date: datetime.date,
    past: Past,
    line: NightLine,
    others: Iterable[NightLine],
    folder: Path,
) -> BuiltNight:
    published_tables = tuple(published_tables_of(county).values())
    with_past = _with_past(published_tables)
    of_the_night = tuple(table for table in published_tables if table not in (*with_past, *_MADE_HERE))
    own = (*of_the_night, *_FOR_THE_RECORD)
    inputs.open_inputs(connection, tables_of_night, own)
    masks = texts.find_masks(connection, own, [feed for feed in FEEDS if tables_of_night.get(feed)], county.divisions)
    evidence.locate_rows(connection, masks)
    feeds_absent = nights.feeds_absent(connection, FEED_RUNS)
    stamps: tables.Stamps = {"assessment_date": assessment_date, "rule_version": county.rules.version}
    rows: dict[str, int] = {}
    record: dict[str, Path] = {}
    for table in own:
        path = _parquet(folder, table)
        if table in _FOR_THE_RECORD:
            path = record[table.name] = _scratch(folder, "record", table.name)
        rows[table.full_name] = _write(connection, table, stamps, path)
        if table in of_the_night:
            new.load(table, path)
    record |= _keep(cited_rows.cited_rows(connection), folder, "record")
    record |= _keep(record_of_night(tables_of_night, county, assessment_date, line.code_version), folder, "record")
    folded = fold(past, record, assessment_date)
    nights.open_nights(connection, [line.with_feeds_absent(feeds_absent), *others])
    nights.open_labels(connection, published_tables)
    rows |= _write_with_past(connection, with_past, folded, stamps, folder)
    for table in _MADE_HERE:
        rows[table.full_name] = _write(connection, table, {} if table is NIGHTS else stamps, _parquet(folder, table))
    for table in (*with_past, *_MADE_HERE):
        new.load(table, _parquet(folder, table))
    published = {name: count for name, count in rows.items() if name in PUBLISHED}
    return BuiltNight(published, len(masks), feeds_absent, record, _keep(folded.state, folder, "state"))


def build_again(
    shown: Path,
    folded: Folded | None,
    county: County,
    assessment_date: datetime.date,
    lines: Iterable[NightLine],
    folder: Path,
) -> None:
    """Build the folder of a night anew from the one that shows it now, where only its past has changed.

    `folded` holds the tables with a past as they are now, None where they are as they were; `lines` are those of
    `nights`. All else is taken over.
    """
    published_tables = tuple(published_tables_of(county).values())
    with inputs.connect(folder / _SCRATCH / "spill") as connection:
        for table in published_tables:
            if table is not NIGHTS and (folded is None or table.name not in SHOWN):
                _take_over(_parquet(shown, table), _parquet(folder, table))
        if folded is not None:
            stamps: tables.Stamps = {"assessment_date": assessment_date}
            _write_with_past(connection, _with_past(published_tables), folded, stamps, folder)
        nights.open_nights(connection, lines)
        _write(connection, NIGHTS, {}, _parquet(folder, NIGHTS), worded=True)
    with database.new_database(folder / _SCRATCH / "spill-of-database", folder / folders.DATABASE) as new:
        for table in published_tables:
            new.load(table, _parquet(folder, table))
    shutil.rmtree(folder / _SCRATCH, ignore_errors=True)


def _with_past(published_tables: Iterable[PublishedTable]) -> tuple[PublishedTable, ...]:
    return tuple(table for table in published_tables if table.name in SHOWN)


def _write_with_past(
    connection: duckdb.DuckDBPyConnection,
    with_past: Iterable[PublishedTable],
    folded: Folded,
    stamps: tables.Stamps,
    folder: Path,
) -> dict[str, int]:
    rows = {}
    for table in with_past:
        connection.register(inputs.input_view(table), folded.shown[table.name])
        own_stamps = {} if table in _OF_ITS_OWN_NIGHT else stamps
        rows[table.full_name] = _write(connection, table, own_stamps, _parquet(folder, table), worded=True)
        connection.unregister(inputs.input_view(table))
    return rows


def _write(
    connection: duckdb.DuckDBPyConnection,
    table: PublishedTable,
    stamps: tables.Stamps,
    path: Path,
    *,
    worded: bool = False,
) -> int:
    """Write a table as Parquet; return its rows, which must be as many as its input has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = parquet.write_rows(table, tables.read_rows(connection, table, stamps, worded=worded), path)
    tables.demand_rows(table, inputs.count(connection, inputs.input_view(table)), rows)
    return rows


def _keep(made: Mapping[str, pyarrow.Table], folder: Path, kind: str) -> dict[str, Path]:
    """Write tables for history into the scratch folder."""
    paths = {}
    for name, table in made.items():
        path = paths[name] = _scratch(folder, kind, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        pyarrow.parquet.write_table(table, path, compression="zstd")
    return paths


def _parquet(folder: Path, table: PublishedTable) -> Path:
    return folder / folders.PARQUET / table.schema / f"{table.name}.parquet"


def _scratch(folder: Path, kind: str, name: str) -> Path:
    return folder / _SCRATCH / kind / f"{name}.parquet"


def _take_over(old: Path, new: Path) -> None:
    new.parent.mkdir(parents=True, exist_ok=True)
    os.link(old, new)
