"""What the steps read, as lineage begins with it: the feeds' accepted rows, and what acceptance says of files and rows.

The accepted columns are those that acceptance itself gives for a feed of which nothing has come; what it says of rows
in quarantine is told beside the function that says it.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow

from schemas.feed import Feed
from schemas.registry import FEEDS
from xundian_pipeline.acceptance.accept import empty_table
from xundian_pipeline.acceptance.reports import FEED_RUNS, NOTICES, QUARANTINE, quarantined_columns
from xundian_pipeline.corrections.outcomes import CORRECTIONS
from xundian_pipeline.lineage.relations import EMPTY, Cell, Constant, Relation, RowOf, Rows, Source, Sources


def accepted_tables() -> dict[str, Relation]:
    """Return every table that acceptance gives, by name."""
    return {
        **{feed.id: _accepted(feed) for feed in FEEDS.values()},
        "quarantined_rows": _of_every_feed({feed.id: _quarantined(feed) for feed in FEEDS.values()}),
        "feed_runs": _about_files(FEED_RUNS),
        "quarantine": _about_files(QUARANTINE),
        "notices": Relation.without_sources(NOTICES.names),
        "corrections": Relation.without_sources(CORRECTIONS.names),
    }


def _accepted(feed: Feed) -> Relation:
    names = {column.name for column in feed.columns}
    columns = {name: Cell(_sources(feed, *_made_from(name, names))) for name in empty_table(feed).column_names}
    return Relation.of(Rows({**columns, "row_ref": _reference(feed)}))


def _made_from(name: str, columns: set[str]) -> list[str]:
    """The column of a feed that an accepted one is: itself, or that which it comes with (id_number_state)."""
    return [column for column in columns if name in (column, *(f"{column}_{extra}" for extra in _EXTRAS))]


_EXTRAS = ("state", "birth_date", "blank")


def _quarantined(feed: Feed) -> dict[str, Cell]:
    columns = {name: Cell(_sources(feed, *made_from)) for name, made_from in quarantined_columns(feed).items()}
    return {**columns, "row_ref": _reference(feed)}


def _about_files(schema: pyarrow.Schema) -> Relation:
    return _of_every_feed({feed: dict.fromkeys(schema.names, EMPTY) for feed in FEEDS})


def _of_every_feed(columns: Mapping[str, dict[str, Cell]]) -> Relation:
    kinds = tuple(Rows({**cells, "feed": Cell(constant=Constant(feed))}) for feed, cells in columns.items())
    return Relation(tuple(kinds[0].columns), kinds)


def _reference(feed: Feed) -> Cell:
    return Cell(constant=Constant(RowOf(feed.id)))


def _sources(feed: Feed, *columns: str) -> Sources:
    return frozenset(Source(feed.id, column) for column in columns)
