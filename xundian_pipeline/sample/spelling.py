"""How departments write a value: every spelling that feeds.yaml and the rulings name, from clean values to cells.

A cell is None, a text, a number, a datetime.date, a bool, or one of the classes below. A column of a file is written in
one `Form`; single cells may be in another.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import numpy
import pandas

from schemas.feed import Column
from xundian_pipeline.sample.draws import Array, Generator

YES_NO_PAIRS = (
    ("是", "否"),
    ("有", "无"),
    ("Y", "N"),
    ("y", "n"),
    ("yes", "no"),
    ("1", "0"),
    ("√", "×"),
    ("✓", "✗"),
    ("✔", "✘"),
    ("达标", "不达标"),
    ("达标", "未达标"),
    ("合格", "不合格"),
    ("已", "未"),
    ("通", "不通"),
    ("已通", "未通"),
    ("TRUE", "FALSE"),
)
_DATE_WRITERS: dict[str, Callable[[datetime.date], str]] = {
    "iso": lambda day: day.isoformat(),
    "slash": lambda day: f"{day.year}/{day.month}/{day.day}",
    "dot": lambda day: f"{day.year}.{day.month}.{day.day}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "time": lambda day: f"{day.isoformat()} 00:00:00",
}
_MONTH_WRITERS: dict[str, Callable[[datetime.date], str]] = {
    "month": lambda day: f"{day:%Y-%m}",
    "month_slash": lambda day: f"{day.year}/{day.month}",
    "month_compact": lambda day: f"{day:%Y%m}",
    "month_chinese": lambda day: f"{day.year}年{day.month}月",
    "iso": lambda day: day.isoformat(),
}
_YEAR_WRITERS: dict[str, Callable[[int], str]] = {
    "plain": str,
    "year_sign": lambda year: f"{year}年",
    "year_word": lambda year: f"{year}年度",
    "year_point": lambda year: f"{year}.0",
}
_SCHOOL_YEAR_WRITERS: dict[str, Callable[[int], str]] = {
    "plain": str,
    "span": lambda year: f"{year}-{year + 1}",
    "school_word": lambda year: f"{year}学年",
    "span_word": lambda year: f"{year}-{year + 1}学年",
    "year_sign": lambda year: f"{year}年",
}
MONEY_UNITS = {"元": 1, "千元": 1000, "万元": 10_000}
AREA_UNITS = {"公顷": 1, "亩": 15}
_TEXT_TYPES = frozenset({"text", "name", "id_number", "village_code", "enum"})
_FIRST_SERIAL_DAY = datetime.date(1900, 3, 1)
_SERIAL_EPOCH = datetime.date(1899, 12, 30)
_NUMERIC_TEXTS = frozenset({"household_id"})


@dataclass(frozen=True)
class Formula:
    """A formula cell: its text, and the value that the spreadsheet saved with it ("" for none)."""

    text: str
    value: Any


@dataclass(frozen=True)
class ErrorCell:
    """What a spreadsheet shows where it could not calculate; a text wherever a file knows no such cells."""

    text: str = "#DIV/0!"


@dataclass(frozen=True)
class Serial:
    """A date that stands in a spreadsheet as a bare number."""

    day: datetime.date

    @property
    def number(self) -> int:
        """The spreadsheet's number of the day."""
        return (self.day - _SERIAL_EPOCH).days


@dataclass(frozen=True)
class Form:
    """How a column of one file is written: the spelling, the header's unit, the words for yes and no, and how codes are
    written (as they are where `words` has none)."""

    spelling: str
    unit: str | None = None
    yes: Any = "是"
    no: Any = "否"
    words: Mapping[str, str] = field(default_factory=dict)


def clean_form(column: Column, typed: bool) -> Form:
    """Return the form in which a careful clerk writes `column`; `typed` where the file keeps dates and numbers."""
    if column.type in ("date", "month"):
        return Form("typed" if typed else "iso")
    if column.type in _TEXT_TYPES or column.type == "yesno":
        return Form("plain")
    return Form("typed" if typed else "plain")


