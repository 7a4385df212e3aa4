"""Single cells written as no rule asks for but everybody does: wide digits, spaces, marks for what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy
import pandas

from schemas.feed import Column
from xundian_pipeline.sample import identity
from xundian_pipeline.sample.draws import Array, Generator, choose
from xundian_pipeline.sample.spelling import YES_NO_PAIRS, Form, Formula, draw_form, spell

MISSING_MARKS = (
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
    "N/A",
    "#N/A",
    "NULL",
    "None",
    "nan",
    "空",
    "不详",
    "未知",
    "暂无",
    " ",
    "　",
)
_NO_MARK_OF_ANSWERS = "无"
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_DOTS = "•・"


@dataclass(frozen=True)
class Dresser:
    """Rewrites single cells of a file of one `kind` (csv, xlsx, xls, parquet), a `share` of each column."""

    random: Generator
    kind: str
    share: float

    def dress(self, column: Column, cells: Array, values: pandas.Series, form: Form) -> None:
        """Rewrite some cells of a column in place, so that they still say the same.

        `values` are the clean values behind the cells (same length), `form` the form of the column in this file.
        """
        count = int(self.random.binomial(len(cells), self.share))
        for row in choose(self.random, numpy.arange(len(cells)), count):
            if cells[row] is None:
                cells[row] = _mark(self.random, column)
            elif isinstance(cells[row], str):
                cells[row] = _rewritten(self.random, column, cells[row], values.iloc[[row]], form)
            else:
                cells[row] = self._otherwise(column, cells[row], values.iloc[[row]], form)

    def _otherwise(self, column: Column, cell: Any, value: pandas.Series, form: Form) -> Any:
        """Return a number or date of a workbook as a text or a formula; elsewhere columns keep one type."""
        if self.kind == "xlsx" and type(cell) in (int, float) and self.random.random() < 0.3:
            return Formula(f"={cell}", cell)
        if self.kind in ("xlsx", "xls") and column.type not in ("text", "yesno"):
            return _rewritten(self.random, column, str(cell), value, form)
        return cell


def _mark(random: Generator, column: Column) -> str | None:
    """Return a mark for what is missing; 无 is one only where the column does not ask for yes or no.

    Where a blank means no, only a blank does.
    """
    if column.required or column.blank_means_no:
        return None
    marks = MISSING_MARKS if column.type == "yesno" else (*MISSING_MARKS, _NO_MARK_OF_ANSWERS)
    return marks[int(random.integers(len(marks)))]


def _rewritten(
    random: Generator,
    column: Column,
    cell: str,
    value: pandas.Series,
    form: Form,
) -> str:
    if column.type == "id_number":
        return _dressed_number(random, cell)
    if column.type == "name":
        return _dressed_name(random, cell)
    if column.type == "enum":
        return _spaced(random, _widened(random, cell))
    if column.type in ("text", "village_code"):
        return _padded(random, _widened(random, cell) if cell.isascii() else cell)
    if column.type == "yesno":
        yes, no = YES_NO_PAIRS[int(random.integers(len(YES_NO_PAIRS)))]
        return _padded(random, yes if value.iloc[0] == 1 else no)
    other = draw_form(random, column, typed=False)
    if form.unit is not None and other.spelling == "yuan":
        other = replace(other, spelling="thousands")
    other = replace(other, unit=form.unit)
    return _widened(random, str(spell(column, value, other)[0]))


def _dressed_number(random: Generator, number: str) -> str:
    form = int(random.integers(5))
    if form == 0 and number.endswith("X"):
        return number.lower()
    if form == 1 and number[6:8] == "19" and len(number) == 18 and number[:17].isdigit() and _fits(number):
        return identity.fifteen_digits(number)
    if form == 2:
        return number.translate(_WIDE)
    if form == 3 and len(number) == 18:
        return f"{number[:6]} {number[6:14]} {number[14:]}"
    return _padded(random, number.lower())


def _fits(number: str) -> bool:
    """Whether the number can be told again from its fifteen digits."""
    return str(identity.with_check_digit(numpy.array([number[:17]], dtype=object))[0]) == number


def _dressed_name(random: Generator, name: str) -> str:
    if "·" in name:
        return name.replace("·", _DOTS[int(random.integers(len(_DOTS)))])
    if len(name) == 2:
        return name[0] + ("  " if random.random() < 0.5 else "　") + name[1]
    return _padded(random, name)


def _spaced(random: Generator, text: str) -> str:
    """Return the text with a space somewhere inside or around it."""
    place = int(random.integers(len(text) + 1))
    return f"{text[:place]} {text[place:]}"


def _padded(random: Generator, text: str) -> str:
    blank = "　" if random.random() < 0.3 else " "
    return f"{blank}{text}" if random.random() < 0.3 else f"{text}{blank}"


def _widened(random: Generator, text: str) -> str:
    return text.translate(_WIDE) if random.random() < 0.4 else text
