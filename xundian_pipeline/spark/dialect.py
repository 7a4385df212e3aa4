"""What Spark spells or reckons otherwise than DuckDB: the one place where the rules' SQL is translated.

sqlglot translates what has another name; the rewrites below keep what would come out differently. Together with the
settings in `session` (ANSI errors, UTC, no loss of decimals) they make the results equal. A construct that cannot be
kept equal is refused with UntranslatableError; a rule then wants a portable spelling.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp

WRITTEN_IN = "duckdb"
TRANSLATED_TO = "spark"


class UntranslatableError(Exception):
    """A query uses what has no equal on Spark; the text names the construct, and no value."""


@dataclass(frozen=True)
class Translation:
    """A query in Spark's dialect, its parameters written :name, and the tables that it reads."""

    query: str
    tables: frozenset[str]


@lru_cache(maxsize=1024)
def translate(query: str) -> Translation:
    """Translate one SELECT; UntranslatableError where its result could differ."""
    tree = sqlglot.parse_one(query, read=WRITTEN_IN)
    made_inside = {table.alias.lower() for table in tree.find_all(exp.CTE)}
    tables = frozenset(
        table.name for table in tree.find_all(exp.Table) if table.name and table.name.lower() not in made_inside
    )
    for kind, rewrite in _REWRITES:
        # The deepest first: what stands inside has been rewritten when it is moved into something new.
        for node in reversed(list(tree.find_all(kind))):
            node.replace(rewrite(node))
    return Translation(tree.sql(TRANSLATED_TO, identify=True, comments=False), tables)


def _list_of_rows(node: exp.ArrayAgg) -> exp.Expression:
    """ARRAY_AGG keeps nulls, and is null over no rows; COLLECT_LIST drops nulls, and is empty over no rows.

    A struct around the value keeps the nulls. Sorted, so that equal inputs give equal lists; the order of DuckDB's is
    nobody's promise.
    """
    value = node.this
    if isinstance(value, exp.Order):
        raise UntranslatableError("ARRAY_AGG with ORDER BY")
    distinct = isinstance(value, exp.Distinct)
    if distinct:
        (value,) = value.expressions
    wrapped = _function("NAMED_STRUCT", exp.Literal.string("value"), value.copy())
    collected: exp.Expression = _function("COLLECT_LIST", exp.Distinct(expressions=[wrapped]) if distinct else wrapped)
    if isinstance(node.parent, exp.Filter):
        collected = exp.Filter(this=collected, expression=node.parent.expression.copy())
    unwrapped = exp.Lambda(
        this=exp.Dot(this=exp.to_identifier("item"), expression=exp.to_identifier("value")),
        expressions=[exp.to_identifier("item")],
    )
    listed = _function("TRANSFORM", _function("SORT_ARRAY", collected), unwrapped)
    return _function("NULLIF", listed, _EMPTY_LIST.copy())


def _filtered_list(node: exp.Filter) -> exp.Expression:
    """ARRAY_AGG(...) FILTER (...): the filter belongs to the aggregate inside, not to what is made of it."""
    return _list_of_rows(node.this) if isinstance(node.this, exp.ArrayAgg) else node.copy()


def _joined_lists(node: exp.ArrayConcat) -> exp.Expression:
    """LIST_CONCAT takes null for an empty list; CONCAT is null with it."""
    lists = [node.this, *node.expressions]
    return _function("CONCAT", *(exp.Coalesce(this=one.copy(), expressions=[_EMPTY_LIST.copy()]) for one in lists))


def _quotient(node: exp.Div) -> exp.Expression:
    """`/` gives a double whatever is divided, and by zero infinity or no number; Spark keeps decimals, and stops."""
    dividend, divisor = (exp.cast(side.copy(), exp.DataType.Type.DOUBLE) for side in (node.this, node.expression))
    infinity = exp.cast(exp.Literal.string("Infinity"), exp.DataType.Type.DOUBLE)
    return exp.Paren(
        this=exp.Case(
            ifs=[
                exp.If(
                    this=exp.EQ(this=divisor, expression=exp.Literal.number(0)),
                    true=exp.Mul(this=dividend.copy(), expression=infinity),
                )
            ],
            default=exp.Div(this=dividend, expression=divisor.copy()),
        )
    )


def _function(name: str, *arguments: exp.Expression) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


_EMPTY_LIST = exp.Array(expressions=[])

_REWRITES: tuple[tuple[type[exp.Expression], Callable[[Any], exp.Expression]], ...] = (
    (exp.Filter, _filtered_list),
    (exp.ArrayAgg, _list_of_rows),
    (exp.ArrayConcat, _joined_lists),
    (exp.Div, _quotient),
)
