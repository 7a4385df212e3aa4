"""What publishing adds to the tables of the rules: the nights that are kept, and what coded values are called."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow
import pyarrow.parquet

from schemas.published import PUBLISHED, PublishedTable
from schemas.published.exit_indicators import LABELS, NIGHTS
from schemas.registry import FEEDS
from xundian_pipeline.publishing.folders import PARQUET, NightFolder
from xundian_pipeline.publishing.inputs import input_view


def open_nights(connection: duckdb.DuckDBPyConnection, this_night: dict[str, Any], kept: Sequence[NightFolder]) -> None:
    """Make the input of `nights`: `this_night` and the lines of the nights whose folders are `kept`."""
    rows = [this_night]
    for folder in kept:
        rows += _line(folder, this_night["assessment_date"])
    connection.register(input_view(NIGHTS), pyarrow.Table.from_pylist(rows, NIGHTS.arrow_schema))


def open_labels(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the input of `labels` from the schemas."""
    rows = [
        {"table_name": table.name, "column_name": column.name, "value": value, "label": label}
        for table in PUBLISHED.values()
        for column in table.columns
        for value, label in column.codes.items()
    ]
    connection.register(input_view(LABELS), pyarrow.Table.from_pylist(rows))


def feeds_absent(connection: duckdb.DuckDBPyConnection, feed_runs: PublishedTable) -> str:
    """The feeds of which no file came (ruling 17), as a JSON list in the order of the feeds."""
    query = f"SELECT DISTINCT feed FROM {input_view(feed_runs)} WHERE source IS NOT NULL"
    came = {row[0] for row in connection.execute(query).fetchall()}
    return json.dumps([feed for feed in FEEDS if feed not in came])


def _line(folder: NightFolder, this_night: datetime.date) -> list[dict[str, Any]]:
    """A kept night's own line, as its folder holds it; none for the night that is published anew."""
    path = folder.path / PARQUET / NIGHTS.schema / f"{NIGHTS.name}.parquet"
    if folder.assessment_date == this_night or not path.is_file():
        return []
    lines: list[dict[str, Any]] = pyarrow.parquet.read_table(path, schema=NIGHTS.arrow_schema).to_pylist()
    return [line for line in lines if line["assessment_date"] == folder.assessment_date]
