"""The published DuckDB file: tables as declared, with comments in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow.parquet

from schemas.published import PublishedColumn, PublishedTable
from xundian_pipeline.publishing.inputs import connect, count, literal, quoted
from xundian_pipeline.publishing.refusal import refusal

STORAGE_VERSION = "v1.0.0"
"""The oldest format that costs nothing: BI tools bring DuckDB versions of their own."""

_ATTACHED = "published"


class NewDatabase:
    """A database being filled: a thread loads each table, with a connection of its own, beside whatever goes on."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._executor = ThreadPoolExecutor(1, "new-database")
        self._loading: list[Future[None]] = []

    def load(self, table: PublishedTable, parquet: Path) -> None:
        """Begin to load `table` from its finished Parquet file."""
        rows = pyarrow.parquet.read_metadata(parquet).num_rows
        self._loading.append(self._executor.submit(load_table, self._connection, table, parquet, rows))

    def wait(self) -> None:
        """Wait for every table; raises what loading one raised."""
        for loading in self._loading:
            loading.result()

    def stop(self) -> None:
        """Begin nothing more, and wait for what is being loaded."""
        self._executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def new_database(spill: Path, path: Path) -> Iterator[NewDatabase]:
    """Create the file at `path`, to be filled; on leaving, it is whole and closed.

    Raises PipelineError where a table does not fit, duckdb.Error where it cannot be written.
    """
    with connect(spill) as connection, new_file(connection, path):
        database = NewDatabase(connection)
        try:
            yield database
            database.wait()
        finally:
            database.stop()


@contextmanager
def new_file(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    """Create the file at `path`, to be filled through `connection`; on leaving, it is whole and closed."""
    connection.execute(f"ATTACH {literal(str(path))} AS {_ATTACHED} (STORAGE_VERSION {literal(STORAGE_VERSION)})")
    # One transaction: every statement by itself would be written through to the disk.
    connection.execute("BEGIN")
    yield
    connection.execute("COMMIT")
    connection.execute(f"CHECKPOINT {_ATTACHED}")
    connection.execute(f"DETACH {_ATTACHED}")


def create_table(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> str:
    """Create `table`, empty and with its comments, in the new file; return its name there."""
    name = f"{_ATTACHED}.{table.schema}.{quoted(table.name)}"
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_ATTACHED}.{table.schema}")
    connection.execute(f"CREATE TABLE {name} ({', '.join(_definition(column) for column in table.columns)})")
    connection.execute(f"COMMENT ON TABLE {name} IS {literal(table.comment)}")
    for column in table.columns:
        connection.execute(f"COMMENT ON COLUMN {name}.{quoted(column.name)} IS {literal(column.comment)}")
    return name


def load_table(connection: duckdb.DuckDBPyConnection, table: PublishedTable, parquet: Path, rows: int) -> None:
    """Create `table` in the new database and fill it from `parquet`, in the order of the file.

    Raises PipelineError if it then does not hold `rows` rows, or two rows share the table's key.
    """
    name = create_table(connection, table)
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
