"""Rows in quarantine that name a household (rulings 1, 2 and 30): whose they are, with how many persons, where."""

from __future__ import annotations

import pytest

from tests.policy.night import Night
from tests.policy.world import ELSEWHERE, VILLAGE, World


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    household = world.household("A")
    household.record("relocation", floor_area_m2="很大")
    world.add("relocation", household_id="没有", floor_area_m2="很大")
    for owner in ("A", "没有"):
        world.add("register_members", household_id=owner, member_id=f"{owner}-lost", name="丢一", sex="男",
                  birth_date="昨天", relation="其他")  # fmt: skip
    for name, code in (("short", "530129"), ("foreign", "530128103201")):
        quarantined = world.household(name, household_type="别的")
        row = dict(quarantined.row)
        quarantined.row["village_code"] = code
        world.rows["register_households"].append({**row, "village_code": ELSEWHERE, "main_cause": "因学"})
    nought = world.household("nought", household_type="别的")
    nought.member("wife", born="1972-05-06", sex="女")
    nought.row["household_size"] = "0"
    world.household("nameless", household_type="别的").row.update({"household_id": None, "household_size": None})
    return world.night(tmp_path_factory.mktemp("night"))


def test_only_registered_households_are_in_doubt(night: Night) -> None:
    found = night.rows("doubtful_households", feed="relocation")
    assert [(row["household_id"], len(row["row_refs"])) for row in found] == [("A", 1)]


def test_only_registered_households_have_quarantined_members(night: Night) -> None:
    assert [row["household_id"] for row in night.rows("quarantined_members")] == ["A"]


@pytest.mark.parametrize("name", ["short", "foreign"])
def test_a_code_of_no_village_of_the_county_is_none(name: str, night: Night) -> None:
    """The village is that of the first row that has one; the household is shown by its first row."""
    found = night.row("quarantined_households", unit_id=name)
    rows = [row["row_ref"] for row in night.rows("quarantined_rows", feed="register_households", household_id=name)]
    assert found["village_code"] == ELSEWHERE != VILLAGE
    assert len(rows) == 2
    assert found["row_ref"] == min(rows)


def test_a_size_of_nought_is_none_and_its_member_rows_count(night: Night) -> None:
    assert night.row("quarantined_households", unit_id="nought")["persons"] == 2


def test_a_row_without_size_and_number_has_no_persons_that_are_known(night: Night) -> None:
    (nameless,) = (
        row for row in night.rows("quarantined_households") if row["unit_id"] not in ("short", "foreign", "nought")
    )
    assert nameless["persons"] == 0
