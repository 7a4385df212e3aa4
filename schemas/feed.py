"""A feed and its columns, as everything else in the project sees them.

A feed is declared once, as a Pandera model in the module of its department (see `schemas.types` for how a column is
written). The decorator `feed` turns such a model into a `Feed`: the plain description from which reading, cleaning,
validation, comments and the dictionary are made.
"""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

import pandera.pandas as pandera
import pyarrow

from schemas.departments import DEPARTMENTS
from schemas.types import ARROW_TYPES, ColumnMetadata

EARLIEST_DATE = datetime.date(1900, 1, 1)
LATEST_DAYS_AFTER_ASSESSMENT = 366

COLUMNS_OF_READING = frozenset({"feed", "row_ref", "row_number", "sheet", "sheet_index", "source"})
"""What reading and acceptance write beside a feed's own columns."""


@dataclass(frozen=True)
class Column:
    """One column of a feed.

    `type` is a semantic type of `schemas.types`; `allowed` holds the values of an enum; `personal` marks names and
    identity numbers, which never leave the restricted store.
    """

    name: str
    header: str
    type: str
    required: bool
    allowed: tuple[str, ...]
    unit: str | None
    description: str
    personal: bool
    not_before: str | None = None
    blank_means_no: bool = False
    keeps_blank: bool = False
    latest: str | None = None

    @property
    def arrow_type(self) -> pyarrow.DataType:
        """The Arrow type of the cleaned column."""
        return ARROW_TYPES[self.type]


@dataclass(frozen=True)
class PersonColumns:
    """Where a feed that is linked to persons (ruling 26) holds a person's name and identity number."""

    name: str = "name"
    id_number: str = "id_number"


@dataclass(frozen=True)
class Feed:
    """One feed as a department exports it.

    `person` is set for the feeds whose records are linked to members (ruling 26). `keeps_row` is true for the feeds in
    which a failed optional cell becomes missing and the row stays (ruling 8).
    """

    id: str
    department: str
    title: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    person: PersonColumns | None
    keeps_row: bool
    model: type[pandera.DataFrameModel] = field(repr=False, compare=False)

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError if the feed has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.id} has no column {name}")

    @property
    def has_household(self) -> bool:
        """Whether the feed names households by their number (ruling 2)."""
        return any(column.name == "household_id" for column in self.columns)

    @property
    def has_village(self) -> bool:
        """Whether the feed carries village codes."""
        return any(column.type == "village_code" for column in self.columns)

    def schema(self, assessment_date: datetime.date, county_code: str) -> pandera.DataFrameSchema:
        """Return the Pandera schema of the cleaned table on `assessment_date`.

        To the checks of the model come those that depend on the night or the county: the bounds of dates (ruling 12),
        the latest year, the form of village codes, and the order of dates (ruling 7). A check that compares columns
        is named `order:<column>` or `sum:<column>` after the column that carries it (ruling 8).
        """
        # Pandera keeps one schema per model: without a copy, the bounds of one night would stay for the next.
        schema = copy.deepcopy(self.model.to_schema())
        for column in self.columns:
            checks = schema.columns[column.name].checks
            if column.type in ("date", "month"):
                latest = assessment_date + datetime.timedelta(days=LATEST_DAYS_AFTER_ASSESSMENT)
                checks.append(pandera.Check.in_range(EARLIEST_DATE, latest, name="range"))
            if column.latest == "assessment_date":
                checks.append(pandera.Check.le(assessment_date, name="range"))
            if column.latest == "assessment_year":
                checks.append(pandera.Check.le(assessment_date.year, name="range"))
            if column.type == "village_code":
                checks.append(pandera.Check.str_matches(rf"^{county_code}\d{{6}}$", name="format"))
            if column.not_before:
                schema.checks.append(_order_check(column.name, column.not_before))
        return schema


def _order_check(end: str, start: str) -> pandera.Check:
    return pandera.Check(lambda table: (table[end] >= table[start]).fillna(True), name=f"order:{end}")


_DECLARED: dict[str, Feed] = {}


def feed(
    identifier: str,
    *,
    department: str,
    title: str,
    grain: str,
    key: tuple[str, ...],
    person: PersonColumns | None = None,
    keeps_row: bool = False,
) -> Callable[[type[pandera.DataFrameModel]], type[pandera.DataFrameModel]]:
    """Declare the decorated Pandera model as the feed `identifier`.

    Raises ValueError for a second feed of that name, a department that is not known, a column called like one of
    COLUMNS_OF_READING, and for a key or a person's column that is no column.
    """

    def declare(model: type[pandera.DataFrameModel]) -> type[pandera.DataFrameModel]:
        if identifier in _DECLARED:
            raise ValueError(f"feed {identifier} is declared twice")
        if department not in DEPARTMENTS:
            raise ValueError(f"{identifier} is of an unknown department: {department}")
        columns = tuple(_column(name, described) for name, described in model.to_schema().columns.items())
        names = {column.name for column in columns}
        if taken := names & COLUMNS_OF_READING:
            raise ValueError(f"{identifier} has columns that reading itself writes: {sorted(taken)}")
        if unknown := set(key) - names:
            raise ValueError(f"the key of {identifier} names unknown columns: {sorted(unknown)}")
        if person and (unknown := {person.name, person.id_number} - names):
            raise ValueError(f"the person of {identifier} names unknown columns: {sorted(unknown)}")
        _DECLARED[identifier] = Feed(identifier, department, title, grain, key, columns, person, keeps_row, model)
        return model

    return declare


def declared_feeds() -> dict[str, Feed]:
    """Return the feeds declared so far, in the order of their declaration."""
    return dict(_DECLARED)


def _column(name: str, described: pandera.Column) -> Column:
    metadata = described.metadata["column"]
    assert isinstance(metadata, ColumnMetadata)
    return Column(
        name=name,
        header=metadata.header,
        type=metadata.type,
        required=not described.nullable,
        allowed=metadata.allowed,
        unit=metadata.unit,
        description=metadata.description,
        personal=metadata.personal,
        not_before=metadata.not_before,
        blank_means_no=metadata.blank_means_no,
        keeps_blank=metadata.keeps_blank,
        latest=metadata.latest,
    )
