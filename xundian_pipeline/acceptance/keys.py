"""Exact duplicates and keys (ruling 10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy
import pandas
import pyarrow
import pyarrow.compute as compute

from schemas.feed import Column, Feed
from xundian_pipeline.acceptance.text import name_keys
from xundian_pipeline.identity_numbers import VALID, VALID_15


@dataclass(frozen=True)
class Repetitions:
    """Positions of the rows that repeat another exactly, and of those whose key another row has with other content."""

    duplicates: Any
    conflicts: Any


def find_repetitions(table: pyarrow.Table, feed: Feed, candidates: Any) -> Repetitions:
    """Find them among the rows at `candidates` (sorted positions of the rows that pass every other check).

    Rows compare cleaned, names as in ruling 22; the first in the table's order stays. A key that holds an invalid
    identity number takes the person's name too.
    """
    key = _comparable(table, [feed.column(name) for name in feed.key], candidates)
    key.update(_names_of_invalid(table, feed, candidates))
    frame = pandas.DataFrame({name: _codes(column) for name, column in key.items()})
    repeated = numpy.flatnonzero(frame.duplicated(keep=False))
    if not len(repeated):
        empty = numpy.array([], dtype=numpy.int64)
        return Repetitions(empty, empty)
    among = candidates[repeated]
    content = pandas.DataFrame({name: _codes(col) for name, col in _comparable(table, feed.columns, among).items()})
    is_duplicate = content.duplicated(keep="first").to_numpy()
    left = frame.iloc[repeated[~is_duplicate]]
    in_conflict = left.duplicated(keep=False).to_numpy()
    return Repetitions(among[is_duplicate], among[~is_duplicate][in_conflict])


def _comparable(table: pyarrow.Table, columns: Sequence[Column], positions: Any) -> dict[str, pyarrow.Array]:
    taken = table.take(pyarrow.array(positions))
    return {column.name: _as_compared(column, taken[column.name]) for column in columns}


def _as_compared(column: Column, array: pyarrow.ChunkedArray) -> pyarrow.ChunkedArray:
    return name_keys(array) if column.type == "name" else array


def _names_of_invalid(table: pyarrow.Table, feed: Feed, positions: Any) -> dict[str, pyarrow.Array]:
    """For each identity number in the key: the name where the number is invalid, null where it is valid."""
    if feed.person is None or feed.person.id_number not in feed.key:
        return {}
    taken = table.select([f"{feed.person.id_number}_state", feed.person.name]).take(pyarrow.array(positions))
    valid = compute.is_in(taken.column(0), value_set=pyarrow.array([VALID, VALID_15]))
    return {"name where invalid": compute.if_else(valid, None, name_keys(taken.column(1)))}


def _codes(array: pyarrow.ChunkedArray) -> Any:
    """Number the distinct values of a column, missing ones alike, so that rows compare by integers."""
    encoded = array.combine_chunks().dictionary_encode(null_encoding="encode")
    return numpy.asarray(encoded.indices)
