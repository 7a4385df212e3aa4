"""What stands on one sheet: titles, headings, cells, and the rows that are no data."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy

from schemas.feed import Feed
from xundian_pipeline.sample.bad_rows import MessyTable
from xundian_pipeline.sample.draws import Array, Generator, choose
from xundian_pipeline.sample.dressing import Dresser
from xundian_pipeline.sample.headings import SERIAL_COLUMN, Heading
from xundian_pipeline.sample.spelling import Form, Formula, spell

SYNTHETIC = "合成数据"
_TOTALS = ("合计", "合 计", "总计", " 合计")
_NOTES = (
    "制表：信息中心    审核：综合股",
    "注：本表为合成数据，不涉及任何真实人员。",
    "填表说明：金额单位见表头。",
    "备注：数据截至考核日。",
    "负责人签字：",
)
_SMALL = 12


@dataclass
class Sheet:
    """One sheet. `columns` holds one object array of cells per heading; `between` rows that stand before a data row.

    `after` are rows below the data. A row is a list of cells; a shorter row ends in blanks.
    """

    name: str
    titles: list[str]
    headings: list[Heading]
    columns: list[Array]
    between: dict[int, list[Any]] = field(default_factory=dict)
    after: list[list[Any]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many data rows there are."""
        return len(self.columns[0])

    def body(self) -> Iterator[tuple[Any, ...] | list[Any]]:
        """Yield all rows below the headings, in order."""
        for place, row in enumerate(zip(*self.columns, strict=True)):
            if place in self.between:
                yield self.between[place]
            yield row
        yield from self.after


def title(county_name: str, feed: Feed) -> str:
    """Return the title row of a feed's file, which says that nothing in it is real."""
    return f"{county_name}{feed.title}（{SYNTHETIC}，不是真实信息）"


def clean_sheet(
    name: str,
    titles: list[str],
    messy: MessyTable,
    rows: Array,
    headings: list[Heading],
    forms: dict[str, Form],
) -> Sheet:
    """Return a sheet of the `rows` of a table as a careful clerk writes it."""
    columns = [_cells(messy, rows, heading, forms) for heading in headings]
    return Sheet(name, titles, headings, columns)


def messy_sheet(
    dresser: Dresser,
    name: str,
    titles: list[str],
    messy: MessyTable,
    rows: Array,
    headings: list[Heading],
    forms: dict[str, Form],
) -> Sheet:
    """Return a sheet of the `rows` of a table with some of its cells dressed, and rows that are no data."""
    columns = []
    for heading in headings:
        cells = _cells(messy, rows, heading, forms)
        if heading.column is not None:
            values = messy.table[heading.column.name].iloc[rows]
            dresser.dress(heading.column, cells, values, forms[heading.column.name])
            _put_texts(messy, rows, heading, cells)
        columns.append(cells)
    sheet = Sheet(name, _more_titles(dresser.random, titles), headings, columns)
    _add_rows(dresser.random, sheet)
    return sheet


def _cells(messy: MessyTable, rows: Array, heading: Heading, forms: dict[str, Form]) -> Array:
    if heading.column is None:
        return _own_cells(heading.header, rows)
    cells = spell(heading.column, messy.table[heading.column.name].iloc[rows], forms[heading.column.name])
    _put_texts(messy, rows, heading, cells)
    return cells


def _put_texts(messy: MessyTable, rows: Array, heading: Heading, cells: Array) -> None:
    assert heading.column is not None
    for row, cell in messy.texts.get(heading.column.name, {}).items():
        place = int(numpy.searchsorted(rows, row))
        if place < len(rows) and rows[place] == row:
            cells[place] = cell


def _own_cells(header: str, rows: Array) -> Array:
    """Return the cells of a column of the department's own: a serial number, a remark now and then, or nothing."""
    cells = numpy.full(len(rows), None, dtype=object)
    if header == SERIAL_COLUMN:
        cells[:] = [str(number) for number in range(1, len(rows) + 1)]
    elif header == "备注":
        cells[::7] = "已核"
    elif header == "录入时间":
        cells[:] = "2017-11-20 10:15:00"
    return cells


def _more_titles(random: Generator, titles: list[str]) -> list[str]:
    more = ["填报单位：数据中心        填报日期：2018年1月5日", "", "单位：人、元"]
    return titles + more[: int(random.integers(0, 4))]


def _add_rows(random: Generator, sheet: Sheet) -> None:
    """Add blank rows, totals and notes, as offices do, in place."""
    rows = sheet.rows
    if rows > _SMALL and random.random() < 0.4:
        for place in choose(random, numpy.arange(1, rows), int(random.integers(1, 4))):
            sheet.between[int(place)] = [] if random.random() < 0.5 else ["小计"]
    if random.random() < 0.5:
        sheet.after.append(_totals(random, sheet))
    blank: list[Any] = []
    sheet.after.extend([blank] * int(random.integers(0, 6)))
    if random.random() < 0.5:
        sheet.after.append([_NOTES[int(random.integers(len(_NOTES)))]])
    sheet.after.extend([blank] * int(random.integers(0, 4)))


def _totals(random: Generator, sheet: Sheet) -> list[Any]:
    cells: list[Any] = [None] * len(sheet.headings)
    for place, (heading, column) in enumerate(zip(sheet.headings, sheet.columns, strict=True)):
        if heading.column is not None and heading.column.type == "money":
            numbers = [cell for cell in column if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
            letter = chr(ord("A") + place % 26)
            cells[place] = Formula(f"=SUM({letter}2:{letter}{sheet.rows + 1})", round(float(sum(numbers)), 2))
    cells[0] = _TOTALS[int(random.integers(len(_TOTALS)))]
    return cells


def instructions() -> Sheet:
    """Return the sheet that tells how to fill in the form, and holds no data."""
    lines = [
        "填表说明",
        "一、本表由县级部门填报，每月 5 日前上报。",
        "二、带 * 的为必填项。",
        f"三、本工作簿为{SYNTHETIC}，不是真实信息。",
    ]
    return Sheet("填表说明", [], [], [numpy.array(lines, dtype=object)])


EPOCH = datetime.datetime(2018, 1, 5, 9, 0, 0, tzinfo=datetime.UTC)
"""When every workbook says that it was made: a fixed moment, so that the same sample is the same bytes."""
