"""Feeds, headers and hand-made files that several tests need."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from schemas.registry import FEEDS
from xundian_pipeline.reading import FeedReading, ReadSheet, read_file

DEATHS = FEEDS["deaths"]
DIBAO = FEEDS["dibao"]
SYNONYMS = {"身份证号": ("身份证号码", "公民身份号码")}

HEADER = ["姓名", "身份证号", "死亡日期"]
ROW = ["张三", "53012919500101001X", "2017-06-01"]

_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="xl/workbook.xml" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
    ),
}


def write_csv(
    path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",", line_end: str = "\r\n"
) -> Path:
    """Write rows as a csv file with as few quotes as possible."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, *sheets: Sequence[Sequence[object]]) -> Path:
    """Write sheets 表1, 表2 ... of rows as an xlsx workbook; None leaves a cell out."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for number, rows in enumerate(sheets, start=1):
            sheet = workbook.add_worksheet(f"表{number}")
            for at, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, datetime.datetime):
                        sheet.write_datetime(at, place, value, moment)
                    elif isinstance(value, datetime.date):
                        sheet.write_datetime(at, place, value, day)
                    elif value is not None:
                        sheet.write(at, place, value)
    return path


def write_sheet_xml(path: Path, sheet_data: str) -> Path:
    """Write a workbook whose only sheet, 表, has the given XML between <sheetData> tags."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _PARTS.items():
            package.writestr(name, content)
        package.writestr("xl/worksheets/sheet1.xml", f"{head}{sheet_data}</sheetData></worksheet>")
    return path


def inline_row(number: int, texts: Sequence[str], first: str = "A") -> str:
    """Return the XML of a row of texts."""
    cells = "".join(
        f'<c r="{chr(ord(first) + place)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
        for place, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'


def read(path: Path, feed: str = "deaths") -> FeedReading:
    """Read one file as one of `feed`."""
    return read_file(path, path.name, FEEDS[feed], SYNONYMS)


def only_sheet(reading: FeedReading) -> ReadSheet:
    """Return the only sheet of a reading in which nothing is broken."""
    assert not reading.broken, reading.broken
    assert len(reading.sheets) == 1
    return reading.sheets[0]


def only_problem(reading: FeedReading) -> str:
    """Return the message of the only broken file of a reading without sheets."""
    assert not reading.sheets
    assert len(reading.broken) == 1
    assert reading.broken[0].message.startswith(reading.broken[0].source)
    return reading.broken[0].message


def texts(sheet: ReadSheet, column: str) -> list[str | None]:
    """Return the texts of a column."""
    return sheet.columns[column].texts.to_pylist()


def rows_of(sheet: ReadSheet) -> list[tuple[str | None, ...]]:
    """Return the data rows over the known columns."""
    return list(zip(*(texts(sheet, name) for name in sheet.columns), strict=True))
