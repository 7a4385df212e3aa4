"""The published tables as a database holds them: types, keys, comments and names, all from their declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy

from schemas.published import PUBLISHED, PublishedColumn, PublishedTable

WITH_SCHEMAS = frozenset({"postgresql", "mssql"})
"""Kinds of databases in which a table has a schema. In the others its schema begins its name: quality_linkage."""

_WITHOUT_KEYS = frozenset({"mysql", "mariadb", "oracle", "mssql"})
"""Kinds of databases that make no key of texts of any length: there the tables have none."""

_TYPES: Mapping[str, type[sqlalchemy.types.TypeEngine[Any]]] = {
    "VARCHAR": sqlalchemy.Text,
    "DATE": sqlalchemy.Date,
    "TIMESTAMP": sqlalchemy.DateTime,
    "BOOLEAN": sqlalchemy.Boolean,
    "INTEGER": sqlalchemy.Integer,
    "DOUBLE": sqlalchemy.Double,
}


def declared_tables(kind: str) -> dict[str, sqlalchemy.Table]:
    """Return every published table by its `schema.name`, as a database of a kind (SQLAlchemy's name) holds it."""
    metadata = sqlalchemy.MetaData()
    return {name: _declared(table, metadata, kind) for name, table in PUBLISHED.items()}


def _declared(table: PublishedTable, metadata: sqlalchemy.MetaData, kind: str) -> sqlalchemy.Table:
    has_schemas = kind in WITH_SCHEMAS
    # A sheet may be missing from the key of a row of a file without sheets: a database takes no such key.
    has_key = kind not in _WITHOUT_KEYS and all(table.column(name).required for name in table.key)
    key = table.key if has_key else ()
    return sqlalchemy.Table(
        table.name if has_schemas else f"{table.schema}_{table.name}",
        metadata,
        *(_column(column, column.name in key) for column in table.columns),
        schema=table.schema if has_schemas else None,
        comment=table.comment,
    )


def _column(column: PublishedColumn, in_key: bool) -> sqlalchemy.Column[Any]:
    return sqlalchemy.Column(
        column.name,
        _TYPES[column.database_type](),
        primary_key=in_key,
        autoincrement=False,
        nullable=not column.required,
        comment=column.comment,
    )
