"""The lineage of the published columns as a file beside this one, for what must not wait until all SQL is walked.

One line per column, so that a changed rule shows in a difference which columns it moves. `make dictionary` writes it,
and a test fails where it is stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xundian_pipeline.lineage.relations import PARAMETERS, Relation, Source

LISTING = Path(__file__).with_name("published_columns.tsv")


def listing(lineage: Mapping[str, Relation]) -> str:
    """Return the text of the file: `schema.table.column`, then the columns of the feeds that its values come from."""
    return "".join(
        "\t".join([f"{table}.{column}", *(f"{one.table}.{one.column}" for one in _feeds(relation, column))]) + "\n"
        for table, relation in lineage.items()
        for column in relation.columns
    )


def read_listing() -> dict[str, list[Source]]:
    """Return the columns of the feeds that each published column comes from, by `schema.table.column`."""
    lines = (line.split("\t") for line in LISTING.read_text("utf-8").splitlines())
    return {column: [Source(*source.split(".")) for source in sources] for column, *sources in lines}


def _feeds(relation: Relation, column: str) -> list[Source]:
    return sorted(source for source in relation.cell(column).values if source.table != PARAMETERS)
