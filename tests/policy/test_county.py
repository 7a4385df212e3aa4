"""C1 to C5: the county's interval of the poor, its growth, its villages, its households, its schools."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from schemas.registry import FEEDS
from tests.acceptance.sheets import sheet
from tests.policy.cited import cited
from tests.policy.night import Night
from tests.policy.test_villages import Village
from tests.policy.world import VILLAGE, World
from xundian_pipeline.reading import FeedReading

Run = Callable[[World], Night]


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the night over a world."""
    return lambda world: world.night(tmp_path_factory.mktemp("night"))


def county_indicator(night: Night, code: str) -> tuple[str, Any]:
    """Status and value of an indicator of the county."""
    row = night.row("county_exit_indicators", indicator=code)
    return row["status"], row["value"]


@pytest.fixture(scope="module")
def statistics(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[str, Any]]:
    """Status and value of C2 or C5 when the statistics say so, or reason and evidence; only these are read again."""
    world = World()
    night = world.night(tmp_path_factory.mktemp("night"))
    usual = dict(world.rows["county_statistics"][0])

    def ask(code: str, *rows: dict[str, str | None], reason: bool = False) -> tuple[Any, Any]:
        feed = FEEDS["county_statistics"]
        told = [{**usual, **row} for row in rows]
        night.again(FeedReading(feed.id, [sheet(feed, told)], [], []), "county_indicators")
        row = night.row("county_exit_indicators", indicator=code)
        return (row["reason"], cited(row)) if reason else (row["status"], row["value"])

    return ask


def incomes(this: str | None, last: str | None, province: str | None) -> dict[str, str | None]:
    """What the statistics say of incomes."""
    return {
        "rural_income_per_capita": this,
        "rural_income_per_capita_previous": last,
        "province_growth": province,
    }


def schools(balanced: str | None, primary: str | None, junior: str | None) -> dict[str, str | None]:
    """What the statistics say of schools."""
    return {"education_balanced": balanced, "primary_dropout_rate": primary, "junior_dropout_rate": junior}


@pytest.mark.parametrize(
    ("this", "last", "province", "status", "value"),
    [
        ("11000", "10000", "0.1", "fail", 0.1),
        ("11000", "10000", "10%", "fail", 0.1),
        ("11000.01", "10000", "0.1", "pass", 0.100001),
        ("10999.99", "10000", "0.1", "fail", 0.099999),
        ("8652", "7890", "9.3%", "pass", 8652 / 7890 - 1),
        ("9600", "10000", "-5%", "pass", -0.04),
        ("9500", "10000", "-5%", "fail", -0.05),
        ("10000", "10000", "0", "fail", 0.0),
        (None, "10000", "0.1", "unknown", None),
        ("11000", None, "0.1", "unknown", None),
        ("11000.01", "10000", None, "unknown", 0.100001),
        ("11000", "0", "0.1", "unknown", None),
        ("很多", "10000", "0.1", "unknown", None),
        ("11000.01", "10000", "10", "unknown", 0.100001),
    ],
)
def test_c2_compares_exactly(
    this: str | None, last: str | None, province: str | None, status: str, value: float | None,
    statistics: Callable[..., tuple[str, Any]],
) -> None:  # fmt: skip
    """Ruling 33: 11000 / 10000 - 1 > 0.1 is false."""
    found, growth = statistics("C2", incomes(this, last, province))
    assert found == status
    assert growth == (None if value is None else pytest.approx(value, abs=1e-12))


@pytest.mark.parametrize(
    ("balanced", "primary", "junior", "status"),
    [
        ("是", "0.006", "0.018", "pass"),
        ("是", "0.6%", "1.8%", "pass"),
        ("是", "0.0061", "0.018", "fail"),
        ("是", "0.006", "0.0181", "fail"),
        ("是", "0.006000000000000001", "0.018", "fail"),
        ("否", "0", "0", "fail"),
        (None, "0", "0", "unknown"),
        ("是", None, "0", "unknown"),
        ("是", "0", None, "unknown"),
        ("也许", "0", "0", "unknown"),
        (None, "0.0061", "0", "fail"),
        ("否", None, None, "fail"),
    ],
)
def test_c5(
    balanced: str | None, primary: str | None, junior: str | None, status: str,
    statistics: Callable[..., tuple[str, Any]],
) -> None:  # fmt: skip
    assert statistics("C5", schools(balanced, primary, junior)) == (status, None)


GROWN = "本县人均可支配收入 10000.00 元增到 {} 元，增幅{}全省"

