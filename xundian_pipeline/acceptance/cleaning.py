"""A column as read becomes a column of its type; what cannot be read becomes missing and is reported."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import numpy
import pyarrow
import pyarrow.compute as compute

from schemas.feed import Column
from xundian_pipeline import identity_numbers
from xundian_pipeline.acceptance import text as texts
from xundian_pipeline.acceptance import values
from xundian_pipeline.reading import ReadColumn

LONGEST_TEXT = 32_767
"""Characters that an Excel cell holds; a longer text is no entry of a form (ruling 46)."""

_LARGEST_INTEGER = 10**15
_EXACT = Context(prec=64)
_WITHOUT_WHITE_SPACE = frozenset({"name", "id_number", "enum", "yesno"})


@dataclass(frozen=True)
class CleanColumn:
    """A cleaned column: `array` of the column's Arrow type; `failed` maps a check to the positions that fail it.

    A failed cell is null in `array`. `extra` holds columns that come with it: of an identity number its state and the
    birth date it yields, of a column whose blank has a meaning whether it was blank.
    """

    array: pyarrow.Array
    failed: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, pyarrow.Array] = field(default_factory=dict)


def clean_column(
    read: ReadColumn,
    column: Column,
    *,
    excel: bool,
    assessment_date: datetime.date,
    code_on: dict[str, str],
    spellings: Mapping[str, str] | None = None,
) -> CleanColumn:
    """Clean one column of one sheet.

    `excel`: serial numbers are dates there. `code_on` reads village codes as those in force (ruling 38). `spellings`
    reads values of a column of codes as the county's departments write them.
    """
    failed: dict[str, Any] = {}
    raw = _without_failures(read, failed)
    encoded = raw.dictionary_encode()
    normal = texts.normalise(encoded.dictionary)
    if column.type in _WITHOUT_WHITE_SPACE:
        normal = texts.without_white_space(normal)
    missing = texts.is_missing(normal, no_counts=column.type != "yesno")
    normal = compute.if_else(missing, None, normal)
    if column.type == "id_number":
        return _identity_numbers(normal.take(encoded.indices), read, column, assessment_date, failed)
    read_value = _reader(column, read.unit, excel=excel)
    if read_value is None:
        read_as = code_on if column.type == "village_code" else spellings
        array = _read_as(normal, read_as) if read_as else normal
        return CleanColumn(array.take(encoded.indices), failed)
    parsed, checks = _parse(normal, read_value, column)
    for check, entries in checks.items():
        positions = _positions(encoded.indices, entries)
        failed[check] = numpy.union1d(failed[check], positions) if check in failed else positions
    array = parsed.take(encoded.indices)
    extra = {}
    if column.blank_means_no:
        array = compute.if_else(compute.is_null(read.texts), False, array)
    if column.keeps_blank:
        blank = numpy.asarray(normal.take(encoded.indices).is_null()).copy()
        for positions in failed.values():
            blank[positions] = False
        extra[f"{column.name}_blank"] = pyarrow.array(blank)
    return CleanColumn(array, failed, extra)


def missing_column(column: Column, length: int) -> CleanColumn:
    """An optional column that the sheet does not have: all missing (ruling 17)."""
    extra: dict[str, pyarrow.Array] = {}
    if column.type == "id_number":
        extra = _states(
            identity_numbers.judge(pyarrow.nulls(length, pyarrow.string()), None, datetime.date.max), column
        )
    if column.keeps_blank:
        extra[f"{column.name}_blank"] = pyarrow.array(numpy.zeros(length, dtype=bool))
    return CleanColumn(pyarrow.nulls(length, column.arrow_type), {}, extra)


def _without_failures(read: ReadColumn, failed: dict[str, Any]) -> pyarrow.Array:
    """Take error cells (`type`) and texts that no cell holds (`range`) out of a column (ruling 46)."""
    raw = read.texts
    if read.error is not None:
        failed["type"] = numpy.flatnonzero(numpy.asarray(read.error.fill_null(False)))
        raw = compute.if_else(read.error, None, raw)
    too_long = numpy.flatnonzero(
        numpy.asarray(compute.greater(compute.utf8_length(raw), LONGEST_TEXT).fill_null(False))
    )
    if len(too_long):
        failed["range"] = too_long
        mask = numpy.zeros(len(raw), dtype=bool)
        mask[too_long] = True
        raw = compute.if_else(pyarrow.array(mask), None, raw)
    return raw


def _reader(column: Column, unit: str | None, *, excel: bool) -> Callable[[str], Any] | None:
    """Return what reads a value of the column from its text; None where the text is the value."""
    readers: dict[str, Callable[[str], Any]] = {
        "date": lambda text: values.read_date(text, excel=excel),
        "month": lambda text: values.read_month(text, excel=excel),
        "year": values.read_year,
        "school_year": values.read_school_year,
        "int": values.read_integer,
        "number": values.read_decimal,
        "money": lambda text: values.read_money(text, unit),
        "area_ha": lambda text: values.read_area(text, unit),
        "rate": lambda text: values.read_rate(text, unit),
        "yesno": values.read_yes_no,
    }
    return readers.get(column.type)


def _parse(
    normal: pyarrow.Array, read_value: Callable[[str], Any], column: Column
) -> tuple[pyarrow.Array, dict[str, list[int]]]:
    """Read each distinct text once. Return the values and, by check, the entries that fail it."""
    fits = _fitter(column.arrow_type)
    parsed: list[Any] = []
    failed: dict[str, list[int]] = {}
    for entry, text in enumerate(normal.to_pylist()):
        value = None if text is None else read_value(text)
        if text is not None and value is None:
            failed.setdefault("enum" if column.type == "yesno" else "type", []).append(entry)
        elif value is not None:
            value = fits(value)
            if value is None:
                failed.setdefault("range", []).append(entry)
        parsed.append(value)
    return pyarrow.array(parsed, column.arrow_type), failed


def _fitter(arrow_type: pyarrow.DataType) -> Callable[[Any], Any]:
    """Return what makes a value fit the Arrow type, None where it is too large."""
    if pyarrow.types.is_decimal(arrow_type):
        step = Decimal(1).scaleb(-arrow_type.scale)
        bound = Decimal(10) ** (arrow_type.precision - arrow_type.scale)
        return lambda value: value.quantize(step, ROUND_HALF_UP, _EXACT) if abs(value) < bound else None
    if pyarrow.types.is_integer(arrow_type):
        return lambda value: value if abs(value) < _LARGEST_INTEGER else None
    return lambda value: value


def _positions(indices: pyarrow.Array, entries: list[int]) -> Any:
    """Return the positions whose dictionary entry is one of `entries`."""
    found = compute.is_in(indices, value_set=pyarrow.array(entries, indices.type))
    return numpy.flatnonzero(numpy.asarray(found))


def _read_as(written: pyarrow.Array, read_as: Mapping[str, str]) -> pyarrow.Array:
    return pyarrow.array([read_as.get(text, text) for text in written.to_pylist()], pyarrow.string())


def _identity_numbers(
    normal: pyarrow.Array, read: ReadColumn, column: Column, day: datetime.date, failed: dict[str, Any]
) -> CleanColumn:
    judged = identity_numbers.judge(compute.utf8_upper(normal), read.numeric, day)
    return CleanColumn(judged.numbers, failed, _states(judged, column))


def _states(judged: identity_numbers.IdentityNumbers, column: Column) -> dict[str, pyarrow.Array]:
    return {f"{column.name}_state": judged.states, f"{column.name}_birth_date": judged.birth_dates}
