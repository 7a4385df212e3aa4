"""The life of findings as rulings 34, 37, 41 and 42 tell it, on a county of two households."""

from __future__ import annotations

from pathlib import Path

import pytest

from .life_county import LifeCounty
from .small_county import B2, VILLAGE


@pytest.fixture
def county(tmp_path: Path) -> LifeCounty:
    return LifeCounty(tmp_path / "sources")


# ---- identity, first_seen, last_seen, gone, come back ----------------------------------------------------


def test_a_finding_is_dated_by_the_nights(county: LifeCounty) -> None:
    county.without_helper()
    county.night(1)
    assert county.story("S17") == ("open", 1, 1, None)
    county.night(5)
    assert county.story("S17") == ("open", 1, 5, None)
    county.with_helper()
    county.night(8)
    assert county.story("S17") == ("gone", 1, 5, 8)
    county.night(9)
    assert county.story("S17") == ("gone", 1, 5, 8)


def test_one_that_comes_back_is_open_again_and_first_seen_stays(county: LifeCounty) -> None:
    county.without_helper()
    county.night(1)
    county.with_helper()
    county.night(2)
    county.without_helper()
    county.night(3)
    assert county.story("S17") == ("open", 1, 3, None)


def test_feed_and_unit_make_the_identity(county: LifeCounty) -> None:
    for feed in ("training", "employment"):
        county.add(
            feed, name="乙二", id_number=B2, course="技能培训", start_date="2017-02-01", place="县内", employer="厂",
            kind="市场就业", annual_wage="0",
        )  # fmt: skip
    county.night(1)
    county.drop("training", name="乙二")
    county.night(2)
    assert county.story("S16", "B2", "training") == ("gone", 1, 1, 2)
    assert county.story("S16", "B2", "employment") == ("open", 1, 2, None)


def test_the_household_of_a_finding_is_that_with_which_it_was_last_found(county: LifeCounty) -> None:
    county.change("register_members", {"member_id": "B1"}, sex="女")
    county.night(1)
    county.change("register_members", {"member_id": "B1"}, household_id="A")
    county.night(2)
    assert county.finding("S04", "B1")["household_id"] == "A"


# ---- ruling 41: who has left ------------------------------------------------------------------------------


def test_the_findings_of_who_has_left_the_register_are_gone_whatever_has_come(county: LifeCounty) -> None:
    county.without_helper()
    county.change("register_members", {"member_id": "B2"}, sex="男")
    county.night(1)
    county.drop("register_members", member_id="B2")
    for feed in ("helpers", "deaths"):
        county.without(feed)
    county.night(2)
    assert county.story("S04", "B2") == ("gone", 1, 1, 2)
    assert county.story("S17") == ("open", 1, 1, None)
    county.drop("register_members", household_id="B")
    county.drop("register_households", household_id="B")
    county.night(3)
    assert county.story("S17") == ("gone", 1, 1, 3)


def test_members_of_a_household_that_has_left_have_left_with_it(county: LifeCounty) -> None:
    county.drop("register_households", household_id="B")
    assert [county.verdict("S17"), county.verdict("S10", "B1")] == ["LEFT", "LEFT"]
    county.change("register_members", {"member_id": "B1"}, sex="?")
    assert [county.verdict("S17"), county.verdict("S10", "B1")] == ["ROW_IN_QUARANTINE"] * 2
    assert county.verdict("S10", "B2") == "LEFT"


def test_a_member_without_a_row_has_not_left_while_its_household_is_in_quarantine(county: LifeCounty) -> None:
    county.drop("register_members", member_id="B2")
    assert county.verdict("S10", "B2") == "LEFT"
    county.change("register_households", {"household_id": "B"}, household_type="?")
    assert county.verdict("S10", "B2") == "ROW_IN_QUARANTINE"


@pytest.mark.parametrize("register", ["register_households", "register_members"])
def test_nobody_has_left_where_a_file_of_the_register_could_not_be_read(county: LifeCounty, register: str) -> None:
    county.drop(register, household_id="B")
    county.broken_file(register)
    unit, rule = ("B", "S17") if register == "register_households" else ("B1", "S10")
    assert county.verdict(rule, unit) == "REGISTER_BROKEN"


def test_who_comes_back_to_the_register_brings_its_findings_back(county: LifeCounty) -> None:
    county.change("register_members", {"member_id": "B2"}, sex="男")
    county.problem("识别", closed=1)
    county.night(1)
    (row,) = county.rows("register_members", member_id="B2")
    county.drop("register_members", member_id="B2")
    county.night(2)
    assert county.story("S04", "B2") == ("rectified", 1, 1, 1)
    county.add("register_members", **row)
    county.night(3)
    assert county.story("S04", "B2") == ("open", 1, 3, None)


