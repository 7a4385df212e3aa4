"""The Pandera schema of a feed held against its cleaned table."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import numpy
import pandas
import pandera.errors
import pyarrow

from schemas.feed import Feed

_CHECKS_BY_PREFIX = {
    "not_nullable": "required",
    "isin": "enum",
    "str_matches": "format",
    "format": "format",
    "in_range": "range",
    "range": "range",
    "greater_than": "range",
    "less_than": "range",
}

COMPARING = ("order", "sum")
"""The checks that hold several columns of a row against one another."""


@dataclass(frozen=True, order=True)
class Failure:
    """A check that a cell fails: the row's position in the table, the column that carries the check, the check."""

    position: int
    column: str
    check: str


def validate(table: pyarrow.Table, feed: Feed, assessment_date: datetime.date, county_code: str) -> list[Failure]:
    """Return every failure of the feed's schema on the cleaned `table`, sorted.

    The table has the feed's columns in their types. Pandera's own error is caught here, because it carries values.
    """
    frame = table.select([column.name for column in feed.columns]).to_pandas(types_mapper=pandas.ArrowDtype)
    try:
        feed.schema(assessment_date, county_code).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
    else:
        return []
    found = set()
    for column, check, position in zip(cases["column"], cases["check"], cases["index"], strict=True):
        kind, _, carrier = str(check).partition(":")
        if carrier and kind in COMPARING:
            found.add(Failure(int(position), carrier, kind))
        else:
            found.add(Failure(_position(position, feed), str(column), _check(str(check))))
    return sorted(found)


def compared_columns(failure: Failure, feed: Feed) -> tuple[str, ...]:
    """The columns that a comparing check holds against one another."""
    start = feed.column(failure.column).not_before
    if start is not None:
        return (start, failure.column)
    return tuple(column.name for column in feed.columns if column.type == "money")


def failures(column: str, failed: dict[str, Any]) -> list[Failure]:
    """The failures of cleaning one column, as those of validation."""
    return [Failure(int(position), column, check) for check, positions in failed.items() for position in positions]


def without_failed(array: pyarrow.Array, positions: list[int]) -> pyarrow.Array:
    """Return the column with the cells at `positions` missing."""
    mask = numpy.zeros(len(array), dtype=bool)
    mask[positions] = True
    return pyarrow.compute.if_else(pyarrow.array(mask), None, array)


def _position(position: Any, feed: Feed) -> int:
    if pandas.isna(position):
        raise ValueError(f"the cleaned table of {feed.id} has not the shape of its schema")
    return int(position)


def _check(name: str) -> str:
    for prefix, check in _CHECKS_BY_PREFIX.items():
        if name.startswith(prefix):
            return check
    raise ValueError(f"no quarantine check is known for {name.split('(', maxsplit=1)[0]}")
