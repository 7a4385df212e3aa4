"""Histories, changes and trend lines as rulings 43 to 45 and outputs.md tell them, on a county of two households."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from . import Tables
from .life import reckon_every_night, reckon_life, reckon_nights
from .life_county import LifeCounty, december
from .small_county import VILLAGE

Row = dict[str, Any]


@pytest.fixture
def county(tmp_path: Path) -> LifeCounty:
    return LifeCounty(tmp_path / "sources")


def periods(tables: Tables, table: str, **where: str) -> list[tuple[Any, ...]]:
    """status, value, the day of December of valid_from, and of valid_to."""
    lines = [line for line in tables[table] if all(line[name] == value for name, value in where.items())]
    return [
        (line["status"], line["value"], line["valid_from"].day, line["valid_to"].day if line["valid_to"] else None)
        for line in lines
    ]


def test_a_new_period_begins_when_status_or_value_differs(county: LifeCounty) -> None:
    county.night(1)
    county.night(2)
    county.change("register_households", {"household_id": "B"}, wage_income="6002")
    county.night(3)
    county.change("register_households", {"household_id": "B"}, water_safe="")
    county.night(5)
    assert periods(county.life(), "indicator_history", household_id="B", indicator="H1") == [
        ("pass", 4000.0, 1, 3),
        ("pass", 4001.0, 3, 5),
        ("unknown", 4001.0, 5, None),
    ]
    assert periods(county.life(), "indicator_history", household_id="B", indicator="H2") == [("pass", None, 1, None)]
    assert len(county.life()["indicator_history"]) == 14


def test_a_household_without_rows_has_its_periods_ended(county: LifeCounty) -> None:
    county.night(1)
    county.change("register_households", {"household_id": "B"}, household_type="?")
    county.night(2)
    assert periods(county.life(), "indicator_history", household_id="B", indicator="H6") == [("pass", None, 1, 2)]
    county.change("register_households", {"household_id": "B"}, household_type="一般贫困户")
    county.night(4)
    assert periods(county.life(), "indicator_history", household_id="B", indicator="H6") == [
        ("pass", None, 1, 2),
        ("pass", None, 4, None),
    ]


def test_villages_and_county_have_histories_of_the_same_shape(county: LifeCounty) -> None:
    county.night(1)
    county.change("village_survey", {}, road_hardened="否")
    county.change("register_households", {"household_id": "B"}, water_safe="否")
    county.night(2)
    life = county.life()
    assert periods(life, "village_history", village_code=VILLAGE, indicator="V2") == [
        ("pass", None, 1, 2),
        ("fail", None, 2, None),
    ]
    assert periods(life, "village_history", village_code=VILLAGE, indicator="V1") == [
        ("pass", 0.0, 1, 2),
        ("pass", 0.005, 2, None),
    ]
    assert periods(life, "county_history", indicator="C3") == [("pass", 1.0, 1, 2), ("fail", 0.0, 2, None)]
    assert periods(life, "county_history", indicator="C5") == [("pass", None, 1, None)]


def test_changes_are_empty_on_the_first_night_and_when_nothing_changed(county: LifeCounty) -> None:
    county.night(1)
    assert county.life()["changes"] == []
    county.night(2)
    assert county.life()["changes"] == []


def test_changes_tell_the_night_against_the_one_before(county: LifeCounty) -> None:
    county.night(1)
    county.change("register_households", {"household_id": "B"}, wage_income="400", food_secure="")
    county.change("housing_assessment", {"household_id": "A"}, grade="?")
    county.night(3)
    assert county.life()["changes"] == [
        change("A", "H2", ("pass", None), ("unknown", None)),
        change("B", "H1", ("pass", 4000.0), ("fail", 1200.0), fell_back=True),
    ]
    county.change("register_households", {"household_id": "B"}, wage_income="")
    county.night(4)
    assert county.life()["changes"] == [change("B", "H1", ("fail", 1200.0), ("unknown", None))]


def change(
    household: str,
    indicator: str,
    before: tuple[str | None, float | None],
    after: tuple[str | None, float | None],
    fell_back: bool = False,
) -> Row:
    """A line of `changes`."""
    return {
        "household_id": household,
        "indicator": indicator,
        "status_before": before[0],
        "status": after[0],
        "value_before": before[1],
        "value": after[1],
        "fell_back": fell_back,
    }


def test_new_households_have_nulls_before_and_departed_ones_after(county: LifeCounty) -> None:
    rows = {feed: county.rows(feed, household_id="B") for feed in ("register_households", "register_members")}
    for feed in rows:
        county.drop(feed, household_id="B")
    county.night(1)
    for feed, of_feed in rows.items():
        county.feeds[feed].extend(of_feed)
    county.night(2)
    new = [line for line in county.life()["changes"] if line["household_id"] == "B"]
    assert len(new) == 6
    assert new[0] == change("B", "H1", (None, None), ("pass", 4000.0))
    for feed in rows:
        county.drop(feed, household_id="B")
    county.night(3)
    departed = county.life()["changes"]
    assert [line["indicator"] for line in departed] == ["H1", "H2", "H3", "H4", "H5", "H6"]
    assert departed[0] == change("B", "H1", ("pass", 4000.0), (None, None))


def progress(county: LifeCounty, day: int) -> dict[tuple[str, str], tuple[int, ...]]:
    """(township, result) -> households, persons, unknown, open_findings."""
    return {
        (line["township"], line["result"]): (
            line["households"], line["persons"], line["unknown"], line["open_findings"],
        )
        for line in county.life()["progress"]
        if line["assessment_date"] == december(day)
    }  # fmt: skip


def test_progress_has_every_result_of_every_township_with_a_household_on_every_night(county: LifeCounty) -> None:
    county.change("register_households", {"household_id": "A"}, village_code="530129001204", township="仁德镇")
    county.change("register_households", {"household_id": "B"}, food_secure="")
    county.add(
        "deaths", name="乙二", id_number=county.feeds["register_members"][3]["id_number"], death_date="2017-02-01"
    )
    county.night(1)
    assert progress(county, 1) == {
        ("塘子街道", "not_ready"): (0, 0, 0, 0),
        ("塘子街道", "verify"): (0, 0, 0, 0),
        ("塘子街道", "exit_ready"): (1, 2, 0, 0),
        ("羊街镇", "not_ready"): (0, 0, 0, 0),
        ("羊街镇", "verify"): (1, 1, 1, 1),
        ("羊街镇", "exit_ready"): (0, 0, 0, 0),
    }
    county.change("register_households", {"household_id": "A"}, village_code="530129999001", township="无名镇")
    county.night(2)
    assert {township for township, _ in progress(county, 2)} == {"无名镇", "羊街镇"}
    assert progress(county, 1)["塘子街道", "exit_ready"] == (1, 2, 0, 0)


def test_open_findings_are_those_with_status_open_that_night(county: LifeCounty) -> None:
    county.drop("helpers", household_id="B")
    county.change("register_members", {"member_id": "B1"}, sex="女")
    county.night(1)
    county.problem("帮扶", closed=2)
    county.night(2)
    by_household = {line["household_id"]: line["open_findings"] for line in county.life()["household_exit"]}
    assert by_household == {"A": 0, "B": 1}
    assert [progress(county, day)["羊街镇", "exit_ready"][3] for day in (1, 2)] == [2, 1]


def test_a_finding_that_stays_open_unseen_is_counted(county: LifeCounty) -> None:
    county.drop("helpers", household_id="B")
    county.night(1)
    county.without("helpers")
    county.night(2)
    assert progress(county, 2)["羊街镇", "exit_ready"][3] == 1


# ---- ruling 43 --------------------------------------------------------------------------------------------


def test_nights_are_read_in_the_order_of_d_and_a_night_again_replaces_itself(
    county: LifeCounty, tmp_path: Path
) -> None:
    folders = []
    for name in ("有", "无"):
        if name == "无":
            county.drop("helpers", household_id="B")
        county.write()
        folders.append(shutil.copytree(county.folder, tmp_path / name))
    helped, alone = folders
    in_order = [(december(1), alone), (december(2), helped), (december(3), alone)]
    reckoned = reckon_nights(in_order)
    for order in ([2, 0, 1], [1, 2, 0]):
        shuffled = reckon_nights([in_order[place] for place in order])
        assert sorted(map(str, shuffled["findings"])) == sorted(map(str, reckoned["findings"]))
        assert shuffled["indicator_history"] == reckoned["indicator_history"]
    assert [line["first_seen"] for line in reckoned["findings"]] == [december(1)]
    again = reckon_nights([*in_order, (december(1), helped)])
    assert [line["first_seen"] for line in again["findings"]] == [december(3)]


def test_every_night_is_given_as_when_it_is_the_latest(county: LifeCounty, tmp_path: Path) -> None:
    county.write()
    nights = [(december(day), county.folder) for day in (3, 1)]
    every = reckon_every_night(nights)
    assert list(every) == [december(1), december(3)]
    assert every[december(1)]["progress"] == reckon_nights(nights[1:])["progress"]
    assert every[december(3)] == reckon_nights(nights)


def test_without_a_night_there_is_nothing_to_reckon() -> None:
    with pytest.raises(ValueError, match="no night"):
        reckon_life([])


def test_the_year_of_a_night_is_its_own(county: LifeCounty) -> None:
    county.night(31)
    county.night(date(2018, 1, 1))
    found = {(line["rule"], line["unit"]): line["first_seen"] for line in county.life()["findings"]}
    assert found[("S10", "B1")] == date(2018, 1, 1)
