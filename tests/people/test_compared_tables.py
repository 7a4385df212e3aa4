"""What is weighed, laid open for measuring: the pairs of the night, or those that somebody asks about."""

from __future__ import annotations

import logging
from pathlib import Path

import pyarrow
import pytest

from schemas.registry import FEEDS
from tests.acceptance.sheets import county
from tests.people.test_proposals import exchanged, son
from tests.policy.night import Night
from tests.policy.world import DAY, World
from xundian_pipeline.people.link import compared_tables
from xundian_pipeline.people.linkage_model import read_linkage_model
from xundian_pipeline.people.weights import weigh

TABLES = {"compared_pairs", "compared_records", "compared_members", "records", "record_outcomes", "members"}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """One open record: two figures of the son's number are exchanged."""
    world = World()
    household = world.household("A")
    number = son(household)
    household.record("student_aid", "son", id_number=exchanged(number))
    world.household("B")
    return world.night(tmp_path_factory.mktemp("night"), tmp_path_factory.mktemp("data"))


def accepted(night: Night) -> dict[str, list[Path]]:
    """What stands before people are linked."""
    return {name: night.files(name) for name in (*FEEDS, "quarantine", "quarantined_rows", "feed_runs")}


def row_of(night: Night) -> int:
    """The open record."""
    (one,) = [row for row in night.rows("linkage") if row["outcome"] == "unmatched"]
    (found,) = [row["row_ref"] for row in night.rows(one["feed"]) if row["row_number"] == one["row_number"]]
    return int(found)


def test_without_pairs_they_are_those_that_the_night_weighs(night: Night) -> None:
    tables = compared_tables(accepted(night), county(), DAY)
    assert tables.keys() == TABLES
    pairs = {(row["row_ref"], row["member_id"]) for row in tables["compared_pairs"].to_pylist()}
    assert (row_of(night), "A-son") in pairs
    assert {row["unique_id"] for row in tables["compared_records"].to_pylist()} == {str(row_of(night))}
    assert "A-son" in {row["unique_id"] for row in tables["compared_members"].to_pylist()}
    assert {row["row_ref"]: row["outcome"] for row in tables["record_outcomes"].to_pylist()}[
        row_of(night)
    ] == "unmatched"
    assert sorted(tables["members"]["member_id"].to_pylist()) == sorted(
        row["member_id"] for row in night.rows("members")
    )
    assert len(tables["records"]) == len(night.rows("linkage"))


def test_pairs_that_are_asked_about_take_their_place(night: Night) -> None:
    asked = pyarrow.table({"row_ref": pyarrow.array([row_of(night)], pyarrow.int64()), "member_id": ["B-head"]})
    tables = compared_tables(accepted(night), county(), DAY, asked)
    assert tables.keys() == TABLES
    assert tables["compared_pairs"].to_pylist() == asked.to_pylist()
    assert [row["unique_id"] for row in tables["compared_records"].to_pylist()] == [str(row_of(night))]
    assert [row["unique_id"] for row in tables["compared_members"].to_pylist()] == ["B-head"]


def test_what_weighs_them_is_silent_and_nobody_else_is(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    splink = logging.getLogger("splink")
    monkeypatch.setattr(splink, "level", logging.NOTSET)
    everybody = logging.getLogger().level
    tables = compared_tables(accepted(night), county(), DAY)
    model = read_linkage_model(county().folder)
    weigh(tables["compared_records"], tables["compared_members"], tables["compared_pairs"], model)
    assert splink.level == logging.CRITICAL
    assert logging.getLogger().level == everybody


def test_what_cannot_be_compared_is_told_by_a_code_of_its_own(night: Night) -> None:
    tables = compared_tables(accepted(night), county(), DAY)
    model = read_linkage_model(county().folder)
    weighed = weigh(tables["compared_records"], tables["compared_members"], tables["compared_pairs"], model)
    (pair,) = [row for row in weighed.to_pylist() if row["member_id"] == "A-son"]
    assert pair["head_agreement"] == "none"
    assert pair["name_agreement"] == "equal"
