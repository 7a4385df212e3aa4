"""What officers get to read of an acceptance: quarantine, account of rows, notices; and what absence is judged by."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import numpy
import pyarrow
import pyarrow.compute as compute

from schemas.feed import Column, Feed
from xundian_pipeline.acceptance import messages
from xundian_pipeline.acceptance.text import name_keys, normalise
from xundian_pipeline.acceptance.validation import Failure
from xundian_pipeline.reading import FeedReading, Notice, RowsOfSheets

LIKE_IDENTITY_NUMBER = r"\d{15}|\dE\+?\d|\d\.\d+E\+?\d"
"""What looks like an identity number once white space is out and letters are in upper case: 15 digits or more, or the
exponent that Excel made of them."""

LONGEST_VALUE = 200
"""Characters of a wrong value that are shown; the rest of a longer one helps nobody."""

QUARANTINE = pyarrow.schema(
    [
        ("kind", pyarrow.string()),
        ("feed", pyarrow.string()),
        ("source", pyarrow.string()),
        ("sheet", pyarrow.string()),
        ("row_number", pyarrow.int32()),
        ("column", pyarrow.string()),
        ("header", pyarrow.string()),
        ("value", pyarrow.string()),
        ("check", pyarrow.string()),
        ("message", pyarrow.string()),
    ]
)
FEED_RUNS = pyarrow.schema(
    [
        ("feed", pyarrow.string()),
        ("source", pyarrow.string()),
        ("sheet", pyarrow.string()),
        ("encoding", pyarrow.string()),
        ("rows_read", pyarrow.int32()),
        ("rows_accepted", pyarrow.int32()),
        ("rows_quarantined", pyarrow.int32()),
        ("rows_ignored", pyarrow.int32()),
        ("columns_missing", pyarrow.string()),
        ("columns_unknown", pyarrow.string()),
        ("sha256", pyarrow.string()),
    ]
)
NOTICES = pyarrow.schema(
    [
        ("kind", pyarrow.string()),
        ("feed", pyarrow.string()),
        ("source", pyarrow.string()),
        ("sheet", pyarrow.string()),
        ("what", pyarrow.string()),
        ("count", pyarrow.int32()),
        ("message", pyarrow.string()),
    ]
)
QUARANTINED_ROWS = pyarrow.schema(
    [
        ("row_ref", pyarrow.int64()),
        ("feed", pyarrow.string()),
        ("source", pyarrow.string()),
        ("sheet", pyarrow.string()),
        ("row_number", pyarrow.int32()),
        ("id_numbers", pyarrow.list_(pyarrow.string())),
        ("household_id", pyarrow.string()),
        ("member_id", pyarrow.string()),
        ("village_code", pyarrow.string()),
        ("household_size", pyarrow.int64()),
        ("unit_id", pyarrow.string()),
    ]
)
LIST_SEPARATOR = "、"


def quarantine_table(
    reading: FeedReading,
    table: pyarrow.Table,
    feed: Feed,
    failures: Mapping[str, Sequence[Failure]],
    assessment_date: datetime.date,
    county_code: str,
) -> pyarrow.Table:
    """One line per failed check and per file that could not be used, in the order of the rows.

    `failures` maps the kinds `row` and `cell` to theirs.
    """
    rows: list[dict[str, Any]] = [
        {
            "kind": "file",
            "feed": feed.id,
            "source": broken.source,
            "sheet": broken.sheet,
            "check": "header",
            "message": broken.message,
        }
        for broken in reading.broken
    ]
    lines = sorted((failure, kind) for kind, found in failures.items() for failure in found)
    order = {column.name: position for position, column in enumerate(feed.columns)}
    lines.sort(key=lambda line: (line[0].position, order[line[0].column]))
    rows_of_sheets = RowsOfSheets(reading.sheets)
    for failure, kind in lines:
        sheet, local = rows_of_sheets.find(failure.position)
        column = feed.column(failure.column)
        read = sheet.columns[column.name]
        row_number = sheet.row_numbers[local].as_py()
        where = messages.place(sheet.source, sheet.sheet, row_number, read.header)
        rows.append(
            {
                "kind": kind,
                "feed": feed.id,
                "source": sheet.source,
                "sheet": sheet.sheet,
                "row_number": row_number,
                "column": column.name,
                "header": read.header,
                "value": None if column.personal else read.texts[local].as_py(),
                "check": failure.check,
                "message": where + messages.correction(failure.check, column, feed, assessment_date, county_code),
            }
        )
    return _without_personal_values(pyarrow.Table.from_pylist(rows, QUARANTINE), table, feed)


def _without_personal_values(quarantine: pyarrow.Table, table: pyarrow.Table, feed: Feed) -> pyarrow.Table:
    """Take out values that look like an identity number or equal a name of the feed: columns do get shifted."""
    index = quarantine.schema.get_field_index("value")
    values = quarantine.column(index).combine_chunks()
    if values.null_count == len(values):
        return quarantine
    keys = name_keys(normalise(values))
    personal = compute.match_substring_regex(compute.utf8_upper(keys), LIKE_IDENTITY_NUMBER)
    for column in _columns_of_type(feed, "name"):
        names = compute.unique(name_keys(table[column.name]))
        personal = compute.or_(personal, compute.is_in(keys, value_set=names))
    shown = compute.utf8_slice_codeunits(values, 0, LONGEST_VALUE)
    return quarantine.set_column(index, "value", compute.if_else(personal.fill_null(False), None, shown))


def quarantined_rows_table(quarantined: pyarrow.Table, feed: Feed) -> pyarrow.Table:
    """What the quarantined rows name (rulings 1, 2, 40): numbers, household, member, village, unit. Never published."""
    length = len(quarantined)
    numbers = [quarantined[column.name].to_pylist() for column in _columns_of_type(feed, "id_number")]
    columns = {
        "feed": pyarrow.repeat(pyarrow.scalar(feed.id), length),
        "id_numbers": pyarrow.array(
            [[number for number in row if number] for row in zip(*numbers, strict=True)] if numbers else [[]] * length,
            pyarrow.list_(pyarrow.string()),
        ),
    }
    for field in QUARANTINED_ROWS:
        if field.name not in columns:
            columns[field.name] = (
                quarantined[field.name].cast(field.type)
                if field.name in quarantined.column_names
                else pyarrow.nulls(length, field.type)
            )
    return pyarrow.table({field.name: columns[field.name] for field in QUARANTINED_ROWS}, schema=QUARANTINED_ROWS)


def quarantined_columns(feed: Feed) -> dict[str, tuple[str, ...]]:
    """Which columns of the feed each column of `quarantined_rows_table` takes its values from, for lineage."""
    own = {column.name for column in feed.columns}
    numbers = tuple(column.name for column in _columns_of_type(feed, "id_number"))
    return {name: (name,) if name in own else () for name in QUARANTINED_ROWS.names} | {"id_numbers": numbers}


def feed_runs_table(
    reading: FeedReading, table: pyarrow.Table, feed: Feed, accepted: Any, quarantined: Any, duplicates: Any
) -> pyarrow.Table:
    """The account of every file and sheet; a feed that has not come has its line too (ruling 17).

    The three arrays hold the positions in `table` of the rows accepted, quarantined, and ignored as exact duplicates.
    """
    sheet_of_row = numpy.asarray(table["sheet_index"])
    by_sheet = [
        numpy.bincount(sheet_of_row[positions], minlength=len(reading.sheets))
        for positions in (accepted, quarantined, duplicates)
    ]
    rows: list[dict[str, Any]] = []
    for index, sheet in enumerate(reading.sheets):
        rows.append(
            {
                "feed": feed.id,
                "source": sheet.source,
                "sheet": sheet.sheet,
                "encoding": sheet.encoding,
                "rows_read": sheet.rows_read,
                "rows_accepted": int(by_sheet[0][index]),
                "rows_quarantined": int(by_sheet[1][index]),
                "rows_ignored": sheet.rows_ignored + int(by_sheet[2][index]),
                "columns_missing": LIST_SEPARATOR.join(sheet.columns_missing) or None,
                "columns_unknown": LIST_SEPARATOR.join(sheet.columns_unknown) or None,
                "sha256": sheet.sha256,
            }
        )
    no_rows = dict.fromkeys(("rows_read", "rows_accepted", "rows_quarantined", "rows_ignored"), 0)
    rows += [
        {
            "feed": feed.id,
            "source": broken.source,
            "sheet": broken.sheet,
            "encoding": broken.encoding,
            **no_rows,
            "columns_missing": LIST_SEPARATOR.join(broken.columns_missing) or None,
            "sha256": broken.sha256,
        }
        for broken in reading.broken
    ]
    if not rows:
        rows.append({"feed": feed.id, **no_rows})
    rows.sort(key=lambda row: row.get("source") or "")
    return pyarrow.Table.from_pylist(rows, FEED_RUNS)


def notices_table(notices: Sequence[Notice]) -> pyarrow.Table:
    """What is only reported."""
    return pyarrow.Table.from_pylist(
        [{name: getattr(notice, name) for name in NOTICES.names} for notice in notices], NOTICES
    )


def _columns_of_type(feed: Feed, kind: str) -> list[Column]:
    return [column for column in feed.columns if column.type == kind]
