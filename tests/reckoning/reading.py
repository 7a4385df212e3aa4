"""Files to sheets: which files a feed has, their rows as texts, and the usable header (rulings 14, 17 to 20, 46)."""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
import sys
import unicodedata
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pyarrow.parquet
import xlrd

from .cells import ErrorCell, Number, without_space
from .contract_data import SYNONYMS, Column, Feed

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))

Row = list[str | None]

HEADER_ROWS = 20
TOTALS = {"合计", "总计", "小计"}
NOTE_BEGINNINGS = ("制表", "填表", "审核", "复核", "负责人", "填报", "注", "备注", "说明")
NO_UNITS = {"", "必填", "必填项", "选填", "选填项", "可空"}
BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】|〔([^〔〕]*)〕|\{([^{}]*)\}")
LARGEST_UNPACKED = 2**30


@dataclass
class Grid:
    """The raw rows of a sheet; `first` is the row number of the first of them."""

    sheet: str | None
    order: int
    first: int
    rows: list[Row]


@dataclass
class Sheet:
    """A sheet with a usable header: its columns by place, and the rows that are neither blank, totals nor notes."""

    source: str
    sheet: str | None
    order: int
    excel: bool
    columns: dict[int, tuple[Column, str | None]]
    rows: list[tuple[int, Row]]
    rows_read: int
    rows_ignored: int


@dataclass
class FeedFiles:
    """What came of one feed: `broken` are the sources without a usable header or that cannot be opened."""

    sheets: list[Sheet]
    broken: list[str]


def read_feed(sources: Path, feed: Feed) -> FeedFiles:
    """Ruling 20: both <feed>.csv and <feed>/ are read, in the order of the source paths."""
    result = FeedFiles([], [])
    for source, path in sorted(_files_of(sources, feed.id)):
        sheets = _read_file(source, path, feed)
        result.sheets.extend(sheets)
        if not sheets:
            result.broken.append(source)
    return result


def _files_of(sources: Path, feed: str) -> Iterator[tuple[str, Path]]:
    """Ruling 20: ~$* and dot files are skipped."""
    for path in sources.iterdir():
        if path.name.startswith(("~$", ".")):
            continue
        if path.is_file() and path.stem == feed:
            yield path.name, path
        elif path.is_dir() and path.name == feed:
            for part in path.iterdir():
                if not part.name.startswith(("~$", ".")) and _may_hold_rows(part):
                    yield f"{path.name}/{part.name}", part


def _may_hold_rows(path: Path) -> bool:
    inside = path.rglob("*") if path.is_dir() else [path]
    return any(part.suffix.lower() in (*GRIDS, *OTHER_TABLES) for part in inside)


def _read_file(source: str, path: Path, feed: Feed) -> list[Sheet]:
    """The sheets of a file that have a usable header; none: the file is broken (rulings 2 and 17)."""
    ending = path.suffix.lower()
    if ending not in GRIDS or path.is_dir():
        return []
    sheets = []
    try:
        grids = [grid for read in GRIDS[ending] for grid in read(path)]
    except Exception:  # noqa: BLE001 whatever a library says of a damaged file: it cannot be opened
        return []
    if ending == ".csv":
        found = [_sheet(source, grid, feed, False) for grid in grids]
        return [sheet for sheet in found if sheet is not None][:1]
    for grid in grids:
        sheet = _sheet(source, grid, feed, ending in (".xlsx", ".xls"))
        if sheet is not None:
            sheets.append(sheet)
    return sheets


# ---- the four formats ------------------------------------------------------------------------------------


def _decoded(content: bytes) -> str:
    """UTF-8 with or without mark, GB18030, UTF-16 with its mark; a text that is in none of them is refused."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030").removeprefix("\ufeff")


def _csv_with(delimiter: str) -> Any:
    def read(path: Path) -> list[Grid]:
        text = _decoded(path.read_bytes())
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [Grid(None, 0, 1, [list(line) for line in lines])]

    return read


def _plain(value: float) -> str:
    """A floating point number as plain decimals; integral ones without .0."""
    if value == math.floor(value):
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _excel_cell(value: Any, is_error: bool) -> str | None:
    """One cell of a workbook as text."""
    if value is None:
        return None
    if is_error:
        return str(value) if value == "#N/A" else ErrorCell(value)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return Number(_plain(float(value)))
    return _date_text(value)


def _date_text(value: Any) -> str:
    """A date as 2017-06-01, with its time part when that is not midnight."""
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time(0):
            return value.date().isoformat()
        return value.replace(tzinfo=None, microsecond=0).isoformat(sep=" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _without_empty_end(rows: list[Row]) -> list[Row]:
    """A workbook ends with its last row that holds anything: rows that are only formatted are none."""
    while rows and all(cell is None or cell == "" for cell in rows[-1]):
        rows.pop()
    return rows


def _xlsx(path: Path) -> list[Grid]:
    """Ruling 20: every visible sheet; ruling 46: a formula counts by its saved value."""
    with zipfile.ZipFile(path) as parts:
        if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
            raise ValueError("unpacks to too much")
    with warnings.catch_warnings(), path.open("rb") as content:
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(content, data_only=True)
    grids = []
    for order, sheet in enumerate(workbook.worksheets):
        if sheet.sheet_state == "visible":
            rows = [[_excel_cell(cell.value, cell.data_type == "e") for cell in row] for row in sheet.iter_rows()]
            grids.append(Grid(sheet.title, order, 1, _without_empty_end(rows)))
    return grids


def _xls_cell(cell: Any, datemode: int) -> str | None:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return _excel_cell(xlrd.error_text_from_code.get(cell.value, "#ERROR"), True)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _excel_cell(bool(cell.value), False)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return _date_text(xlrd.xldate_as_datetime(cell.value, datemode))
        except (ValueError, OverflowError):
            return Number(_plain(cell.value))
    return _excel_cell(cell.value, False)


def _xls(path: Path) -> list[Grid]:
    workbook = xlrd.open_workbook(str(path), logfile=io.StringIO())
    grids = []
    for order, sheet in enumerate(workbook.sheets()):
        if sheet.visibility == 0:
            rows: list[Row] = [[_xls_cell(cell, workbook.datemode) for cell in line] for line in sheet.get_rows()]
            grids.append(Grid(sheet.name, order, 1, _without_empty_end(rows)))
    return grids


def _parquet_cell(value: Any) -> str | None:
    """Whole numbers of a whole-number column are exact, so they are no Number (ruling 21)."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return Number(_plain(value)) if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        return str(int(value)) if value == value.to_integral_value() else format(value.normalize(), "f")
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return value if isinstance(value, str) else _date_text(value)


