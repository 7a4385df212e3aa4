"""One cell's normalised text as a value: dates, years, numbers, yes and no (rulings 13 to 16).

Each function takes a text that is not missing and returns the value, or None where the text is none.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})(\d{2})(\d{2})")
_TIME_PART = re.compile(r"[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{4})(\d{2})|(\d{4})年(\d{1,2})月")
_SERIAL = re.compile(r"(\d{1,7})(\.\d+)?")
_YEAR = re.compile(r"(\d{4}|\d,\d{3})(?:\.0+|年|年度)?")
_SCHOOL_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?(?:学年)?")
_DECIMAL = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?")

_SERIAL_EPOCH = datetime.date(1899, 12, 30)
_SERIAL_OF_FALSE_LEAP_DAY = 60
_LAST_SERIAL = 2_958_465

_YES = frozenset({"是", "有", "y", "yes", "1", "true", "√", "✓", "✔", "达标", "合格", "已", "通", "已通"})
_NO = frozenset(
    {"否", "无", "n", "no", "0", "false", "×", "✗", "✘", "x", "不达标", "未达标", "不合格", "未", "不通", "未通"}
)

_UNIT_FACTORS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_MU_PER_HECTARE = Decimal(15)
_FEN = Decimal("0.01")


def read_date(text: str, *, excel: bool) -> datetime.date | None:
    """Read a day; a time part is dropped; a serial number counts in Excel files only (ruling 16)."""
    match = _DAY.fullmatch(_TIME_PART.sub("", text))
    if match is None:
        return _read_serial(text) if excel else None
    year, month, day = (int(part) for part in match.groups() if part and part.isdigit())
    return _date(year, month, day)


def read_month(text: str, *, excel: bool) -> datetime.date | None:
    """Read a month as its first day; a full date is its month (ruling 15)."""
    match = _MONTH.fullmatch(text)
    if match is not None:
        year, month = (int(part) for part in match.groups() if part)
        return _date(year, month, 1)
    day = read_date(text, excel=excel)
    return day.replace(day=1) if day else None


def read_year(text: str) -> int | None:
    """Read a year: 2017, 2017年, 2017年度, 2017.0; Excel may have put a thousands separator into it (ruling 14)."""
    match = _YEAR.fullmatch(text)
    return int(match[1].replace(",", "")) if match else None


def read_school_year(text: str) -> int | None:
    """Read a school year as the year in which it starts; 2017-2018 must be two years running."""
    match = _SCHOOL_YEARS.fullmatch(text)
    if match is None:
        return read_year(text)
    start, end = int(match[1]), match[2]
    return start if end is None or int(end) == start + 1 else None


def read_yes_no(text: str) -> bool | None:
    """Read yes or no in the spellings of ruling 13, any case."""
    lower = text.lower()
    if lower in _YES:
        return True
    return False if lower in _NO else None


def read_decimal(text: str) -> Decimal | None:
    """Read a decimal number; thousands separators must stand at thousands (ruling 14)."""
    if not _DECIMAL.fullmatch(text) or not any(character.isdigit() for character in text):
        return None
    return Decimal(text.replace(",", ""))


def read_integer(text: str) -> int | None:
    """Read a whole number; 4.0 is 4."""
    number = read_decimal(text)
    return int(number) if number is not None and number == number.to_integral_value() else None


def read_money(text: str, unit: str | None) -> Decimal | None:
    """Read an amount in the header's unit, in yuan, rounded half up to the fen.

    元 may stand behind the amount, but not where the header's unit says something else.
    """
    factor = _UNIT_FACTORS[unit or "元"]
    if text.endswith("元"):
        if factor != 1:
            return None
        text = text[:-1].rstrip()
    number = read_decimal(text)
    return None if number is None else (number * factor).quantize(_FEN, ROUND_HALF_UP)


def read_area(text: str, unit: str | None) -> Decimal | None:
    """Read an area in hectares; in 亩 it is divided by 15."""
    number = read_decimal(text)
    return number / _MU_PER_HECTARE if number is not None and unit == "亩" else number


def read_rate(text: str, unit: str | None) -> Decimal | None:
    """Read a share; a % in the cell or in the header makes it hundredths."""
    in_percent = text.endswith("%")
    number = read_decimal(text[:-1].rstrip() if in_percent else text)
    return number / 100 if number is not None and (in_percent or unit == "%") else number


def _read_serial(text: str) -> datetime.date | None:
    match = _SERIAL.fullmatch(text)
    if match is None:
        return None
    serial = int(match[1])
    if serial == _SERIAL_OF_FALSE_LEAP_DAY or serial > _LAST_SERIAL:
        return None
    day_after_false_leap_day = serial > _SERIAL_OF_FALSE_LEAP_DAY
    return _SERIAL_EPOCH + datetime.timedelta(days=serial if day_after_false_leap_day else serial + 1)


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
