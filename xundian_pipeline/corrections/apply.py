"""A feed with the corrections that came back: rows are found again by content, and each correction has its outcome.

A correction counts only where the row passes every check with it, and passes beside the other rows of the feed. One
that does not leaves the department's row as it was.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy
import pyarrow

from schemas.feed import Column, Feed
from xundian_pipeline.acceptance.accept import (
    CleanedFeed,
    JudgedFeed,
    accept_feed,
    account_for,
    clean_sheets,
    judge,
    with_unit_codes_in_force,
)
from xundian_pipeline.acceptance.contents import contents
from xundian_pipeline.acceptance.messages import correction as what_to_write
from xundian_pipeline.acceptance.messages import quoted_header
from xundian_pipeline.acceptance.validation import Failure
from xundian_pipeline.corrections.outcomes import CORRECTED_ROWS, FAILED, STALE, TAKEN, corrections_table
from xundian_pipeline.corrections.row_keys import content_keys, content_of_key, is_row_key, row_keys
from xundian_pipeline.corrections.sent_back import SentBackSheet
from xundian_pipeline.county import County
from xundian_pipeline.reading import FeedReading

_NOT_TAKEN = "没有采用，这一行仍按报送的内容处理。"
_ADDED = "不是更正表原有的行（行编号空缺或不认识）：要增加的行请加进报送的文件里。"
_GONE = "报送的文件里已经没有原来的这一行：部门可能已经自行改正或删去，不必再更正。"
_FORMULA = "写的是公式：请改成数值或文字（复制后选择性粘贴为数值）。"
_CONTRADICTION = "同一行有几种不同的改法：请只留下正确的一种，其他的从更正表里删去。"
_TAKEN = "已采用。"
_TAKEN_AS_DUPLICATE = "已采用；改正后和另一行完全相同，按重复行只计一次。"


@dataclass(frozen=True, eq=False)
class Correction:
    """One corrected row of a workbook: `place` is its place among all rows that came back for the feed, `key` the row
    that it corrects, `content` the key of what it says, `day` the night whose workbook it stands in."""

    file: str
    row_number: int
    place: int
    key: str | None
    content: str | None
    day: datetime.date


@dataclass(frozen=True)
class _Outcome:
    correction: Correction
    position: int | None
    outcome: str
    why: str


def accept_corrected(
    reading: FeedReading,
    sent_back: Sequence[SentBackSheet],
    feed: Feed,
    county: County,
    assessment_date: datetime.date,
    secret: bytes,
) -> dict[str, pyarrow.Table]:
    """Accept a feed with the corrections of its rows; see accept_feed for the tables.

    Adds `corrections`, the outcome of every corrected row, and `corrected_rows`, by what keys the rows are found that
    have been corrected. Without workbooks, the other tables are those of accept_feed. `secret` is that of the record
    keys.
    """
    if not sent_back:
        tables = accept_feed(reading, feed, county, assessment_date)
        return {**tables, "corrections": corrections_table([]), "corrected_rows": CORRECTED_ROWS.empty_table()}
    cleaned = clean_sheets(reading.sheets, feed, county, assessment_date)
    latest = county.code_on(datetime.date.max)
    texts = contents(cleaned.table, cleaned.unread, reading.sheets, feed, range(len(cleaned.table)))
    keys = row_keys(texts, feed, secret, latest)
    positions = {key: position for position, key in enumerate(keys)}
    outcomes = _refusals(sent_back)
    usable = [sheet for sheet in sent_back if sheet.sheet is not None]
    sheets = [sheet.sheet for sheet in sent_back if sheet.sheet is not None]
    written = clean_sheets(sheets, feed, county, assessment_date)
    written_texts = contents(written.table, written.unread, sheets, feed, range(len(written.table)))
    corrections = list(_corrections(usable, content_keys(written_texts, feed, secret, latest)))
    chosen, unfit = _choose(corrections, positions, assessment_date)
    outcomes += unfit
    chosen, unfit = _without_formulas(chosen, positions, usable, feed)
    outcomes += unfit
    rows = _Rows(feed, county, assessment_date, cleaned, texts, positions, written, written_texts)
    fitting, judged, unfit = _fit(chosen, rows)
    outcomes += unfit
    duplicates = set(judged.repetitions.duplicates.tolist())
    for correction in fitting:
        position = positions[str(correction.key)]
        why = _TAKEN_AS_DUPLICATE if position in duplicates else _TAKEN
        outcomes.append(_Outcome(correction, position, TAKEN, why))
    tables = account_for(judged, reading, feed, county, assessment_date)
    tables["returned_rows"] = _with_keys(tables["returned_rows"], cleaned.table, keys)
    return {
        **tables,
        "corrections": corrections_table(_lines(outcomes, feed, cleaned.table)),
        "corrected_rows": _corrected_rows(fitting, rows),
    }


def _refusals(sent_back: Iterable[SentBackSheet]) -> list[_Outcome]:
    """Every row of the sheets of which no row can be taken."""
    return [
        _Outcome(Correction(sheet.file, number, -1, None, None, datetime.date.min), None, FAILED, sheet.problem)
        for sheet in sent_back
        if sheet.problem is not None
        for number in sheet.row_numbers
    ]


def _corrections(usable: Sequence[SentBackSheet], contents_of: Sequence[str]) -> Iterable[Correction]:
    """The rows that are not as they were written: a row whose content gives its own key was not corrected."""
    place = 0
    for sheet in usable:
        for number, key in zip(sheet.row_numbers, sheet.keys, strict=True):
            content = contents_of[place]
            if key is None or content_of_key(key) != content:
                day = sheet.assessment_date or datetime.date.min
                yield Correction(sheet.file, number, place, key, content, day)
            place += 1


def _choose(
    corrections: Sequence[Correction], positions: dict[str, int], assessment_date: datetime.date
) -> tuple[list[Correction], list[_Outcome]]:
    """Part the corrections that may be taken: of one row the latest night's, and none that contradicts another."""
    outcomes: list[_Outcome] = []
    of_row: dict[str, list[Correction]] = defaultdict(list)
    for correction in corrections:
        position = positions.get(correction.key or "")
        if correction.day > assessment_date:
            why = f"是考核日 {correction.day} 的更正表，比这一夜晚：到那一夜才采用。"
            outcomes.append(_Outcome(correction, position, STALE, why))
        elif correction.key is None or not is_row_key(correction.key):
            outcomes.append(_Outcome(correction, None, FAILED, _ADDED))
        elif position is None:
            outcomes.append(_Outcome(correction, None, STALE, _GONE))
        else:
            of_row[correction.key].append(correction)
    chosen = []
    for key, same in of_row.items():
        latest = max(correction.day for correction in same)
        current = [correction for correction in same if correction.day == latest]
        for correction in same:
            if correction.day != latest:
                why = f"考核日 {latest} 的更正表又改了这一行，以后一份为准。"
                outcomes.append(_Outcome(correction, positions[key], STALE, why))
        if len({correction.content for correction in current}) > 1:
            outcomes += [_Outcome(one, positions[key], FAILED, _CONTRADICTION + _NOT_TAKEN) for one in current]
        else:
            chosen += current
    return chosen, outcomes


