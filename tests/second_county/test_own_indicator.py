"""H7, which is the county's own: at the line, a day before and after the move, where nothing is known."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.policy.night import Night
from tests.policy.world import World
from xundian_pipeline.county import County, load_county
from xundian_pipeline.rules.indicators import indicators_of

DAY = datetime.date(2018, 12, 31)
BEFORE, AFTER = "2018-12-31", "2019-01-01"
ROSTERLESS = "a township that sent no relocation ledger"
CASES = {
    # two living members: the line is 22 a person
    "at the line": ("44", BEFORE, "pass"),
    "below the line": ("43.99", BEFORE, "fail"),
    "moved the day after": ("10", AFTER, "pass"),
    "area not written": (None, BEFORE, "unknown"),
    "not moved": (None, None, "pass"),
}


@pytest.fixture(scope="module")
def world(yunling: County) -> World:
    """Its rule book and parameters over the villages of the tests' county."""
    rules = replace(load_county(), rules=yunling.rules, parameters=yunling.parameters)
    world = World(DAY, county=rules)
    for name, (area, moved, _) in CASES.items():
        household = world.household(name)
        household.member("second", born="1980-05-05")
        if (area, moved) != (None, None):
            household.record("relocation", floor_area_m2=area, move_in_date=moved)
    world.household(ROSTERLESS, world.own_township())
    return world


@pytest.fixture(scope="module")
def night(world: World, tmp_path_factory: pytest.TempPathFactory) -> Night:
    return world.night(tmp_path_factory.mktemp("night"))


@pytest.mark.parametrize("name", CASES)
def test_the_area_for_each_person_is_held_against_the_line(world: World, night: Night, name: str) -> None:
    assert night.status("H7", world.households[name].id) == CASES[name][2]


def test_a_township_without_a_ledger_is_no_evidence_that_nobody_has_moved(world: World, night: Night) -> None:
    assert night.status("H7", world.households[ROSTERLESS].id) == "unknown"


def test_the_line_and_its_document_are_the_countys(world: World, night: Night) -> None:
    row = night.indicator("H7", world.households["at the line"].id)
    assert (row["value"], row["threshold"]) == (22.0, 22.0)
    assert row["threshold_from"] == datetime.date(2018, 1, 1)
    assert "云岭县" in row["threshold_source"]


def test_a_household_that_fails_only_the_countys_own_is_not_ready(world: World, night: Night) -> None:
    row = night.row("household_results", household_id=world.households["below the line"].id)
    assert [row[f"h{number}"] for number in range(1, 7)] == ["pass"] * 6
    assert row["result"] == "not_ready"


def test_it_is_called_as_its_file_says(yunling: County, folder: Path) -> None:
    head = (folder / "rules" / "household" / "H7.sql").read_text("utf-8").splitlines()[0]
    assert head == f"-- H7 {indicators_of(yunling)['household']['H7'].name}"
    assert list(indicators_of(yunling)["household"]) == ["H1", "H2", "H3", "H4", "H5", "H6", "H7"]


def test_a_village_indicator_of_its_own_and_a_rule_in_place_of_another(
    yunling: County, folder: Path, tmp_path: Path
) -> None:
    own = tmp_path / "county"
    shutil.copytree(folder, own)
    (own / "rules" / "village").mkdir()
    for file, head, unit, rows in (
        ("village/V11.sql", "V11 有村名", "village_code", "FROM villages"),
        ("household/H2.sql", "H2 有安全稳固住房", "household_id", "FROM households"),
    ):
        (own / "rules" / file).write_text(
            f"-- {head}\nSELECT {unit} AS unit_id, $fail AS status, CAST(NULL AS DOUBLE) AS value, "
            "CAST(NULL AS DOUBLE) AS threshold, '本县另有规定' AS reason, CAST([] AS BIGINT[]) AS evidence " + rows,
            "utf-8",
        )
    rules = (own / "rules.yaml").read_text("utf-8").replace("V10]", "V10, V11]")
    (own / "rules.yaml").write_text(rules, "utf-8")
    county = load_county(own)
    world = World(DAY, county=replace(load_county(), rules=county.rules, parameters=yunling.parameters))
    household = world.household("A")
    (tmp_path / "night").mkdir()
    night = world.night(tmp_path / "night")
    assert night.indicator("H2", household.id)["reason"] == "本县另有规定"
    assert {row["result"] for row in night.rows("village_exit")} == {"not_ready"}
    assert {row["status"] for row in night.rows("village_exit_indicators", indicator="V11")} == {"fail"}
    assert indicators_of(county)["village"]["V11"].name == "有村名"
