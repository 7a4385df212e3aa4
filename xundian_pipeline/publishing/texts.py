"""The free texts and the names of a night, collected for the last defence for personal data."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pandas
import pyarrow

from schemas.published import PublishedTable
from schemas.registry import FEEDS
from xundian_pipeline.publishing.inputs import CITABLE_PLACES, accepted_view, columns_of, input_view, quoted
from xundian_pipeline.publishing.masking import Masked, PersonalData, ordinary_words

MASKS = "masks"
"""The table of the texts that are published otherwise than they came: text, masked, place."""


def find_masks(
    connection: duckdb.DuckDBPyConnection,
    published: Sequence[PublishedTable],
    feeds: Sequence[str],
    divisions: pandas.DataFrame,
) -> dict[str, Masked]:
    """Find every free text of the `published` tables and every place of a row that holds personal data.

    `feeds` are those whose accepted rows are open; all names in them count. Makes the table MASKS besides.
    """
    personal = PersonalData(_names(connection, feeds), ordinary_words(divisions))
    masks = personal.masks(_texts(connection, published))
    table = pyarrow.table(
        {
            "text": pyarrow.array(list(masks), pyarrow.string()),
            "masked": pyarrow.array([mask.text for mask in masks.values()], pyarrow.string()),
            "place": pyarrow.array([mask.place for mask in masks.values()], pyarrow.string()),
        }
    )
    connection.register("found_masks", table)
    connection.execute(f"CREATE TEMP TABLE {MASKS} AS FROM found_masks")
    connection.unregister("found_masks")
    return masks


def _names(connection: duckdb.DuckDBPyConnection, feeds: Sequence[str]) -> pyarrow.ChunkedArray:
    branches = ["SELECT NULL::VARCHAR AS name WHERE false"]
    for feed in feeds:
        there = columns_of(connection, accepted_view(feed))
        branches += [
            f"SELECT {quoted(column.name)} FROM {accepted_view(feed)}"
            for column in FEEDS[feed].columns
            if column.type == "name" and column.name in there
        ]
    query = f"SELECT DISTINCT name FROM ({' UNION ALL '.join(branches)}) WHERE name IS NOT NULL"
    return connection.sql(query).to_arrow_table()["name"]


def _texts(connection: duckdb.DuckDBPyConnection, published: Sequence[PublishedTable]) -> list[str]:
    branches = [f"SELECT {column} AS text FROM {CITABLE_PLACES}" for column in ("source", "sheet")]
    for table in published:
        there = columns_of(connection, input_view(table))
        branches += [
            f"SELECT {quoted(column.name)}::VARCHAR FROM {input_view(table)} GROUP BY ALL"
            for column in table.columns
            if column.free_text and column.name in there
        ]
    query = f"SELECT DISTINCT text FROM ({' UNION ALL '.join(branches)}) WHERE text IS NOT NULL ORDER BY text"
    return connection.sql(query).to_arrow_table()["text"].to_pylist()
