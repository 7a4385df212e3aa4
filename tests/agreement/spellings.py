"""A value as departments write it in a cell, and a header as they write it (feeds.yaml, rulings 13 to 18)."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from typing import Any

from tests.agreement.damage import Error, Formula, Raw
from tests.reckoning.contract_data import SYNONYMS, Column

YES = ("是", "有", "Y", "yes", "1", "TRUE", "√", "✓", "✔", "达标", "合格", "已", "通", "已通", "ｙ", " 是", "Yes")
NO = ("否", "无", "N", "no", "0", "FALSE", "×", "✗", "✘", "x", "不达标", "未达标", "不合格", "未", "不通", "未通", "Ｘ")
WIDE = str.maketrans("0123456789X-/.", "０１２３４５６７８９Ｘ－／．")
UNITS: dict[str, tuple[tuple[str, Decimal], ...]] = {
    "money": (("元", Decimal(1)), ("千元", Decimal(1000)), ("万元", Decimal(10000)), ("亿元", Decimal(100_000_000))),
    "area_ha": (("公顷", Decimal(1)), ("亩", Decimal(1) / 15)),
    "rate": (("%", Decimal("0.01")),),
}
#: before it, Excel's days are one off
FIRST_DAY_OF_EXCEL = date(1900, 3, 1)
NO_UNITS = ("必填", "选填", "可空", "*", "")


class Spelling:
    """Writes the cells of one column of one file. `native`: the format has numbers, dates and truth values."""

    def __init__(self, column: Column, random: Random, native: bool, mess: float) -> None:
        self.column = column
        self.random = random
        self.native = native
        self.mess = mess
        self.unit: tuple[str, Decimal] | None = None
        if column.type in UNITS and random.random() < 0.4:
            self.unit = random.choice(UNITS[column.type])

    def header(self) -> str:
        """The column's header, with the unit in brackets where there is one."""
        base = self.random.choice((self.column.header, *SYNONYMS.get(self.column.header, ())))
        if self.column.type in UNITS:
            base = base.split("（")[0]
        if self.unit is not None:
            base += self.random.choice(("（{}）", "({})", " [{}]", "【{}】")).format(self.unit[0])
        elif self.odd(0.2):
            base += self.random.choice(("（{}）", "({})")).format(self.random.choice(NO_UNITS))
        if self.odd(0.2):
            at = self.random.randrange(1, len(base))
            base = base[:at] + self.random.choice((" ", "\n", "　")) + base[at:]
        return base + ("*" if self.odd(0.1) else "")

    def odd(self, share: float) -> bool:
        """True so often in a messy file."""
        return self.random.random() < share * self.mess

    def cell(self, value: Any) -> Any:
        """The value as text, number, date, truth value, Error or nothing."""
        if isinstance(value, Raw):
            return value.text
        if isinstance(value, Formula):
            return "=1+1" if self.native else None
        if isinstance(value, Error):
            return value if self.native else value.text
        if value is None:
            return self.random.choice((None, None, "", " ", "—", "无", "N/A")) if self._may_be_marked() else None
        return getattr(self, f"_{self.column.type}")(value)

    def _may_be_marked(self) -> bool:
        return self.column.type != "yesno" and self.odd(0.5)

    def _padded(self, text: str) -> str:
        if self.odd(0.1):
            text = text.translate(WIDE)
        return self.random.choice((" {}", "{} ", "　{}", "{}\t", "{}\u00a0")).format(text) if self.odd(0.1) else text

    def _number_cell(self, text: str) -> Any:
        """A number as text or as a numeric cell."""
        if self.native and self.random.random() < 0.6:
            return float(text) if "." in text or self.random.random() < 0.3 else int(text)
        if self.odd(0.2):
            whole, dot, rest = text.partition(".")
            text = f"{int(whole):,}{dot}{rest}"
        return self._padded(text)

    def _text(self, value: str) -> Any:
        if value.isdigit() and self.native and self.random.random() < 0.3:
            return int(value) if self.random.random() < 0.5 else float(value)
        return self._padded(value)

    def _name(self, value: str) -> str:
        if self.odd(0.25):
            value = self.random.choice((" ", "　")).join(value)
        for dot in "·•・":
            if self.odd(0.5):
                value = value.replace(dot, self.random.choice(("·", "•", "・", "")))
        return value

    def _id_number(self, value: str) -> Any:
        if self.native and value.isdigit() and self.odd(0.06):
            return float(value[:15] + "000") if len(value) == 18 else float(value)  # as Excel rounds them
        if self.odd(0.1):
            value = value.lower()
        if self.odd(0.1):
            value = value[:6] + self.random.choice((" ", "　", "\u00a0")) + value[6:]
        return self._padded(value)

    def _village_code(self, value: str) -> Any:
        return self._number_cell_of_code(value) if value.isdigit() else value

    def _number_cell_of_code(self, value: str) -> Any:
        if self.native and self.random.random() < 0.4:
            return self.random.choice((int, float))(value)
        return self._padded(value)

    def _enum(self, value: str) -> str:
        if self.odd(0.15):
            value = self.random.choice((" ", "　")).join(value)
        if value in "ABCD" and self.odd(0.3):
            value = chr(ord(value) + 0xFEE0)
        return value

    def _int(self, value: int) -> Any:
        if self.odd(0.1):
            return f"{value}.0"
        return self._number_cell(str(value))

    def _decimal_text(self, value: Decimal) -> str:
        return format(value, "f")

    def _money(self, value: Decimal) -> Any:
        if self.unit is not None and self.unit[1] != 1:
            return self._number_cell(self._decimal_text(value / self.unit[1]))
        text = self._decimal_text(value)
        if self.odd(0.1):
            return f"{text}元"
        return self._number_cell(text)

    def _number(self, value: Decimal) -> Any:
        return self._number_cell(self._decimal_text(value))

    def _area_ha(self, value: Decimal) -> Any:
        scale = self.unit[1] if self.unit is not None else Decimal(1)
        return self._number_cell(self._decimal_text((value / scale).quantize(Decimal("0.0001"))))

    def _rate(self, value: Decimal) -> Any:
        hundredfold = self._decimal_text((value * 100).normalize())
        if self.unit is not None:
            return self._number_cell(hundredfold) if self.random.random() < 0.7 else f"{hundredfold}%"
        if self.random.random() < 0.4:
            return self.random.choice(("{}%", "{}％", "{} %")).format(hundredfold)
        return self._number_cell(self._decimal_text(value))

    def _yesno(self, value: bool) -> Any:
        if self.native and self.random.random() < 0.2:
            return self.random.choice((value, int(value), float(value)))
        if self.mess == 0:
            return "是" if value else "否"
        return self.random.choice(YES if value else NO)

    def _date(self, value: date) -> Any:
        if self.native and value >= FIRST_DAY_OF_EXCEL and self.random.random() < 0.4:
            return value if self.random.random() < 0.7 else datetime.combine(value, time(8, 30))
        serial = (value - date(1899, 12, 30)).days
        if self.native and self.odd(0.1) and serial > 60:
            return self.random.choice((serial, float(serial), str(serial), f"{serial}.5"))
        return self._padded(self._date_text(value))

    def _date_text(self, value: date) -> str:
        plain = (f"{value.year}", f"{value.month}", f"{value.day}")
        padded = (f"{value.year}", f"{value.month:02}", f"{value.day:02}")
        forms = ["{}-{}-{}"] if not self.mess else ["{}-{}-{}", "{}/{}/{}", "{}.{}.{}", "{}年{}月{}日"]
        text = self.random.choice(forms).format(*self.random.choice((plain, padded)))
        if self.odd(0.1):
            return "".join(padded)
        if self.odd(0.1):
            return text + self.random.choice((" 08:30", " 00:00:00", " 8:30:15"))
        return text

    def _month(self, value: date) -> Any:
        if self.odd(0.3):
            return self._date(value.replace(day=self.random.choice((1, 15, 28))))
        if self.native and self.odd(0.2):
            return int(f"{value:%Y%m}")
        forms = ("{}-{:02}", "{}{:02}", "{}/{}", "{}年{}月", "{}-{}")
        return self._padded(self.random.choice(forms).format(value.year, value.month))

    def _year(self, value: int) -> Any:
        if self.odd(0.3):
            return self.random.choice((f"{value}年", f"{value}年度", f"{value}.0"))
        return self._plain_year(value)

    def _plain_year(self, value: int) -> Any:
        if self.native and self.random.random() < 0.5:
            return self.random.choice((int, float))(value)
        return self._padded(str(value))

    def _school_year(self, value: int) -> Any:
        if self.odd(0.4):
            forms = ("{0}-{1}", "{0}学年", "{0}-{1}学年", "{0}－{1}", "{0}年", "{0}.0")
            return self.random.choice(forms).format(value, value + 1)
        return self._plain_year(value)
