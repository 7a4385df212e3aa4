"""What stops a run, and what it says it did without (rulings 4, 5 and 6)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.policy.cases import Table, case, died, has, lacks, member, registered_as, sets
from tests.policy.night import Night
from tests.policy.world import World
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.parameters import ParameterError

NightOf = Callable[[Table], Night]

REGISTERS = {"register_households": "建档立卡贫困户基本信息", "register_members": "建档立卡贫困人口信息"}


@pytest.mark.parametrize("feed", list(REGISTERS))
def test_a_run_without_a_register_fails_by_name(feed: str, tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=REGISTERS[feed]) as error:
        World(without=(feed,)).night(tmp_path)
    assert error.value.department == "poverty_office"


@pytest.mark.parametrize("feed", list(REGISTERS))
def test_a_register_without_an_accepted_row_fails_by_name(feed: str, tmp_path: Path) -> None:
    world = World()
    for row in world.rows[feed]:
        row["household_id"] = None
    with pytest.raises(PipelineError, match=REGISTERS[feed]):
        world.night(tmp_path)


@pytest.mark.parametrize("feed", list(REGISTERS))
def test_a_broken_file_beside_a_register_stops_nothing(feed: str, tmp_path: Path) -> None:
    assert World(broken=(feed,)).night(tmp_path).rows("household_exit")


def test_a_parameter_without_a_value_on_the_night_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="dibao_ceiling_monthly"):
        World(datetime.date(2016, 12, 31)).night(tmp_path)


def test_without_deaths_nobody_is_removed_and_the_run_says_so(tmp_path: Path) -> None:
    world = World(without=("deaths",))
    household = world.household("A")
    household.member("wife", born="1972-05-06", sex="女")
    household.record("deaths", of="wife")
    night = world.night(tmp_path)
    assert night.row("household_exit", household_id="A")["members"] == 2
    assert [row["feed"] for row in night.rows("notices", kind="feed_absent")] == ["deaths"]


RESULTS = Table(
    "results",
    [
        case("all six pass"),
        case("one fails", lacks("pension")),
        case("one is unknown", registered_as("head", id_number=None), lacks("pension")),
        case("one fails and one is unknown", lacks("pension"), sets(food_secure=None)),
        case("all have died, and the household had a project", died("head"), has("project_beneficiaries")),
        case("of three one has died", member("wife", born="1972-05-06", sex="女"), member("son", born="1995-05-06"),
             died("son")),
    ],
)  # fmt: skip


@pytest.mark.parametrize(
    ("at", "result", "members", "income"),
    [
        (0, "exit_ready", 1, 4000.0),
        (1, "not_ready", 1, 4000.0),
        (2, "verify", 1, 4000.0),
        (3, "not_ready", 1, 4000.0),
        (4, "verify", 0, None),
        (5, "exit_ready", 2, 6000.0),
    ],
)
def test_a_household_has_its_result(
    at: int, result: str, members: int, income: float | None, night_of: NightOf
) -> None:
    row = night_of(RESULTS).row("household_exit", household_id=RESULTS.household(at))
    assert (row["result"], row["members"]) == (result, members)
    assert (None if row["net_income_per_capita"] is None else float(row["net_income_per_capita"])) == income


def test_the_six_of_the_two_tables_agree(night_of: NightOf) -> None:
    night = night_of(RESULTS)
    for at in range(len(RESULTS.cases)):
        row = night.row("household_exit", household_id=RESULTS.household(at))
        for number in range(1, 7):
            assert row[f"h{number}"] == night.status(f"H{number}", RESULTS.household(at))


EVIDENCE = Table(
    "evidence",
    [
        case("each status rests on its rows", has("relocation"), member("child", born="2008-05-06")),
    ],
)


@pytest.mark.parametrize(
    ("indicator", "feeds"),
    [
        ("H1", {"register_households", "register_members"}),
        ("H2", {"register_households", "housing_assessment", "relocation"}),
        ("H3", {"register_households", "register_members", "enrolment"}),
        ("H4", {"register_households", "register_members", "medical_insurance"}),
        ("H5", {"register_households", "register_members", "pension"}),
        ("H6", {"register_households", "family_doctors"}),
    ],
)
def test_every_status_has_its_evidence(indicator: str, feeds: set[str], night_of: NightOf) -> None:
    night, household = night_of(EVIDENCE), EVIDENCE.household(0)
    row_refs = set(night.indicator(indicator, household)["evidence"])
    found = {feed for feed in feeds for row in night.rows(feed) if row["row_ref"] in row_refs}
    assert found == feeds
    assert len(row_refs) == sum(1 for feed in feeds for row in night.rows(feed) if row["row_ref"] in row_refs)


def test_the_evidence_is_of_the_household_alone(night_of: NightOf) -> None:
    night, household = night_of(EVIDENCE), EVIDENCE.household(0)
    row_refs = set(night.indicator("H4", household)["evidence"])
    names = {row["name"] for row in night.rows("medical_insurance") if row["row_ref"] in row_refs}
    members = {row["name"] for row in night.rows("members", household_id=household)}
    assert names == members


H2_EVIDENCE = Table(
    "evidence of H2",
    [
        case("assessed", H2="pass"),
        case("neither assessed nor in the ledger", lacks("housing_assessment"), H2="unknown"),
        case("only in the ledger", lacks("housing_assessment"), has("relocation"), H2="unknown"),
        case("assessed and in the ledger", has("relocation"), H2="pass"),
        case("moved in: the ledger alone decides", has("relocation", move_in_date="2017-12-31"), H2="pass"),
    ],
)


@pytest.mark.parametrize(
    ("at", "feeds"),
    list(
        enumerate([{"housing_assessment"}, set(), {"relocation"}, {"housing_assessment", "relocation"}, {"relocation"}])
    ),
)
def test_h2_rests_on_the_rows_that_decide_it(at: int, feeds: set[str], night_of: NightOf) -> None:
    night = night_of(H2_EVIDENCE)
    row_refs = set(night.indicator("H2", H2_EVIDENCE.household(at))["evidence"])
    looked_at = ("register_households", "housing_assessment", "relocation")
    found = {feed for feed in looked_at for row in night.rows(feed) if row["row_ref"] in row_refs}
    assert found == {"register_households", *feeds}


def child(key: str, *, at_school: bool = False) -> object:
    """One more child of school age."""
    return member(key, born="2008-05-06", at_school=at_school, insured=False)


REASONS = Table(
    "reasons",
    [
        case("two children dropped out, one has no row", child("a"), child("b"), child("c"),
             has("enrolment", of="a", status="辍学"), has("enrolment", of="b", status="辍学"), lacks("pension")),
        case("three members whose insurance and pension are unknown",
             *(member(key, born="1980-01-01", insured=False, pensioned=False, id_number=None) for key in "abc")),
    ],
)  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "at", "failing", "unknown"),
    [("H3", 0, 2, 1), ("H4", 0, 3, 0), ("H5", 0, 1, 0), ("H4", 1, 0, 3), ("H5", 1, 0, 3)],
)
def test_a_reason_says_how_many_fail_and_how_many_are_unknown(
    indicator: str, at: int, failing: int, unknown: int, night_of: NightOf
) -> None:
    reason = night_of(REASONS).indicator(indicator, REASONS.household(at))["reason"]
    counts = [int(part.split(" ")[0]) for part in reason.split("；")]
    assert counts == [count for count in (failing, unknown) if count]


def test_returned_rows_stand_in_the_evidence_of_what_they_leave_open(tmp_path: Path) -> None:
    world = World()
    world.household("A").member("child", born="2012-02-03").row["sex"] = "不明"
    world.household("B").row["main_cause"] = "不知"
    night = world.night(tmp_path)
    returned = {row["feed"]: row["row_ref"] for row in night.rows("quarantined_rows")}
    assert set(returned) == set(REGISTERS)
    for indicator in ("H1", "H3", "H4", "H5"):
        found = night.row("household_exit_indicators", household_id="A", indicator=indicator)
        assert found["status"] == "unknown"
        assert returned["register_members"] in found["evidence"]
    for indicator in ("C1", "C4"):
        row = night.row("county_exit_indicators", indicator=indicator)
        assert returned["register_households"] in row["evidence"]
