"""What lineage knows of a table: for each kind of its rows, what every column is made from and what decides the rows.

Rows are of one kind when the same literals stand in them: a table that lays the feeds under one another has a kind per
feed, one with a row per indicator a kind per indicator. Without kinds, whatever reads the linkage of deaths would seem
to read every department.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

PARAMETERS = "parameters"
"""The table of a Source that is a dated parameter; its column is the parameter's name."""


class Source(NamedTuple):
    """A column of a feed, by the feed's identifier; or a dated parameter."""

    table: str
    column: str


Sources: TypeAlias = frozenset[Source]
NOTHING: Sources = frozenset()


@dataclass(frozen=True)
class RowOf:
    """What is known of a reference to a row: the feed that the row belongs to."""

    feed: str


@dataclass(frozen=True)
class Constant:
    """What surely stands in a column: a literal, NULL (None), or a reference to a row of one feed."""

    value: str | int | bool | RowOf | None


NULL = Constant(None)


@dataclass(frozen=True)
class Cell:
    """What a column of one kind of rows is made from.

    `values` are computed with; `conditions` decide whether there is a value at all (the other side of an outer join).
    """

    values: Sources = NOTHING
    conditions: Sources = NOTHING
    constant: Constant | None = None

    @property
    def all(self) -> Sources:
        """Everything that the column depends on."""
        return self.values | self.conditions


EMPTY = Cell()


@dataclass(frozen=True)
class Rows:
    """One kind of rows: its columns, and what decides which rows there are (filters, joins, groups)."""

    columns: Mapping[str, Cell]
    conditions: Sources = NOTHING


@dataclass(frozen=True)
class Relation:
    """A table or a query: the names of its columns, and its kinds of rows; no kind where no row can be."""

    columns: tuple[str, ...]
    kinds: tuple[Rows, ...] = field(default=())

    @classmethod
    def of(cls, rows: Rows) -> Relation:
        """A table with one kind of rows."""
        return cls(tuple(rows.columns), (rows,))

    @classmethod
    def without_sources(cls, columns: Iterable[str]) -> Relation:
        """A table that comes from no feed."""
        return cls.of(Rows(dict.fromkeys(columns, EMPTY)))

    @property
    def conditions(self) -> Sources:
        """What decides which rows there are, of any kind."""
        return union(rows.conditions for rows in self.kinds)

    def where(self, column: str, literal: str) -> Relation:
        """Return the rows in which a literal stands in a column."""
        kinds = (rows for rows in self.kinds if rows.columns[column].constant in (None, Constant(literal)))
        return Relation(self.columns, tuple(kinds))

    def with_columns(self, columns: Iterable[str]) -> Relation:
        """Return the same rows with these columns; one that they do not have comes from no feed."""
        names = tuple(columns)
        kinds = (Rows({name: rows.columns.get(name, EMPTY) for name in names}, rows.conditions) for rows in self.kinds)
        return Relation(names, tuple(kinds))

    def cell(self, column: str) -> Cell:
        """Return what a column is made from, in rows of any kind."""
        return merged(rows.columns[column] for rows in self.kinds)


def union(sources: Iterable[Sources]) -> Sources:
    """Return all of several sets of sources."""
    return frozenset().union(*sources)


def merged(cells: Iterable[Cell]) -> Cell:
    """Return what depends on all `cells`; its constant is theirs, where they agree."""
    cells = tuple(cells)
    constants = {cell.constant for cell in cells}
    return Cell(
        union(cell.values for cell in cells),
        union(cell.conditions for cell in cells),
        constants.pop() if len(constants) == 1 else None,
    )


def common(sources: Iterable[Sources]) -> Sources:
    """Return what is in each of several sets of sources."""
    return frozenset.intersection(*sources)


def of_few_kinds(
    columns: tuple[str, ...],
    rows: Iterable[Rows],
    together: Callable[[Iterable[Sources]], Sources] = union,
) -> Relation:
    """Return a relation in which rows that the same literals tell apart are one kind.

    `together` says what decides whether such rows are there, of what decides in each of the kinds that become one.
    """
    groups: dict[tuple[Constant | None, ...], list[Rows]] = {}
    for one in rows:
        groups.setdefault(tuple(_telling(one.columns[name]) for name in columns), []).append(one)
    kinds = (
        Rows(
            {name: merged(one.columns[name] for one in group) for name in columns},
            together(one.conditions for one in group),
        )
        for group in groups.values()
    )
    return Relation(columns, tuple(kinds))


def _telling(cell: Cell) -> Constant | None:
    """The constant of a column where it tells kinds of rows apart: texts and references do, numbers do not."""
    return cell.constant if cell.constant and isinstance(cell.constant.value, (str, RowOf)) else None
