"""Which values of a table may be shown in the interface: no names, no identity numbers, wherever they strayed to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow
from dagster import TableColumn, TableMetadataValue, TableRecord, TableSchema

from schemas.departments import DEPARTMENTS
from schemas.published import PUBLISHED
from schemas.registry import FEEDS
from xundian_pipeline import faults
from xundian_pipeline.county import County

HIDDEN = "…"
"""Stands for a text that is none of the words known to be no name."""

_CODE = re.compile(r"[A-Za-z0-9_.:/+-]*")
_COLUMNS = [column for feed in FEEDS.values() for column in feed.columns]
_PERSONAL = frozenset(column.name for column in _COLUMNS if column.personal)
_NEVER_SHOWN = ("birth_date", "name_key", "id_number", "id_valid", "id_state", "secret")


def is_personal(column: str) -> bool:
    """Say whether a column of any table holds names, identity numbers, or what is derived from them."""
    return column in _PERSONAL or any(part in column for part in _NEVER_SHOWN)


def shown_columns(schema: pyarrow.Schema) -> list[str]:
    """Return the columns of a table that a preview may have: plain values, not personal."""
    return [field.name for field in schema if not is_personal(field.name) and not pyarrow.types.is_nested(field.type)]


def known_words(county: County) -> frozenset[str]:
    """Return the texts that may be shown: titles, headers and values of feeds and published tables, places."""
    words: set[str] = {value for column in _COLUMNS for value in column.allowed}
    for published in PUBLISHED.values():
        words.update(label for column in published.columns for label in column.codes.values())
    for names in (county.divisions[column] for column in ("short_name", "name_2016", "name_2023")):
        words.update(names)
    for feed in FEEDS.values():
        words.update((feed.id, feed.title, *(column.header for column in feed.columns)))
    return frozenset(words | set(DEPARTMENTS.values()))


def preview(rows: pyarrow.Table, words: frozenset[str]) -> TableMetadataValue:
    """Return a few rows as Dagster shows them. `rows` has only `shown_columns`."""
    names = [name for name in rows.column_names if not _all_hidden(rows[name], words)]
    shown = [{name: show(value, words) for name, value in row.items()} for row in rows.select(names).to_pylist()]
    return table_of(names, shown)


def table_of(names: Sequence[str], rows: Iterable[dict[str, Any]]) -> TableMetadataValue:
    """Return rows of plain values as a table of metadata."""
    schema = TableSchema(columns=[TableColumn(name=name, type="string") for name in names])
    return TableMetadataValue(records=[TableRecord(data=row) for row in rows], schema=schema)


def show(value: Any, words: frozenset[str]) -> str | int | float | bool | None:
    """Return a value as it may be shown."""
    if value is None or isinstance(value, bool):
        return value
    text = str(value)
    if isinstance(value, str) and text not in words and not _CODE.fullmatch(text):
        return HIDDEN
    if faults.mask(text) != text:
        return HIDDEN
    return value if isinstance(value, (int, float)) else text


def _all_hidden(column: pyarrow.ChunkedArray, words: frozenset[str]) -> bool:
    values = [value for value in column.to_pylist() if value is not None]
    return bool(values) and all(show(value, words) == HIDDEN for value in values)