TOLD = [
    ("C2", incomes("11000", "10000", "0.1"), GROWN.format("11000.00", "不高于")),
    ("C2", incomes("11000.01", "10000", "0.1"), GROWN.format("11000.01", "高于")),
    *(("C2", incomes(*told), "县级统计指标没有填全")
      for told in ((None, "10000", "0.1"), ("11000", None, "0.1"), ("11000", "0", "0.1"), ("11000", "10000", None))),
    ("C5", schools("是", "0.006", "0.018"), "已通过国家认定；小学辍学率达标；初中辍学率达标"),
    ("C5", schools("否", "0.007", "0.019"), "未通过国家认定；小学辍学率过高；初中辍学率过高"),
    ("C5", schools(None, None, None), "国家认定未填；小学辍学率未填；初中辍学率未填"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "cells", "reason"), TOLD)
def test_the_reason(
    code: str, cells: dict[str, str | None], reason: str, statistics: Callable[..., tuple[Any, Any]]
) -> None:
    assert statistics(code, cells, reason=True) == (reason, {"county_statistics": 1})


@pytest.mark.parametrize("code", ["C2", "C5"])
def test_statistics_of_another_year_are_none(code: str, statistics: Callable[..., tuple[str, Any]]) -> None:
    assert statistics(code, {"year": "2016"}) == ("unknown", None)
    assert statistics(code, {"year": "2016", "education_balanced": "否"}, {"year": "2017"})[0] == "pass"
    assert statistics(code) == ("unknown", None)


def small_county() -> tuple[World, Village]:
    """A county of one hundred: the world's own village of one ready household, and another one."""
    world = World()
    world.rows["village_survey"][0]["rural_population"] = "60"
    village = Village(world, "530129103301")
    village.survey["rural_population"] = "40"
    return world, village


def poor(members: int) -> Callable[[World, Village], None]:
    """So many persons of the county are not ready."""
    return lambda _, village: village.household(members, food_secure="否") and None


def unverified(members: int) -> Callable[[World, Village], None]:
    """So many persons of the county are to be verified."""
    return lambda _, village: village.household(members, food_secure=None) and None


def quarantined(size: str, **cells: str | None) -> Callable[[World, Village], None]:
    """A household of the county is in quarantine."""
    return lambda _, village: village.household(household_type="别的").row.update({"household_size": size, **cells})


def unsurveyed_village(world: World, _: Village) -> None:
    world.household("U", "530129103399")


def unsurveyed_village_of_the_dead(world: World, _: Village) -> None:
    world.household("U", "530129103399").record("deaths")


def survey_of_last_year(world: World, _: Village) -> None:
    for row in world.rows["village_survey"]:
        row["year"] = "2016"


@pytest.mark.parametrize(
    ("changes", "status", "value", "persons", "evidence"),
    [
        ([], "pass", 0.0, (0, 0), (2, 0)),
        ([poor(2)], "pass", 0.02, (2, 2), (2, 1)),
        ([poor(3)], "fail", 0.03, (3, 3), (2, 1)),
        ([poor(2), unverified(1)], "unknown", 0.03, (2, 3), (2, 2)),
        ([poor(3), unverified(5)], "fail", 0.08, (3, 8), (2, 2)),
        ([quarantined("2")], "pass", 0.02, (0, 2), (2, 1)),
        ([quarantined("3", village_code="53")], "unknown", 0.03, (0, 3), (2, 1)),
        ([unsurveyed_village, poor(3)], "unknown", 0.03, (3, 3), (2, 1)),
        ([unsurveyed_village_of_the_dead], "pass", 0.0, (0, 0), (2, 1)),
        ([survey_of_last_year], "unknown", None, None, (0, 0)),
    ],
    ids=lambda given: (
        " ".join(getattr(one, "__qualname__", "") for one in given) if isinstance(given, list) else str(given)
    ),
)
def test_c1(
    changes: list[Callable[[World, Village], Any]], status: str, value: float | None,
    persons: tuple[int, int] | None, evidence: tuple[int, int], run: Run,
) -> None:  # fmt: skip
    """`persons`: those not ready, and with those to be verified; `evidence`: rows of the survey and of households."""
    world, village = small_county()
    for change in changes:
        change(world, village)
    row = run(world).row("county_exit_indicators", indicator="C1")
    assert (row["status"], row["value"]) == (status, value)
    told = "没有当年的村核查表，农业户籍人口不详"
    if persons:
        told = f"农业户籍人口 100 人，未达标户 {persons[0]} 人，连同待核实户和被退回的户至多 {persons[1]} 人"
    if unsurveyed_village in changes:
        told += "；有 1 个村没有当年的核查表"
    assert row["reason"] == told
    assert (cited(row).get("village_survey", 0), cited(row).get("register_households", 0)) == evidence