def _without_formulas(
    chosen: Sequence[Correction], positions: dict[str, int], usable: Sequence[SentBackSheet], feed: Feed
) -> tuple[list[Correction], list[_Outcome]]:
    formulas = [columns for sheet in usable for columns in sheet.formulas]
    kept, outcomes = [], []
    for correction in chosen:
        columns = formulas[correction.place]
        if columns:
            why = f"{quoted_header(feed.column(columns[0]).header)}{_FORMULA}{_NOT_TAKEN}"
            outcomes.append(_Outcome(correction, positions[str(correction.key)], FAILED, why))
        else:
            kept.append(correction)
    return kept, outcomes


@dataclass(frozen=True, eq=False)
class _Rows:
    """A feed as its department wrote it, and the rows that came back, both cleaned and as texts."""

    feed: Feed
    county: County
    assessment_date: datetime.date
    cleaned: CleanedFeed
    texts: pyarrow.Table
    positions: dict[str, int]
    written: CleanedFeed
    written_texts: pyarrow.Table


def _fit(chosen: Sequence[Correction], rows: _Rows) -> tuple[list[Correction], JudgedFeed, list[_Outcome]]:
    """Take corrections out until every corrected row passes, by itself and beside the others (ruling 10).

    Returns those that stay, the feed judged with them, and the outcomes of the others.
    """
    outcomes: list[_Outcome] = []
    fitting = list(chosen)
    while True:
        judged = judge(_splice(fitting, rows), rows.feed, rows.county, rows.assessment_date)
        failures: dict[int, list[Failure]] = defaultdict(list)
        for failure in (*judged.row_failures, *judged.cell_failures):
            failures[failure.position].append(failure)
        unfit = [correction for correction in fitting if rows.positions[str(correction.key)] in failures]
        if not unfit:
            return fitting, judged, outcomes
        for correction in unfit:
            position = rows.positions[str(correction.key)]
            why = "".join(_what_is_wrong(failure, rows) for failure in sorted(failures[position]))
            outcomes.append(_Outcome(correction, position, FAILED, why + _NOT_TAKEN))
        fitting = [correction for correction in fitting if correction not in unfit]


