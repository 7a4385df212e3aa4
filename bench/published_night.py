"""What is published, read as a BI tool would: whether it is one whole night, and a fingerprint of its content."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.csv
import pyarrow.parquet

# Holds the only clock value that is published, and names the other nights that are kept.
_NIGHTS = "exit_indicators.nights"


@dataclass(frozen=True)
class PublishedNight:
    """A published night: its date, rows by table, and the fingerprint of all rows in order."""

    assessment_date: str
    rows: dict[str, int]
    fingerprint: str


class NotWholeError(Exception):
    """What is published is not one whole night."""


def read_published(data: Path) -> PublishedNight:
    """Read DATA/published: the database and the Parquet files beside it.

    Raises NotWholeError where a table stands in one of them only, differs between them, or carries more than one date.
    """
    folder = (data / "published").resolve(strict=True)
    tables = _database_tables(folder / "xundian.duckdb")
    files = {f"{path.parent.name}.{path.stem}": path for path in (folder / "parquet").glob("*/*.parquet")}
    if tables.keys() != files.keys():
        raise NotWholeError(f"tables in one place only: {sorted(tables.keys() ^ files.keys())}")
    digest, dates = hashlib.sha256(), set()
    for name, table in sorted(tables.items()):
        content = _content(table)
        if content != _content(pyarrow.parquet.read_table(files[name])):
            raise NotWholeError(f"{name} differs between the database and Parquet")
        if name != _NIGHTS:
            digest.update(name.encode() + content)
            dates |= {str(day) for day in table["assessment_date"].unique().to_pylist()}
    if len(dates) != 1:
        raise NotWholeError(f"{len(dates)} dates in one night: {sorted(dates)}")
    rows = {name: table.num_rows for name, table in tables.items()}
    return PublishedNight(dates.pop(), rows, digest.hexdigest())


def _database_tables(path: Path) -> dict[str, pyarrow.Table]:
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables ORDER BY table_schema, table_name"
        ).fetchall()
        return {
            f"{schema}.{name}": connection.sql(f'SELECT * FROM "{schema}"."{name}"').to_arrow_table()
            for schema, name in names
        }


def _content(table: pyarrow.Table) -> bytes:
    sink = io.BytesIO()
    pyarrow.csv.write_csv(table, sink)
    return sink.getvalue()
