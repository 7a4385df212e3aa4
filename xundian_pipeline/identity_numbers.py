"""Resident identity numbers (GB 11643): cleaned, upgraded from 15 digits, and judged (ruling 21).

Works on whole columns, because a night reads some two million numbers.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import numpy
import pyarrow
import pyarrow.compute as compute

VALID = "valid"
VALID_15 = "valid_15"
MALFORMED_15 = "malformed_15"
MISSING = "missing"
MALFORMED = "malformed"
IMPOSSIBLE_DATE = "impossible_date"
CHECK_DIGIT = "check_digit"
PRECISION_LOST = "precision_lost"

STATES = (VALID, VALID_15, MALFORMED_15, MISSING, MALFORMED, IMPOSSIBLE_DATE, CHECK_DIGIT, PRECISION_LOST)
"""What a number can be. `valid_15` was sent with 15 digits and is valid once upgraded; `malformed_15` was not."""

_WEIGHTS = numpy.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECK_CHARACTERS = numpy.frombuffer(b"10X98765432", dtype=numpy.uint8)
_DAYS_IN_MONTH = numpy.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_LIKE_18 = r"^\d{17}[\dX]$"
_LIKE_DATED = r"^[\x21-\x7e]{6}\d{8}[\x21-\x7e]{4}$"
_LIKE_15 = r"^\d{15}$"
_LIKE_EXPONENT = r"^\d(\.\d+)?E\+?\d+$"
_FIRST_YEAR = 1900


@dataclass(frozen=True)
class IdentityNumbers:
    """A column of numbers: as they compare (upgraded to 18 digits), what each is, and the birth date each yields.

    All three have the length of the input: `numbers` string, `states` one of STATES, `birth_dates` date32. A birth
    date is yielded by every number of 18 characters whose date is real, also where something else in it is wrong: that
    is evidence in linkage (ruling 23), never proof.
    """

    numbers: pyarrow.Array
    states: pyarrow.Array
    birth_dates: pyarrow.Array


def judge(cleaned: pyarrow.Array, numeric: pyarrow.Array | None, day: datetime.date) -> IdentityNumbers:
    """Judge a column of cleaned numbers (ASCII, no white space, X in upper case; null where missing).

    `numeric` says which came as floating point cells: of these 18 digits cannot be trusted. A date counts from 1900
    to `day`.
    """
    numbers = _upgrade(cleaned)
    length = len(numbers)
    states = numpy.full(length, MALFORMED, dtype=object)
    births = numpy.full(length, numpy.datetime64("NaT"), dtype="datetime64[D]")
    was_15 = _mask(compute.match_substring_regex(cleaned, _LIKE_15))
    dated = numpy.flatnonzero(_mask(compute.match_substring_regex(numbers, _LIKE_DATED)))
    dates, real = _birth_dates(_characters(numbers.take(pyarrow.array(dated))), day)
    births[dated[real]] = dates[real]
    like_18 = _mask(compute.match_substring_regex(numbers, _LIKE_18))
    positions = numpy.flatnonzero(like_18)
    digits = _characters(numbers.take(pyarrow.array(positions)))
    right = _check_characters(digits) == digits[:, 17]
    real = ~numpy.isnat(births[positions])
    zeros = (digits[:, 15:] == ord("0")).all(axis=1)
    states[positions[~real]] = IMPOSSIBLE_DATE
    states[positions[real & ~right]] = CHECK_DIGIT
    states[positions[real & right]] = VALID
    states[positions[zeros & ~right]] = PRECISION_LOST
    if numeric is not None:
        states[like_18 & ~was_15 & _mask(numeric)] = PRECISION_LOST
    states[_mask(compute.match_substring_regex(cleaned, _LIKE_EXPONENT))] = PRECISION_LOST
    real_everywhere = ~numpy.isnat(births)
    states[was_15] = numpy.where(real_everywhere[was_15], VALID_15, MALFORMED_15)
    states[_mask(compute.is_null(cleaned))] = MISSING
    return IdentityNumbers(
        numbers=numbers,
        states=pyarrow.array(states, pyarrow.string()),
        birth_dates=pyarrow.array(births, pyarrow.date32()),
    )


def _upgrade(cleaned: pyarrow.Array) -> pyarrow.Array:
    """Return the column with every 15-digit number upgraded: century 19 and a computed check digit."""
    positions = numpy.flatnonzero(_mask(compute.match_substring_regex(cleaned, _LIKE_15)))
    if not len(positions):
        return cleaned
    short = _characters(cleaned.take(pyarrow.array(positions)), 15)
    long = numpy.empty((len(positions), 18), dtype=numpy.uint8)
    long[:, :6] = short[:, :6]
    long[:, 6:8] = numpy.frombuffer(b"19", dtype=numpy.uint8)
    long[:, 8:17] = short[:, 6:]
    long[:, 17] = _check_characters(long)
    upgraded = numpy.array(cleaned.to_pylist(), dtype=object)
    upgraded[positions] = [row.tobytes().decode("ascii") for row in long]
    return pyarrow.array(upgraded, pyarrow.string())


def _check_characters(digits: Any) -> Any:
    """Return the check character (as a byte) of each row of 17 or more ASCII digits."""
    sums = (digits[:, :17].astype(numpy.int64) - ord("0")) @ _WEIGHTS
    return _CHECK_CHARACTERS[sums % 11]


def _birth_dates(digits: Any, day: datetime.date) -> tuple[Any, Any]:
    """Return the dates in positions 7 to 14 of each row, and which of them are real and between 1900 and `day`."""
    figures = digits[:, 6:14].astype(numpy.int64) - ord("0")
    year = figures[:, :4] @ numpy.array([1000, 100, 10, 1])
    month = figures[:, 4:6] @ numpy.array([10, 1])
    day_of_month = figures[:, 6:8] @ numpy.array([10, 1])
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = _DAYS_IN_MONTH[numpy.where(month <= 12, month, 0)] + (leap & (month == 2))
    real = (year >= _FIRST_YEAR) & (month >= 1) & (day_of_month >= 1) & (day_of_month <= last)
    months = (numpy.where(real, year, 1970) - 1970) * 12 + numpy.where(real, month, 1) - 1
    dates = months.astype("datetime64[M]").astype("datetime64[D]") + (numpy.where(real, day_of_month, 1) - 1)
    return dates, real & (dates <= numpy.datetime64(day))


def _characters(column: pyarrow.Array, width: int = 18) -> Any:
    """Return a column of ASCII strings of one width as a matrix of bytes."""
    return numpy.frombuffer("".join(column.to_pylist()).encode("ascii"), dtype=numpy.uint8).reshape(-1, width)


def _mask(column: pyarrow.Array) -> Any:
    return numpy.asarray(column.fill_null(False))
