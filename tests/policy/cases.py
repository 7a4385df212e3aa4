"""Policy cases: a sentence, what is changed from a household that passes, and what must come of it.

Each case has a household of its own. Tables of cases share nights, because a night costs more than a household.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.policy.night import Night
from tests.policy.persons import with_wrong_check_character
from tests.policy.world import DAY, VILLAGE, Household, World
from xundian_pipeline.county import County

ABSENT = ("relocation", "enrolment", "medical_insurance", "dibao", "helpers", "training")
ALSO_ABSENT = ("pension", "housing_assessment", "tekun", "project_beneficiaries", "deaths")
BROKEN = ("relocation", "enrolment", "medical_insurance", "dibao", "helpers", "training")
ALSO_BROKEN = ("pension", "tekun", "projects")
"""Feeds that have not come, or came with one unusable file, on nights that several tables share. A table speaks of one
of them; the rules it asks for read no other of the same night."""

Change = Callable[[Household], Any]
Expected = bool | str | set[str]


@dataclass(frozen=True)
class Case:
    """A sentence about one household.

    `expected`: by indicator its status; by finding whether there is one, or the units (member, member/feed or feed).
    """

    sentence: str
    changes: tuple[Change, ...]
    village: str | None
    expected: dict[str, Expected]


APART = "a township of its own"


def case(sentence: str, *changes: Change, village: str = VILLAGE, **expected: Expected) -> Case:
    """A case; without changes it is the household that passes. `village=APART`: it lives in a township of its own, in
    which no roster has a row but what the case writes."""
    return Case(sentence, changes, None if village == APART else village, expected)


def sets(**cells: str | None) -> Change:
    """The household's own row says."""
    return lambda household: household.row.update(cells)


def member(key: str, **described: Any) -> Change:
    """There is one more member; the income per person stays as it was."""
    return lambda household: household.member(key, **described)


def registered_as(key: str, **cells: str | None) -> Change:
    """The register says of the member."""
    return lambda household: household.people[key].row.update(cells)


def number_is_wrong(key: str) -> Change:
    """The register has the member's number with a wrong check character."""

    def write(household: Household) -> None:
        person = household.people[key]
        person.row["id_number"] = with_wrong_check_character(person.number)

    return write


def has(feed: str, of: str = "head", **cells: str | None) -> Change:
    """A department has a record."""
    return lambda household: household.record(feed, of, **cells)


def lacks(feed: str, of: str | None = None, **cells: str | None) -> Change:
    """A department has no such record."""
    return lambda household: household.drop(feed, of, **cells)


def may_have(feed: str, of: str = "head", **cells: str | None) -> Change:
    """A department has a record that is the member's or a namesake's."""
    return lambda household: household.ambiguous(feed, of, **cells)


def died(key: str, on: str | None = None) -> Change:
    """The list of deaths has the member."""
    dated = {"death_date": on} if on else {}
    return lambda household: household.record("deaths", key, **dated)


def member_row_is_quarantined(household: Household) -> None:
    """A further row of the register names the household and is quarantined: its birth date cannot be read."""
    household.world.add(
        "register_members", household_id=household.id, member_id=f"{household.id}-lost", name="丢一", sex="男",
        birth_date="昨天", relation="其他",
    )  # fmt: skip


@dataclass(eq=False)
class Table:
    """Cases about households, in a county of which this is true: D, what has not come, what came broken.

    Tables of which the same is true share one night: `night` gives it.
    """

    title: str
    cases: Sequence[Case]
    day: datetime.date = DAY
    without: Sequence[str] = ()
    broken: Sequence[str] = ()
    county: County | None = None

    def __post_init__(self) -> None:
        self._number = len(_TABLES)
        _TABLES.append(self)

    @property
    def setting(self) -> tuple[Any, ...]:
        """What must be the same of tables that share a night."""
        return self.day, tuple(self.without), tuple(self.broken), id(self.county)

    def household(self, at: int) -> str:
        """The household of the case at this place."""
        return f"T{self._number:02d}-{at:03d}"

    def settle(self, world: World) -> None:
        """Add the household of every case to a world."""
        for at, one in enumerate(self.cases):
            household = world.household(self.household(at), one.village or world.own_township())
            for change in one.changes:
                change(household)


_TABLES: list[Table] = []


def night(setting: tuple[Any, ...], folder: Path) -> Night:
    """One night over the households of all tables of a setting."""
    tables = [table for table in _TABLES if table.setting == setting]
    first = tables[0]
    world = World(first.day, without=first.without, broken=first.broken, county=first.county)
    for table in tables:
        table.settle(world)
    return world.night(folder)


def each(*tables: Table) -> list[Any]:
    """Every case of the tables as a pytest parameter: the table, the household, the case."""
    return [
        pytest.param(table, table.household(at), one, id=f"{table.title}: {one.sentence}")
        for table in tables
        for at, one in enumerate(table.cases)
    ]


def judge(night: Night, household: str, one: Case) -> dict[str, Expected]:
    """What the night says of what the case asks."""
    return {code: _observed(night, household, code, asked) for code, asked in one.expected.items()}


def _observed(night: Night, household: str, code: str, asked: Expected) -> Expected:
    if code.startswith("H"):
        return night.status(code, household)
    if code == "result":
        return str(night.row("household_exit", household_id=household)["result"])
    found = night.findings(code, household)
    assert len({(finding["unit"], finding["feed"]) for finding in found}) == len(found), "one per rule and subject"
    if isinstance(asked, bool):
        return bool(found)
    return {_unit(finding, household) for finding in found}


def _unit(finding: dict[str, Any], household: str) -> str:
    parts = [finding["unit"].removeprefix(f"{household}-"), finding["feed"]]
    return "/".join(part for part in parts if part)
