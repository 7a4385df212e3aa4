"""Rows that no reader should accept: a few of every kind of check, rows sent twice, keys used twice."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy
import pandas

from schemas.feed import Column, Feed
from xundian_pipeline.sample.draws import Generator, choose
from xundian_pipeline.sample.headings import DISPENSABLE
from xundian_pipeline.sample.spelling import ErrorCell

CHECKS = ("required", "type", "enum", "range", "format", "order", "sum")
_NUMERIC = ("int", "money", "number", "area_ha", "rate")
_TYPED = ("date", "month", "year", "school_year", *_NUMERIC)
_WRONG_TYPES = {
    "date": ("2017-13-01", "去年", "2017年2月30日", "待定日期"),
    "month": ("2017-13", "年初", "201700"),
    "year": ("一七年", "17", "二〇一七"),
    "school_year": ("2017-2019", "上学年"),
    "int": ("3.5", "约4", "三"),
    "money": ("约3000", "1,23,4", "三千", "3000美元"),
    "number": ("约80", "8O"),
    "area_ha": ("三亩", "约2"),
    "rate": ("百分之百", "全部"),
}
_TOO_FAR = datetime.timedelta(days=800)
_LONG_AGO = datetime.date(1899, 6, 30)
_TINY, _SMALL = 30, 300


@dataclass
class MessyTable:
    """A table on its way to files. `texts` holds cells that stand as they are: column -> row -> cell.

    Rows are numbered 0, 1, ...; `spoilt` are those that were planted as bad rows; `planted` counts what was planted,
    by kind.
    """

    table: pandas.DataFrame
    texts: dict[str, dict[int, Any]] = field(default_factory=dict)
    planted: dict[str, int] = field(default_factory=dict)
    spoilt: set[int] = field(default_factory=set)

    def put(self, column: str, row: int, cell: Any) -> None:
        """Let `cell` stand in that place as it is."""
        self.texts.setdefault(column, {})[row] = cell

    def count(self, kind: str, number: int = 1) -> None:
        """Count what was planted."""
        self.planted[kind] = self.planted.get(kind, 0) + number

    def append(self, rows: pandas.DataFrame) -> None:
        """Add rows at the end of the table."""
        if len(rows):
            self.table = pandas.concat([self.table, rows], ignore_index=True)


def spoil(random: Generator, messy: MessyTable, feed: Feed, day: datetime.date, factor: int) -> None:
    """Plant bad rows of every kind that the feed can have, `factor` times a few, in place."""
    rows = len(messy.table)
    count = 1 if rows < _TINY else min(max(2 if rows < _SMALL else 3, rows // 1500), 80) * factor
    if rows < 3:
        return
    possible = [check for check in CHECKS if _columns(feed, check)]
    # Only one feed has a sum: it begins with it, so that every county has one.
    start = possible.index("sum") if "sum" in possible else int(random.integers(len(possible)))
    chosen = random.permutation(choose(random, numpy.arange(rows), count))
    for turn, row in enumerate(chosen):
        check = possible[(start + turn) % len(possible)]
        columns = _columns(feed, check)
        column = columns[int(random.integers(len(columns)))]
        if _SPOILERS[check](_Place(random, messy, column, int(row), day)):
            messy.count(check)
            messy.spoilt.add(int(row))


def repeat(random: Generator, messy: MessyTable, feed: Feed, factor: int) -> None:
    """Send some rows twice, and give some keys to a second row with other content, in place."""
    rows = len(messy.table)
    if rows < 3:
        return
    marked = {row for cells in messy.texts.values() for row in cells} | messy.spoilt
    clean = numpy.setdiff1d(numpy.arange(rows), sorted(marked))
    twice = choose(random, clean, min(max(2, rows // 2000), 60) * factor)
    messy.append(messy.table.iloc[twice])
    messy.count("duplicate", len(twice))
    changeable = [
        column
        for column in feed.columns
        if column.name not in feed.key and _can_differ(column) and not _may_be_left_out(feed, column)
    ]
    if rows < _TINY or not changeable:
        return
    others = numpy.setdiff1d(clean, twice)
    again = choose(random, others, min(max(1, rows // 5000), 20) * factor)
    column = changeable[int(random.integers(len(changeable)))]
    messy.append(_changed(messy.table.iloc[again].copy(), column))
    messy.count("key", len(again))


def _can_differ(column: Column) -> bool:
    return column.type in ("money", "int") or (column.required and column.type in ("text", "enum", "date"))


def _changed(rows: pandas.DataFrame, column: Column) -> pandas.DataFrame:
    """Return the rows with another value in `column`, every one still right in itself."""
    if column.type == "text":
        rows[column.name] = rows[column.name] + "二"
    elif column.type == "enum":
        following = dict(zip(column.allowed, column.allowed[1:] + column.allowed[:1], strict=True))
        rows[column.name] = rows[column.name].map(following)
    elif column.type == "date":
        rows[column.name] = rows[column.name] - pandas.Timedelta(days=1)
    else:
        rows[column.name] = rows[column.name].fillna(0) + (1 if column.type == "int" else 100)
    if column.name == "total_cost":
        rows["paid_by_person"] = rows["paid_by_person"] + 100
    elif column.name in ("reimbursed", "paid_by_person") and "total_cost" in rows:
        rows["total_cost"] = rows["total_cost"] + 100
    return rows


def _columns(feed: Feed, check: str) -> list[Column]:
    """Return the columns of a feed in which a row can fail `check`."""
    wanted: dict[str, Callable[[Column], bool]] = {
        "required": lambda column: column.required,
        "type": lambda column: column.type in _TYPED,
        "enum": lambda column: column.type in ("enum", "yesno"),
        "range": lambda column: column.type in ("date", "month", *_NUMERIC),
        "format": lambda column: column.type == "village_code",
        "order": lambda column: column.not_before is not None,
        "sum": lambda column: column.name == "paid_by_person" and "total_cost" in {one.name for one in feed.columns},
    }
    return [column for column in feed.columns if wanted[check](column) and not _may_be_left_out(feed, column)]


def _may_be_left_out(feed: Feed, column: Column) -> bool:
    """Whether some files may lack the column: what is planted in it might then never be seen."""
    return (feed.id, column.name) in DISPENSABLE


@dataclass(frozen=True)
class _Place:
    """The cell that is to be spoilt, and what is needed for it."""

    random: Generator
    messy: MessyTable
    column: Column
    row: int
    day: datetime.date

    def put(self, cell: Any) -> None:
        self.messy.put(self.column.name, self.row, cell)


def _required(place: _Place) -> bool:
    place.put(None if place.random.random() < 0.6 else "不详")
    return True


def _type(place: _Place) -> bool:
    wrong = (*_WRONG_TYPES[place.column.type], ErrorCell())
    place.put(wrong[int(place.random.integers(len(wrong)))])
    return True


def _enum(place: _Place) -> bool:
    wrong = ("部分", "基本", "2", "？") if place.column.type == "yesno" else ("其他类", "Z", "待核实")
    place.put(_one(place.random, wrong))
    return True


def _range(place: _Place) -> bool:
    if place.column.type in ("date", "month"):
        wrong = _LONG_AGO if place.random.random() < 0.5 else place.day + _TOO_FAR
        place.put(wrong.isoformat())
    else:
        out = {"rate": ("120%",), "area_ha": ("0", "-1")}.get(place.column.type, ("-1", "-20", "-300"))
        place.put(_one(place.random, out))
    return True


def _format(place: _Place) -> bool:
    code = str(place.messy.table[place.column.name].iloc[place.row])
    place.put(_one(place.random, (code[:-1], code + "0", "1" + code[1:], code[:6] + "X" + code[7:])))
    return True


def _order(place: _Place) -> bool:
    """Let the end lie before its start, where there is a start."""
    start = place.messy.table[place.column.not_before].iloc[place.row]
    if pandas.isna(start):
        return False
    if place.column.type == "year":
        place.put(str(int(start) - 1))
    else:
        before = pandas.Timestamp(start) - pandas.Timedelta(days=int(place.random.integers(31, 300)))
        place.put(before.date().isoformat())
    return True


def _sum(place: _Place) -> bool:
    table, name = place.messy.table, place.column.name
    table.loc[place.row, name] = round(float(table[name].iloc[place.row]) + 0.01, 2)
    return True


def _one(random: Generator, options: tuple[str, ...]) -> str:
    return options[int(random.integers(len(options)))]


_SPOILERS: dict[str, Callable[[_Place], bool]] = {
    "required": _required,
    "type": _type,
    "enum": _enum,
    "range": _range,
    "format": _format,
    "order": _order,
    "sum": _sum,
}
