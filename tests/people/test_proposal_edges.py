"""What is not proposed although it weighs enough, and what is at the very edge of weight and margin.

A proposal needs a like name, and either a number that is the same but for a slip, or name and head the very same.
"""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
import yaml

from tests.acceptance.sheets import county
from tests.people.decision_files import content, line, write
from tests.people.test_decided import uninsured
from tests.people.test_proposals import BORN, exchanged, otherwise, record, son
from tests.policy.night import Night
from tests.policy.persons import with_wrong_check_character
from tests.policy.world import OTHER_VILLAGE, World
from xundian_pipeline.county import County
from xundian_pipeline.people.linkage_model import FILE


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    # No number, and a name of one character less: head and village alone make the weight.
    shorter = world.household("shorter")
    son(shorter)
    shorter.record("dibao", "son", name=shorter.people["son"].name[:-1], id_number="坏号")
    # Name and birth date fit a man and a woman, the sex in the number the man; the number is neither's.
    man = world.household("man")
    son(man)
    other = world.household("woman", OTHER_VILLAGE)
    other.member("daughter", born=BORN, sex="女", name=man.people["son"].name)
    stranger = with_wrong_check_character(world.registry.number(BORN, "男"))
    man.record("student_aid", "son", id_number="51052" + stranger[5:])
    # Of two records that have nearly the son's number one has his name, the other his brother's.
    brothers = world.household("brothers")
    number = son(brothers)
    his_name = otherwise(brothers.people["son"].name)
    brothers.member("brother", born="1988-01-01", name=his_name)
    brothers.record("student_aid", "son", name=his_name, id_number=exchanged(number), date="2017-01-06")
    brothers.record("student_aid", "son", id_number=exchanged(number), date="2017-01-07")
    return world.night(tmp_path_factory.mktemp("night"), tmp_path_factory.mktemp("data"))


def test_head_and_nearly_the_name_are_not_enough_without_a_number(night: Night) -> None:
    assert night.rows("link_proposals", member_id="shorter-son") == []


def test_name_and_birth_date_are_not_enough_with_another_number(night: Night) -> None:
    assert [row["outcome"] for row in night.rows("linkage", feed="student_aid")].count("ambiguous") == 1
    assert night.rows("link_proposals", member_id="man-son") == []


def test_the_brothers_record_does_not_stand_in_the_way_of_his_own(night: Night) -> None:
    (found,) = night.rows("link_proposals", member_id="brothers-son")
    assert found["name_agreement"] == "equal"


def test_rejecting_one_record_leaves_the_other_of_the_same_member(tmp_path: Path) -> None:
    world = World()
    uninsured(world, "A")
    for name in ("first", "second", "data"):
        (tmp_path / name).mkdir()
    first = world.night(tmp_path / "first", tmp_path / "data")
    rejected, left = first.rows("link_proposals", member_id="A-m")
    write(tmp_path / "data", content([line(rejected["feed"], rejected["record_key"], "A-m", "拒绝")]))
    assert world.night(tmp_path / "second", tmp_path / "data").rows("link_proposals") == [left]


def _county(folder: Path, **chosen: float) -> County:
    """The county with another weight or margin."""
    shutil.copytree(county().folder, folder)
    model = yaml.safe_load((folder / FILE).read_text("utf-8"))
    (folder / FILE).write_text(yaml.safe_dump({**model, **chosen}), "utf-8")
    return dataclasses.replace(county(), folder=folder)


def test_at_the_weight_and_at_the_margin_it_is_proposed(tmp_path: Path) -> None:
    """linkage.yaml: not lower than the weight, and ahead of all others by the margin or more."""
    world = World()
    record("student_aid", exchanged)(world.household("A"))
    household = world.household("B")
    number = son(household)
    other = world.household("C", OTHER_VILLAGE)
    other.member("again", born=BORN, name=household.people["son"].name, id_number=number)
    household.record("tekun", "son")

    def weights(name: str, **chosen: float) -> dict[str, float]:
        (tmp_path / name).mkdir()
        world._county = _county(tmp_path / f"{name}-county", **chosen)
        rows = world.night(tmp_path / name, tmp_path / name).rows("link_proposals")
        return {row["member_id"]: row["match_weight"] for row in rows if row["feed"] in ("student_aid", "tekun")}

    all_weights = weights("all", rival_margin=-100.0)
    assert set(all_weights) == {"A-son", "B-son", "C-again"}
    margin = all_weights["B-son"] - all_weights["C-again"]
    assert set(weights("edge", rival_margin=margin, proposal_weight=all_weights["A-son"])) == {"A-son", "B-son"}
    beyond = weights("beyond", rival_margin=margin + 0.01, proposal_weight=all_weights["A-son"] + 0.01)
    assert beyond == {}
