"""Rows made wrong in every way that a check knows, repeated, and contradicted (rulings 7 to 16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.agreement.people import clamp_feb_29
from tests.reckoning.acceptance import ORDERS
from tests.reckoning.contract_data import Column, Feed

Row = dict[str, Any]


@dataclass(frozen=True)
class Raw:
    """A cell's text, written as it is in every format."""

    text: str


@dataclass(frozen=True)
class Error:
    """An error cell; in formats that have none, its text."""

    text: str = "#DIV/0!"


@dataclass(frozen=True)
class Formula:
    """A formula without a saved value; in formats that have none, a blank."""


MARKS = ("", " ", "　", "-", "--", "—", "——", "/", "\\", "N/A", "n/a", "#N/A", "NULL", "none", "NaN", "空", "不详",
         "未知", "暂无", "无", "－", "Ｎ／Ａ")  # fmt: skip

WRONG: dict[str, tuple[str, ...]] = {
    "text": (),
    "name": (),
    "id_number": (),
    "date": ("2017-13-01", "2017-02-29", "1899-12-31", "43000", "昨天", "2017-06", "2017-06/01", "20170631",
             "2500-01-01", "2017年6月1", "0", "2017-6-1 25", "6/1/2017", "17-06-01", "2017-06-01下午",
             "60", "2017-06-01T08:30:00"),
    "month": ("2017-13", "201700", "1899-12", "6月", "2017", "昨天", "2500-01", "2017.6", "43000"),
    "year": ("17", "二〇一七", "2017.5", "20177", "2017-2018", "1899", "2017学年", "2,017"),
    "school_year": ("2017-2019", "17-18", "2017.5", "2017/2018", "2017—2018", "2017秋"),
    "int": ("1.5", "-1", "三", "1,2", "1e3", "0", "4.0", "1 000"),
    "money": ("-1", "-0.01", "1e3", "三百", "1,23", "￥5", "5元", "0", "0.004", "0.005", "1.2.3", "+5", "5 元", "5万元",
              "1,234,567.891", ".5", "-0", "-0.004"),
    "number": ("-1", "0", "abc", "1,000.5", "60㎡"),
    "area_ha": ("-1", "0", "abc", "0.00001", "15亩"),
    "rate": ("1.01", "-0.1", "101%", "100.1%", "abc", "-0.5", "-1.01", "99", "0.5%%", "％", "-1%", "1"),
    "yesno": ("或许", "2", "是的", "是 ", "Ｎ", "未 达标", "TRUE", "√", "1.0", "0.0"),
    "enum": ("其它", "A级", "b", "a", "无此项", "1"),
    "village_code": ("53012910320", "5301291032011", "530128103201", "53012910320X", "羊街", "530129 103201",
                     "５３０１２９１０３２０１", "530129103201.0"),
}  # fmt: skip


def wrong_cell(column: Column, random: Random, assessment_date: date) -> Any:
    """A cell that fails, or only nearly fails, a check of its column."""
    kind = random.random()
    if kind < 0.2:
        return Raw(random.choice(MARKS))
    if kind < 0.26:
        return Error(random.choice(("#DIV/0!", "#N/A", "#REF!", "#VALUE!")))
    if kind < 0.3:
        return Formula()
    if kind < 0.31:
        return Raw("长" * random.choice((32_767, 32_768)))
    if column.type in ("date", "month") and kind < 0.5:
        return random.choice(_dates_at_limits(assessment_date))
    if column.type == "year" and kind < 0.6:
        return Raw(str(random.choice((2012, 2013, assessment_date.year, assessment_date.year + 1, 1899, 3000))))
    choices = WRONG[column.type]
    return Raw(random.choice(choices)) if choices else Raw(random.choice(MARKS))


def _dates_at_limits(assessment_date: date) -> list[date]:
    days = [assessment_date + timedelta(days) for days in (0, 1, 366, 367)]
    first = clamp_feb_29(assessment_date.year + 1, assessment_date.month, 1)
    return [*days, date(1900, 1, 1), date(1899, 12, 31), first, first + timedelta(31)]


def damaged(rows: list[Row], feed: Feed, random: Random, assessment_date: date, share: float) -> list[Row]:
    """The rows, `share` of them damaged, and about as many repeated or contradicted."""
    result = []
    for row in rows:
        chosen = dict(row)
        if random.random() < share:
            for _ in range(random.choice((1, 1, 1, 2, 3))):
                column = random.choice(feed.columns)
                chosen[column.name] = wrong_cell(column, random, assessment_date)
        if random.random() < share * 0.4:
            _disorder(chosen, feed, random)
        result.append(chosen)
        if random.random() < share:
            result.extend(_again(chosen, feed, random, rows))
    return result


def _disorder(row: Row, feed: Feed, random: Random) -> None:
    """An end before its start, a sum that is wrong by a fen."""
    for of_feed, earlier, later in ORDERS:
        if of_feed == feed.id:
            first, second = row.get(earlier), row.get(later)
            if isinstance(first, date) and isinstance(second, date):
                row[earlier], row[later] = second, first
            elif isinstance(first, date):
                row[later] = first - timedelta(random.choice((0, 1)))
            elif isinstance(first, int):
                row[later] = first - 1
    if feed.id == "medical_assistance" and isinstance(row.get("paid_by_person"), Decimal):
        row["paid_by_person"] += Decimal("0.01")


def _again(row: Row, feed: Feed, random: Random, rows: list[Row]) -> list[Row]:
    """The row once or twice more: the same, with other content, or under another's key."""
    kind = random.random()
    if kind < 0.4:
        return [dict(row)] * random.choice((1, 1, 2))
    others = [column.name for column in feed.columns if column.name not in feed.key]
    other = dict(row)
    if kind < 0.8 and others:
        name = random.choice(others)
        other[name] = random.choice(rows).get(name)
        return [other, dict(row)] if random.random() < 0.3 else [other]
    for name in feed.key:
        if random.random() < 0.6:
            other[name] = random.choice(rows).get(name)
    return [other]
