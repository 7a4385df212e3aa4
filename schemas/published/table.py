"""A published table and its columns, as everything else in the project sees them.

A table is declared once (see `schemas.published.exit_indicators`); from it come the database's columns and comments,
the Parquet files, the Pandera schema that every published row passes, and the labels of coded values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas
import pandera.pandas as pandera
import pyarrow

ARROW_TYPES: dict[str, pyarrow.DataType] = {
    "text": pyarrow.string(),
    "place": pyarrow.string(),
    "json": pyarrow.string(),
    "evidence": pyarrow.string(),
    "departments": pyarrow.string(),
    "date": pyarrow.date32(),
    "moment": pyarrow.timestamp("us"),
    "yes_no": pyarrow.bool_(),
    "integer": pyarrow.int32(),
    "number": pyarrow.float64(),
}
DATABASE_TYPES: dict[str, str] = {
    "text": "VARCHAR",
    "place": "VARCHAR",
    "json": "VARCHAR",
    "evidence": "VARCHAR",
    "departments": "VARCHAR",
    "date": "DATE",
    "moment": "TIMESTAMP",
    "yes_no": "BOOLEAN",
    "integer": "INTEGER",
    "number": "DOUBLE",
}
"""JSON is kept as VARCHAR: BI tools show and filter it, and no reader needs an extension for it."""

DEPARTMENT_SEPARATOR = "；"
"""Between the names of departments, in which 、 stands already (卫健局、医保局)."""


@dataclass(frozen=True)
class PublishedColumn:
    """One column of a published table.

    `type` is a key of ARROW_TYPES. A `place` says where a row stands (file, sheet); `evidence` is the JSON list of
    {feed, source, sheet, rows}; `departments` are names of departments, joined by DEPARTMENT_SEPARATOR. `codes` maps
    each coded value to its Chinese label, in the order of display. `free_text` marks texts that come from files, in
    which personal data may have strayed. `not_negative` is checked.
    """

    name: str
    type: str
    label: str
    description: str
    required: bool = True
    unit: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict, hash=False)
    free_text: bool = False
    not_negative: bool = False

    @property
    def arrow_type(self) -> pyarrow.DataType:
        """The Arrow type of the published column."""
        return ARROW_TYPES[self.type]

    @property
    def database_type(self) -> str:
        """The DuckDB type of the published column."""
        return DATABASE_TYPES[self.type]

    @property
    def comment(self) -> str:
        """The comment in Chinese: label, description, unit and coded values."""
        parts = [f"{self.label}：{self.description}。"]
        if self.unit:
            parts.append(f"单位：{self.unit}。")
        if self.codes:
            parts.append("取值：" + "；".join(f"{value} {label}" for value, label in self.codes.items()) + "。")
        return "".join(parts)

    def pandera_column(self) -> pandera.Column:
        """The Pandera column: type, nulls, coded values, lower bound."""
        checks: list[pandera.Check] = []
        if self.codes and self.type == "text":
            checks.append(pandera.Check.isin(list(self.codes)))
        if self.not_negative:
            checks.append(pandera.Check.ge(0))
        return pandera.Column(pandas.ArrowDtype(self.arrow_type), checks, nullable=not self.required, title=self.label)


@dataclass(frozen=True)
class PublishedTable:
    """One published table.

    `order` names the columns by which the rows are sorted, coded columns by the order of their codes, so that equal
    rows are published in equal order. `key` names the columns that no two rows share; empty where there are none.
    `balance` holds (total, parts) of whole-number columns that must add up in every row.
    """

    schema: str
    name: str
    label: str
    description: str
    grain: str
    columns: tuple[PublishedColumn, ...]
    order: tuple[str, ...]
    key: tuple[str, ...] = ()
    balance: tuple[str, tuple[str, ...]] | None = None

    def __post_init__(self) -> None:
        names = {column.name for column in self.columns}
        if len(names) != len(self.columns):
            raise ValueError(f"{self.name} declares a column twice")
        unknown = {*self.order, *self.key} - names
        if unknown:
            raise ValueError(f"{self.name} is sorted or keyed by unknown columns: {sorted(unknown)}")

    @property
    def full_name(self) -> str:
        """`schema.name`."""
        return f"{self.schema}.{self.name}"

    @property
    def comment(self) -> str:
        """The comment in Chinese: label, description and grain."""
        return f"{self.label}：{self.description}。{self.grain}。"

    @property
    def sort_columns(self) -> tuple[PublishedColumn, ...]:
        """The columns that put the rows into one order: `order`, then the key, without a key all others."""
        rest = self.key or tuple(column.name for column in self.columns if column.type != "evidence")
        names = dict.fromkeys((*self.order, *rest))
        return tuple(self.column(name) for name in names)

    @property
    def arrow_schema(self) -> pyarrow.Schema:
        """The schema of the Parquet file; labels and descriptions go along as metadata."""
        fields = [
            pyarrow.field(column.name, column.arrow_type, not column.required, {"comment": column.comment})
            for column in self.columns
        ]
        return pyarrow.schema(fields, {"comment": self.comment})

    def column(self, name: str) -> PublishedColumn:
        """Return the column called `name`; KeyError if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.full_name} has no column {name}")

    def pandera_schema(self) -> pandera.DataFrameSchema:
        """Return the Pandera schema that the published rows pass: exactly these columns, in this order.

        What only the whole table shows, the key, is not part of it: rows are validated in pieces.
        """
        checks: list[pandera.Check] = []
        if self.balance is not None:
            total, parts = self.balance
            checks.append(pandera.Check(_adds_up(total, parts), name=f"balance:{total}"))
        return pandera.DataFrameSchema(
            {column.name: column.pandera_column() for column in self.columns}, checks=checks, strict=True, ordered=True
        )


def _adds_up(total: str, parts: tuple[str, ...]) -> Any:
    def adds_up(frame: pandas.DataFrame) -> pandas.Series:
        return frame[total] == frame[list(parts)].sum(axis=1)

    return adds_up
