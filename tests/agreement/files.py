"""The rows of a feed as files of every format, with all that stands around a table (rulings 17 to 20, 46)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pyarrow
import pyarrow.parquet
import xlwt

from tests.agreement.damage import Error, Row
from tests.agreement.spellings import Spelling
from tests.reckoning.contract_data import Column, Feed

Line = list[Any]

TITLES = ("{}", "寻甸县{}（合成数据）", "填报单位：测试  2017年")
TOTALS = ("合计", "总计", "小计", "合 计")
NOTES = ("制表人：甲", "填表：乙", "审核", "复核 丙", "负责人：", "填报日期", "注：以上", "备注", "说明：合成", "注 ：")
BROKEN = (
    "empty", "not what it is called", "not an ending that is read", "damaged",
    "column lacking", "column twice", "unknown unit",
)  # fmt: skip
XLS_ERRORS = {"#DIV/0!": 0x07, "#N/A": 0x2A, "#REF!": 0x17, "#VALUE!": 0x0F}


class FileWriter:
    """Writes the rows of one feed below a sources folder."""

    def __init__(self, sources: Path, feed: Feed, random: Random, mess: float) -> None:
        self.sources = sources
        self.feed = feed
        self.random = random
        self.mess = mess
        self.written = 0

    def odd(self, share: float) -> bool:
        """True so often in a messy feed."""
        return self.random.random() < share * self.mess

    def write(self, rows: list[Row], broken: bool) -> None:
        """The rows in one file or several; `broken`: a file that cannot be used lies among them."""
        shuffled = self.random.sample(rows, len(rows))
        parts = self.random.choice((1, 1, 2, 3)) if self.mess else 1
        for part in range(parts):
            self._file(self._path(parts > 1), shuffled[part::parts])
        if broken:
            self._broken_file(shuffled)

    def _path(self, several: bool) -> Path:
        """Beside the folder for one file at most, in the folder for the others."""
        self.written += 1
        ending = self.random.choice((".csv", ".csv", ".xlsx", ".xls", ".parquet"))
        if self.odd(0.1):
            ending = ending.upper()
        if self.written == 1 and (not several or self.random.random() < 0.4):
            return self.sources / f"{self.feed.id}{ending}"
        folder = self.sources / self.feed.id
        folder.mkdir(exist_ok=True)
        return folder / f"{self.random.choice(('羊街', '柯 渡', 'b', 'B', '10', '9'))}{self.written}{ending}"

    def _file(self, path: Path, rows: list[Row]) -> None:
        WRITERS[path.suffix.lower()](self, path, rows)

    # ---- one table ----

    def columns(self) -> list[Column]:
        """The columns of a file: the order of the export or any, without some that are optional."""
        columns = [column for column in self.feed.columns if column.required or not self.odd(0.05)]
        return self.random.sample(columns, len(columns)) if self.odd(0.3) else columns

    def table(self, rows: list[Row], native: bool) -> tuple[Line, list[Line]]:
        """Header and rows of a table, an unknown column and one without a header among them."""
        spellings = [Spelling(column, self.random, native, self.mess) for column in self.columns()]
        header: Line = [spelling.header() for spelling in spellings]
        lines = [[one.cell(row.get(one.column.name)) for one in spellings] for row in rows]
        if self.odd(0.3):
            at = self.random.randrange(len(header) + 1)
            header.insert(at, self.random.choice(("序号", "备注", "序 号", "")))
            for number, line in enumerate(lines, start=1):
                line.insert(at, self.random.choice((str(number), None, "说明")))
        return header, lines

    def sheet(self, rows: list[Row], native: bool) -> list[Line]:
        """A table with what stands above, within and below it."""
        header, lines = self.table(rows, native)
        titles = self.random.choice((0, 1, 2, 17)) if self.odd(0.4) else 0
        above: list[Line] = [[self.random.choice((*TITLES, "")).format(self.feed.id)] for _ in range(titles)]
        if self.odd(0.2):
            lines.insert(self.random.randrange(len(lines) + 1), [self.random.choice((None, "", " "))] * 3)
        if self.odd(0.1):
            lines.insert(self.random.randrange(len(lines) + 1), [self.random.choice(NOTES)])
        if self.odd(0.2):
            lines.insert(self.random.randrange(len(lines) + 1), [None, self.random.choice(TOTALS), 3])
        return [*above, header, *lines, *self._below()]

    def _below(self) -> list[Line]:
        below: list[Line] = []
        for _ in range(self.random.choice((0, 1, 3)) if self.odd(0.5) else 0):
            kind = self.random.random()
            if kind < 0.3:
                below.append([self.random.choice(TOTALS), None, 12])
            elif kind < 0.8:
                below.append([None] * self.random.randrange(3) + [self.random.choice(NOTES)])
            else:
                below.append([None, " "])
        return below

    # ---- formats ----

    def csv(self, path: Path, rows: list[Row]) -> None:
        """UTF-8 with or without mark, GB18030, UTF-16; comma or tab; short lines."""
        out = io.StringIO(newline="")
        delimiter = self.random.choice((",", ",", "\t"))
        writer = csv.writer(out, delimiter=delimiter, lineterminator=self.random.choice(("\n", "\r\n")))
        for line in self.sheet(rows, native=False):
            texts = ["" if cell is None else str(cell) for cell in line]
            while self.odd(0.5) and texts and not texts[-1]:
                texts.pop()
            writer.writerow(texts)
        encoding = self.random.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16") if self.mess else ("utf-8",))
        path.write_bytes(out.getvalue().encode(encoding))

    def xlsx(self, path: Path, rows: list[Row]) -> None:
        """One sheet or two, beside hidden ones and such that have no header."""
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for name, lines, hidden in self._sheets(rows):
            sheet = workbook.create_sheet(name)
            sheet.sheet_state = "hidden" if hidden else "visible"
            for at, line in enumerate(lines, start=1):
                for place, cell in enumerate(line, start=1):
                    if cell is not None:
                        sheet.cell(at, place, cell.text if isinstance(cell, Error) else cell)
            if lines and len(lines[0]) == 1 and self.odd(0.5):
                sheet.merge_cells("A1:C1")
        workbook.save(path)

    def xls(self, path: Path, rows: list[Row]) -> None:
        """The same in the old format."""
        workbook = xlwt.Workbook()
        dated = xlwt.easyxf(num_format_str="YYYY-MM-DD")
        for name, lines, hidden in self._sheets(rows):
            sheet = workbook.add_sheet(name)
            sheet.visibility = int(hidden)
            for at, line in enumerate(lines):
                for place, cell in enumerate(line):
                    if isinstance(cell, Error):
                        sheet.row(at).set_cell_error(place, XLS_ERRORS[cell.text])
                    elif isinstance(cell, date):
                        moment = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
                        sheet.write(at, place, moment, dated)
                    elif cell is not None and cell != "=1+1":
                        sheet.write(at, place, cell[:32_767] if isinstance(cell, str) else cell)
        workbook.save(str(path))

    def _sheets(self, rows: list[Row]) -> list[tuple[str, list[Line], bool]]:
        sheets = [("数据", self.sheet(rows, native=True), False)]
        if len(rows) > 1 and self.odd(0.3):
            half = len(rows) // 2
            sheets = [("乙", self.sheet(rows[:half], True), False), ("甲", self.sheet(rows[half:], True), False)]
        if self.odd(0.2):
            sheets.insert(0, ("填表说明", [["请按下列说明填写"], ["一、", "二、"]], False))
        if self.odd(0.2):
            sheets.append(("隐藏", self.sheet(rows[:3], True), True))
        return sheets

    def parquet(self, path: Path, rows: list[Row]) -> None:
        """Columns of the type that all their cells have, else of texts."""
        header, lines = self.table(rows, native=True)
        arrays, names = [], []
        for place, name in enumerate(header):
            if name == "" or name in names:
                continue
            names.append(name)
            arrays.append(_array([line[place] for line in lines]))
        pyarrow.parquet.write_table(pyarrow.table(dict(zip(names, arrays, strict=True))), path)

    # ---- broken files ----

    def _broken_file(self, rows: list[Row]) -> None:
        """A file that was meant for the feed and cannot be used."""
        folder = self.sources / self.feed.id
        folder.mkdir(exist_ok=True)
        header, lines = self.table(rows[:2], native=False)
        path = folder / f"坏{self.random.choice(('.csv', '.xlsx', '.xls', '.parquet'))}"
        kind = self.random.choice(BROKEN)
        if kind == "empty":
            path.write_bytes(b"")
        elif kind == "not what it is called":
            path.write_bytes("这不是表格\n".encode() * 3)
        elif kind == "not an ending that is read":
            self.random.choice((folder, self.sources)).joinpath(f"{self.feed.id}.docx").write_bytes(b"PK")
        elif kind == "damaged":
            path.write_bytes(b"PK\x03\x04" + self.random.randbytes(200))
        else:
            self._broken_header(kind, header)
            out = io.StringIO(newline="")
            csv.writer(out).writerows([header, *[[str(cell or "") for cell in line] for line in lines]])
            path.with_suffix(".csv").write_text(out.getvalue(), "utf-8")

    def _broken_header(self, kind: str, header: Line) -> None:
        required = [column.header for column in self.feed.columns if column.required]
        money = [column.header for column in self.feed.columns if column.type == "money"]
        if kind == "unknown unit" and money:
            header.append(f"{money[0]}（美元）")
        elif kind == "column twice":
            header.append(f" {required[0]}*")
        else:
            header[:] = ["甲" for _ in header]


def _array(cells: list[Any]) -> pyarrow.Array:
    """All whole numbers, all numbers, all dates, all truth values, else texts."""
    present = [cell for cell in cells if cell is not None]
    kinds = {type(cell) for cell in present}
    for wanted, arrow_type in (
        ({int}, pyarrow.int64()),
        ({float}, pyarrow.float64()),
        ({date}, pyarrow.date32()),
        ({datetime}, pyarrow.timestamp("us")),
        ({bool}, pyarrow.bool_()),
    ):
        if kinds == wanted:
            return pyarrow.array(cells, arrow_type)
    if kinds == {int, float}:
        return pyarrow.array([None if cell is None else float(cell) for cell in cells], pyarrow.float64())
    return pyarrow.array([_text(cell) for cell in cells], pyarrow.string())


def _text(cell: Any) -> str | None:
    if cell is None or cell == "=1+1":
        return None
    if isinstance(cell, Error):
        return cell.text
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


WRITERS: dict[str, Callable[[FileWriter, Path, list[Row]], None]] = {
    ".csv": FileWriter.csv,
    ".xlsx": FileWriter.xlsx,
    ".xls": FileWriter.xls,
    ".parquet": FileWriter.parquet,
}
