"""The rows of the departments' files as an officer sees them, read with other libraries than the pipeline's."""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import xlrd

Row = list[str]
Sheets = dict[str | None, "Sheet"]
_HEADER_WITHIN = 20
_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")


@dataclass(frozen=True)
class Sheet:
    """The rows of a sheet. `first` is the number of the first: 0 where the columns' names are no row of the file."""

    rows: list[Row]
    first: int = 1

    def headed(self, headers: Sequence[str]) -> Row | None:
        """Return the first of the first rows that has `headers` among its cells."""
        return next((row for row in self.rows[:_HEADER_WITHIN] if set(headers) <= set(_headers(row))), None)


class MissingRowError(Exception):
    """A reference leads to no file, no sheet or no row."""


def find_row(sources: Path, source: str, sheet: str | None, number: int) -> Row:
    """Return the cells of a row by its number: as Excel shows it, in Parquet the n-th record."""
    found = _sheet(sources, source, sheet)
    if not 1 <= number < found.first + len(found.rows):
        raise MissingRowError(f"{source}, {sheet}: row {number} of {len(found.rows)}")
    return found.rows[number - found.first]


def find_cell(sources: Path, source: str, sheet: str | None, number: int, header: str) -> tuple[str, str]:
    """Return a cell under a header (cleaned of white space, stars and brackets), and the header as written."""
    headed = _sheet(sources, source, sheet).headed([header])
    if headed is None:
        raise MissingRowError(f"{source}, {sheet}: no header {header}")
    place = _headers(headed).index(header)
    return find_row(sources, source, sheet, number)[place], headed[place]


def records_of_feed(sources: Path, feed: str, headers: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of all sheets of a feed that have `headers`, by their cleaned headers."""
    for path in [*sources.glob(f"{feed}.*"), *sources.glob(f"{feed}/*")]:
        if not path.is_file() or path.name.startswith((".", "~$")):
            continue
        for sheet in _sheets_of(path).values():
            headed = sheet.headed(headers)
            if headed is not None:
                for row in sheet.rows[sheet.rows.index(headed) + 1 :]:
                    yield dict(zip(_headers(headed), row, strict=False))


def clean(cell: str) -> str:
    """Return a cell in NFKC, without white space and the dots inside names, in capitals."""
    return re.sub(r"[\s·•・]", "", unicodedata.normalize("NFKC", cell)).upper()


def _headers(row: Row) -> Row:
    return [re.sub(r"[\s*]", "", _BRACKETS.sub("", unicodedata.normalize("NFKC", cell))) for cell in row]


def _sheet(sources: Path, source: str, sheet: str | None) -> Sheet:
    sheets = _sheets_of(sources / source)
    if sheet not in sheets:
        raise MissingRowError(f"{source}: no sheet {sheet}")
    return sheets[sheet]


@cache
def _sheets_of(path: Path) -> Sheets:
    """Return sheet name (None where a file has no sheets) -> sheet."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MissingRowError(f"no file {path.name}") from error
    if content.startswith(b"PK"):
        workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        return {
            sheet.title: Sheet([[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)])
            for sheet in workbook.worksheets
        }
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return {sheet.name: Sheet(_xls_rows(sheet)) for sheet in xlrd.open_workbook(file_contents=content).sheets()}
    if content.startswith(b"PAR1"):
        table = pyarrow.parquet.read_table(path)
        records = [[_text(value) for value in record.values()] for record in table.to_pylist()]
        return {None: Sheet([list(table.column_names), *records], first=0)}
    text = _decoded(content)
    delimiter = "\t" if text.count("\t") > text.count(",") else ","
    return {None: Sheet(list(csv.reader(io.StringIO(text), delimiter=delimiter)))}


def _xls_rows(sheet: Any) -> list[Row]:
    return [[_text(sheet.cell_value(row, column)) for column in range(sheet.ncols)] for row in range(sheet.nrows)]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value)
