"""Policy cases: a sentence, what is changed from a household that passes, and what must come of it.

A table of cases is one world, one household per case, and one night over all of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.policy.night import Night
from tests.policy.world import DAY, Household, World
from xundian_pipeline.county import County

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


def case(sentence: str, *changes: Change, village: str | None = None, **expected: Expected) -> Case:
    """A case; without changes it is the household that passes."""
    return Case(sentence, changes, village, expected)


def sets(**cells: str | None) -> Change:
    """The household's own row says."""
    return lambda household: household.row.update(cells)


def member(key: str, *changes: Change, **described: Any) -> Change:
    """There is one more member; the income per person stays as it was."""
    return lambda household: household.member(key, **described)


def registered_as(key: str, **cells: str | None) -> Change:
    """The register says of the member."""
    return lambda household: household.people[key].row.update(cells)


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
    """Cases that share a world."""

    title: str
    cases: Sequence[Case]
    day: datetime.date = DAY
    without: Sequence[str] = ()
    broken: Sequence[str] = ()
    county: County | None = None
    prepare: Callable[[World], Any] | None = field(default=None)

    def night(self, folder: Path) -> Night:
        """The night over the world of all cases."""
        world = World(self.day, without=self.without, broken=self.broken, county=self.county)
        if self.prepare:
            self.prepare(world)
        for at, one in enumerate(self.cases):
            place = {"village": one.village} if one.village else {}
            household = world.household(self.household(at), **place)
            for change in one.changes:
                change(household)
        return world.night(folder)

    @staticmethod
    def household(at: int) -> str:
        """The household of the case at this place."""
        return f"H{at:03d}"


def each(*tables: Table) -> Iterator[Any]:
    """Every case of the tables as a pytest parameter: the table, the household, the case."""
    for table in tables:
        for at, one in enumerate(table.cases):
            yield pytest.param(table, table.household(at), one, id=f"{table.title}: {one.sentence}")


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
