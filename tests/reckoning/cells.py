"""One cell: from what a file holds to a clean value, or the check that it fails (rulings 7, 12 to 16, 46)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .contract_data import Column, village_code_on
from .identity import clean_number


class Number(str):
    """A cell that was a floating point number in its file, as plain decimals."""


class ErrorCell(str):
    """An Excel error cell other than #N/A."""


@dataclass(frozen=True)
class Reading:
    """How a column of a file is read: the header's unit, whether serial dates are allowed, and D."""

    unit: str | None
    excel: bool
    assessment_date: date


class CheckError(Exception):
    """A cell failed the check it names."""

    def __init__(self, check: str) -> None:
        super().__init__(check)
        self.check = check


MISSING_MARKS = {
    "", "-", "--", "—", "——", "/", "\\", "n/a", "#n/a", "null", "none", "nan", "空", "不详", "未知", "暂无", "无",
}  # fmt: skip
YES = {"是", "有", "y", "yes", "1", "true", "√", "✓", "✔", "达标", "合格", "已", "通", "已通"}
NO = {"否", "无", "n", "no", "0", "false", "×", "✗", "✘", "x", "不达标", "未达标", "不合格", "未", "不通", "未通"}
MONEY_UNITS = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
LONGEST_TEXT = 32_767
#: Excel's 29 February 1900, a day that there was not
FALSE_LEAP_DAY = 60

NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|[+-]?\.[0-9]+")
TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
DATES = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})" + TIME),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})" + TIME),
    re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})" + TIME),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日" + TIME),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})" + TIME),
)
MONTHS = (
    re.compile(r"([0-9]{4})[-/]([0-9]{1,2})"),
    re.compile(r"([0-9]{4})([0-9]{2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月"),
)
SERIAL = re.compile(r"([0-9]{1,5})(?:\.[0-9]+)?")


def normal(text: str) -> str:
    """Ruling 14: NFKC and trimmed."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def without_space(text: str) -> str:
    """NFKC with all white space out."""
    return "".join(normal(text).split())


def clean_cell(cell: str | None, column: Column, reading: Reading) -> tuple[Any, str | None]:
    """The value of a cell (None: missing) and the check that it fails (None: none)."""
    if isinstance(cell, ErrorCell):
        return None, "type"
    text = normal(cell or "")
    if not text:
        return (False if column.blank_is_no else None), None
    if len(text) > LONGEST_TEXT:
        return None, "range"
    try:
        if column.type == "yesno":
            return _yesno(text), None
        if text.casefold() in MISSING_MARKS:
            return None, None
        if column.type == "id_number":
            return clean_number(text, isinstance(cell, Number)), None
        return READERS[column.type](text, column, reading), None
    except CheckError as error:
        return None, error.check


def _yesno(text: str) -> bool | None:
    """Ruling 13: yesno, any case and width."""
    word = "".join(text.split()).casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    if text.casefold() in MISSING_MARKS:
        return None
    raise CheckError("enum")


def _text(text: str, column: Column, reading: Reading) -> str:
    return text


def _village_code(text: str, column: Column, reading: Reading) -> str:
    """Ruling 7: village_code has its form in every feed; ruling 38: read as the code valid on D."""
    if not re.fullmatch(r"530129[0-9]{6}", text):
        raise CheckError("format")
    return village_code_on(text, reading.assessment_date)


def _enum(text: str, column: Column, reading: Reading) -> str:
    word = "".join(text.split())
    if word not in column.allowed:
        raise CheckError("enum")
    return word


def _decimal(text: str) -> Decimal:
    """Ruling 14: thousands separators may stand in every numeric column."""
    if not NUMBER.fullmatch(text):
        raise CheckError("type")
    return Decimal(text.replace(",", ""))


def _at_least_zero(value: Decimal, column: Column) -> Decimal:
    """Ruling 7: money, number and int are >= 0 everywhere; above 0 where the contract says > 0."""
    if value < 0 or (column.above_zero and value == 0):
        raise CheckError("range")
    return value


def _int(text: str, column: Column, reading: Reading) -> int:
    """Ruling 16: 4.0 is 4."""
    value = _decimal(text)
    if value != value.to_integral_value():
        raise CheckError("type")
    if column.name == "household_size" and value < 1:
        raise CheckError("range")
    return int(_at_least_zero(value, column))


def _money(text: str, column: Column, reading: Reading) -> Decimal:
    """Ruling 14: rounded half-up to the fen after the header's unit; a cell may say 元 itself (feeds.yaml)."""
    if text.endswith("元") and reading.unit in (None, "元"):
        text = text[:-1].strip()
    value = _decimal(text) * MONEY_UNITS[reading.unit or "元"]
    return _at_least_zero(value.quantize(Decimal("0.01"), ROUND_HALF_UP), column)


