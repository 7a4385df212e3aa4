"""Putting a published night in place of the one that a database holds: in one transaction, while readers read on.

Rows are deleted and written anew, and no table is dropped, renamed or truncated: every statement of a reader sees the
old night or the new one as a whole, and none waits. Only where a table is missing or its columns are others is it made
anew, with a new version of the program.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet
import sqlalchemy
from sqlalchemy import schema

from xundian_pipeline.database_tables.connecting import written_in_one_transaction
from xundian_pipeline.database_tables.layout import declared_tables
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.publishing.folders import PARQUET, published_folder

ROWS_AT_A_TIME = 20_000
SECONDS_FOR_OTHERS = 300
"""How long somebody else who writes a night is waited for: a machine that lost its power may seem to write on."""

KEEPING_TYPES = frozenset({"postgresql", "sqlite"})
"""Kinds of databases that say of a column the type with which it was made."""


def replace_night(data: Path, url: str, reader: str | None = None) -> dict[str, int]:
    """Put the night that readers of DATA see in place of what the database at `url` holds; return rows by table.

    `reader` is a role of PostgreSQL that may then read all of it. Raises PipelineError where nothing is published, or
    the database cannot be reached or written: it then holds what it held.
    """
    folder = published_folder(data)
    if folder is None:
        raise PipelineError("还没有发布过的结果，没有可以写入数据库的：请先运行全县夜间任务。")
    with written_in_one_transaction(url) as connection:
        tables = declared_tables(connection.dialect.name)
        _wait_for_others_so_long(connection)
        _make_tables(connection, tables.values())
        _keep_others_from_writing(connection, tables["exit_indicators.nights"])
        for table in reversed(tables.values()):
            connection.execute(sqlalchemy.delete(table))
        rows = {
            name: _write(connection, table, folder / PARQUET / Path(*name.split(".")).with_suffix(".parquet"))
            for name, table in tables.items()
        }
        if reader is not None:
            _let_read(connection, tables.values(), reader)
    return rows


def _wait_for_others_so_long(connection: sqlalchemy.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sqlalchemy.text(f"SET LOCAL lock_timeout = '{SECONDS_FOR_OTHERS}s'"))


def _make_tables(connection: sqlalchemy.Connection, tables: Iterable[sqlalchemy.Table]) -> None:
    """Make the tables that are missing, make anew those with other columns, and bring comments up to date."""
    inspector = sqlalchemy.inspect(connection)
    schemas = set(inspector.get_schema_names())
    for table in tables:
        if table.schema is not None and table.schema not in schemas:
            connection.execute(schema.CreateSchema(table.schema))
            schemas.add(table.schema)
        if inspector.has_table(table.name, schema=table.schema):
            there = inspector.get_columns(table.name, schema=table.schema)
            declared = [(column.name, column.type) for column in table.columns]
            if _comparable(connection, [(one["name"], one["type"]) for one in there]) == _comparable(
                connection, declared
            ):
                _comment(connection, inspector, table, {one["name"]: one.get("comment") for one in there})
                continue
            table.drop(connection)
        table.create(connection)


def _comparable(
    connection: sqlalchemy.Connection, columns: Iterable[tuple[str, sqlalchemy.types.TypeEngine[Any]]]
) -> list[tuple[str, str]]:
    """Names and types; names alone of kinds of databases that give other types back than they were given."""
    kept = connection.dialect.name in KEEPING_TYPES
    return [(name, kind.compile(connection.dialect) if kept else "") for name, kind in columns]


def _comment(
    connection: sqlalchemy.Connection,
    inspector: sqlalchemy.Inspector,
    table: sqlalchemy.Table,
    comments: dict[str, str | None],
) -> None:
    if not connection.dialect.supports_comments:
        return
    if inspector.get_table_comment(table.name, schema=table.schema)["text"] != table.comment:
        connection.execute(schema.SetTableComment(table))
    for column in table.columns:
        if comments[column.name] != column.comment:
            connection.execute(schema.SetColumnComment(column))


def _keep_others_from_writing(connection: sqlalchemy.Connection, table: sqlalchemy.Table) -> None:
    """Wait until nobody else replaces the night; readers do not notice. SQLite keeps others away by itself."""
    if connection.dialect.name == "postgresql":
        name = connection.dialect.identifier_preparer.format_table(table)
        connection.execute(sqlalchemy.text(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE"))


def _write(connection: sqlalchemy.Connection, table: sqlalchemy.Table, parquet: Path) -> int:
    file = pyarrow.parquet.ParquetFile(parquet)
    batches = file.iter_batches(ROWS_AT_A_TIME)
    if connection.dialect.name == "postgresql":
        _copy(connection, table, batches)
    else:
        for batch in batches:
            connection.execute(sqlalchemy.insert(table), batch.to_pylist())
    return int(file.metadata.num_rows)


def _copy(connection: sqlalchemy.Connection, table: sqlalchemy.Table, batches: Iterable[pyarrow.RecordBatch]) -> None:
    """Write rows as PostgreSQL takes them fastest: Arrow quotes every text, and leaves what is missing blank."""
    preparer = connection.dialect.identifier_preparer
    columns = ", ".join(preparer.format_column(column) for column in table.columns)
    command = f"COPY {preparer.format_table(table)} ({columns}) FROM STDIN (FORMAT csv, ENCODING 'UTF8')"
    options = pyarrow.csv.WriteOptions(include_header=False)
    driver = connection.connection.driver_connection
    assert driver is not None
    # COPY speaks to the driver by itself: its errors become SQLAlchemy's, as all others are.
    driver_errors = connection.dialect.loaded_dbapi.Error
    try:
        with driver.cursor() as cursor, cursor.copy(command) as copied:
            for batch in batches:
                written = pyarrow.BufferOutputStream()
                pyarrow.csv.write_csv(batch, written, options)
                copied.write(written.getvalue().to_pybytes())
    except driver_errors as error:
        raise sqlalchemy.exc.DBAPIError.instance(
            command, None, error, driver_errors, dialect=connection.dialect, connection_invalidated=driver.closed
        ) from None


def _let_read(connection: sqlalchemy.Connection, tables: Iterable[sqlalchemy.Table], reader: str) -> None:
    """Let a role of PostgreSQL read what it may not read yet."""
    if connection.dialect.name != "postgresql":
        raise PipelineError("publish_to_reader 只用于 PostgreSQL：别的数据库请由管理员授权，并删去这一项设置。")
    preparer = connection.dialect.identifier_preparer
    role = preparer.quote(reader)
    for table in tables:
        connection.execute(sqlalchemy.text(f"GRANT USAGE ON SCHEMA {preparer.quote(table.schema or '')} TO {role}"))
        connection.execute(sqlalchemy.text(f"GRANT SELECT ON {preparer.format_table(table)} TO {role}"))