def _what_is_wrong(failure: Failure, rows: _Rows) -> str:
    column = rows.feed.column(failure.column)
    text = what_to_write(failure.check, column, rows.feed, rows.assessment_date, rows.county.code)
    return quoted_header(column.header) + text


def _splice(corrections: Sequence[Correction], rows: _Rows) -> CleanedFeed:
    """Lay the corrected cells over the department's rows; the cells that say the same stay as they were read.

    An identity number that a department has sent as a rounded number is none that was corrected, though it looks alike.
    """
    if not corrections:
        return rows.cleaned
    table, length = rows.cleaned.table, len(rows.cleaned.table)
    replaced = {rows.positions[str(correction.key)]: correction.place for correction in corrections}
    unread_written = defaultdict(list)
    for failure in rows.written.unread:
        unread_written[failure.position, failure.column].append(failure)
    left = list(rows.cleaned.unread)
    for column in rows.feed.columns:
        before, after = rows.texts[column.name], rows.written_texts[column.name]
        changed = {
            position: place for position, place in replaced.items() if before[position].as_py() != after[place].as_py()
        }
        if not changed:
            continue
        chosen = numpy.arange(length, dtype=numpy.int64)
        for position, place in changed.items():
            chosen[position] = length + place
        for name in _columns_of(column, table):
            both = pyarrow.chunked_array([*table[name].chunks, *rows.written.table[name].chunks])
            laid = both.take(pyarrow.array(chosen)).combine_chunks()
            table = table.set_column(table.schema.get_field_index(name), name, laid)
        left = [failure for failure in left if failure.column != column.name or failure.position not in changed]
        left += [
            Failure(position, failure.column, failure.check)
            for position, place in changed.items()
            for failure in unread_written[place, column.name]
        ]
    table = with_unit_codes_in_force(table, rows.feed, rows.county.code_on(rows.assessment_date))
    return CleanedFeed(table, sorted(left))


def _columns_of(column: Column, table: pyarrow.Table) -> list[str]:
    """A feed's column in a cleaned table, with those that come with it."""
    names = (column.name, *(f"{column.name}_{kind}" for kind in ("state", "birth_date", "blank")))
    return [name for name in names if name in table.column_names]


def _with_keys(returned: pyarrow.Table, table: pyarrow.Table, keys: Sequence[str]) -> pyarrow.Table:
    """Say by what key each returned row is found: all were made, so that rows of equal content keep their own."""
    first = table["row_ref"][0].as_py() if len(table) else 0
    of_rows = [keys[reference - first] for reference in returned["row_ref"].to_pylist()]
    index = returned.schema.get_field_index("row_key")
    return returned.set_column(index, "row_key", pyarrow.array(of_rows, pyarrow.string()))


def _corrected_rows(fitting: Sequence[Correction], rows: _Rows) -> pyarrow.Table:
    """The corrections that were taken, once for each row, in the order of reading."""
    of_rows = {rows.positions[str(correction.key)]: correction for correction in fitting}
    ordered = sorted(of_rows)
    places = pyarrow.array([of_rows[position].place for position in ordered], pyarrow.int64())
    cells = [rows.written_texts[column.name].take(places).to_pylist() for column in rows.feed.columns]
    return pyarrow.table(
        {
            "feed": pyarrow.array([rows.feed.id] * len(ordered), pyarrow.string()),
            "row_ref": rows.cleaned.table["row_ref"].take(pyarrow.array(ordered, pyarrow.int64())),
            "row_key": pyarrow.array([of_rows[position].key for position in ordered], pyarrow.string()),
            "cells": pyarrow.array([list(row) for row in zip(*cells, strict=True)], pyarrow.list_(pyarrow.string())),
        },
        schema=CORRECTED_ROWS,
    )


def _lines(outcomes: Sequence[_Outcome], feed: Feed, table: pyarrow.Table) -> list[dict[str, object]]:
    """The outcomes as lines of the report, in the order of files and of their rows."""
    places = {
        position: {name: table[name][position].as_py() for name in ("source", "sheet", "row_number")}
        for position in {outcome.position for outcome in outcomes if outcome.position is not None}
    }
    nowhere = {"source": None, "sheet": None, "row_number": None}
    lines = [
        {
            "file": outcome.correction.file,
            "feed": feed.id,
            "correction_row": outcome.correction.row_number,
            **(nowhere if outcome.position is None else places[outcome.position]),
            "outcome": outcome.outcome,
            "why": outcome.why,
        }
        for outcome in outcomes
    ]
    return sorted(lines, key=lambda line: (str(line["file"]), int(str(line["correction_row"]))))