def _number(text: str, column: Column, reading: Reading) -> Decimal:
    return _at_least_zero(_decimal(text), column)


def _area(text: str, column: Column, reading: Reading) -> Decimal:
    """Ruling 14: 公顷 or 亩 (15 = 1); rounding does not matter, nothing is reckoned from areas."""
    value = _decimal(text)
    return _at_least_zero(value / 15 if reading.unit == "亩" else value, column)


def _rate(text: str, column: Column, reading: Reading) -> Decimal:
    """Ruling 14: 0..1, or with % in the cell or (%) in the header; province_growth -1..1."""
    percent = reading.unit == "%"
    if text.endswith("%"):
        percent = True
        text = text[:-1].strip()
    value = _decimal(text) / 100 if percent else _decimal(text)
    lowest = -1 if column.name == "province_growth" else 0
    if not lowest <= value <= 1:
        raise CheckError("range")
    return value


def _serial_day(text: str) -> date | None:
    """Ruling 16: an Excel serial number is its day."""
    found = SERIAL.fullmatch(text)
    if not found:
        return None
    days = int(found.group(1))
    if days == FALSE_LEAP_DAY:
        return None
    return date(1899, 12, 30) + timedelta(days) if days >= 60 else date(1899, 12, 31) + timedelta(days)


def _any_date(text: str, excel: bool) -> date:
    """The spellings of feeds.yaml; a date with a time part is that day."""
    for spelling in DATES:
        found = spelling.fullmatch(text)
        if found:
            try:
                return date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
            except ValueError:
                raise CheckError("type") from None
    serial = _serial_day(text) if excel else None
    if serial is None:
        raise CheckError("type")
    return serial


def _in_bounds(day: date, column: Column, reading: Reading) -> date:
    """Ruling 12: before 1900-01-01, more than 366 days after D, a birth date after D."""
    latest = reading.assessment_date if column.name == "birth_date" else reading.assessment_date + timedelta(366)
    if not date(1900, 1, 1) <= day <= latest:
        raise CheckError("range")
    return day


def _date(text: str, column: Column, reading: Reading) -> date:
    return _in_bounds(_any_date(text, reading.excel), column, reading)


def _month(text: str, column: Column, reading: Reading) -> date:
    """Ruling 15: 2017-06, 201706, 2017/6, 2017年6月 = the first of the month; a full date is its month."""
    for spelling in MONTHS:
        found = spelling.fullmatch(text)
        if found:
            try:
                return _in_bounds(date(int(found.group(1)), int(found.group(2)), 1), column, reading)
            except ValueError:
                raise CheckError("type") from None
    return _in_bounds(_any_date(text, reading.excel).replace(day=1), column, reading)


def _year(text: str, column: Column, reading: Reading) -> int:
    """Ruling 16: 2017, 2017年, 2017年度, 2017.0."""
    found = re.fullmatch(r"([0-9],?[0-9]{3})(?:年|年度|\.0*)?", text)
    if not found:
        raise CheckError("type")
    year = int(found.group(1).replace(",", ""))
    if column.name == "identified_year" and not 2013 <= year <= reading.assessment_date.year:
        raise CheckError("range")
    return year


def _school_year(text: str, column: Column, reading: Reading) -> int:
    """Ruling 16: also 2017-2018, 2017学年, 2017-2018学年: the year in which it starts."""
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{4}))?(?:学年)?", text)
    if not found:
        return _year(text, column, reading)
    if found.group(2) and int(found.group(2)) != int(found.group(1)) + 1:
        raise CheckError("type")
    return int(found.group(1))


READERS: dict[str, Callable[[str, Column, Reading], Any]] = {
    "text": _text,
    "name": _text,
    "village_code": _village_code,
    "enum": _enum,
    "int": _int,
    "money": _money,
    "number": _number,
    "area_ha": _area,
    "rate": _rate,
    "date": _date,
    "month": _month,
    "year": _year,
    "school_year": _school_year,
}
