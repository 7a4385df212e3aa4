"""Publishing one night."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow

from schemas.published import PUBLISHED
from schemas.published.exit_indicators import LABELS, NIGHTS
from schemas.published.quality import FEED_RUNS
from schemas.registry import FEEDS
from xundian_pipeline import faults
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.publishing import database, evidence, folders, inputs, nights, parquet, tables, texts
from xundian_pipeline.publishing.version import code_version

_MADE_HERE = (NIGHTS, LABELS)


@dataclass(frozen=True)
class NightContext:
    """What publishing must know of the night beside its tables.

    `nights_kept` is the number of nights whose folders stay. `published_at` has a time zone; None: the moment of
    publishing.
    """

    county: County
    assessment_date: datetime.date
    nights_kept: int = 2
    published_at: datetime.datetime | None = None


@dataclass(frozen=True)
class PublishedNight:
    """A night that readers see. `rows` counts the rows of every table by its `schema.name`.

    `published_at` is in the county's time zone; in the table `nights` it stands without the zone.
    """

    folder: Path
    assessment_date: datetime.date
    published_at: datetime.datetime
    rows: Mapping[str, int]
    texts_masked: int


def publish(tables_of_night: Mapping[str, Sequence[Path]], context: NightContext, data: Path) -> PublishedNight:
    """Build a night's folder under `data`, check it, and make it the published one.

    `tables_of_night` maps each published table's name (but `nights` and `labels`, which are made here) and each feed's
    identifier to Parquet files; the feeds' accepted rows give evidence its place and personal data its names. The
    caller holds the lock on `data`. Raises PipelineError where a table does not fit its description or the disk is
    full; the night that was published stays as it was.
    """
    if context.nights_kept < 1:
        raise PipelineError("保留的夜数至少是 1，请改正设置后重新发布。")
    with _told_in_chinese(), folders.building_folder(data) as building:
        spill = building / ".spill"
        published_at = _local(context.published_at or datetime.datetime.now(datetime.UTC), context.county)
        with inputs.connect(spill) as connection:
            rows, masked = _build(connection, tables_of_night, context, published_at, building, data)
        shutil.rmtree(spill, ignore_errors=True)
        replaced = folders.published_folder(data)
        folder = folders.make_visible(building, data, context.assessment_date)
    folders.remove_old_nights(data, context.nights_kept, replaced)
    return PublishedNight(folder, context.assessment_date, published_at, rows, masked)


def _build(
    connection: duckdb.DuckDBPyConnection,
    tables_of_night: Mapping[str, Sequence[Path]],
    context: NightContext,
    published_at: datetime.datetime,
    building: Path,
    data: Path,
) -> tuple[dict[str, int], int]:
    """Write every table as Parquet and into the database; return the rows of each and the number of masked texts."""
    from_rules = [table for table in PUBLISHED.values() if table not in _MADE_HERE]
    inputs.open_inputs(connection, tables_of_night, from_rules)
    masks = texts.find_masks(
        connection, from_rules, [feed for feed in FEEDS if tables_of_night.get(feed)], context.county.divisions
    )
    evidence.locate_rows(connection, masks)
    this_night = {
        "assessment_date": context.assessment_date,
        "published_at": published_at.replace(tzinfo=None),
        "rule_version": context.county.rules.version,
        "code_version": code_version(),
        "feeds_absent": nights.feeds_absent(connection, FEED_RUNS),
        "sealed": False,
    }
    kept = folders.latest_nights(folders.night_folders(data), context.nights_kept)
    others = [folder for folder in kept if folder.assessment_date != context.assessment_date]
    nights.open_nights(connection, this_night, others[: context.nights_kept - 1])
    nights.open_labels(connection)
    stamps: tables.Stamps = {"assessment_date": context.assessment_date, "rule_version": context.county.rules.version}
    rows = {}
    with database.new_database(connection, building / folders.DATABASE):
        for name, table in PUBLISHED.items():
            path = building / folders.PARQUET / table.schema / f"{table.name}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            own_stamps = {} if table is NIGHTS else stamps
            rows[name] = parquet.write_rows(table, tables.read_rows(connection, table, own_stamps), path)
            database.load_table(connection, table, path, inputs.count(connection, inputs.input_view(table)))
    return rows, len(masks)


def _local(moment: datetime.datetime, county: County) -> datetime.datetime:
    return moment.astimezone(ZoneInfo(county.timezone)).replace(microsecond=0)


@contextmanager
def _told_in_chinese() -> Iterator[None]:
    """Tell in Chinese what stopped publishing: the texts of DuckDB's and Arrow's errors may hold values of the rows.

    Errors of the file system go through, so that the caller can see which are worth another try.
    """
    try:
        yield
    except (duckdb.Error, pyarrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and not faults.is_disk_full(error):
            raise
        raise PipelineError(faults.explain(error)) from None
