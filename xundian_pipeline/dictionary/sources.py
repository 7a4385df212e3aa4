"""Sources of lineage in the words of the dictionary."""

from __future__ import annotations

from itertools import groupby

from schemas.registry import FEEDS
from xundian_pipeline.dictionary.markdown import code, link
from xundian_pipeline.lineage.relations import PARAMETERS, Cell, Relation, Source, Sources, union
from xundian_pipeline.parameters import Parameters

FEEDS_PAGE, PARAMETERS_PAGE = "feeds.md", "parameters.md"
NAMED_AT_MOST = 6
"""Columns of feeds that a cell of a table names one by one; of more it names the feeds."""

_ORDER = {table: place for place, table in enumerate((*FEEDS, PARAMETERS))}


def in_full(sources: Sources, parameters: Parameters) -> list[str]:
    """One text per feed, with all its columns and their headers; one for the parameters."""
    return [
        f"{_table(table)}：{'、'.join(_with_header(source, parameters) for source in found)}"
        for table, found in _by_table(sources)
    ]


def in_short(sources: Sources) -> str:
    """One text for a cell of a table."""
    if len(sources) <= NAMED_AT_MOST:
        return "、".join(code(f"{source.table}.{source.column}") for source in _sorted(sources))
    return "、".join(f"{_linked(table)}（{len(found)} 列）" for table, found in _by_table(sources))


def of_values(relation: Relation, *columns: str) -> Cell:
    """What the values of some columns are made from together, whichever rows there are."""
    cells = [relation.cell(column) for column in columns]
    values = union(cell.values for cell in cells)
    return Cell(values, union(cell.conditions for cell in cells) - values)


def of_rows(relation: Relation) -> Cell:
    """What rows are made from, what decides whether they are there among it."""
    cell = of_values(relation, *relation.columns)
    return Cell(cell.values, (cell.conditions | relation.conditions) - cell.values)


def _table(table: str) -> str:
    if table == PARAMETERS:
        return link("参数", PARAMETERS_PAGE)
    return f"《{FEEDS[table].title}》{_linked(table)}"


def _linked(table: str) -> str:
    return link(code(table), PARAMETERS_PAGE if table == PARAMETERS else f"{FEEDS_PAGE}#{table}")


def _with_header(source: Source, parameters: Parameters) -> str:
    if source.table == PARAMETERS:
        return f"{parameters.histories[source.column].label} {code(source.column)}"
    return f"{FEEDS[source.table].column(source.column).header} {code(source.column)}"


def _by_table(sources: Sources) -> list[tuple[str, list[Source]]]:
    return [(table, list(found)) for table, found in groupby(_sorted(sources), key=lambda source: source.table)]


def _sorted(sources: Sources) -> list[Source]:
    return sorted(sources, key=lambda source: (_ORDER[source.table], _place(source)))


def _place(source: Source) -> tuple[int, str]:
    if source.table == PARAMETERS:
        return 0, source.column
    return [column.name for column in FEEDS[source.table].columns].index(source.column), source.column
