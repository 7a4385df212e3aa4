"""The lineage of the published columns as a file beside this one, for what must not wait until all SQL is walked.

One line per column, so that a changed rule shows in a difference which columns it moves. `make dictionary` writes it,
and a test fails where it is stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from xundian_pipeline.lineage.relations import PARAMETERS, Cell, Relation, Source, Sources

LISTING = Path(__file__).with_name("published_columns.tsv")


def listing(lineage: Mapping[str, Relation]) -> str:
    """Return the text of the file: `schema.table.column`, the columns of the feeds that its values come from, and those
    that its conditions look at; parameters are left out."""
    return "".join(
        "\t".join([f"{table}.{column}", _names(cell.values), _names(cell.conditions - cell.values)]) + "\n"
        for table, relation in lineage.items()
        for column in relation.columns
        for cell in [relation.cell(column)]
    )


def read_listing() -> dict[str, Cell]:
    """Return what each published column comes from, by `schema.table.column`."""
    lines = (line.split("\t") for line in LISTING.read_text("utf-8").splitlines())
    return {column: Cell(_sources(values), _sources(conditions)) for column, values, conditions in lines}


def _names(sources: Sources) -> str:
    return " ".join(f"{one.table}.{one.column}" for one in sorted(sources) if one.table != PARAMETERS)


def _sources(names: str) -> Sources:
    return frozenset(Source(*name.split(".")) for name in names.split())
