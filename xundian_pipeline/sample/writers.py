"""Writing sheets to files of each kind, so that the same sheets always give the same bytes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import xlsxwriter
import xlwt

from xundian_pipeline.sample.draws import Array
from xundian_pipeline.sample.sheets import EPOCH, SYNTHETIC, Sheet
from xundian_pipeline.sample.spelling import ErrorCell, Formula, Serial

_STREAMED_ROWS = 20_000
_DATE_FORMAT = "yyyy-mm-dd"
_SPECIAL = ('"', "\n", "\r")


def write_csv(path: Path, sheet: Sheet, encoding: str, delimiter: str, line_end: str, padded: bool) -> None:
    """Write a sheet as text; `padded` writes titles over the whole width, as a spreadsheet saves them.

    `encoding` is a Python codec; `utf-16` is written with its byte order mark, little-endian.
    """
    width = len(sheet.headings)
    lines = [
        delimiter.join([_quoted(text, delimiter), *([""] * (width - 1 if padded else 0))]) for text in sheet.titles
    ]
    lines.append(delimiter.join(_quoted(heading.header, delimiter) for heading in sheet.headings))
    columns = [_csv_cells(column, delimiter) for column in sheet.columns]
    body = list(map(delimiter.join, zip(*columns, strict=True)))
    for place in sorted(sheet.between, reverse=True):
        body.insert(place, _csv_row(sheet.between[place], width, delimiter))
    lines += body
    lines += [_csv_row(row, width, delimiter) for row in sheet.after]
    text = line_end.join([*lines, ""])
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16" else text.encode(encoding)
    path.write_bytes(data)


def _csv_cells(column: Array, delimiter: str) -> list[str]:
    cells = [cell if type(cell) is str else _csv_text(cell) for cell in column]
    whole = "".join(cells)
    if delimiter in whole or any(mark in whole for mark in _SPECIAL):
        return [_quoted(cell, delimiter) for cell in cells]
    return cells


def _csv_row(row: Sequence[Any], width: int, delimiter: str) -> str:
    cells = [_quoted(_csv_text(cell), delimiter) for cell in row]
    return delimiter.join(cells + [""] * (width - len(cells)))


def _csv_text(cell: Any) -> str:
    """Return a cell as a spreadsheet saves it to a csv file."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.5E}" if cell > 1e15 else repr(cell)
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, Serial):
        return cell.day.isoformat()
    if isinstance(cell, Formula):
        return str(cell.value)
    if isinstance(cell, ErrorCell):
        return cell.text
    return str(cell)


def _quoted(text: str, delimiter: str) -> str:
    if delimiter in text or any(mark in text for mark in _SPECIAL):
        return '"' + text.replace('"', '""') + '"'
    return text


def write_xlsx(path: Path, sheets: Sequence[Sheet], hidden: Sequence[Sheet] = (), merged: bool = True) -> None:
    """Write sheets as an Excel workbook; `hidden` come last and are not shown. Titles are `merged` over the width."""
    large = sum(sheet.rows for sheet in sheets) > _STREAMED_ROWS
    options = {"constant_memory": True} if large else {"in_memory": True}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": SYNTHETIC, "comments": f"{SYNTHETIC}，不是真实信息", "created": EPOCH})
        for sheet in [*sheets, *hidden]:
            page = book.add_worksheet(sheet.name)
            _fill_xlsx(book, page, sheet, merged)
            if sheet in hidden:
                page.hide()


def _fill_xlsx(book: Any, page: Any, sheet: Sheet, merged: bool) -> None:
    bold = book.add_format({"bold": True, "align": "center", "text_wrap": True})
    day = book.add_format({"num_format": _DATE_FORMAT})
    edge = book.add_format({"border": 1})
    row = _write_titles(page, sheet, bold, merged)
    for below, cells in enumerate(sheet.body()):
        if not cells:
            page.write_blank(row + below, 0, None, edge)
        for place, cell in enumerate(cells):
            if type(cell) is str:
                page.write_string(row + below, place, cell)
            elif cell is not None:
                _write_cell(page, row + below, place, cell, day)


def _write_titles(page: Any, sheet: Sheet, bold: Any, merged: bool) -> int:
    """Write titles and headings; return the row below them."""
    width = len(sheet.headings)
    for row, text in enumerate(sheet.titles):
        if merged and width > 1 and text:
            page.merge_range(row, 0, row, width - 1, text, bold)
        elif text:
            page.write_string(row, 0, text)
    for place, heading in enumerate(sheet.headings):
        page.write_string(len(sheet.titles), place, heading.header, bold)
    return len(sheet.titles) + (1 if width else 0)


def _write_cell(page: Any, row: int, place: int, cell: Any, day: Any) -> None:
    if isinstance(cell, bool):
        page.write_boolean(row, place, cell)
    elif isinstance(cell, (int, float)):
        page.write_number(row, place, cell)
    elif isinstance(cell, datetime.date):
        page.write_datetime(row, place, cell, day)
    elif isinstance(cell, Serial):
        page.write_number(row, place, cell.number)
    elif isinstance(cell, ErrorCell):
        page.write_formula(row, place, "=1/0", None, cell.text)
    else:
        page.write_formula(row, place, cell.text, None, cell.value)


def write_xls(path: Path, sheets: Sequence[Sheet], hidden: Sequence[Sheet] = ()) -> None:
    """Write sheets as a workbook of the old kind (65,536 rows a sheet at most); `hidden` are not shown."""
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str=_DATE_FORMAT)
    for sheet in [*sheets, *hidden]:
        page = book.add_sheet(sheet.name)
        page.visibility = 1 if sheet in hidden else 0
        row = 0
        for text in sheet.titles:
            page.write(row, 0, text)
            row += 1
        for place, heading in enumerate(sheet.headings):
            page.write(row, place, heading.header)
        row += 1 if sheet.headings else 0
        for cells in sheet.body():
            for place, cell in enumerate(cells):
                if cell is not None:
                    _write_old_cell(page, row, place, cell, day)
            row += 1
    book.save(str(path))


def _write_old_cell(page: Any, row: int, place: int, cell: Any, day: Any) -> None:
    if isinstance(cell, datetime.date):
        page.write(row, place, cell, day)
    elif isinstance(cell, Serial):
        page.write(row, place, cell.number)
    elif isinstance(cell, Formula):
        page.write(row, place, cell.value)
    elif isinstance(cell, ErrorCell):
        page.write(row, place, cell.text)
    else:
        page.write(row, place, cell)


def write_parquet(path: Path, sheet: Sheet) -> None:
    """Write a sheet as Parquet: the headings name the columns, the titles stand in the file's metadata."""
    arrays = [_parquet_column(column) for column in sheet.columns]
    table = pyarrow.table(arrays, names=[heading.header for heading in sheet.headings])
    described = {"title": sheet.titles[0] if sheet.titles else SYNTHETIC, "comment": f"{SYNTHETIC}，不是真实信息"}
    pyarrow.parquet.write_table(table.replace_schema_metadata(described), path, compression="zstd")


def _parquet_column(column: Array) -> pyarrow.Array:
    """Return a typed array where all cells are of one kind, else texts."""
    cells = [cell.day if isinstance(cell, Serial) else cell for cell in column]
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {int, float}:
        cells, kinds = [None if cell is None else float(str(cell)) for cell in cells], {float}
    types = {int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_(), datetime.date: pyarrow.date32()}
    only = kinds.pop() if len(kinds) == 1 else str
    if only in types:
        return pyarrow.array(cells, types[only])
    return pyarrow.array([None if cell is None else _csv_text(cell) for cell in cells], pyarrow.string())