# ---- rulings 37, 41, 42: the third party ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closed", "story"),
    [
        (1, ("open", 2, 3, None)),
        (2, ("rectified", 2, 3, 3)),
        (3, ("rectified", 2, 3, 3)),
        (4, ("open", 2, 3, None)),
    ],
)
def test_the_third_party_closes_from_first_seen_to_d(
    county: LifeCounty, closed: int, story: tuple[str, int, int, int | None]
) -> None:
    county.without_helper()
    county.night(2)
    county.problem("帮扶", closed=closed)
    county.night(3)
    assert county.story("S17") == story
    county.night(4)
    expected = {1: ("open", 2, 4, None), 4: ("rectified", 2, 4, 4)}.get(closed, ("rectified", 2, 4, 3))
    assert county.story("S17") == expected


def test_it_closes_the_rules_of_its_problem_and_of_its_household_alone(county: LifeCounty) -> None:
    county.drop("helpers")
    county.add("helpers", household_id="A", helper_name="丙", organisation="县委", start_date="2018-01-01")
    county.change("register_members", {"member_id": "B1"}, sex="女")
    county.change("projects", {}, spent="200", received="100")
    for problem in ("收入", "住房", "教育", "医疗", "养老", "饮水", "帮扶", "其他"):
        county.problem(problem, closed=1)
    county.night(1)
    assert county.story("S17") == ("rectified", 1, 1, 1)
    assert county.story("S17", "A") == county.story("S04", "B1") == ("open", 1, 1, None)
    assert county.story("S20", f"P1/{VILLAGE}") == ("open", 1, 1, None)


def test_its_word_goes_first_on_one_night(county: LifeCounty) -> None:
    county.without_helper()
    county.night(1)
    county.with_helper()
    county.problem("帮扶", closed=1)
    county.night(2)
    assert county.story("S17") == ("rectified", 1, 1, 2)
    county.without_helper()
    county.night(3)  # night 2 counted as one on which it was not found
    assert county.story("S17") == ("open", 1, 3, None)


def test_what_is_closed_stays_closed_when_the_list_does_not_come_again(county: LifeCounty) -> None:
    county.without_helper()
    county.problem("帮扶", closed=1)
    county.night(1)
    county.drop("third_party_assessment")
    county.night(2)
    county.without("third_party_assessment")
    county.night(3)
    assert county.story("S17") == ("rectified", 1, 3, 1)
    county.with_helper()
    county.night(4)
    assert county.story("S17") == ("rectified", 1, 3, 1)


def test_a_gone_one_is_not_rectified_afterwards(county: LifeCounty) -> None:
    county.without_helper()
    county.night(1)
    county.with_helper()
    county.night(2)
    county.problem("帮扶", closed=3)
    county.night(3)
    assert county.story("S17") == ("gone", 1, 1, 2)


def test_it_comes_back_only_after_a_night_whose_not_finding_counted(county: LifeCounty) -> None:
    county.without_helper()
    county.problem("帮扶", closed=1)
    county.night(1)
    county.add("helpers", household_id="B", helper_name="丙", organisation="", start_date="2016-01-01")
    county.night(2)  # not found, but a quarantined row carries the household
    county.without_helper()
    county.night(3)
    assert county.story("S17") == ("rectified", 1, 3, 1)
    county.with_helper()
    county.night(4)
    county.drop("helpers")
    county.night(5)  # not found, and the feed is empty: night 4 still counts
    assert county.story("S17") == ("rectified", 1, 3, 1)
    county.add("helpers", household_id="A", helper_name="丙", organisation="县委", start_date="2016-01-01")
    county.night(6)
    assert county.story("S17") == ("open", 1, 6, None)


def test_one_come_back_is_closed_only_by_a_day_on_or_after_its_return(county: LifeCounty) -> None:
    county.without_helper()
    county.problem("帮扶", closed=1)
    county.night(1)
    county.with_helper()
    county.night(2)
    county.without_helper()
    problem = county.problem("帮扶", closed=3)
    county.night(4)
    assert county.story("S17") == ("open", 1, 4, None)
    problem["closed_date"] = "2017-12-04"
    county.night(5)
    assert county.story("S17") == ("rectified", 1, 5, 5)


def test_one_may_be_closed_on_the_very_night_it_comes_back(county: LifeCounty) -> None:
    county.without_helper()
    county.night(1)
    county.with_helper()
    county.night(2)
    county.without_helper()
    county.problem("帮扶", closed=3)
    county.night(3)
    assert county.story("S17") == ("rectified", 1, 3, 3)
