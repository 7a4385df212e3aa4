"""Rows accepted, quarantined and ignored (rulings 7 to 12), and the lines of feed_runs and quarantine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from .cells import Reading, clean_cell
from .contract_data import FEEDS_THAT_KEEP_ROWS, Column, Feed, feeds, village_code_on
from .identity import IdNumber, bare_name, is_valid
from .reading import FeedFiles, Row, Sheet, read_feed

#: (feed, earlier column, later column): the later one carries the failed check (ruling 8).
ORDERS = (
    ("helpers", "start_date", "end_date"),
    ("projects", "start_date", "end_date"),
    ("dibao", "start_date", "end_date"),
    ("tekun", "start_date", "end_date"),
    ("training", "start_date", "end_date"),
    ("employment", "start_date", "end_date"),
    ("housing_assessment", "assessed_date", "renovated_date"),
    ("third_party_assessment", "rectified_date", "closed_date"),
    ("register_households", "identified_year", "exit_year"),
)


class Record:
    """A row of a feed: values by canonical name (absent = missing), where it stands, and to whom it belongs."""

    __slots__ = (
        "belongs",
        "feed",
        "member_id",
        "outcome",
        "position",
        "row_number",
        "sheet",
        "source",
        "unknown",
        "values",
    )

    def __init__(self, feed: str, sheet: Sheet, row_number: int) -> None:
        self.feed = feed
        self.source = sheet.source
        self.sheet = sheet.sheet
        self.row_number = row_number
        #: "First" is by source path, place of the sheet in the workbook, row (ruling 10)
        self.position = (sheet.source, sheet.order, row_number)
        self.values: dict[str, Any] = {}
        #: columns that were not blank but could not be read, or that the sheet has not (ruling 33, V5)
        self.unknown: set[str] = set()
        self.outcome: str | None = None
        self.member_id: str | None = None
        self.belongs: list[Any] = []

    def get(self, name: str) -> Any:
        """The clean value, None where it is missing."""
        return self.values.get(name)

    def place(self) -> dict[str, Any]:
        """Feed, source, sheet and row number, as the quality tables give them."""
        return {"feed": self.feed, "source": self.source, "sheet": self.sheet, "row_number": self.row_number}


@dataclass
class FeedRows:
    """One feed of this run. `complete`: it has come, and every file had a usable header (ruling 2)."""

    feed: Feed
    present: bool
    complete: bool
    accepted: list[Record] = field(default_factory=list)
    quarantined: list[Record] = field(default_factory=list)
    feed_runs: list[dict[str, Any]] = field(default_factory=list)
    quarantine: list[dict[str, Any]] = field(default_factory=list)


def accept_all(sources: Path, assessment_date: date) -> dict[str, FeedRows]:
    """All feeds of a sources folder; ruling 5: the register must be there and have accepted rows."""
    result = {feed.id: accept(feed, read_feed(sources, feed), assessment_date) for feed in feeds().values()}
    for feed in ("register_households", "register_members"):
        if not result[feed].accepted:
            raise ValueError(f"{feed} is missing or has no accepted row (ruling 5)")
    return result


def accept(feed: Feed, files: FeedFiles, assessment_date: date) -> FeedRows:
    """Rulings 7 to 10 over all files of one feed."""
    result = FeedRows(feed, bool(files.sheets), bool(files.sheets) and not files.broken)
    for source in files.broken:
        result.feed_runs.append(_run(feed.id, source, None, 0))
        place = {"feed": feed.id, "source": source, "sheet": None, "row_number": None}
        result.quarantine.append({**place, "column": None, "kind": "file", "check": "header"})
    if not files.sheets and not files.broken:
        result.feed_runs.append(_run(feed.id, None, None, 0))
    runs: dict[tuple[str, str | None], dict[str, Any]] = {}
    sound: list[Record] = []
    for sheet in sorted(files.sheets, key=lambda one: (one.source, one.order)):
        run = _run(feed.id, sheet.source, sheet.sheet, sheet.rows_read)
        run["rows_ignored"] = sheet.rows_ignored
        runs[sheet.source, sheet.sheet] = run
        for record, is_sound in _checked(feed, sheet, assessment_date, result.quarantine):
            (sound if is_sound else result.quarantined).append(record)
    _keys(feed, sound, assessment_date, result, runs)
    result.quarantined.sort(key=lambda record: record.position)
    for record in result.accepted:
        runs[record.source, record.sheet]["rows_accepted"] += 1
    for record in result.quarantined:
        runs[record.source, record.sheet]["rows_quarantined"] += 1
    result.feed_runs.extend(runs.values())
    _every_row_accounted_for(result.feed_runs)
    return result


def _run(feed: str, source: str | None, sheet: str | None, rows_read: int) -> dict[str, Any]:
    return {
        "feed": feed,
        "source": source,
        "sheet": sheet,
        "rows_read": rows_read,
        "rows_accepted": 0,
        "rows_quarantined": 0,
        "rows_ignored": 0,
    }


def _every_row_accounted_for(runs: list[dict[str, Any]]) -> None:
    """Always rows_read = rows_accepted + rows_quarantined + rows_ignored."""
    for run in runs:
        if run["rows_read"] != run["rows_accepted"] + run["rows_quarantined"] + run["rows_ignored"]:
            raise AssertionError(f"rows unaccounted for in {run['source']}")


def _checked(
    feed: Feed, sheet: Sheet, assessment_date: date, lines: list[dict[str, Any]]
) -> Iterator[tuple[Record, bool]]:
    """The records of a sheet with whether the row stays; every failed check adds a quarantine line (ruling 8)."""
    places = {column.name: (place, unit) for place, (column, unit) in sheet.columns.items()}
    readings = {
        name: Reading(unit=unit, excel=sheet.excel, assessment_date=assessment_date)
        for name, (_, unit) in places.items()
    }
    absent = {column.name for column in feed.columns if column.name not in places}
    for row_number, row in sheet.rows:
        record = Record(feed.id, sheet, row_number)
        record.unknown |= absent
        failed = [
            (column, check)
            for column in feed.columns
            if column.name in places
            for check in [_take(record, column, row, places[column.name][0], readings[column.name])]
            if check
        ]
        _read_unit_code(record, assessment_date)
        failed += _between_columns(feed, record)
        stays = True
        for column, check in failed:
            cell_only = feed.id in FEEDS_THAT_KEEP_ROWS and not column.required
            if cell_only:
                record.values.pop(column.name, None)
                record.unknown.add(column.name)
            else:
                stays = False
            kind = "cell" if cell_only else "row"
            lines.append({**record.place(), "column": column.name, "kind": kind, "check": check})
        yield record, stays


def _take(record: Record, column: Column, row: Row, place: int, reading: Reading) -> str | None:
    """Reads one cell into the record; gives the check that it fails."""
    value, check = clean_cell(row[place] if place < len(row) else None, column, reading)
    if value is not None:
        record.values[column.name] = value
    elif check is None and column.required:
        check = "required"
    return check


def _read_unit_code(record: Record, assessment_date: date) -> None:
    """Ruling 38: the unit_id of 村 in sign_offs is read as the code valid on D."""
    if record.feed == "sign_offs" and record.get("level") == "村" and record.get("unit_id"):
        record.values["unit_id"] = village_code_on(record.values["unit_id"], assessment_date)


def _between_columns(feed: Feed, record: Record) -> list[tuple[Column, str]]:
    """Ruling 7: the checks between columns, where both could be read."""
    columns = {column.name: column for column in feed.columns}
    failed = []
    for of_feed, earlier, later in ORDERS:
        if of_feed == feed.id:
            first, second = record.get(earlier), record.get(later)
            if first is not None and second is not None and second < first:
                failed.append((columns[later], "order"))
    if feed.id == "medical_assistance":
        total, reimbursed, paid = (record.get(name) for name in ("total_cost", "reimbursed", "paid_by_person"))
        if None not in (total, reimbursed, paid) and paid != total - reimbursed:
            failed.append((columns["paid_by_person"], "sum"))
    return failed


def _comparable(column: Column, value: Any) -> Any:
    """Ruling 10: cleaning includes the upgrade of 15-digit numbers, and taking names as in ruling 22."""
    if column.type == "name":
        return bare_name(value) if value is not None else None
    if isinstance(value, IdNumber):
        return value.text
    return value


def _key(feed: Feed, record: Record, assessment_date: date) -> tuple[Any, ...]:
    """Ruling 10: a key holding an invalid number also takes the name."""
    columns = {column.name: column for column in feed.columns}
    key = [_comparable(columns[name], record.get(name)) for name in feed.key]
    numbers = [record.get(name) for name in feed.key if columns[name].type == "id_number"]
    if any(not is_valid(number, assessment_date) for number in numbers):
        key.append(bare_name(record.get("name")))
    return tuple(key)


def _keys(
    feed: Feed,
    sound: list[Record],
    assessment_date: date,
    result: FeedRows,
    runs: dict[tuple[str, str | None], dict[str, Any]],
) -> None:
    """Ruling 10: exact duplicates are ignored but for the first; same key, different content: all quarantined."""
    seen: set[tuple[Any, ...]] = set()
    by_key: dict[tuple[Any, ...], list[Record]] = {}
    for record in sound:
        content = tuple(_comparable(column, record.get(column.name)) for column in feed.columns)
        if content in seen:
            runs[record.source, record.sheet]["rows_ignored"] += 1
            continue
        seen.add(content)
        by_key.setdefault(_key(feed, record, assessment_date), []).append(record)
    for records in by_key.values():
        if len(records) == 1:
            result.accepted.append(records[0])
            continue
        for record in records:
            result.quarantined.append(record)
            line = {**record.place(), "column": feed.key[0], "kind": "row", "check": "key"}
            result.quarantine.append(line)
