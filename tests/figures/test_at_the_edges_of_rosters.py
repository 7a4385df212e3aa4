"""What figures count at the first and last day, of several rows of one person, and whose file is told to be missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from tests.policy.world import World

CHECKED = ("dibao", "tekun", "economic_checks")
"""The feeds of the rates of checks, in the order in which their rules name them."""


def figures(world: World, folder: Path) -> dict[str, dict[str, Any]]:
    """The figures of a night over a world."""
    folder.mkdir()
    return {row["figure_id"]: row for row in world.night(folder).rows("published_figures")}


def title(feed: str) -> str:
    """How a feed is named in a note."""
    return f"{DEPARTMENTS[FEEDS[feed].department]}《{FEEDS[feed].title}》"


@pytest.mark.parametrize("broken", [CHECKED, CHECKED[:1], CHECKED[1:2], CHECKED[2:], CHECKED[1:]])
def test_every_roster_with_an_unusable_file_is_named_in_order(broken: tuple[str, ...], tmp_path: Path) -> None:
    world = World(broken=broken)
    world.household("A").record("dibao", start_date="2017-03")
    note = figures(world, tmp_path / "night")["economic_check_rate"]["note"]
    assert f"{'、'.join(map(title, broken))}有文件不能使用，数字不全" in note
    assert not any(title(feed) in note for feed in set(CHECKED) - set(broken))


@pytest.mark.parametrize("absent", [CHECKED, CHECKED[1:2], CHECKED[1:]])
def test_every_roster_that_has_not_come_is_named_in_order(absent: tuple[str, ...], tmp_path: Path) -> None:
    world = World(without=absent)
    note = figures(world, tmp_path / "night")["economic_check_rate"]["note"]
    assert f"没有收到{'、'.join(map(title, absent))}，不能计算" in note
    assert not any(title(feed) in note for feed in set(CHECKED) - set(absent))


def counted_of_day(feed: str, column: str, day: str, figure: str, folder: Path, **cells: str) -> float:
    """A figure of a county with one more record of a day."""
    world = World()
    world.household("A").record(feed, "head", **{column: day, **cells})
    return float(figures(world, folder)[figure]["computed"])


@pytest.mark.parametrize(
    ("feed", "column", "figure", "cells"),
    [
        ("employment", "start_date", "transferred_registered_poor", {}),
        ("medical_insurance", "date", "subsidised_insured", {"subsidy": "180", "scheme": "城镇职工基本医疗保险"}),
    ],
)
def test_the_last_day_counts(feed: str, column: str, figure: str, cells: dict[str, str], tmp_path: Path) -> None:
    on_the_day = counted_of_day(feed, column, "2017-12-31", figure, tmp_path / "on", **cells)
    assert on_the_day == counted_of_day(feed, column, "2018-01-01", figure, tmp_path / "after", **cells) + 1


@pytest.mark.parametrize("answers", [("是", "否"), ("否", "是")])
def test_of_two_checks_one_visit_is_enough(answers: tuple[str, str], tmp_path: Path) -> None:
    rates = {}
    for name, said in (("two", answers), ("yes", ("是",)), ("no", ("否",))):
        world = World()
        household = world.household("A")
        household.record("dibao", start_date="2017-03")
        for at, answer in enumerate(said):
            day = f"2017-04-0{at + 1}"
            visit = day if answer == "是" else None
            household.record("economic_checks", check_date=day, visit_date=visit, county_spot_check=answer)
        found = figures(world, tmp_path / name)
        rates[name] = [found[figure]["computed"] for figure in ("home_visit_rate", "county_spot_check_rate")]
    assert rates["two"] == rates["yes"]
    assert all(two > no for two, no in zip(rates["two"], rates["no"], strict=True))


def test_a_valid_number_of_fifteen_digits_is_one_person_however_the_name_is_written(tmp_path: Path) -> None:
    counted = []
    for names in (("外乡人甲",), ("外乡人甲", "外乡人")):
        world = World()
        for name, course in zip(names, ("技能培训", "创业培训"), strict=False):
            world.add("training", name=name, id_number="530129750101001", course=course, start_date="2017-05-05")
        counted.append(figures(world, tmp_path / str(len(names)))["trained_labour"]["computed"])
    assert counted[0] == counted[1]


SCHOOLED = ("在读", "送教上门", "缓学", "免学", "休学", "毕业")


def primary_rate(status: str, folder: Path) -> float:
    """The rate of primary school where the only child of its age stands so in the roster."""
    world = World()
    household = world.household("A")
    household.member("child", born="2009-03-03")
    household.drop("enrolment")
    household.record("enrolment", "child", stage="小学", status=status)
    return float(figures(world, folder)["primary_enrolment_rate"]["computed"])


@pytest.mark.parametrize("status", SCHOOLED)
def test_who_is_taken_as_schooled_is_enrolled(status: str, tmp_path: Path) -> None:
    assert primary_rate(status, tmp_path / "night") == 1


def test_who_has_left_school_is_not_enrolled(tmp_path: Path) -> None:
    assert primary_rate("辍学", tmp_path / "night") < 1
