"""What is proposed and what it weighs; a proposal counts for nothing by itself (ruling 23, issue 4)."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.published import PUBLISHED
from schemas.registry import FEEDS
from tests.acceptance.sheets import county
from tests.people.decision_files import comparable, content, line, proposed, write
from tests.policy.defaults import Cells
from tests.policy.night import Night, Row
from tests.policy.persons import with_wrong_check_character
from tests.policy.world import OTHER_VILLAGE, Household, World
from xundian_pipeline.county import County
from xundian_pipeline.people.linkage_model import FILE

BORN = "1985-04-03"


def son(household: Household, **cells: str | None) -> str:
    """The household has a son; give his number."""
    return household.member("son", born=BORN, **cells).number


def exchanged(number: str) -> str:
    """The number with two neighbouring digits of its date exchanged."""
    place = next(place for place in range(8, 13) if number[place] != number[place + 1])
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def one_wrong(number: str, place: int = 9) -> str:
    """The number with another digit at `place`."""
    return number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]


def otherwise(name: str) -> str:
    """The name with another last character."""
    return name[:-1] + "某"


def record(feed: str, spoil: Callable[[str], str | None], **cells: Any) -> Callable[[Household], Cells]:
    """The son has a record in which his number is spoilt; cells may depend on the household."""

    def make(household: Household) -> Cells:
        number = son(household)
        told = {name: cell(household) if callable(cell) else cell for name, cell in cells.items()}
        return household.record(feed, "son", id_number=spoil(number), **told)

    return make


def with_name(household: Household) -> str:
    """The son's name, heard wrongly."""
    return otherwise(household.people["son"].name)


def register_has_wrong_number(household: Household) -> Cells:
    """The record's number is right and valid; the register's is not, and the names differ."""
    number = son(household)
    household.people["son"].row["id_number"] = exchanged(number)
    return household.record("student_aid", "son", name=with_name(household))


def both_have_one_wrong_number(household: Household) -> Cells:
    """The register's wrong number was copied."""
    number = with_wrong_check_character(son(household))
    household.people["son"].row["id_number"] = number
    return household.record("student_aid", "son", id_number=number, name=with_name(household))


def of_two_namesakes_the_number_tells(household: Household) -> Cells:
    """Name and birth date fit two; the number is nearly the son's."""
    number = son(household)
    other = household.world.household(f"{household.id}-other")
    other.member("namesake", born=BORN, name=household.people["son"].name)
    return household.record("student_aid", "son", id_number=with_wrong_check_character(number))


PROPOSED: dict[str, tuple[Callable[[Household], Cells], dict[str, str]]] = {
    "two digits exchanged": (record("student_aid", exchanged), {"name": "equal", "number": "exchanged"}),
    "one digit wrong": (record("student_aid", one_wrong), {"name": "equal", "number": "one_digit"}),
    "a digit lost": (record("student_aid", lambda number: number[:9] + number[10:]), {"number": "length"}),
    "a digit doubled": (record("student_aid", lambda number: number[:9] + number[8:]), {"number": "length"}),
    "a letter typed": (record("student_aid", lambda number: number[:9] + "O" + number[10:]), {"number": "one_digit"}),
    "the check digit wrong, a character of the name too": (
        record("student_aid", with_wrong_check_character, name=with_name),
        {"name": "one_character", "number": "check_digit"},
    ),
    "the check digit wrong, a character of the name missing": (
        record("student_aid", with_wrong_check_character, name=lambda household: household.people["son"].name[:-1]),
        {"name": "one_more", "number": "check_digit"},
    ),
    "one digit wrong, and the village": (
        record("tekun", one_wrong, village_code=OTHER_VILLAGE),
        {"number": "one_digit", "village": "township"},
    ),
    "the register's number is wrong": (
        register_has_wrong_number,
        {"name": "one_character", "number": "exchanged", "birth_date": "none"},
    ),
    "both have the same wrong number": (both_have_one_wrong_number, {"name": "one_character", "number": "equal"}),
    "of two namesakes the number tells": (
        of_two_namesakes_the_number_tells,
        {"name": "equal", "number": "check_digit", "head": "none", "village": "none"},
    ),
}


def one_digit_and_a_character(household: Household) -> Cells:
    """Both could be chance: in a large county somebody of a like name has a number that is nearly so."""
    number = son(household)
    return household.record("student_aid", "son", name=with_name(household), id_number=one_wrong(number))


def name_of_the_brother(household: Household) -> Cells:
    """The number is nearly the son's, the name exactly his brother's."""
    number = son(household)
    brother = household.member("brother", born="1988-01-01", name=otherwise(household.people["son"].name))
    return household.record("student_aid", "son", name=brother.name, id_number=exchanged(number))


