"""The rows that the households' indicators rest on: where they stand, and a digest of what they say.

The digest goes over a row's content alone, so that the next night can tell a row that has changed from one that has
only moved in its file.
"""

from __future__ import annotations

import duckdb
import pyarrow

from schemas.published.exit_indicators import HOUSEHOLD_EXIT_INDICATORS
from schemas.registry import FEEDS
from xundian_pipeline.history.tables import CITED_ROWS
from xundian_pipeline.publishing.evidence import ROW_LOCATIONS, ROW_PLACES
from xundian_pipeline.publishing.inputs import accepted_view, columns_of, input_view, literal, quoted

_WHERE = frozenset({"row_ref", "source", "sheet", "row_number"})


def cited_rows(connection: duckdb.DuckDBPyConnection) -> dict[str, pyarrow.Table]:
    """Return the table `cited_rows` by its name. The night's rows must have been located.

    A row in quarantine, whose content is not kept, has the digest of the place where it stands.
    """
    connection.execute(
        "CREATE TEMP TABLE cited AS SELECT DISTINCT unnest(evidence) AS row_ref "
        f"FROM {input_view(HOUSEHOLD_EXIT_INDICATORS)}"
    )
    digests = " UNION ALL ".join(
        f"SELECT row_ref, {_digest(connection, feed)} AS digest FROM {accepted_view(feed)} "
        "WHERE row_ref IN (SELECT row_ref FROM cited)"
        for feed in FEEDS
        if columns_of_view(connection, feed)
    )
    query = (
        "SELECT c.row_ref, p.feed, p.head AS place, l.row_number, "
        "coalesce(d.digest, md5_number_lower(p.head || l.row_number)) AS digest "
        f"FROM cited AS c JOIN {ROW_LOCATIONS} AS l ON c.row_ref = l.row_ref "
        f"JOIN {ROW_PLACES} AS p ON l.place = p.place "
        f"LEFT JOIN ({digests}) AS d ON c.row_ref = d.row_ref ORDER BY c.row_ref"
    )
    table = connection.sql(query).to_arrow_table().cast(CITED_ROWS)
    connection.execute("DROP TABLE cited")
    return {"cited_rows": table}


def columns_of_view(connection: duckdb.DuckDBPyConnection, feed: str) -> list[str]:
    """The columns of a feed's accepted rows that say something of their own; empty where the feed is not open."""
    try:
        return [name for name in columns_of(connection, accepted_view(feed)) if name not in _WHERE]
    except duckdb.CatalogException:
        return []


def _digest(connection: duckdb.DuckDBPyConnection, feed: str) -> str:
    """64 bits of the MD5 of a row's columns, each with its name where it has a value."""
    parts = ", ".join(
        f"{literal(f'|{name}=')} || {quoted(name)}::VARCHAR" for name in columns_of_view(connection, feed)
    )
    return f"md5_number_lower(concat({parts}))"
