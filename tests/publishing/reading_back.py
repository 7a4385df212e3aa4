"""Published tables read back, as any reader would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb


def query(data: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows that `sql` gives on the published database."""
    with duckdb.connect(str(data / "published" / "xundian.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def parquet_bytes(folder: Path) -> dict[str, bytes]:
    """The bytes of every Parquet file of a night's folder, by its path in it."""
    files = sorted((folder / "parquet").rglob("*.parquet"))
    return {file.relative_to(folder / "parquet").as_posix(): file.read_bytes() for file in files}
