"""References to rows become the evidence that readers see: feed, file, sheet and row numbers, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

import duckdb
import pyarrow

from schemas.published import PublishedTable
from schemas.registry import FEEDS
from xundian_pipeline.publishing.inputs import CITABLE_PLACES, CITABLE_ROWS, count, input_view
from xundian_pipeline.publishing.masking import Masked
from xundian_pipeline.publishing.refusal import refusal

ROW_LOCATIONS = "row_locations"
"""The table of where every citable row stands: row_ref, place, row_number."""
ROW_PLACES = "places"
"""The table of the places: place, feed, source, sheet, and `head`, their JSON up to the row numbers."""


def locate_rows(connection: duckdb.DuckDBPyConnection, masks: Mapping[str, Masked]) -> None:
    """Number the places (feed, file, sheet) in the order of feeds, files and sheets, and find each row's.

    A place's name is published as `masks` says.
    """
    feeds = list(FEEDS)
    found = connection.execute(f"FROM {CITABLE_PLACES}").fetchall()
    found.sort(key=lambda place: (feeds.index(place[0]), place[1], place[2] is not None, place[2] or ""))
    places = pyarrow.table(
        {
            "place": pyarrow.array(range(len(found)), pyarrow.int32()),
            "feed": pyarrow.array([feed for feed, _, _ in found], pyarrow.string()),
            "source": pyarrow.array([source for _, source, _ in found], pyarrow.string()),
            "sheet": pyarrow.array([sheet for _, _, sheet in found], pyarrow.string()),
            "head": pyarrow.array(
                [_head(feed, source, sheet, masks) for feed, source, sheet in found], pyarrow.string()
            ),
        }
    )
    connection.register("found_places", places)
    connection.execute(f"CREATE TEMP TABLE {ROW_PLACES} AS FROM found_places")
    connection.unregister("found_places")
    connection.execute(
        f"""
        CREATE TEMP TABLE {ROW_LOCATIONS} AS
        SELECT accepted.row_ref, places.place, accepted.row_number
        FROM {CITABLE_ROWS} AS accepted
        JOIN {ROW_PLACES} AS places
          ON accepted.feed = places.feed
         AND accepted.source = places.source
         AND accepted.sheet IS NOT DISTINCT FROM places.sheet
        """
    )


def resolve_evidence(connection: duckdb.DuckDBPyConnection, table: PublishedTable) -> str:
    """Turn the lists of row references of `table`'s input into JSON.

    Returns the name of a table (id, evidence); `id` is the rowid of the input, which is made a table for that. Rows are
    sorted and each named once, groups stand in the order of the places. Raises PipelineError where a reference leads to
    no row, or to two.
    """
    source, located, resolved = input_view(table), f"located_{table.name}", f"evidence_{table.name}"
    connection.execute(f"CREATE TEMP TABLE {source}_rows AS FROM {source}")
    connection.execute(
        f"""
        CREATE TEMP TABLE {located} AS
        SELECT cited.id, cited.row_ref, locations.place, locations.row_number
        FROM (SELECT DISTINCT rowid AS id, unnest(evidence) AS row_ref FROM {source}_rows) AS cited
        LEFT JOIN {ROW_LOCATIONS} AS locations ON cited.row_ref = locations.row_ref
        """
    )
    _check_references(connection, table, located)
    connection.execute(
        f"""
        CREATE TEMP TABLE {resolved} AS
        SELECT id, '[' || string_agg(head || numbers || ']}}', ',' ORDER BY place) || ']' AS evidence
        FROM (
            SELECT id, place, array_to_string(list_sort(list(row_number)), ',') AS numbers
            FROM {located}
            GROUP BY id, place
        ) AS grouped
        JOIN {ROW_PLACES} AS places USING (place)
        GROUP BY id
        """
    )
    connection.execute(f"DROP TABLE {located}")
    return resolved


def _head(feed: str, source: str, sheet: str | None, masks: Mapping[str, Masked]) -> str:
    """The JSON of a place up to its row numbers."""
    shown = [masks[name].place if name is not None and name in masks else name for name in (source, sheet)]
    place = {"feed": feed, "source": shown[0], "sheet": shown[1]}
    return json.dumps(place, ensure_ascii=False, separators=(",", ":")).removesuffix("}") + ',"rows":['


def _check_references(connection: duckdb.DuckDBPyConnection, table: PublishedTable, located: str) -> None:
    lost = count(connection, f"{located} WHERE place IS NULL")
    twice = count(connection, located) - count(connection, f"(SELECT DISTINCT id, row_ref FROM {located})")
    if lost or twice:
        raise refusal(f"表“{table.label}”有 {lost} 处依据找不到原始行，{twice} 处对应多行")