def _parquet(path: Path) -> list[Grid]:
    """Ruling 20: 1 = first record, so the names of the columns are row 0."""
    table = pyarrow.parquet.read_table(path)
    columns = [[_parquet_cell(value) for value in column.to_pylist()] for column in table.columns]
    records: list[Row] = [list(record) for record in zip(*columns, strict=True)]
    return [Grid(None, 0, 0, [list(table.column_names), *records])]


GRIDS: dict[str, tuple[Any, ...]] = {
    ".csv": (_csv_with(","), _csv_with("\t")),
    ".xlsx": (_xlsx,),
    ".xls": (_xls,),
    ".parquet": (_parquet,),
}
OTHER_TABLES = (".et", ".ett", ".ods", ".xlsm", ".xlsb", ".xltx", ".tsv", ".dbf", ".zip", ".rar", ".7z")

# ---- header and rows -------------------------------------------------------------------------------------


def _header_parts(text: str) -> tuple[str, list[str]]:
    """Ruling 18: NFKC, white space, * and bracketed text taken out; and what stood in the brackets."""
    cleaned = "".join(unicodedata.normalize("NFKC", text).split()).replace("*", "")
    inside: list[str] = []
    while found := BRACKETED.search(cleaned):
        inside.append(next(group for group in found.groups() if group is not None))
        cleaned = cleaned[: found.start()] + cleaned[found.end() :]
    return cleaned, inside


def _names_of(feed: Feed) -> dict[str, Column]:
    """The cleaned headers of a feed, synonyms among them."""
    names = {}
    for column in feed.columns:
        for spelling in (column.header, *SYNONYMS.get(column.header, ())):
            names[_header_parts(spelling)[0]] = column
    return names


def _unit(column: Column, inside: list[str]) -> tuple[str | None, bool]:
    """Ruling 14: the unit that a header names, and whether it is one that is known for the column."""
    if column.type == "rate":
        return ("%" if "%" in inside else None), True
    allowed = {"money": {"元", "千元", "万元", "亿元"}, "area_ha": {"公顷", "亩"}}.get(column.type)
    if allowed is None:
        return None, True
    units = {part for part in inside if part not in NO_UNITS}
    if len(units) > 1 or not units <= allowed:
        return None, False
    return (units.pop() if units else None), True


def _header(row: Row, names: dict[str, Column], feed: Feed) -> dict[int, tuple[Column, str | None]] | None:
    """Ruling 17: usable = all required columns found; ruling 18: no two known columns that clean to one header."""
    columns: dict[int, tuple[Column, str | None]] = {}
    for place, cell in enumerate(row):
        if cell is None:
            continue
        cleaned, inside = _header_parts(cell)
        column = names.get(cleaned)
        if column is None:
            continue
        unit, known = _unit(column, inside)
        if not known:
            return None
        columns[place] = (column, unit)
    found = [column.name for column, _ in columns.values()]
    if len(found) != len(set(found)):
        return None
    if any(column.required and column.name not in found for column in feed.columns):
        return None
    return columns


def _is_blank(row: Row) -> bool:
    return all(cell is None or not cell.strip() for cell in row)


def _is_total(row: Row) -> bool:
    """Ruling 19: the first non-blank cell, white space out, is 合计, 总计 or 小计."""
    first = next((cell for cell in row if cell is not None and cell.strip()), None)
    return first is not None and without_space(first) in TOTALS


def _is_note(row: Row) -> bool:
    """Ruling 19: a row whose only cell is a note."""
    filled = [cell for cell in row if cell is not None and cell.strip()]
    return len(filled) == 1 and without_space(filled[0]).startswith(NOTE_BEGINNINGS)


def _sheet(source: str, grid: Grid, feed: Feed, excel: bool) -> Sheet | None:
    """Ruling 18: in any format, the header is found within the first 20 rows."""
    names = _names_of(feed)
    for place, row in enumerate(grid.rows[:HEADER_ROWS]):
        columns = _header(row, names, feed)
        if columns is None:
            continue
        below = [(grid.first + at, line) for at, line in enumerate(grid.rows) if at > place]
        end = len(below)
        while end and (_is_blank(below[end - 1][1]) or _is_total(below[end - 1][1]) or _is_note(below[end - 1][1])):
            end -= 1
        kept = [(number, line) for number, line in below[:end] if not _is_blank(line) and not _is_total(line)]
        return Sheet(source, grid.sheet, grid.order, excel, columns, kept, len(below), len(below) - len(kept))
    return None
