"""An officer who corrects a workbook knowing nothing but what stands in it: headers, comments, drop-down lists."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

SUMMARY = "说明"
RED = "FFFFC7CE"
_EXAMPLE = re.compile(r"例如 ([^ ，。]+)")
_BETWEEN = re.compile(r"日期应在 (\d{4}-\d\d-\d\d) 到 (\d{4}-\d\d-\d\d) 之间")
_START = re.compile(r"早于“([^”]+)”")
_KEYS = re.compile(r"有别的行与本行的 (.+?) 相同而其他内容不同")
_IN_COUNTY = re.compile(r"请写 (\d{6}) 开头的 12 位数字")
_VALUES = {
    "行政村代码": "530129001201",
    "身份证号": "530129198001010012",
    "0 到 1 之间": "0.5",
    "年份": "2016",
    "不小于 0": "1",
}


@dataclass
class Corrected:
    """What an officer has changed: by sheet and row, the new texts by header."""

    changes: dict[tuple[str, int], dict[str, str | None]] = field(default_factory=lambda: defaultdict(dict))


def correct(path: Path, sent_back: Path) -> Corrected:
    """Correct every red cell of a workbook as its comment says, and save it as `sent_back`."""
    book = openpyxl.load_workbook(path)
    done = Corrected()
    for name in book.sheetnames:
        if name != SUMMARY and book[name].sheet_state == "visible":
            _correct_sheet(book[name], done)
    sent_back.parent.mkdir(parents=True, exist_ok=True)
    book.save(sent_back)
    return done


def _correct_sheet(sheet: Worksheet, done: Corrected) -> None:
    headers = {str(cell.value): cell.column for cell in sheet[1]}
    lists = _lists(sheet)
    villages = _common_codes(sheet, headers)
    for row in range(2, sheet.max_row + 1):
        wrong = [cell for cell in sheet[row] if cell.comment is not None and _is_red(cell)]
        for cell in wrong:
            header = str(sheet.cell(1, cell.column).value)
            for line in cell.comment.text.splitlines():
                for changed, text in _written(line, header, sheet, row, headers, lists, villages).items():
                    _put(sheet, row, headers[changed], text)
                    done.changes[sheet.title, row][changed] = text


def _written(
    comment: str,
    header: str,
    sheet: Worksheet,
    row: int,
    headers: dict[str, int],
    lists: dict[int, list[str]],
    villages: list[str],
) -> dict[str, str | None]:
    """What the comment on a cell tells to write, by header."""

    def text(of: str) -> str:
        return str(sheet.cell(row, headers[of]).value)

    if found := _KEYS.search(comment):
        return _as_first_of_its_key(found[1].split("、"), sheet, row, headers)
    if found := _START.search(comment):
        return {header: text(found[1])}
    if "减报销金额" in comment:
        return _sums(header, sheet, row, headers)
    if headers[header] in lists and "不是本县" not in comment:
        return {header: lists[headers[header]][0]}
    if found := _BETWEEN.search(comment):
        return {header: _day_of_row(sheet, row, found[1], found[2])}
    return {header: _value(comment, villages)}


def _value(comment: str, villages: list[str]) -> str:
    """A value of the kind that a comment asks for."""
    if found := _IN_COUNTY.search(comment):
        return villages[0] if villages else f"{found[1]}001201"
    if found := _EXAMPLE.search(comment):
        return found[1]
    for words, value in _VALUES.items():
        if words in comment:
            return value
    return "补填内容"


def _day_of_row(sheet: Worksheet, row: int, earliest: str, latest: str) -> str:
    """Another day that stands in the row, or one within the bounds."""
    days = [str(cell.value) for cell in sheet[row] if re.fullmatch(r"\d{4}-\d\d-\d\d", str(cell.value))]
    return next((day for day in days if earliest <= day <= latest), min(max("2017-06-01", earliest), latest))


def _as_first_of_its_key(keys: list[str], sheet: Worksheet, row: int, headers: dict[str, int]) -> dict[str, str | None]:
    """Of rows that share a key the first is right: the others are made like it, and count once."""

    def key(of: int) -> list[Any]:
        return [sheet.cell(of, headers[one]).value for one in keys]

    first = next(other for other in range(2, row + 1) if key(other) == key(row))
    return {
        header: sheet.cell(first, column).value
        for header, column in headers.items()
        if header != "_row_key" and first != row
    }


def _sums(header: str, sheet: Worksheet, row: int, headers: dict[str, int]) -> dict[str, str | None]:
    """Three amounts that do not fit: nothing was reimbursed, and the person pays all."""
    return {header: str(sheet.cell(row, headers["医疗总费用"]).value), "报销金额": "0"}


def _put(sheet: Worksheet, row: int, column: int, text: str | None) -> None:
    sheet.cell(row, column).value = text
    sheet.cell(row, column).data_type = "s" if text is not None else "n"


def _is_red(cell: Any) -> bool:
    return bool(cell.fill and cell.fill.fgColor.rgb == RED)


def _lists(sheet: Worksheet) -> dict[int, list[str]]:
    """The drop-down lists by column."""
    lists = {}
    for validation in sheet.data_validations.dataValidation:
        for area in validation.sqref.ranges:
            formula = str(validation.formula1)
            if formula.startswith('"'):
                lists[area.min_col] = formula.strip('"').split(",")
    return lists


def _common_codes(sheet: Worksheet, headers: dict[str, int]) -> list[str]:
    """Codes of villages that stand in the sheet as they should."""
    column = next((column for header, column in headers.items() if "行政村代码" in header), None)
    if column is None:
        return []
    texts = [str(sheet.cell(row, column).value) for row in range(2, sheet.max_row + 1)]
    return [text for text in texts if re.fullmatch(r"530129\d{6}", text)]
