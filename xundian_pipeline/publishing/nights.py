"""What publishing adds to the tables of the rules: the nights that are kept, and what coded values are called."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

import duckdb
import pyarrow

from schemas.published import PublishedTable
from schemas.published.exit_indicators import LABELS, NIGHTS
from schemas.registry import FEEDS
from xundian_pipeline.archive import KeptNight
from xundian_pipeline.publishing.inputs import input_view


@dataclass(frozen=True)
class NightLine:
    """A line of the table `nights`. `published_at` is the county's local time, without the zone."""

    assessment_date: datetime.date
    published_at: datetime.datetime
    rule_version: str
    code_version: str
    feeds_absent: str
    sealed: bool

    @classmethod
    def of(cls, night: KeptNight) -> NightLine:
        """The line of a night that the ledger keeps."""
        return cls(
            night.assessment_date,
            datetime.datetime.fromisoformat(night.published_at).replace(tzinfo=None),
            night.rule_version,
            night.code_version,
            night.feeds_absent,
            night.sealed_by is not None,
        )

    def with_feeds_absent(self, feeds: str) -> NightLine:
        """The same line with the JSON list of the feeds that had not come."""
        return replace(self, feeds_absent=feeds)


def open_nights(connection: duckdb.DuckDBPyConnection, lines: Iterable[NightLine]) -> None:
    """Make the input of `nights`."""
    rows = [asdict(line) for line in lines]
    connection.register(input_view(NIGHTS), pyarrow.Table.from_pylist(rows, NIGHTS.arrow_schema))


def open_labels(connection: duckdb.DuckDBPyConnection, published_tables: Iterable[PublishedTable]) -> None:
    """Make the input of `labels` from the declared tables."""
    rows = [
        {"table_name": table.name, "column_name": column.name, "value": value, "label": label}
        for table in published_tables
        for column in table.columns
        for value, label in column.codes.items()
    ]
    connection.register(input_view(LABELS), pyarrow.Table.from_pylist(rows))


def feeds_absent(connection: duckdb.DuckDBPyConnection, feed_runs: PublishedTable) -> str:
    """The feeds of which no file came (ruling 17), as a JSON list in the order of the feeds."""
    query = f"SELECT DISTINCT feed FROM {input_view(feed_runs)} WHERE source IS NOT NULL"
    came = {row[0] for row in connection.execute(query).fetchall()}
    return json.dumps([feed for feed in FEEDS if feed not in came])