def unaided(world: World) -> None:
    """A household has no measure, and all rosters are evidence."""
    world.household("A").drop("family_doctors")


def unknown(world: World) -> None:
    """A household has no known measure, and a member without a number."""
    household = world.household("B")
    household.drop("family_doctors")
    household.people["head"].row["id_number"] = None


def quarantined_household(world: World) -> None:
    world.household("Q", household_type="别的")


def quarantined_twice(world: World) -> None:
    household = world.household("Q", household_type="别的")
    world.rows["register_households"].append({**household.row, "household_size": "7"})


def quarantined_without_id(world: World) -> None:
    for name in ("Q1", "Q2"):
        world.household(name, household_type="别的").row["household_id"] = None


def quarantined_beside_accepted(world: World) -> None:
    household = world.household("A")
    world.rows["register_households"].append({**household.row, "household_type": "别的"})


VILLAGES_AND_HOUSEHOLDS = [
    ((9, 0, 1), "pass", 0.9, [], "pass", (1, 1, 0)),
    ((8, 2, 0), "unknown", 0.8, [unaided], "fail", (2, 1, 0)),
    ((8, 1, 1), "unknown", 0.8, [unknown], "unknown", (2, 1, 1)),
    ((8, 0, 2), "fail", 0.8, [unaided, unknown], "fail", (3, 1, 1)),
    ((10, 0, 0), "pass", 1.0, [quarantined_household], "unknown", (2, 1, 1)),
    ((0, 10, 0), "unknown", 0.0, [quarantined_twice], "unknown", (2, 1, 1)),
    ((0, 0, 0), "unknown", None, [quarantined_without_id], "unknown", (3, 1, 2)),
    ((0, 0, 1), "fail", 0.0, [quarantined_beside_accepted], "pass", (2, 2, 0)),
    ((1, 0, 0), "pass", 1.0, [unaided, quarantined_household], "fail", (3, 1, 1)),
]
"""Poor villages that are ready, to verify and not ready, with status and value of C3; what is with the households
beside the world's own, with the status of C4 and the households: all, covered, open. Neither reads what the other does.
"""


@pytest.mark.parametrize(("villages", "c3", "c3_value", "households", "c4", "counted"), VILLAGES_AND_HOUSEHOLDS)
def test_c3_and_c4(
    villages: tuple[int, int, int], c3: str, c3_value: float | None,
    households: list[Callable[[World], Any]], c4: str, counted: tuple[int, int, int], run: Run,
) -> None:  # fmt: skip
    """Only poor villages count in C3: the world's own and another one that is not ready are none."""
    ready, to_verify, not_ready = villages
    world = World()
    roads = ["是"] * ready + [None] * to_verify + ["否"] * not_ready
    for at, road in enumerate(roads):
        Village(world, f"5301291034{at:02d}").survey.update(poor_village="是", road_hardened=road)
    Village(world, "530129103499").survey["road_hardened"] = "否"
    for change in households:
        change(world)
    night = run(world)
    assert county_indicator(night, "C3") == (c3, c3_value)
    row = night.row("county_exit_indicators", indicator="C3")
    told = f"贫困村 {len(roads)} 个，可退出 {ready} 个，待核实 {to_verify} 个" if roads else "当年核查表里没有贫困村"
    assert (row["reason"], cited(row)) == (told, {"village_survey": len(roads)} if roads else {})
    every, covered, doubtful = counted
    assert county_indicator(night, "C4") == (c4, pytest.approx(covered / every))
    row = night.row("county_exit_indicators", indicator="C4")
    assert row["reason"] == f"建档立卡户（含被退回的）{every} 户，享受帮扶 {covered} 户，待核实 {doubtful} 户"
    assert cited(row).get("register_households", 0) == every - covered


def test_every_indicator_of_the_county_has_its_row(run: Run) -> None:
    night = run(World())
    rows = {row["indicator"]: row for row in night.rows("county_exit_indicators")}
    assert sorted(rows) == ["C1", "C2", "C3", "C4", "C5"]
    assert {code: row["threshold"] for code, row in rows.items()} == {
        "C1": 0.03, "C2": pytest.approx(0.093), "C3": 0.9, "C4": 1.0, "C5": None
    }  # fmt: skip
    assert all(row["rule_version"] and row["reason"] for row in rows.values())
    assert VILLAGE in {row["village_code"] for row in night.rows("village_exit")}
