"""Every figure of the account that the feeds can give, against what was counted by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from tests.figures.written_county import EXPECTED, NOT_COMPUTED, written_county
from tests.policy.world import World
from xundian_pipeline.county import load_county
from xundian_pipeline.orchestration.wiring import FEEDS_READ_BY_FAMILY
from xundian_pipeline.rules.account_tables import figure_rules

Figures = dict[str, dict[str, Any]]
RULES = figure_rules()


def _figures(world: World, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    night = world.night(tmp_path_factory.mktemp("night"))
    return {row["figure_id"]: row for row in night.rows("published_figures")}


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return _figures(written_county(), tmp_path_factory)


@pytest.fixture(scope="module")
def without_feeds(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """The figures of a night on which none of the feeds came that figures are reckoned from."""
    return _figures(World(without=FEEDS_READ_BY_FAMILY["figures"]), tmp_path_factory)


def test_every_figure_is_there_in_the_order_of_the_account(figures: Figures) -> None:
    assert len(figures) == 69
    assert set(figures) == set(EXPECTED) | NOT_COMPUTED
    assert [row["position"] for row in figures.values()] == list(range(1, 70))
    assert set(RULES) == set(EXPECTED)


@pytest.mark.parametrize("figure", EXPECTED)
def test_a_figure_is_what_was_counted(figure: str, figures: Figures) -> None:
    row, expected = figures[figure], Fraction(EXPECTED[figure])
    assert row["computed"] == float(expected)
    assert row["difference"] == pytest.approx(float(expected - Fraction(str(row["published"]))), rel=1e-12)
    assert row["agrees"] == (figure in {
        "kunming_target", "dibao_ceiling", "tekun_centralised", "tekun_dispersed", "subsidy_per_person",
        "solar_heater_subsidy", "stove_subsidy",
    })  # fmt: skip


@pytest.mark.parametrize("figure", sorted(NOT_COMPUTED))
def test_what_no_feed_can_give_says_whose_roster_would_be_needed(figure: str, figures: Figures) -> None:
    row = figures[figure]
    assert (row["computed"], row["difference"], row["agrees"]) == (None, None, None)
    assert "局" in row["note"]
    assert "要有" in row["note"]


@pytest.mark.parametrize("figure", sorted(name for name, rule in RULES.items() if rule.feeds))
def test_a_feed_that_has_not_come_is_no_nought(figure: str, without_feeds: Figures) -> None:
    row = without_feeds[figure]
    assert (row["computed"], row["difference"], row["agrees"]) == (None, None, None)
    titles = "、".join(f"{DEPARTMENTS[FEEDS[feed].department]}《{FEEDS[feed].title}》" for feed in RULES[figure].feeds)
    assert f"没有收到{titles}，不能计算" in row["note"]


@pytest.mark.parametrize("figure", sorted(name for name, rule in RULES.items() if not rule.feeds))
def test_a_standard_needs_no_feed(figure: str, without_feeds: Figures) -> None:
    assert without_feeds[figure]["agrees"] is True
    assert "取自有日期的参数（县脱贫攻坚总结 2017）" in without_feeds[figure]["note"]


def test_only_the_feed_that_has_not_come_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    world = written_county()
    world.without.add("economic_checks")
    world.broken.append("employment")
    world.add("training", name="丢", id_number="1", course="没有这种")
    figures = _figures(world, tmp_path_factory)
    rates = {"economic_check_rate", "home_visit_rate", "county_spot_check_rate"}
    assert {name for name, row in figures.items() if row["computed"] is None} == NOT_COMPUTED | rates
    for rate in rates:
        assert "没有收到民政局《家庭经济状况核对》，不能计算" in figures[rate]["note"]
    assert figures["transfer_income"]["computed"] == 14100.5
    assert "人社局《农村劳动力转移就业台账》有文件不能使用，数字不全" in figures["transfer_income"]["note"]
    assert figures["trained_labour"]["computed"] == 6
    assert "名册中有 1 行被退回，没有计入" in figures["trained_labour"]["note"]


def test_the_first_figures_are_of_the_feeds_that_their_files_name() -> None:
    """Every feed that a file reads by itself stands in its head; what shared tables read is tried by the nights."""
    for name, rule in RULES.items():
        words = set(rule.query.replace("\n", " ").split())
        assert {feed for feed in FEEDS if feed in words and f"FROM {feed}" in rule.query} <= set(rule.feeds), name
        assert set(rule.feeds) <= set(FEEDS_READ_BY_FAMILY["figures"])
        assert len(rule.feeds) <= 3
        assert rule.parameter is None or rule.parameter in load_county().parameters.on(World().day)
