"""Made-up resident identity numbers of the right structure, and the ways in which they are written wrongly.

The generator has its own arithmetic on purpose: what it writes is judged by the project's.
"""

from __future__ import annotations

from typing import Any

import numpy

from xundian_pipeline.sample.draws import Array, Generator

_WEIGHTS = numpy.array([2 ** (17 - place) % 11 for place in range(17)])
_CHECK = numpy.frombuffer(b"10X98765432", dtype=numpy.uint8)
_ZERO = ord("0")


def make_numbers(random: Generator, regions: Array, births: Array, male: Array) -> Array:
    """Return an 18-digit number for each person: region, birth date, odd serial for men, check digit. All differ.

    `regions` holds six-digit texts, `births` datetime64[D], `male` booleans; the result is an object array of texts.
    """
    if not len(births):
        return numpy.empty(0, dtype=object)
    days = births.astype("datetime64[D]").astype(numpy.int64)
    region_index = numpy.unique(regions.astype(str), return_inverse=True)[1]
    serial = _serials(random, male)
    for _ in range(200):
        taken = _repeated((region_index * 200_000 + days + 100_000) * 1000 + serial)
        if not taken.any():
            break
        serial[taken] = _serials(random, male[taken])
    prefix = [f"{number:03d}" for number in range(1000)]
    dates = numpy.char.replace(births.astype("datetime64[D]").astype(str), "-", "").astype(object)
    return with_check_digit(regions + dates + numpy.array(prefix, dtype=object)[serial])


def with_check_digit(bodies: Array) -> Array:
    """Return 17-digit texts with their check digit appended."""
    if not len(bodies):
        return bodies
    digits = numpy.frombuffer("".join(bodies).encode("ascii"), dtype=numpy.uint8).reshape(-1, 17)
    sums = (digits.astype(numpy.int64) - _ZERO) @ _WEIGHTS
    checks = numpy.array([chr(code) for code in _CHECK], dtype=object)[sums % 11]
    return bodies + checks


def fifteen_digits(number: str) -> str:
    """Return the old form of a number of the last century: no century, no check digit."""
    return number[:6] + number[8:17]


def mistyped_check_digit(random: Generator, number: str) -> str:
    """Return the number with another digit at its end."""
    others = [character for character in "0123456789" if character != number[17]]
    return number[:17] + others[int(random.integers(len(others)))]


def mistyped_digit(random: Generator, number: str) -> str:
    """Return the number with another digit somewhere in its date or serial."""
    place = int(random.integers(6, 17))
    others = [digit for digit in "0123456789" if digit != number[place]]
    return number[:place] + others[int(random.integers(len(others)))] + number[place + 1 :]


def impossible_date(random: Generator, number: str) -> str:
    """Return the number with a month or day that no calendar has, its check digit made to fit."""
    date = number[6:10] + ("13" + number[12:14] if random.random() < 0.5 else number[10:12] + "32")
    return str(with_check_digit(numpy.array([number[:6] + date + number[14:17]], dtype=object))[0])


def wrong_length(random: Generator, number: str) -> str:
    """Return the number with one digit lost, doubled, or a letter typed for a digit."""
    place = int(random.integers(1, 17))
    form = int(random.integers(3))
    if form == 0:
        return number[:place] + number[place + 1 :]
    if form == 1:
        return number[:place] + number[place] + number[place:]
    return number[:place] + "O" + number[place + 1 :]


def swapped_digits(random: Generator, number: str) -> str:
    """Return the number with two neighbouring digits of its serial or date exchanged (the next pair that differs)."""
    first = int(random.integers(6, 16))
    for place in [*range(first, 16), *range(6, first)]:
        if number[place] != number[place + 1]:
            return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    return mistyped_check_digit(random, number)


def rounded_by_excel(number: str) -> str:
    """Return what is left of the number in a spreadsheet that took it for a quantity: fifteen digits and zeros."""
    return number[:15] + "000"


def in_exponent_form(number: str) -> str:
    """Return the number as a spreadsheet shows it in a narrow column, such as 5.30129E+17."""
    return f"{number[0]}.{number[1:6]}E+17"


def apply(random: Generator, change: Any, numbers: Array, places: Array) -> None:
    """Replace, in place, the numbers at `places` by `change(random, number)`; missing ones stay missing."""
    for place in places:
        if numbers[place]:
            numbers[place] = change(random, numbers[place])


def _serials(random: Generator, male: Array) -> Array:
    return random.integers(0, 500, len(male)) * 2 + male.astype(numpy.int64)


def _repeated(keys: Array) -> Array:
    """Return which keys stand somewhere before."""
    order = numpy.argsort(keys, kind="stable")
    again = numpy.zeros(len(keys), dtype=bool)
    again[order[1:]] = keys[order[1:]] == keys[order[:-1]]
    return again
