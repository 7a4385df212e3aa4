"""Resident identity numbers (GB 11643), names, and days of a life."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import NamedTuple

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"


class IdNumber(NamedTuple):
    """A number after cleaning: `lost` = it was a numeric cell of 18 digits, `short` = it came with 15 digits."""

    text: str
    lost: bool
    short: bool


def check_character(seventeen: str) -> str:
    """The check character of the first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def clean_number(text: str, numeric: bool) -> IdNumber:
    """Full-width to ASCII, spaces out, x to X, 15 digits upgraded with century 19 and a computed check digit."""
    cleaned = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    short = bool(re.fullmatch(r"[0-9]{15}", cleaned))
    if short:
        seventeen = cleaned[:6] + "19" + cleaned[6:]
        return IdNumber(seventeen + check_character(seventeen), False, True)
    lost = numeric and bool(re.fullmatch(r"[0-9]{18}", cleaned))
    return IdNumber(cleaned, lost, False)


def birth_in(number: IdNumber | None, assessment_date: date) -> date | None:
    """The birth date that a number still yields: characters 7 to 14 of 18, a real date from 1900 to D."""
    if number is None or len(number.text) != 18:
        return None
    return _real_date(number.text[6:14], assessment_date)


@lru_cache(maxsize=200_000)
def _real_date(eight: str, assessment_date: date) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", eight):
        return None
    try:
        day = date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day <= assessment_date else None


def is_valid(number: IdNumber | None, assessment_date: date) -> bool:
    """Ruling 21: 17 digits and digit or X, real date from 1900 to D, right check digit, no precision lost."""
    if number is None or number.lost or not re.fullmatch(r"[0-9]{17}[0-9X]", number.text):
        return False
    if birth_in(number, assessment_date) is None:
        return False
    return check_character(number.text[:17]) == number.text[17]


@lru_cache(maxsize=200_000)
def bare_name(name: str | None) -> str:
    """Ruling 22: names compare after NFKC, white space and the three dots out."""
    if name is None:
        return ""
    text = "".join(unicodedata.normalize("NFKC", name).split())
    return text.replace("·", "").replace("•", "").replace("・", "")


def birthday(birth: date, years: int) -> date:
    """The day on which a person completes so many years; born on 29 February: 1 March in common years (ruling 27)."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def age_on(birth: date, day: date) -> int:
    """Age in completed years; below 0 for one not yet born."""
    years = day.year - birth.year
    return years if birthday(birth, years) <= day else years - 1


def months_later(day: date, months: int) -> date:
    """So many calendar months later; a day that the month has not becomes its last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("no month is shorter than 28 days")
