"""Cells of any format as columns of text."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow
import pyarrow.compute as compute

NOT_AVAILABLE = "#N/A"


@dataclass(frozen=True)
class CellColumn:
    """One column of cells by position: `texts` null where blank; `numeric` and `error` as in ReadColumn."""

    texts: pyarrow.Array
    numeric: pyarrow.Array | None = None
    error: pyarrow.Array | None = None

    def filter(self, keep: pyarrow.Array) -> CellColumn:
        """Return the cells of the rows that the boolean array `keep` marks."""
        return self._each(lambda array: array.filter(keep))

    def take(self, indices: pyarrow.Array) -> CellColumn:
        """Return the cells of the rows at `indices`, in that order."""
        return self._each(lambda array: array.take(indices))

    def _each(self, change: Callable[[pyarrow.Array], pyarrow.Array]) -> CellColumn:
        numeric, error = (None if mask is None else marked(change(mask)) for mask in (self.numeric, self.error))
        return CellColumn(change(self.texts), numeric, error)


def marked(mask: pyarrow.Array) -> pyarrow.Array | None:
    """Return a boolean array, or None where it marks no row."""
    return mask if compute.any(mask).as_py() else None


def text_column(texts: pyarrow.Array | pyarrow.ChunkedArray) -> CellColumn:
    """Return a column of strings with its blank cells (empty or white space only) as null."""
    array = combined(texts)
    blank = compute.or_(compute.equal(compute.binary_length(array), 0), compute.utf8_is_space(array))
    if compute.any(blank).as_py():
        array = compute.if_else(blank, pyarrow.scalar(None, pyarrow.string()), array)
    return CellColumn(array)


def column_of_values(values: Sequence[object], errors: Mapping[int, str] | None = None) -> CellColumn:
    """Return a column from Python values; `errors` holds the texts of error cells by row."""
    if errors:
        return _with_errors(values, errors)
    try:
        return text_column(pyarrow.array(values, pyarrow.string()))
    except pyarrow.ArrowException:
        # Not all are strings: the exact way, cell by cell.
        numeric = pyarrow.array([isinstance(value, float) for value in values], pyarrow.bool_())
        texts = text_column(pyarrow.array([text_of(value) for value in values], pyarrow.string())).texts
        numeric = compute.and_(numeric, compute.is_valid(texts))
        return CellColumn(texts, marked(numeric))


def concatenated(parts: Sequence[CellColumn]) -> CellColumn:
    """Return the columns `parts` one below the other."""
    if len(parts) == 1:
        return parts[0]
    return CellColumn(
        pyarrow.concat_arrays([part.texts for part in parts]),
        _concatenated_masks([part.numeric for part in parts], parts),
        _concatenated_masks([part.error for part in parts], parts),
    )


def blank_column(rows: int) -> CellColumn:
    """Return a column of `rows` blank cells."""
    return CellColumn(pyarrow.nulls(rows, pyarrow.string()))


def combined(array: pyarrow.Array | pyarrow.ChunkedArray) -> pyarrow.Array:
    """Return `array` in one piece."""
    if not isinstance(array, pyarrow.ChunkedArray):
        return array
    return pyarrow.concat_arrays(array.chunks or [pyarrow.array([], array.type)])


def text_of(value: object) -> str | None:
    """Return one cell's value as text; None where it is blank (or not a number, which Parquet uses for missing)."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, Decimal):
        return _decimal_text(value)
    if isinstance(value, datetime.datetime):
        return _datetime_text(value)
    if isinstance(value, datetime.time):
        return value.replace(microsecond=0, tzinfo=None).isoformat()
    if isinstance(value, datetime.timedelta):
        return _duration_text(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8")
    return str(value)


def _float_text(value: float) -> str | None:
    if value != value:
        return None
    if value.is_integer():
        return str(int(value))
    text = repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def _decimal_text(value: Decimal) -> str | None:
    if value.is_nan():
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _datetime_text(value: datetime.datetime) -> str:
    # Fractions of a second are cut, not rounded: rounding could lead into the next day.
    time = value.time().replace(microsecond=0)
    return value.date().isoformat() + ("" if time == datetime.time() else f" {time.isoformat()}")


def _duration_text(value: datetime.timedelta) -> str:
    seconds = value // datetime.timedelta(seconds=1)
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _with_errors(values: Sequence[object], errors: Mapping[int, str]) -> CellColumn:
    """#N/A becomes a text like any other (it is a missing mark, ruling 13); other errors are marked (ruling 46)."""
    filled = list(values)
    for row, text in errors.items():
        filled[row] = text
    column = column_of_values(filled)
    marked = {row for row, text in errors.items() if text != NOT_AVAILABLE}
    error = pyarrow.array([row in marked for row in range(len(filled))], pyarrow.bool_()) if marked else None
    return CellColumn(column.texts, column.numeric, error)


def _concatenated_masks(masks: Sequence[pyarrow.Array | None], parts: Sequence[CellColumn]) -> pyarrow.Array | None:
    if all(mask is None for mask in masks):
        return None
    return pyarrow.concat_arrays(
        [
            pyarrow.array([False] * len(part.texts), pyarrow.bool_()) if mask is None else mask
            for mask, part in zip(masks, parts, strict=True)
        ]
    )