def a_filler_in_the_register(household: Household) -> Cells:
    """A number that several members have was put there to fill the cell; the record has it too."""
    for key in ("son", "another"):
        household.member(key, born=BORN, id_number="530129198501011111")
    return household.record("student_aid", "son", name=with_name(household), id_number="530129198501011111")


def nameless(household: Household) -> Cells:
    number = son(household)
    return household.record("student_aid", "son", name="欧阳无名", id_number=exchanged(number))


def namesake_of_another_village(household: Household) -> Cells:
    son(household)
    return household.record("tekun", "son", id_number="坏号", village_code=OTHER_VILLAGE)


def same_name_and_birth_date_elsewhere(household: Household) -> Cells:
    """Somebody of the son's name, born on his day in another county; a digit of his own number is wrong."""
    number = son(household)
    return household.record("tekun", "son", id_number="51052" + one_wrong(number[5:], 11), village_code=OTHER_VILLAGE)


def twins(household: Household) -> Cells:
    """Two brothers of one name and two numbers that differ in a digit; the record's is as near to the one as the
    other."""
    number = son(household)
    twin = household.member("twin", born=BORN, name=household.people["son"].name)
    twin.row["id_number"] = one_wrong(one_wrong(number, 16), 16)
    return household.record("student_aid", "son", id_number=one_wrong(number, 16))


def of_a_number_on_two_members(household: Household) -> Cells:
    number = son(household)
    household.member("again", born=BORN, name=household.people["son"].name, id_number=number)
    return household.record("student_aid", "son")


def valid_number_of_another(household: Household) -> Cells:
    """The register has a valid number of the son: one with another valid number is somebody else (ruling 23)."""
    son(household)
    other = household.world.registry.number(BORN, "男")
    return household.record("student_aid", "son", id_number=other)


NOT_PROPOSED: dict[str, Callable[[Household], Cells]] = {
    "another name": nameless,
    "a digit and a character of the name": one_digit_and_a_character,
    "the brother's name": name_of_the_brother,
    "a number that fills cells": a_filler_in_the_register,
    "a name and nothing else": record("student_aid", lambda _: "坏号"),
    "a namesake in another village": namesake_of_another_village,
    "name and birth date, but another number and village": same_name_and_birth_date_elsewhere,
    "two that fit alike": twins,
    "a number on two members of one name": of_a_number_on_two_members,
    "somebody else's valid number": valid_number_of_another,
    "settled by the number": record("student_aid", lambda number: number),
    "settled by the number, another name": record("student_aid", lambda number: number, name=with_name),
    "settled by evidence": record("student_aid", with_wrong_check_character),
}


