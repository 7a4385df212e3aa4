"""The rows of the departments' files as an officer sees them, read with other libraries than the pipeline's."""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import xlrd

Row = list[str]
_HEADER_WITHIN = 20
_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")


class MissingRowError(Exception):
    """A reference leads to no file, no sheet or no row."""


def find_row(sources: Path, source: str, sheet: str | None, number: int) -> Row:
    """Return the cells of a row by its number: as Excel shows it, in Parquet the n-th record."""
    return _at(_sheets_of(sources / source), source, sheet, number)


def find_record(sources: Path, source: str, sheet: str | None, number: int, headers: Sequence[str]) -> dict[str, str]:
    """Return a row by its cleaned headers, of which `headers` must be among those of the sheet."""
    rows = _rows(_sheets_of(sources / source), source, sheet)
    names = next((found for found in map(_headers, rows[:_HEADER_WITHIN]) if set(headers) <= set(found)), None)
    if names is None:
        raise MissingRowError(f"{source}: no header row with {', '.join(headers)}")
    return dict(zip(names, _at(_sheets_of(sources / source), source, sheet, number), strict=False))


def written_headers(sources: Path, source: str, sheet: str | None, headers: Sequence[str]) -> dict[str, str]:
    """Return cleaned header -> header as written (with its unit)."""
    for row in _rows(_sheets_of(sources / source), source, sheet)[:_HEADER_WITHIN]:
        if set(headers) <= set(_headers(row)):
            return dict(zip(_headers(row), row, strict=True))
    raise MissingRowError(f"{source}: no header row with {', '.join(headers)}")


def records_of_feed(sources: Path, feed: str, headers: Sequence[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of all sheets of a feed that have `headers`, by their cleaned headers."""
    for path in [*sources.glob(f"{feed}.*"), *sources.glob(f"{feed}/*")]:
        if not path.is_file() or path.name.startswith((".", "~$")):
            continue
        for rows in _sheets_of(path).values():
            names: Row | None = None
            for row in rows:
                if names is not None:
                    yield dict(zip(names, row, strict=False))
                elif set(headers) <= set(_headers(row)):
                    names = _headers(row)


def clean(cell: str) -> str:
    """Return a cell in NFKC, without white space and the dots inside names, in capitals."""
    return re.sub(r"[\s·•・]", "", unicodedata.normalize("NFKC", cell)).upper()


def _headers(row: Row) -> Row:
    return [re.sub(r"[\s*]", "", _BRACKETS.sub("", unicodedata.normalize("NFKC", cell))) for cell in row]


def _rows(sheets: dict[str | None, list[Row]], source: str, sheet: str | None) -> list[Row]:
    if sheet not in sheets:
        raise MissingRowError(f"{source}: no sheet {sheet}")
    return sheets[sheet]


def _at(sheets: dict[str | None, list[Row]], source: str, sheet: str | None, number: int) -> Row:
    rows = _rows(sheets, source, sheet)
    if not 1 <= number <= len(rows):
        raise MissingRowError(f"{source}, {sheet}: row {number} of {len(rows)}")
    return rows[number - 1]


@cache
def _sheets_of(path: Path) -> dict[str | None, list[Row]]:
    """Return sheet name (None where a file has no sheets) -> rows, the first row first."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MissingRowError(f"no file {path.name}") from error
    if content.startswith(b"PK"):
        workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        return {
            sheet.title: [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            for sheet in workbook.worksheets
        }
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return {sheet.name: _xls_rows(sheet) for sheet in xlrd.open_workbook(file_contents=content).sheets()}
    if content.startswith(b"PAR1"):
        table = pyarrow.parquet.read_table(path)
        return {None: [[_text(value) for value in record.values()] for record in table.to_pylist()]}
    text = _decoded(content)
    delimiter = "\t" if text.count("\t") > text.count(",") else ","
    return {None: list(csv.reader(io.StringIO(text), delimiter=delimiter))}


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
