"""Heavy mess: damaged numbers, names written otherwise, strangers, missing numbers, village codes of long ago."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
import pandas

from schemas.feed import Feed
from xundian_pipeline.sample import identity, names
from xundian_pipeline.sample.bad_rows import MessyTable
from xundian_pipeline.sample.draws import Array, Generator, chance, choose, pick
from xundian_pipeline.sample.spelling import Formula
from xundian_pipeline.sample.villages import Villages

_OLDEST, _SPAN_DAYS = numpy.datetime64("1935-01-01"), 29_000
_OWN_KEYS = ("approval_no", "settlement_no", "student_no")
_REGIONS = ("110105", "320281", "330327", "350521", "430524", "500234", "510521", "520203", "530302", "532324")
NOBODY = -1
"""The person behind the row of a stranger."""
_REGISTER = ("register_households", "register_members")


@dataclass(frozen=True)
class Damage:
    """How much careless offices do, as shares of a roster's rows.

    `strangers` are added to it, `namesakes` of them with the name and birth date of a registered person; numbers are
    `damaged` or `missing`, names written otherwise, and of the villages with an earlier code so many write the old one.
    """

    strangers: float = 0.03
    namesakes: float = 0.15
    damaged: float = 0.012
    missing: float = 0.002
    other_names: float = 0.01
    old_codes: float = 0.5


@dataclass(frozen=True)
class Registered:
    """Parallel arrays: the names and birth dates of those who live in registered households."""

    names: Array
    births: Array
    male: Array


def damage(
    random: Generator, messy: MessyTable, feed: Feed, villages: Villages, registered: Registered, much: Damage
) -> None:
    """Do to a table, in place, what careless offices do; the register gets neither strangers nor lost numbers."""
    if messy.table.empty:
        return
    if feed.person is not None:
        _add_strangers(random, messy, feed, registered, much)
    for column in feed.columns:
        if column.type == "id_number":
            _damage_numbers(random, messy, column.name, much)
            if feed.id not in _REGISTER:
                _lose_numbers(random, messy, column.name, much)
    for column in feed.columns:
        if column.type == "name" and feed.person is not None:
            _rename(random, messy, column.name, much)
    _lose_values(random, messy, feed)
    for column in feed.columns:
        if column.type == "village_code" or (feed.id == "sign_offs" and column.name == "unit_id"):
            _write_old_codes(random, messy, column.name, villages, much)


def _lose_values(random: Generator, messy: MessyTable, feed: Feed) -> None:
    """Leave formulas of which the spreadsheet has not saved the value."""
    amounts = [column.name for column in feed.columns if column.type == "money" and not column.required]
    for column in amounts[:2]:
        row = int(random.integers(len(messy.table)))
        messy.put(column, row, Formula("=A1*2", ""))
        messy.count("formula_without_value")


def _add_strangers(random: Generator, messy: MessyTable, feed: Feed, registered: Registered, much: Damage) -> None:
    """Add rows of people from elsewhere whom nobody here knows; some of their numbers are no numbers.

    Some of them are called as somebody of the register is, and born on the same day.
    """
    assert feed.person is not None
    rows = choose(random, numpy.arange(len(messy.table)), max(round(len(messy.table) * much.strangers), 1))
    strangers = messy.table.iloc[rows].copy()
    male = chance(random, len(rows), 0.5)
    births = _OLDEST + random.integers(0, _SPAN_DAYS, len(rows)).astype("timedelta64[D]")
    people = numpy.full(len(rows), "汉族", dtype=object)
    called = names.make_surnames(random, people) + names.make_given_names(random, births, male)
    alike = numpy.flatnonzero(chance(random, len(rows), much.namesakes))
    whom = random.integers(0, len(registered.names), len(alike))
    called[alike], births[alike], male[alike] = registered.names[whom], registered.births[whom], registered.male[whom]
    numbers = identity.make_numbers(random, pick(random, _REGIONS, len(rows)), births, male)
    identity.apply(random, identity.wrong_length, numbers, numpy.flatnonzero(chance(random, len(rows), 0.05)))
    strangers[feed.person.name] = called
    strangers["_person"] = NOBODY
    strangers[feed.person.id_number] = numbers
    for column in _OWN_KEYS:
        if column in strangers:
            serial = numpy.array([f"W{place}" for place in range(len(rows))], dtype=object)
            strangers[column] = strangers[column].to_numpy(dtype=object) + serial
    messy.append(strangers)
    messy.count("stranger", len(rows))
    messy.count("stranger_like_member", len(alike))


def _damage_numbers(random: Generator, messy: MessyTable, column: str, much: Damage) -> None:
    numbers = messy.table[column].to_numpy(dtype=object, copy=True)
    whole = numpy.flatnonzero([isinstance(number, str) and len(number) == 18 for number in numbers])
    damaged = choose(random, whole, max(round(len(whole) * much.damaged), min(7, len(whole))))
    kinds = numpy.arange(len(damaged)) % 7
    identity.apply(random, identity.mistyped_check_digit, numbers, damaged[kinds == 0])
    identity.apply(random, identity.swapped_digits, numbers, damaged[kinds == 1])
    identity.apply(random, identity.wrong_length, numbers, damaged[kinds == 2])
    for row in damaged[kinds == 3]:
        messy.put(column, int(row), identity.rounded_by_excel(numbers[row]))
    for row in damaged[kinds == 4]:
        messy.put(column, int(row), identity.in_exponent_form(numbers[row]))
    for row in damaged[kinds == 5]:
        if numbers[row].isdigit():
            messy.put(column, int(row), float(numbers[row][:15] + "000"))
    identity.apply(random, identity.mistyped_digit, numbers, damaged[kinds == 6])
    messy.table[column] = numbers
    messy.count("damaged_number", len(damaged))


def _lose_numbers(random: Generator, messy: MessyTable, column: str, much: Damage) -> None:
    lost = numpy.flatnonzero(chance(random, len(messy.table), much.missing))
    for row in lost:
        messy.put(column, int(row), None)
    messy.count("missing_number", len(lost))


def _rename(random: Generator, messy: MessyTable, column: str, much: Damage) -> None:
    written = messy.table[column].to_numpy(dtype=object, copy=True)
    present = numpy.flatnonzero(pandas.notna(written))
    changed = choose(random, present, max(round(len(present) * much.other_names), min(3, len(present))))
    for row in changed:
        written[row] = names.written_otherwise(random, written[row])
    dotted = present[[("·" in written[row]) for row in present]]
    for row in dotted[chance(random, len(dotted), 0.3)]:
        written[row] = written[row].replace("·", "")
    messy.table[column] = written
    messy.count("name_otherwise", len(changed))


def _write_old_codes(random: Generator, messy: MessyTable, column: str, villages: Villages, much: Damage) -> None:
    """Write the code that a village had before, in about half of the rows of the villages that had another."""
    before = {code: old for code, old in zip(villages.code, villages.predecessor, strict=True) if old}
    codes = messy.table[column].to_numpy(dtype=object, copy=True)
    rows = numpy.flatnonzero([code in before for code in codes])
    rows = rows[chance(random, len(rows), much.old_codes)]
    codes[rows] = [before[code] for code in codes[rows]]
    messy.table[column] = codes
    messy.count("old_village_code", len(rows))
