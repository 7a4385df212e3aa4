"""Rows as their department sees them: every cell as a text that reads back to the same value."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow

from schemas.feed import Column, Feed
from xundian_pipeline.acceptance.text import normalise
from xundian_pipeline.acceptance.validation import Failure
from xundian_pipeline.reading import ReadSheet, RowsOfSheets

MISSING_MARK = "-"

RETURNED_ROWS = pyarrow.schema(
    [
        ("feed", pyarrow.string()),
        ("row_ref", pyarrow.int64()),
        ("row_key", pyarrow.string()),
        ("cells", pyarrow.list_(pyarrow.string())),
    ]
)
"""Rows that their department is to correct: `cells` as `contents` writes them, in the order of the feed's columns;
`row_key` by what a correction finds the row, null where it is still to be made. Personal data: never published."""


def contents(
    table: pyarrow.Table, unread: Sequence[Failure], sheets: Sequence[ReadSheet], feed: Feed, positions: Sequence[int]
) -> pyarrow.Table:
    """Return the rows at `positions` of a cleaned table as texts: one string column per column of the feed.

    A cell that could be read stands as its value is written (days as 2017-06-30, months as 2017-06, shares and amounts
    as plain decimals in the units of the feed's own headers, 是 and 否), one that could not (`unread`) as it was
    written, a missing one as null, or as a missing mark in the two columns where a blank means something else.
    """
    rows = table.take(pyarrow.array(positions, pyarrow.int64()))
    written = _as_written(unread, sheets, {position: index for index, position in enumerate(positions)})
    columns = {}
    for column in feed.columns:
        texts = written_values(rows[column.name], column)
        if column.blank_means_no or column.keeps_blank:
            blank = rows[f"{column.name}_blank"].to_pylist() if column.keeps_blank else [False] * len(texts)
            texts = [
                MISSING_MARK if text is None and not empty else text for text, empty in zip(texts, blank, strict=True)
            ]
        for index, text in written.get(column.name, {}).items():
            texts[index] = text
        columns[column.name] = pyarrow.array(texts, pyarrow.string())
    return pyarrow.table(columns)


def written_values(values: pyarrow.Array | pyarrow.ChunkedArray, column: Column) -> list[str | None]:
    """Return cleaned values of a column as they are written in its department's export."""
    write = _WRITERS.get(column.type, str)
    return [None if value is None else write(value) for value in values.to_pylist()]


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _month(day: datetime.date) -> str:
    return day.isoformat()[:7]


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "date": datetime.date.isoformat,
    "month": _month,
    "money": _plain,
    "number": _plain,
    "area_ha": _plain,
    "rate": _plain,
    "yesno": lambda value: "是" if value else "否",
}


def _as_written(
    unread: Sequence[Failure], sheets: Sequence[ReadSheet], asked: Mapping[int, int]
) -> dict[str, dict[int, str | None]]:
    """Return the texts of the unread cells of the asked rows, by column and by place among the asked."""
    rows = RowsOfSheets(sheets)
    found: dict[str, dict[int, str | None]] = {}
    for failure in unread:
        if failure.position in asked:
            sheet, local = rows.find(failure.position)
            cell = sheet.columns[failure.column].texts[local]
            text = normalise(pyarrow.array([cell.as_py()], pyarrow.string()))[0].as_py()
            found.setdefault(failure.column, {})[asked[failure.position]] = text
    return found
