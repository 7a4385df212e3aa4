"""The stored tables of a night as DuckDB sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from schemas.published import PublishedTable
from schemas.registry import FEEDS
from xundian_pipeline.errors import PipelineError

MEMORY_LIMIT = "1GB"
THREADS = 2

CITABLE_ROWS = "citable_rows"
"""The view of all rows of all feeds that evidence can name, the quarantined ones among them: row_ref, feed, source,
sheet, row_number."""
CITABLE_PLACES = "citable_places"
"""The table of where they stand: feed, source and sheet, each place once."""
QUARANTINED_ROWS = "quarantined_rows"
_NO_CITABLE_ROWS = (
    "SELECT NULL::BIGINT AS row_ref, NULL::VARCHAR AS feed, NULL::VARCHAR AS source, NULL::VARCHAR AS sheet,"
    " NULL::INTEGER AS row_number WHERE false"
)


def connect(spill: Path) -> duckdb.DuckDBPyConnection:
    """Open a database in memory that spills to `spill` and keeps to the memory that publishing may take."""
    # DuckDB makes the folder itself when it first spills, but not the one above it.
    spill.parent.mkdir(parents=True, exist_ok=True)
    return duckdb.connect(
        config={"memory_limit": MEMORY_LIMIT, "threads": THREADS, "temp_directory": str(spill)},
    )


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """`text` as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def input_view(table: PublishedTable) -> str:
    """The name of the view of a published table's input."""
    return f"input_{table.name}"


def open_inputs(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, Sequence[Path]],
    published: Sequence[PublishedTable],
) -> None:
    """Make a view of the input of every table in `published`, of each feed's accepted rows, and of all of them.

    Raises PipelineError where a table to be published has not been made.
    """
    for table in published:
        if not tables.get(table.name):
            raise PipelineError(
                f"缺少要发布的表“{table.label}”（{table.name}），本次没有发布；请先重新运行全县夜间任务。"
            )
        _view(connection, input_view(table), tables[table.name])
    branches = [_NO_CITABLE_ROWS]
    for feed in FEEDS:
        if tables.get(feed):
            _view(connection, accepted_view(feed), tables[feed])
            branches.append(
                f"SELECT row_ref, {literal(feed)} AS feed, source, sheet, row_number FROM {accepted_view(feed)}"
            )
    if tables.get(QUARANTINED_ROWS):
        _view(connection, QUARANTINED_ROWS, tables[QUARANTINED_ROWS])
        branches.append(f"SELECT row_ref, feed, source, sheet, row_number FROM {QUARANTINED_ROWS}")
    connection.execute(f"CREATE TEMP VIEW {CITABLE_ROWS} AS {' UNION ALL '.join(branches)}")
    connection.execute(f"CREATE TEMP TABLE {CITABLE_PLACES} AS SELECT DISTINCT feed, source, sheet FROM {CITABLE_ROWS}")


def accepted_view(feed: str) -> str:
    """The name of the view of a feed's accepted rows."""
    return quoted(f"accepted_{feed}")


def count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    """The number of rows of a table, a view, or a query in brackets."""
    # All is fetched: a result that is not read to its end keeps the connection busy.
    return int(connection.execute(f"SELECT count(*) FROM {relation}").fetchall()[0][0])


def columns_of(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """The columns of a view or table with their DuckDB types."""
    described = connection.execute(f"DESCRIBE {relation}").fetchall()
    return {row[0]: row[1] for row in described}


def _view(connection: duckdb.DuckDBPyConnection, name: str, paths: Sequence[Path]) -> None:
    files = ", ".join(literal(str(path)) for path in paths)
    connection.execute(f"CREATE TEMP VIEW {name} AS FROM read_parquet([{files}], union_by_name = true)")


def labels(expression: str, codes: Mapping[str, str]) -> str:
    """The SQL of a coded value as its Chinese label; the code where there is none."""
    cases = " ".join(f"WHEN {literal(code)} THEN {literal(label)}" for code, label in codes.items())
    return f"CASE {expression} {cases} ELSE {expression} END"
