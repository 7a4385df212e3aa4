"""Where Python lies between two queries, what it is said to read is what it reads."""

from __future__ import annotations

import re

import pyarrow
import pytest
import sqlglot
from sqlglot import exp

from schemas.feed import Feed
from schemas.registry import FEEDS
from xundian_pipeline.acceptance.accept import empty_table
from xundian_pipeline.acceptance.reports import quarantined_columns, quarantined_rows_table
from xundian_pipeline.lineage.inputs import accepted_tables
from xundian_pipeline.people.comparisons import COMPARISONS
from xundian_pipeline.people.weights import WEIGHED_PAIRS, as_if_weighed


def test_the_stand_in_of_the_weights_gives_their_columns() -> None:
    assert sqlglot.parse_one(as_if_weighed(), dialect="duckdb").named_selects == WEIGHED_PAIRS.names


def test_the_stand_in_of_the_weights_reads_what_is_compared() -> None:
    read = {column.sql() for column in sqlglot.parse_one(as_if_weighed()).find_all(exp.Column)}
    for comparison in COMPARISONS:
        conditions = [comparison.nothing, *(level for level in comparison.levels.values() if level != "ELSE")]
        for condition in conditions:
            for column in sqlglot.parse_one(condition, dialect="duckdb").find_all(exp.Column):
                side, name = ("r" if column.name.endswith("_l") else "m"), re.sub("_[lr]$", "", column.name)
                assert f"{side}.{name}" in read


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_a_quarantined_row_is_known_by_the_columns_that_are_said(feed: Feed) -> None:
    def filled(without: str) -> pyarrow.Table:
        table = empty_table(feed)
        cells = {
            field.name: pyarrow.array([None if field.name == without else _some(field.type)], field.type)
            for field in table.schema
        }
        return pyarrow.table({"row_ref": pyarrow.array([1], pyarrow.int64()), **cells})

    said = quarantined_columns(feed)
    whole = quarantined_rows_table(filled(""), feed)
    for column in feed.columns:
        without = quarantined_rows_table(filled(column.name), feed)
        moved = {name for name in whole.column_names if not whole[name].equals(without[name])}
        assert moved == {name for name, columns in said.items() if column.name in columns}


def _some(kind: pyarrow.DataType) -> object:
    """A value of a column that may name a member, a household, a village or a unit; the others stay empty."""
    return "1" if pyarrow.types.is_string(kind) else 1 if pyarrow.types.is_integer(kind) else None


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_every_accepted_column_comes_from_one_of_the_feed_or_says_where_the_row_stands(feed: Feed) -> None:
    accepted = accepted_tables()[feed.id]
    without = {name for name in accepted.columns if not accepted.cell(name).values}
    assert without == {"row_ref", "source", "sheet", "row_number", "sheet_index"}
    for column in feed.columns:
        assert {source.column for source in accepted.cell(column.name).values} == {column.name}
