"""The published DuckDB file: tables as declared, with comments in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from schemas.published import PublishedColumn, PublishedTable
from xundian_pipeline.publishing.inputs import count, literal, quoted
from xundian_pipeline.publishing.refusal import refusal

STORAGE_VERSION = "v1.0.0"
"""The oldest format that costs nothing: BI tools bring DuckDB versions of their own."""

_ATTACHED = "published"


@contextmanager
def new_database(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    """Create the file at `path`, to be filled by `load_table`; on leaving, it is whole and closed."""
    connection.execute(f"ATTACH {literal(str(path))} AS {_ATTACHED} (STORAGE_VERSION {literal(STORAGE_VERSION)})")
    # One transaction: every statement by itself would be written through to the disk.
    connection.execute("BEGIN")
    yield
    connection.execute("COMMIT")
    connection.execute(f"CHECKPOINT {_ATTACHED}")
    connection.execute(f"DETACH {_ATTACHED}")


def load_table(connection: duckdb.DuckDBPyConnection, table: PublishedTable, parquet: Path, rows: int) -> None:
    """Create `table` in the new database and fill it from `parquet`, in the order of the file.

    Raises PipelineError if it then does not hold `rows` rows, or two rows share the table's key.
    """
    name = f"{_ATTACHED}.{table.schema}.{quoted(table.name)}"
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_ATTACHED}.{table.schema}")
    connection.execute(f"CREATE TABLE {name} ({', '.join(_definition(column) for column in table.columns)})")
    connection.execute(f"COMMENT ON TABLE {name} IS {literal(table.comment)}")
    for column in table.columns:
        connection.execute(f"COMMENT ON COLUMN {name}.{quoted(column.name)} IS {literal(column.comment)}")
    connection.execute(f"INSERT INTO {name} FROM read_parquet({literal(str(parquet))})")
    _check_rows(connection, table, name, rows)


def _definition(column: PublishedColumn) -> str:
    return f"{quoted(column.name)} {column.database_type}{' NOT NULL' if column.required else ''}"


def _check_rows(connection: duckdb.DuckDBPyConnection, table: PublishedTable, name: str, rows: int) -> None:
    loaded = count(connection, name)
    if loaded != rows:
        raise refusal(f"表“{table.label}”应有 {rows} 行，写成 {loaded} 行")
    if not table.key:
        return
    key = ", ".join(quoted(column) for column in table.key)
    distinct = count(connection, f"(SELECT DISTINCT {key} FROM {name})")
    if distinct != rows:
        labels = "、".join(table.column(column).label for column in table.key)
        raise refusal(f"表“{table.label}”有 {rows - distinct} 行的{labels}与别的行相同")
