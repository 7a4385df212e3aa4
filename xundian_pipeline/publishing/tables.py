"""One published table from its input: declared columns, declared types, declared order."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

import duckdb
import pyarrow

from schemas.departments import DEPARTMENTS
from schemas.published import PublishedColumn, PublishedTable
from schemas.published.table import DEPARTMENT_SEPARATOR
from xundian_pipeline.publishing.evidence import resolve_evidence
from xundian_pipeline.publishing.inputs import columns_of, count, input_view, literal, quoted
from xundian_pipeline.publishing.masking import MARK
from xundian_pipeline.publishing.refusal import refusal
from xundian_pipeline.publishing.texts import MASKS

ROWS_PER_BATCH = 122_880

Stamps = Mapping[str, datetime.date | str]
"""What publishing itself writes into a column of every row: the night, the version of the rules."""


def read_rows(
    connection: duckdb.DuckDBPyConnection, table: PublishedTable, stamps: Stamps, *, worded: bool = False
) -> Iterator[pyarrow.Table]:
    """Yield the rows of `table` as they are published, in order, ROWS_PER_BATCH at a time (the last fewer).

    The input may hold the stamped columns; then it must agree with `stamps`. `worded`: evidence, departments and free
    texts of the input are in their published form already. Raises PipelineError where the input does not agree, where
    it lacks a column, or where evidence leads nowhere.
    """
    source = input_view(table)
    there = columns_of(connection, source)
    stamped = {column.name: stamps[column.name] for column in table.columns if column.name in stamps}
    _check_columns(table, there, stamped)
    _check_stamps(connection, table, {name: value for name, value in stamped.items() if name in there})
    joins: list[str] = []
    if not worded and any(column.type == "evidence" for column in table.columns):
        resolved = resolve_evidence(connection, table)
        source = f"{source}_rows"
        joins.append(f"LEFT JOIN {resolved} ON {resolved}.id = rows.rowid")
    masked = [] if worded or not count(connection, MASKS) else [column for column in table.columns if column.free_text]
    for column in masked:
        alias = quoted(f"masks_{column.name}")
        joins.append(f"LEFT JOIN {MASKS} AS {alias} ON rows.{quoted(column.name)} = {alias}.text")
    expressions = [
        f"{_stamp(stamped[column.name], column)} AS {quoted(column.name)}"
        if column.name in stamped
        else f"{_expression(table, column, there, masked=column in masked, worded=worded)} AS {quoted(column.name)}"
        for column in table.columns
    ]
    order = ", ".join(
        f"{_sort_expression(column)} NULLS FIRST" for column in table.sort_columns if column.name not in stamped
    )
    query = f"SELECT {', '.join(expressions)} FROM {source} AS rows {' '.join(joins)} ORDER BY {order}"
    yield from _in_equal_batches(connection.sql(query).to_arrow_reader(ROWS_PER_BATCH))


def demand_rows(table: PublishedTable, expected: int, written: int) -> None:
    """Raise PipelineError where not all rows of a table were written, or more than there are."""
    if expected != written:
        raise refusal(f"表“{table.label}”应有 {expected} 行，写成 {written} 行")


def _in_equal_batches(batches: pyarrow.RecordBatchReader) -> Iterator[pyarrow.Table]:
    """Yield all rows in tables of ROWS_PER_BATCH, whatever the sizes of `batches`: equal rows give equal files."""
    waiting = batches.schema.empty_table()
    for batch in batches:
        waiting = pyarrow.concat_tables([waiting, pyarrow.Table.from_batches([batch])])
        while waiting.num_rows >= ROWS_PER_BATCH:
            yield waiting.slice(0, ROWS_PER_BATCH)
            waiting = waiting.slice(ROWS_PER_BATCH)
    if waiting.num_rows:
        yield waiting


def _check_columns(table: PublishedTable, there: Mapping[str, str], stamped: Stamps) -> None:
    missing = [column.name for column in table.columns if column.name not in there and column.name not in stamped]
    if missing:
        raise refusal(f"表“{table.label}”（{table.name}）缺少列 {'、'.join(missing)}")


def _check_stamps(connection: duckdb.DuckDBPyConnection, table: PublishedTable, stamps: Stamps) -> None:
    for name, value in stamps.items():
        differs = f"{quoted(name)}::VARCHAR IS DISTINCT FROM {literal(str(value))}"
        others = count(connection, f"{input_view(table)} WHERE {differs}")
        if others:
            raise refusal(f"表“{table.label}”有 {others} 行的{table.column(name).label}不是 {value}，不是同一夜的结果")


def _stamp(value: datetime.date | str, column: PublishedColumn) -> str:
    return f"CAST({literal(str(value))} AS {column.database_type})"


def _expression(
    table: PublishedTable, column: PublishedColumn, there: Mapping[str, str], *, masked: bool, worded: bool
) -> str:
    name = f"rows.{quoted(column.name)}"
    if column.type == "evidence" and not worded:
        return f"coalesce(evidence_{table.name}.evidence, '[]')"
    if column.type == "departments" and not worded:
        return _departments(name)
    if masked:
        alias = quoted(f"masks_{column.name}")
        replacement = f"{alias}.place" if column.type == "place" else f"{alias}.masked"
        if column.required:
            replacement = f"coalesce({replacement}, {literal(MARK)})"
        return f"CASE WHEN {alias}.text IS NULL THEN {name} ELSE {replacement} END"
    if column.type == "number" and there[column.name].startswith("DECIMAL"):
        # By way of the text: the nearest double, where a cast from a wide decimal may be the one beside it.
        return f"CAST(CAST({name} AS VARCHAR) AS DOUBLE)"
    return f"CAST({name} AS {column.database_type})"


def _departments(name: str) -> str:
    """Identifiers of departments as their names, in the order of the departments; null if one is unknown."""
    known = ", ".join(literal(identifier) for identifier in DEPARTMENTS)
    cases = ", ".join(
        f"CASE WHEN list_contains({name}, {literal(identifier)}) THEN {literal(label)} END"
        for identifier, label in DEPARTMENTS.items()
    )
    joined = f"array_to_string([label FOR label IN [{cases}] IF label IS NOT NULL], {literal(DEPARTMENT_SEPARATOR)})"
    return f"CASE WHEN list_has_all([{known}], {name}) THEN {joined} END"


def _sort_expression(column: PublishedColumn) -> str:
    name = f"rows.{quoted(column.name)}"
    if column.codes and column.type == "text":
        return f"TRY_CAST({name} AS ENUM ({', '.join(literal(value) for value in column.codes)}))"
    if column.codes and next(iter(column.codes)) == "true":
        return f"NOT {name}"
    return name