def draw_form(random: Generator, column: Column, typed: bool) -> Form:
    """Return one of the forms in which `column` is met; `typed` where the file can keep dates and numbers."""
    kinds = {
        "date": [*_DATE_WRITERS, *(["typed", "typed", "serial"] if typed else [])],
        "month": [*_MONTH_WRITERS, *(["typed"] if typed else [])],
        "year": [*_YEAR_WRITERS, *(["typed", "typed"] if typed else [])],
        "school_year": [*_SCHOOL_YEAR_WRITERS, *(["typed"] if typed else [])],
        "rate": ["plain", "percent", "typed" if typed else "plain"],
        "money": ["plain", "thousands", "yuan", *(["typed", "typed", "typed"] if typed else [])],
    }
    if column.type == "yesno":
        yes, no = YES_NO_PAIRS[int(random.integers(len(YES_NO_PAIRS)))]
        if typed and random.random() < 0.2:
            return Form("plain", yes=True, no=False)
        return Form("plain", yes=yes, no=no)
    if column.type == "text" and typed and column.name in _NUMERIC_TEXTS:
        return Form("number" if random.random() < 0.3 else "plain")
    if column.type in _TEXT_TYPES:
        return Form("plain")
    options = kinds.get(column.type, ["plain", "thousands", *(["typed", "typed"] if typed else [])])
    form = Form(options[int(random.integers(len(options)))])
    return replace(form, unit=_draw_unit(random, column, form))


def _draw_unit(random: Generator, column: Column, form: Form) -> str | None:
    """Return a unit for the header, None where it says nothing."""
    units: list[str | None] = [None]
    if column.type == "money":
        units = [None, "元"] if form.spelling == "yuan" else [None, None, "元", "元", "万元", "千元"]
    elif column.type == "area_ha":
        units = ["公顷", "亩", None]
    elif column.type == "rate":
        units = [None, "%"] if form.spelling in ("plain", "typed") else [None]
    return units[int(random.integers(len(units)))]


def spell(column: Column, values: pandas.Series, form: Form) -> Array:
    """Return clean `values` of `column` as an object array of cells in `form`; None where a value is missing."""
    if column.type in _TEXT_TYPES:
        return _texts(values, form)
    if column.type == "yesno":
        answers = values.to_numpy(dtype=float)
        cells = numpy.full(len(answers), None, dtype=object)
        cells[answers == 1] = form.yes
        cells[answers == 0] = form.no
        return cells
    return _by_value(values, _writer(column, form))


def _texts(values: pandas.Series, form: Form) -> Array:
    cells = values.to_numpy(dtype=object, copy=True)
    missing = values.isna().to_numpy()
    cells[missing] = None
    if form.words:
        cells = numpy.array([form.words.get(cell, cell) for cell in cells], dtype=object)
    if form.spelling == "number":
        digits = numpy.flatnonzero(~missing)
        cells[digits] = [int(cell) if cell.isdigit() else cell for cell in cells[digits]]
    return numpy.asarray(cells)


def _by_value(values: pandas.Series, write: Callable[[Any], Any]) -> Array:
    """Write each different value once: rosters repeat their dates and amounts."""
    codes, different = pandas.factorize(values, use_na_sentinel=True)
    written = numpy.empty(len(different) + 1, dtype=object)
    for place, value in enumerate(different):
        written[place] = write(value)
    written[-1] = None
    return written[codes]


def _writer(column: Column, form: Form) -> Callable[[Any], Any]:
    if column.type in ("date", "month"):
        return _date_writer(column, form)
    if column.type in ("year", "school_year"):
        writers = _SCHOOL_YEAR_WRITERS if column.type == "school_year" else _YEAR_WRITERS
        return lambda year: int(year) if form.spelling == "typed" else writers[form.spelling](int(year))
    return lambda value: _number(_scaled(column, form, value), form)


def _date_writer(column: Column, form: Form) -> Callable[[Any], Any]:
    writers = _MONTH_WRITERS if column.type == "month" else _DATE_WRITERS

    def write(value: Any) -> Any:
        day = pandas.Timestamp(value).date()
        if form.spelling in writers:
            return writers[form.spelling](day)
        if day < _FIRST_SERIAL_DAY:
            return day.isoformat()
        return Serial(day) if form.spelling == "serial" else day

    return write


def _scaled(column: Column, form: Form, value: Any) -> Decimal:
    """Return the exact number that stands in the cell, in the header's unit."""
    places = {"money": 2, "area_ha": 4, "rate": 6, "number": 4}.get(column.type, 0)
    number = Decimal(str(round(float(value), places)))
    if column.type == "money":
        number /= MONEY_UNITS[form.unit or "元"]
    elif column.type == "area_ha":
        number *= AREA_UNITS[form.unit or "公顷"]
    elif column.type == "rate" and (form.unit == "%" or form.spelling == "percent"):
        number *= 100
    return number


def _number(number: Decimal, form: Form) -> Any:
    whole = number == number.to_integral_value()
    if form.spelling == "typed":
        return int(number) if whole else float(number)
    plain = f"{number.to_integral_value() if whole else number.normalize():f}"
    if form.spelling == "thousands":
        head, point, tail = plain.partition(".")
        return f"{int(head):,}{point}{tail}" if not head.startswith("-") else plain
    if form.spelling == "percent":
        return f"{plain}%"
    return f"{plain}元" if form.spelling == "yuan" else plain
