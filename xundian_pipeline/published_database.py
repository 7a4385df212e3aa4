"""The database of a published night, as everybody reads it who is not publishing."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from schemas.published.codes import COUNTY_INDICATORS, HOUSEHOLD_INDICATORS, VILLAGE_INDICATORS, Indicator
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.publishing.folders import DATABASE, PUBLISHED, latest_folder_of
from xundian_pipeline.store import demand_known_format

Row: TypeAlias = dict[str, Any]

_NO_TABLES = "还没有发布过的结果：请先运行全县夜间任务（xundian nightly），或核对 --data 指的文件夹。"
TABLES_UNREADABLE = "已发布的数据库打不开或不完整：请重新运行全县夜间任务。"


@contextmanager
def published_database(data: Path, day: datetime.date | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The database of the night that readers see, or of the latest publication of `day`, open for reading.

    Raises PipelineError where nothing is published, the night of `day` has no folder any more, or the block finds that
    the database cannot be read.
    """
    demand_known_format(data)
    folder = data / PUBLISHED if day is None else _folder_of(data, day)
    if not (folder / DATABASE).is_file():
        raise PipelineError(_NO_TABLES)
    try:
        with duckdb.connect(str(folder / DATABASE), read_only=True) as connection:
            yield connection
    except duckdb.Error:
        raise PipelineError(TABLES_UNREADABLE) from None


def rows_of(connection: duckdb.DuckDBPyConnection, query: str, *values: Any) -> list[Row]:
    """What a query gives, one mapping of column to value a row."""
    result = connection.execute(query, values)
    names: Sequence[str] = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def named_indicators(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, Indicator]:
    """Return the indicators that a published table holds by their codes, named as the night names them, in order."""
    labels = rows_of(
        connection,
        "SELECT value, label FROM exit_indicators.labels WHERE table_name = ? AND column_name = 'indicator'",
        table,
    )
    known = {**HOUSEHOLD_INDICATORS, **VILLAGE_INDICATORS, **COUNTY_INDICATORS}
    in_order = sorted(labels, key=lambda row: (len(row["value"]), row["value"]))
    return {
        row["value"]: Indicator(row["label"], known[row["value"]].unit if row["value"] in known else None)
        for row in in_order
    }


def as_published(number: str) -> str:
    """Return a number or code as it stands in the tables, however it was typed."""
    return unicodedata.normalize("NFKC", number).strip()


def _folder_of(data: Path, day: datetime.date) -> Path:
    folder = latest_folder_of(data, day)
    if folder is None:
        raise PipelineError(
            f"考核日 {day} 的一夜没有发布过的表：请先运行这一夜（xundian nightly --assessment-date {day}）。"
        )
    return folder
