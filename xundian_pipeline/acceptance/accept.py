"""A feed as read becomes its accepted rows, its quarantine and the account of every row."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy
import pyarrow

from schemas.departments import DEPARTMENTS
from schemas.feed import Feed
from schemas.registry import FEEDS
from xundian_pipeline.acceptance import cleaning, validation
from xundian_pipeline.acceptance.contents import RETURNED_ROWS, contents
from xundian_pipeline.acceptance.keys import Repetitions, find_repetitions
from xundian_pipeline.acceptance.reports import feed_runs_table, notices_table, quarantine_table, quarantined_rows_table
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading import FeedReading, Notice, ReadSheet

ROW_REFERENCES_PER_FEED = 2**32
VILLAGE_LEVEL = "村"


def feed_place(row_ref: int) -> int:
    """Return the place in FEEDS of the feed that a row belongs to."""
    return row_ref // ROW_REFERENCES_PER_FEED - 1


@dataclass(frozen=True)
class CleanedFeed:
    """Every data row of a feed, in the order of reading (ruling 10), and the cells that could not be read.

    `table` has row_ref, the feed's columns in their types with what comes with them, source, sheet, row_number and
    sheet_index.
    """

    table: pyarrow.Table
    unread: list[validation.Failure]


@dataclass(frozen=True)
class JudgedFeed:
    """What every check says of the rows of a cleaned feed; positions are those of its table.

    `table` is without the cells that failed while their row stays.
    """

    cleaned: CleanedFeed
    table: pyarrow.Table
    row_failures: list[validation.Failure]
    cell_failures: list[validation.Failure]
    repetitions: Repetitions

    @property
    def failed(self) -> set[int]:
        """The positions of the rows that are quarantined, and of those that stay without a cell that failed."""
        return {failure.position for failure in (*self.row_failures, *self.cell_failures)}


def accept_feed(
    reading: FeedReading, feed: Feed, county: County, assessment_date: datetime.date
) -> dict[str, pyarrow.Table]:
    """Clean and validate every row of a feed.

    Returns `accepted` (row_ref, source, sheet, row_number and the feed's columns), `quarantine`, `feed_runs` and
    `notices` as outputs.md describes them, and what is never published: `quarantined_rows`, what a quarantined row
    names (ruling 2), and `returned_rows`, the rows that their department is to correct. Raises PipelineError if a row
    is unaccounted for.
    """
    cleaned = clean_sheets(reading.sheets, feed, county, assessment_date)
    return account_for(judge(cleaned, feed, county, assessment_date), reading, feed, county, assessment_date)


def judge(cleaned: CleanedFeed, feed: Feed, county: County, assessment_date: datetime.date) -> JudgedFeed:
    """Hold every row against the feed's schema, and the rows that pass against one another (ruling 10)."""
    failures = _with_schema_failures(cleaned.table, cleaned.unread, feed, assessment_date, county.code)
    row_failures, cell_failures = _split(failures, feed)
    table = _without_failed_cells(cleaned.table, cell_failures)
    failed = numpy.zeros(len(table), dtype=bool)
    failed[[failure.position for failure in row_failures]] = True
    repetitions = find_repetitions(table, feed, numpy.flatnonzero(~failed))
    row_failures += [validation.Failure(int(position), feed.key[0], "key") for position in repetitions.conflicts]
    return JudgedFeed(cleaned, table, row_failures, cell_failures, repetitions)


def account_for(
    judged: JudgedFeed, reading: FeedReading, feed: Feed, county: County, assessment_date: datetime.date
) -> dict[str, pyarrow.Table]:
    """Return the tables of `accept_feed` for a feed as it was judged."""
    table, repetitions = judged.table, judged.repetitions
    failed = numpy.zeros(len(table), dtype=bool)
    failed[[failure.position for failure in judged.row_failures]] = True
    ignored = numpy.zeros(len(table), dtype=bool)
    ignored[repetitions.duplicates] = True
    quarantined, accepted = numpy.flatnonzero(failed), numpy.flatnonzero(~failed & ~ignored)
    feed_runs = feed_runs_table(reading, table, feed, accepted, quarantined, repetitions.duplicates)
    _check_conservation(feed, feed_runs)
    return {
        "accepted": table.take(pyarrow.array(accepted)),
        "quarantine": quarantine_table(
            reading,
            table,
            feed,
            {"row": judged.row_failures, "cell": judged.cell_failures},
            assessment_date,
            county.code,
        ),
        "quarantined_rows": quarantined_rows_table(table.take(pyarrow.array(quarantined)), feed),
        "returned_rows": _returned_rows(judged, reading, feed),
        "feed_runs": feed_runs,
        "notices": notices_table([*reading.notices, *_absence(reading, feed)]),
    }


def _returned_rows(judged: JudgedFeed, reading: FeedReading, feed: Feed) -> pyarrow.Table:
    """The rows with something to correct, as texts, in the order of reading."""
    positions = sorted(judged.failed)
    texts = contents(judged.cleaned.table, judged.cleaned.unread, reading.sheets, feed, positions)
    cells = [texts[column.name].to_pylist() for column in feed.columns]
    return pyarrow.table(
        {
            "feed": pyarrow.repeat(pyarrow.scalar(feed.id), len(positions)),
            "row_ref": judged.cleaned.table["row_ref"].take(pyarrow.array(positions, pyarrow.int64())),
            "row_key": pyarrow.nulls(len(positions), pyarrow.string()),
            "cells": pyarrow.array([list(row) for row in zip(*cells, strict=True)], pyarrow.list_(pyarrow.string())),
        },
        schema=RETURNED_ROWS,
    )


def clean_sheets(
    sheets: Sequence[ReadSheet], feed: Feed, county: County, assessment_date: datetime.date
) -> CleanedFeed:
    """Clean every sheet and lay them under one another, in the order of reading (ruling 10)."""
    code_on = county.code_on(assessment_date)
    parts: list[pyarrow.Table] = []
    failures: list[validation.Failure] = []
    offset = 0
    for sheet in sheets:
        columns: dict[str, Any] = {}
        length = len(sheet.row_numbers)
        for column in feed.columns:
            read = sheet.columns.get(column.name)
            if read is None:
                clean = cleaning.missing_column(column, length)
            else:
                clean = cleaning.clean_column(
                    read,
                    column,
                    excel=sheet.excel,
                    assessment_date=assessment_date,
                    code_on=code_on,
                    spellings=county.value_spellings.get(column.header) if column.allowed else None,
                )
            columns[column.name] = clean.array
            columns.update(clean.extra)
            failures += [
                validation.Failure(failure.position + offset, failure.column, failure.check)
                for failure in validation.failures(column.name, clean.failed)
            ]
        columns["source"] = _repeated(sheet.source, length)
        columns["sheet"] = _repeated(sheet.sheet, length)
        columns["row_number"] = sheet.row_numbers
        columns["sheet_index"] = _repeated_number(len(parts), length)
        parts.append(pyarrow.table(columns))
        offset += length
    table = pyarrow.concat_tables(parts).combine_chunks() if parts else empty_table(feed)
    table = with_unit_codes_in_force(table, feed, code_on)
    first = (list(FEEDS).index(feed.id) + 1) * ROW_REFERENCES_PER_FEED
    references = pyarrow.array(numpy.arange(first, first + len(table), dtype=numpy.int64))
    return CleanedFeed(table.add_column(0, "row_ref", references), failures)


def _absence(reading: FeedReading, feed: Feed) -> list[Notice]:
    if reading.sheets or reading.broken:
        return []
    department = DEPARTMENTS[feed.department]
    message = f"没有收到《{feed.title}》（{feed.id}）：凡要靠它才能判定的，一律待核实。请{department}报送。"
    return [Notice("feed_absent", feed.id, None, None, feed.id, 0, message)]


def empty_table(feed: Feed) -> pyarrow.Table:
    """Return the cleaned table of a feed of which nothing has come, without row_ref."""
    columns: dict[str, Any] = {}
    for column in feed.columns:
        clean = cleaning.missing_column(column, 0)
        columns[column.name] = clean.array
        columns.update(clean.extra)
    columns["source"] = columns["sheet"] = pyarrow.array([], pyarrow.string())
    columns["row_number"] = columns["sheet_index"] = pyarrow.array([], pyarrow.int32())
    return pyarrow.table(columns)


def with_unit_codes_in_force(table: pyarrow.Table, feed: Feed, code_on: Mapping[str, str]) -> pyarrow.Table:
    """Read the village codes among the units of sign-offs as those in force (ruling 38)."""
    if feed.id != "sign_offs":
        return table
    units = [
        code_on.get(unit, unit) if level == VILLAGE_LEVEL else unit
        for unit, level in zip(table["unit_id"].to_pylist(), table["level"].to_pylist(), strict=True)
    ]
    index = table.schema.get_field_index("unit_id")
    return table.set_column(index, "unit_id", pyarrow.array(units, pyarrow.string()))


def _with_schema_failures(
    table: pyarrow.Table,
    failures: list[validation.Failure],
    feed: Feed,
    assessment_date: datetime.date,
    county_code: str,
) -> list[validation.Failure]:
    """Add what the schema finds.

    A cell that could not be read is not missing besides, and one that fails a check of its own is not held against
    others.
    """
    unread = {(failure.position, failure.column) for failure in failures}
    found = validation.validate(table, feed, assessment_date, county_code) if len(table) else []
    own = {
        failure
        for failure in found
        if failure.check not in validation.COMPARING
        and (failure.check != "required" or (failure.position, failure.column) not in unread)
    }
    wrong = unread | {(failure.position, failure.column) for failure in own}
    compared = {
        failure
        for failure in found
        if failure.check in validation.COMPARING
        and not any((failure.position, column) in wrong for column in validation.compared_columns(failure, feed))
    }
    return sorted({*failures, *own, *compared})


def _split(failures: list[validation.Failure], feed: Feed) -> tuple[list[validation.Failure], list[validation.Failure]]:
    """Part the failures that quarantine their row from those that only make a cell missing (ruling 8)."""
    optional = {column.name for column in feed.columns if feed.keeps_row and not column.required}
    return (
        [failure for failure in failures if failure.column not in optional],
        [failure for failure in failures if failure.column in optional],
    )


def _without_failed_cells(table: pyarrow.Table, cell_failures: list[validation.Failure]) -> pyarrow.Table:
    positions = defaultdict(list)
    for failure in cell_failures:
        positions[failure.column].append(failure.position)
    for column, failed in positions.items():
        index = table.schema.get_field_index(column)
        table = table.set_column(index, column, validation.without_failed(table[column].combine_chunks(), failed))
    return table


def _check_conservation(feed: Feed, feed_runs: pyarrow.Table) -> None:
    """Fail the run if a row that was read is neither accepted nor quarantined nor counted as ignored."""
    for line in feed_runs.to_pylist():
        read, accounted = (
            line["rows_read"],
            sum(line[f"rows_{fate}"] for fate in ("accepted", "quarantined", "ignored")),
        )
        if read != accounted:
            raise PipelineError(
                f"《{feed.title}》文件 {line['source']} 读入 {read} 行，接受、退回、忽略合计 {accounted} 行，对不上账；"
                "本次运行停止，请联系维护人员。",
                feed.department,
            )


def _repeated(value: str | None, length: int) -> pyarrow.Array:
    if value is None:
        return pyarrow.nulls(length, pyarrow.string())
    return pyarrow.repeat(pyarrow.scalar(value, pyarrow.string()), length)


def _repeated_number(value: int, length: int) -> pyarrow.Array:
    return pyarrow.array(numpy.full(length, value, dtype=numpy.int32))