@pytest.fixture(scope="module")
def world() -> World:
    world = World()
    for at, (make, _) in enumerate(PROPOSED.values()):
        make(world.household(f"P{at}"))
    for at, make in enumerate(NOT_PROPOSED.values()):
        make(world.household(f"N{at}"))
    return world


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def night(world: World, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Night:
    return world.night(tmp_path_factory.mktemp("night"), data)


def of_household(night: Night, household: str) -> list[Row]:
    """The proposals that give one of the cases' records to a member of a household."""
    return [
        row
        for row in night.rows("link_proposals")
        if row["member_id"].startswith(f"{household}-") and row["feed"] in ("student_aid", "tekun")
    ]


@pytest.mark.parametrize("at", range(len(PROPOSED)), ids=PROPOSED)
def test_a_likely_pair_is_proposed_with_its_agreement_in_words(at: int, night: Night) -> None:
    (found,) = of_household(night, f"P{at}")
    agreement = list(PROPOSED.values())[at][1]
    assert found["member_id"] == f"P{at}-son"
    assert {field: found[f"{field}_agreement"] for field in agreement} == agreement
    assert found["match_weight"] >= threshold()
    assert round(found["match_weight"], 2) == found["match_weight"]


@pytest.mark.parametrize("at", range(len(NOT_PROPOSED)), ids=NOT_PROPOSED)
def test_what_is_settled_or_unlikely_is_not_proposed(at: int, night: Night) -> None:
    assert of_household(night, f"N{at}") == []


def threshold() -> float:
    """The weight from which on pairs are proposed."""
    return float(yaml.safe_load((county().folder / FILE).read_text("utf-8"))["proposal_weight"])


def test_every_agreement_has_a_label(night: Night) -> None:
    table = PUBLISHED["quality.link_proposals"]
    for row in night.rows("link_proposals"):
        for field in ("name", "number", "birth_date", "sex", "village", "head"):
            assert row[f"{field}_agreement"] in table.column(f"{field}_agreement").codes


def test_the_weight_stands_on_every_probable_row_and_on_no_other(night: Night) -> None:
    weighed = {row["outcome"]: set() for row in night.rows("linkage")}
    for row in night.rows("linkage"):
        weighed[row["outcome"]].add(row["match_weight"] is not None)
    assert weighed["probable"] == {True}
    assert {outcome for outcome, found in weighed.items() if True in found} == {"probable"}
    assert {"exact", "name_differs", "ambiguous", "unmatched", "not_registered"} <= set(weighed)


def test_more_agreement_weighs_more(tmp_path: Path) -> None:
    world = World()
    only_village, number_too = world.household("A"), world.household("B")
    son(only_village)
    only_village.record("tekun", "son", id_number="坏号")
    number_too.record("tekun", id_number=with_wrong_check_character(number_too.people["head"].number))
    night = world.night(tmp_path)
    weights = {row["member_id"]: row["match_weight"] for row in night.rows("linkage", outcome="probable")}
    assert weights["B-head"] > weights["A-son"] + 10


def proposing_nothing(folder: Path) -> County:
    """The county with a threshold that no pair reaches."""
    copied = folder / "county"
    shutil.copytree(county().folder, copied)
    content_of_model = yaml.safe_load((copied / FILE).read_text("utf-8"))
    (copied / FILE).write_text(yaml.safe_dump({**content_of_model, "proposal_weight": 1000}), "utf-8")
    return dataclasses.replace(county(), folder=copied)


def test_a_proposal_alone_changes_nothing_else(world: World, night: Night, tmp_path: Path) -> None:
    world._county = proposing_nothing(tmp_path)
    try:
        (tmp_path / "night").mkdir()
        without = world.night(tmp_path / "night")
    finally:
        world._county = None
    assert night.rows("link_proposals")
    assert without.rows("link_proposals") == []
    for table in night.tables():
        if table not in ("link_proposals", "link_decisions", "record_secret"):
            assert comparable(night, table) == comparable(without, table), table


def test_two_nights_over_the_same_files_give_the_same(world: World, night: Night, data: Path, tmp_path: Path) -> None:
    again = world.night(tmp_path, data)
    assert again.rows("link_proposals") == night.rows("link_proposals")
    assert comparable(again, "linkage") == comparable(night, "linkage")


def test_no_name_and_no_number_is_in_a_proposal(world: World, night: Night) -> None:
    personal = set()
    for feed in FEEDS.values():
        columns = [column.name for column in feed.columns if column.type in ("name", "id_number")]
        personal |= {row.get(column) for row in world.rows[feed.id] for column in columns}
    for row in night.rows("link_proposals"):
        for name, cell in row.items():
            assert cell not in personal - {None}, name


def test_rejected_is_not_proposed_again_and_nothing_else_changes(world: World, night: Night, data: Path) -> None:
    rejected = night.rows("link_proposals")[0]
    said = line(rejected["feed"], rejected["record_key"], rejected["member_id"], "拒绝")
    path = write(data, content([said]))
    try:
        folder = data / "rejected"
        folder.mkdir()
        after = world.night(folder, data)
    finally:
        path.unlink()
    assert after.rows("decision_notices") == []
    assert after.rows("link_proposals") == [row for row in night.rows("link_proposals") if row != rejected]
    assert comparable(after, "linkage") == comparable(night, "linkage")


def test_a_record_key_is_the_hmac_of_the_content(world: World, night: Night, data: Path) -> None:
    row = proposed(night, "student_aid", "P0-son")
    (written,) = (one for one in world.rows["student_aid"] if one["name"] == world.households["P0"].people["son"].name)
    assert set(written) == {column.name for column in FEEDS["student_aid"].columns}
    amount = f"{float(written['amount'] or 0):.2f}"
    cells = {**written, "amount": amount}
    text = "\x1f".join(["student_aid", *(str(cells[column.name]) for column in FEEDS["student_aid"].columns)])
    secret = (data / "restricted" / "record_key").read_bytes()
    assert row["record_key"] == hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:32]


def test_splink_is_not_imported_where_nothing_is_weighed() -> None:
    code = (
        "import sys, warnings; warnings.simplefilter('ignore')\n"
        "import xundian_pipeline.cli.main, xundian_pipeline.people, xundian_pipeline.definitions\n"
        "sys.exit('splink' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_splink_is_silent(world: World, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    world.night(tmp_path)
    captured = capfd.readouterr()
    assert captured.out == ""
    assert "splink" not in captured.err.lower()
