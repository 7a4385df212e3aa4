"""Random draws that repeat, and totals that come out exactly.

Every subject draws from a stream of its own, named after it, so that a change in one roster leaves the others as they
are, and the same county comes out whatever mess is then made of its files.
"""

from __future__ import annotations

import datetime
import zlib
from typing import Any

import numpy
from numpy.typing import NDArray

Array = NDArray[Any]
Generator = numpy.random.Generator


def stream(seed: int, *subject: str) -> Generator:
    """Return the random stream of a subject: the same seed and subject always give the same draws."""
    return numpy.random.default_rng([seed, zlib.crc32("/".join(subject).encode("utf-8"))])


def chance(random: Generator, length: int, share: float) -> Array:
    """Return a mask of `length`, each true with probability `share`."""
    return random.random(length) < share


def choose(random: Generator, candidates: Array, count: int) -> Array:
    """Return up to `count` of `candidates`, without repetition, in ascending order."""
    count = min(count, len(candidates))
    return numpy.sort(random.choice(candidates, count, replace=False)) if count else candidates[:0]


def pick(random: Generator, options: tuple[Any, ...] | list[Any], length: int, shares: Any = None) -> Array:
    """Return `length` draws from `options` as an object array, by `shares` where given."""
    table = numpy.empty(len(options), dtype=object)
    table[:] = options
    weights = None if shares is None else numpy.asarray(shares, dtype=float) / numpy.sum(shares)
    return table[random.choice(len(options), length, p=weights)]


def days(random: Generator, first: datetime.date, last: datetime.date, length: int) -> Array:
    """Return `length` days between `first` and `last`, both included (datetime64[D])."""
    span = max((last - first).days, 0) + 1
    return numpy.datetime64(first, "D") + random.integers(0, span, length).astype("timedelta64[D]")


def apportion(total: int, weights: Array) -> Array:
    """Split a whole `total` in proportion to `weights` into whole parts that add up to it exactly."""
    if not len(weights):
        return numpy.zeros(0, dtype=numpy.int64)
    reached = numpy.cumsum(weights, dtype=float)
    return numpy.diff(numpy.rint(reached / reached[-1] * total).astype(numpy.int64), prepend=0)


def choose_with_total(random: Generator, candidates: Array, sizes: Array, count: int, total: int) -> Array:
    """Return `count` of `candidates` whose `sizes` (whole, parallel to `candidates`) add up to `total`.

    Where no choice can, the nearest that single exchanges reach. Ascending order.
    """
    count = min(count, len(candidates))
    if not count:
        return candidates[:0]
    available = numpy.bincount(sizes)
    chosen = numpy.bincount(sizes[random.choice(len(sizes), count, replace=False)], minlength=len(available))
    missing = total - int(numpy.arange(len(available)) @ chosen)
    while missing:
        step = 1 if missing > 0 else -1
        movable = _movable(chosen, available, step)
        if not movable.sum():
            break
        size = int(random.choice(len(available), p=movable / movable.sum()))
        chosen[size] -= 1
        chosen[size + step] += 1
        missing -= step
    order = random.permutation(len(candidates))
    shuffled = sizes[order]
    parts = [order[shuffled == size][:wanted] for size, wanted in enumerate(chosen) if wanted]
    return numpy.sort(candidates[numpy.concatenate(parts)])


def _movable(chosen: Array, available: Array, step: int) -> Array:
    """Return, per size, how many of the chosen can be exchanged for one that is `step` larger."""
    spare = available - chosen
    room = numpy.zeros(len(chosen), dtype=numpy.int64)
    if step > 0:
        room[:-1] = spare[1:]
    else:
        room[1:] = spare[:-1]
    return numpy.where(room > 0, chosen, 0).astype(float)


def is_missing(values: Array) -> Array:
    """Return which of an array of objects are None."""
    return numpy.array([value is None for value in values], dtype=bool)


def age_on(births: Array, day: datetime.date | Array) -> Array:
    """Return completed years from `births` (datetime64[D]) on `day`; somebody born on 29 February turns on 1 March."""
    years, days_of_year = _year_and_day(births)
    on_years, on_days = _year_and_day(numpy.asarray(day, dtype="datetime64[D]"))
    return on_years - years - (on_days < days_of_year)


def birthday(births: Array, age: int) -> Array:
    """Return the day on which each of `births` turns `age` (datetime64[D])."""
    months = births.astype("datetime64[M]")
    offset = births - months.astype("datetime64[D]")
    return (months + 12 * age).astype("datetime64[D]") + offset


def _year_and_day(dates: Array) -> tuple[Array, Array]:
    months = dates.astype("datetime64[M]")
    number = months.astype(numpy.int64)
    day = (dates - months.astype("datetime64[D]")).astype(numpy.int64)
    return number // 12 + 1970, number % 12 * 31 + day
