"""M5 to M8 at the edges of their sums: what is said of nothing, of one fen or one yuan, of the last day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemas.registry import FEEDS
from tests.acceptance.sheets import sheet
from tests.policy.cited import cited
from tests.policy.defaults import Cells
from tests.policy.night import Night
from tests.policy.test_m6_industry_cover import Village
from tests.policy.test_m8_sign_off_ladder import WholeCounty, other_household_silent, other_township_silent
from tests.policy.world import World
from xundian_pipeline.reading import FeedReading

Run = Callable[[World], Night]


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the night over a world."""
    return lambda world: world.night(tmp_path_factory.mktemp("night"))


def project(spent: str | None, on_poor: str | None) -> Cells:
    """What a project spent, and how much of it reached the poor."""
    return {"spent": spent, "spent_on_poor": on_poor, "received": None}


SHARES: dict[str, tuple[list[Cells], float | None, str]] = {
    "one fen": ([project("0.01", "0.01")], 1.0,
                "1 个项目已支出 0.01 元，其中投向贫困村、贫困户 0.01 元；标准 0.80"),
    "one yuan": ([project("1", "1")], 1.0, "1 个项目已支出 1.00 元，其中投向贫困村、贫困户 1.00 元；标准 0.80"),
    "one yuan of which nothing is told": (
        [project("1", None)], 0.0,
        "1 个项目已支出 1.00 元，其中投向贫困村、贫困户 0.00 元，另有 1.00 元的投向未填；标准 0.80"),
    "a project of which nothing is told has spent nothing": (
        [project(None, None), project("100", "80")], 0.8,
        "2 个项目已支出 100.00 元，其中投向贫困村、贫困户 80.00 元；标准 0.80"),
    "and adds nothing to what is not told of another": (
        [project(None, None), project("100", None)], 0.0,
        "2 个项目已支出 100.00 元，其中投向贫困村、贫困户 0.00 元，另有 100.00 元的投向未填；标准 0.80"),
    "nothing spent": ([project("0", None)], None, "1 个项目都没有支出，待核实"),
    "nothing told": ([project(None, None)], None, "1 个项目都没有支出，待核实"),
    "no project": ([], None, "项目库未到，或没有可以接受的项目，待核实"),
}  # fmt: skip
"""Projects; the share of the money that reached the poor, and the reason."""


@pytest.fixture(scope="module")
def all_projects(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[Cells]], dict[str, Any]]:
    """The row of all fund sources when the projects are these; only they are read again."""
    world = World()
    night = world.night(tmp_path_factory.mktemp("night"))
    usual = dict(world.rows["projects"][0])

    def ask(projects: list[Cells]) -> dict[str, Any]:
        feed = FEEDS["projects"]
        told = [{**usual, "project_id": f"X{at}", **cells} for at, cells in enumerate(projects)]
        night.again(FeedReading(feed.id, [sheet(feed, told)], [], []), "management")
        return night.row("fund_shares", fund_source="合计")

    return ask


@pytest.mark.parametrize("sentence", list(SHARES))
def test_m5(sentence: str, all_projects: Callable[[list[Cells]], dict[str, Any]]) -> None:
    projects, share, reason = SHARES[sentence]
    row = all_projects(projects)
    assert (row["share"], row["reason"]) == (share, reason)


def test_a_benefit_on_the_last_day_is_evidence(run: Run) -> None:
    world = World()
    village = Village(world, "530129103901")
    village.benefits(date="2017-12-31")
    row = run(world).row("industry_cover", village_code=village.code)
    assert (row["households_with_production"], row["status"]) == (1, "pass")
    assert cited(row) == {"village_survey": 1, "projects": 1, "project_beneficiaries": 1}
    assert row["reason"] == "已开工的产业项目 1 个，建档立卡户 1 户，有产业的 1 户"


def test_of_an_empty_list_noughts_are_said(run: Run) -> None:
    (row,) = run(World()).rows("assessment_progress")
    assert row["reason"] == ("发现 0 个，已整改 0 个，已销号 0 个，未销号 0 个；清单不全或没有一行可以接受，可能有遗漏")


def test_every_type_has_one_row_and_one_reason(run: Run) -> None:
    world = World()
    household = world.household("A")
    household.record("third_party_assessment", problem="收入", rectified_date="2017-02-01", closed_date="2017-03-01")
    household.record("third_party_assessment", problem="住房")
    household.record("third_party_assessment", problem="饮水", rectified_date="2017-02-01")
    rows = run(world).rows("assessment_progress")
    assert sorted((row["problem"], row["reason"]) for row in rows) == sorted(
        [
            ("收入", "发现 1 个，已整改 1 个，已销号 1 个，未销号 0 个"),
            ("住房", "发现 1 个，已整改 0 个，已销号 0 个，未销号 1 个"),
            ("饮水", "发现 1 个，已整改 1 个，已销号 0 个，未销号 1 个"),
            ("合计", "发现 3 个，已整改 2 个，已销号 1 个，未销号 2 个"),
        ]
    )


@pytest.mark.parametrize(
    ("change", "setting", "reason"),
    [
        (other_township_silent, {}, "四级都已同意；签字次序有误：县签字时下级尚未全部同意"),
        (other_township_silent, {"broken": ("sign_offs",)}, "四级都已同意；签字名册不全或有行被退回，次序待核实"),
        (other_household_silent, {}, "四级都已同意"),
    ],
)
def test_the_county_out_of_order_is_named(
    change: Callable[[WholeCounty], None], setting: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    county = WholeCounty(**setting)
    change(county)
    row = county.world.night(tmp_path).row("sign_off_ladder", household_id=county.household.id)
    assert row["reason"] == reason
