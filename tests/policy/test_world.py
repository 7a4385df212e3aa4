"""The world that the policy cases start from: its households pass all six, and nothing is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.registry import CONTRACT_FEEDS as FEEDS
from tests.policy.night import Night
from tests.policy.world import ELSEWHERE, VILLAGE, World


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    world.household("A")
    family = world.household("B")
    family.member("wife", born="1972-08-09", sex="女")
    family.member("son", born="2007-08-09")
    family.member("baby", born="2017-08-09", insured=False)
    return world.night(tmp_path_factory.mktemp("night"))


@pytest.mark.parametrize("household", ["A", "B", f"R{VILLAGE}"])
@pytest.mark.parametrize("indicator", ["H1", "H2", "H3", "H4", "H5", "H6"])
def test_a_household_of_the_world_passes(night: Night, household: str, indicator: str) -> None:
    assert night.status(indicator, household) == "pass"


def test_nothing_is_found(night: Night) -> None:
    assert night.rows("findings") == []


def test_every_row_is_accepted(night: Night) -> None:
    assert night.rows("quarantine") == []
    assert {row["feed"] for row in night.rows("feed_runs") if row["rows_accepted"]} >= set(FEEDS) - {
        "third_party_assessment", "sign_offs"
    }  # fmt: skip


def test_absence_is_evidence_in_the_township_of_the_world_alone(night: Night) -> None:
    of_persons = {feed.id for feed in FEEDS.values() if feed.person} - {"deaths"}
    of_households = {"helpers", "project_beneficiaries", "housing_assessment", "relocation"}
    townships = {(row["feed"], row["township_code"]) for row in night.rows("feed_townships")}
    assert {(feed, VILLAGE[:9]) for feed in of_persons | of_households} <= townships
    assert not {(feed, ELSEWHERE[:9]) for feed in of_persons | of_households} & townships


def test_the_village_and_the_county_pass(night: Night) -> None:
    assert night.row("village_exit", village_code=VILLAGE)["result"] == "exit_ready"
    statuses = {row["indicator"]: row["status"] for row in night.rows("county_exit_indicators")}
    assert statuses == {"C1": "pass", "C2": "pass", "C3": "unknown", "C4": "pass", "C5": "pass"}


def test_persons_have_their_own_names_and_numbers() -> None:
    world = World()
    for at in range(400):
        world.household(f"X{at}")
    people = [person for household in world.households.values() for person in household.people.values()]
    assert len({person.name for person in people}) == len({person.number for person in people}) == len(people)


def test_a_night_is_the_same_twice(tmp_path: Path) -> None:
    """Two nights over the same sources give the same rows."""
    nights = []
    for folder in ("one", "two"):
        world = World()
        world.household("A").drop("pension")
        (tmp_path / folder).mkdir()
        nights.append(world.night(tmp_path / folder))
    for table in ("household_exit_indicators", "findings", "linkage", "household_exit", "village_exit"):
        one, two = (_comparable(night, table) for night in nights)
        assert one == two, table


def _comparable(night: Night, table: str) -> list[str]:
    """The rows of a table; the order of rows and of evidence is made when they are published."""
    rows = ({**row, "evidence": sorted(row.get("evidence") or [])} for row in night.rows(table))
    return sorted(map(str, rows))
