"""Sheets as reading hands them on, written by hand: rows by canonical column name, cells as texts.

A test says what stands in the cells; everything that reading would add (masks, row numbers, counts) is made here.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pyarrow

from schemas.feed import Feed
from schemas.registry import FEEDS
from xundian_pipeline.acceptance import accept_feed
from xundian_pipeline.county import County, load_county
from xundian_pipeline.reading import BrokenFile, FeedReading, ReadColumn, ReadSheet

DAY = datetime.date(2017, 12, 31)
FIRST_ROW = 2
"""Row number of the first data row: the header is row 1."""

Cells = Mapping[str, str | None]


class Numeric(str):
    """A cell that was a floating point number."""

    def __repr__(self) -> str:
        """What tells it from the same text: nights are known by the texts of their rows."""
        return f"Numeric({super().__repr__()})"


class ErrorCell(str):
    """An error cell, such as #DIV/0!."""


@cache
def county() -> County:
    """The county of the seeds."""
    return load_county()


def sheet(
    feed: Feed,
    rows: Sequence[Cells],
    *,
    source: str | None = None,
    name: str | None = None,
    excel: bool = False,
    units: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    ignored: int = 0,
) -> ReadSheet:
    """A sheet with every column of the feed but those `without`; `ignored` rows were blank, totals or notes."""
    units, headers = units or {}, headers or {}
    present = [column for column in feed.columns if column.name not in without]
    unknown = {cell for row in rows for cell in row} - {column.name for column in feed.columns}
    assert not unknown, f"{feed.id} has no columns {sorted(unknown)}"
    return ReadSheet(
        source=source or f"{feed.id}.csv",
        sheet=name,
        encoding="utf-8",
        sha256="0" * 64,
        excel=excel,
        columns={
            column.name: _column(
                [row.get(column.name) for row in rows],
                headers.get(column.name, column.header),
                units.get(column.name),
            )
            for column in present
        },
        row_numbers=pyarrow.array(range(FIRST_ROW, FIRST_ROW + len(rows)), pyarrow.int32()),
        rows_read=len(rows) + ignored,
        rows_ignored=ignored,
        columns_missing=[column.header for column in feed.columns if column.name in without],
        columns_unknown=[],
    )


def _column(cells: list[str | None], header: str, unit: str | None) -> ReadColumn:
    numeric = [isinstance(cell, Numeric) for cell in cells]
    error = [isinstance(cell, ErrorCell) for cell in cells]
    return ReadColumn(
        header=header,
        texts=pyarrow.array([None if cell is None else str(cell) for cell in cells], pyarrow.string()),
        numeric=pyarrow.array(numeric) if any(numeric) else None,
        error=pyarrow.array(error) if any(error) else None,
        unit=unit,
    )


def broken_file(source: str) -> BrokenFile:
    """A file of a feed that has no usable header."""
    return BrokenFile(source, None, None, "1" * 64, [], f"文件 {source} 没有可用的表头：请按表样重新导出。")


@dataclass(frozen=True)
class Acceptance:
    """What became of a feed's rows, as lists of plain rows."""

    tables: dict[str, pyarrow.Table] = field(repr=False)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """All rows of a table."""
        return self.tables[table].to_pylist()

    @property
    def accepted(self) -> list[dict[str, Any]]:
        """The accepted rows."""
        return self.rows("accepted")

    @property
    def quarantine(self) -> list[dict[str, Any]]:
        """The lines of the quarantine."""
        return self.rows("quarantine")

    @property
    def checks(self) -> list[tuple[int | None, str | None, str, str]]:
        """Row number, column, kind and check of every line of the quarantine."""
        return [(line["row_number"], line["column"], line["kind"], line["check"]) for line in self.quarantine]

    @property
    def counts(self) -> list[tuple[int, int, int, int]]:
        """Rows read, accepted, quarantined and ignored, per file and sheet."""
        return [
            tuple(run[f"rows_{fate}"] for fate in ("read", "accepted", "quarantined", "ignored"))
            for run in self.rows("feed_runs")
        ]


def accept_sheets(
    feed_id: str, sheets: Sequence[ReadSheet], *, broken: Sequence[BrokenFile] = (), day: datetime.date = DAY
) -> Acceptance:
    """Accept a feed that has come as these sheets and broken files."""
    reading = FeedReading(feed=feed_id, sheets=list(sheets), broken=list(broken), notices=[])
    return Acceptance(accept_feed(reading, FEEDS[feed_id], county(), day))


def accept(feed_id: str, *rows: Cells, day: datetime.date = DAY, **described: Any) -> Acceptance:
    """Accept a feed that has come as one sheet with these rows; `described` as for `sheet`."""
    return accept_sheets(feed_id, [sheet(FEEDS[feed_id], rows, **described)], day=day)
