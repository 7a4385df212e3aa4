"""By what an open record and a member of a like name come to be weighed: each kind of sharing alone.

A slip in a number leaves its date, its last four figures, or its year and last three; others share the head, or name
and village. A pair that only one kind of sharing finds is proposed, or stands in the way of another as its rival.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.people.test_proposals import BORN, exchanged, of_household, one_wrong, otherwise, record, son, with_name
from tests.policy.night import Night
from tests.policy.persons import number_of, with_wrong_check_character
from tests.policy.world import OTHER_VILLAGE, Household, World


def with_another_surname(household: Household) -> str:
    return "某" + household.people["son"].name[1:]


def exchanged_at(place: int) -> Callable[[str], str]:
    """The number with the figure at `place` and the next exchanged."""

    def spoil(number: str) -> str:
        assert number[place] != number[place + 1]
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    return spoil


def a_year_younger(household: Household, born: str = BORN) -> str:
    """A wrong number of a man born a year later than that, which has nothing else of the son's."""
    sequence = 501 + 2 * len(household.world.households)
    return with_wrong_check_character(number_of(f"{int(born[:4]) + 1}{born[4:]}", sequence, "510521"))


def by_the_head(household: Household) -> None:
    """The number is another's, the village the next one; name and head are the son's."""
    son(household)
    household.record("dibao", "son", id_number=a_year_younger(household), village_code=OTHER_VILLAGE)


PROPOSED: dict[str, Callable[[Household], object]] = {
    "last four and surname": record("student_aid", exchanged, name=with_name),
    "last four and last character of the name": record("student_aid", exchanged, name=with_another_surname),
    "year and last three": record("student_aid", exchanged_at(13), name=with_name),
    "the head": by_the_head,
}


def _nearly_numbered(household: Household, born: str = BORN) -> str:
    """The son's number in the register is that of `a_year_younger` but for a figure of the region; give the latter."""
    son(household)
    number = a_year_younger(household, born)
    household.people["son"].row["id_number"] = one_wrong(number, 2)
    return number


def beside_a_rival_of_the_household(household: Household) -> None:
    """The record names the head and the village of a household with a member of nearly the name, a year older."""
    number = _nearly_numbered(household)
    other = household.world.household(f"{household.id}-other", OTHER_VILLAGE)
    name = household.people["son"].name
    other.member("rival", born=BORN, name=otherwise(name))
    household.record(
        "dibao", "son", id_number=number, head_id_number=other.row["head_id_number"], village_code=OTHER_VILLAGE
    )


def beside_a_namesake_of_the_village(household: Household) -> None:
    """The record names the village of a namesake who is a year older."""
    born = "1989-04-03"
    number = _nearly_numbered(household, born)
    other = household.world.household(f"{household.id}-other", OTHER_VILLAGE)
    other.member("rival", born=born, name=household.people["son"].name)
    household.record("tekun", "son", id_number=number, village_code=OTHER_VILLAGE)


NOT_PROPOSED: dict[str, Callable[[Household], object]] = {
    "a member of nearly the name in the household that is named": beside_a_rival_of_the_household,
    "a namesake in the village that is named": beside_a_namesake_of_the_village,
}


def beside_a_stranger(household: Household) -> None:
    """Somebody with quite another name, of the household and village that the record names, has nearly the number."""
    number = _nearly_numbered(household)
    name = household.people["son"].name
    other = household.world.household(f"{household.id}-other", OTHER_VILLAGE)
    other.member("stranger", born="1986-04-03", name=f"{name[0]}某甲{name[2]}", id_number=one_wrong(number, 3))
    household.record(
        "dibao", "son", id_number=number, head_id_number=other.row["head_id_number"], village_code=OTHER_VILLAGE
    )


def one_of_two_who_have_it_all(household: Household) -> None:
    """Number and name stand on two members; the record names the village of the one."""
    number = son(household)
    other = household.world.household(f"{household.id}-other", OTHER_VILLAGE)
    other.member("again", born=BORN, name=household.people["son"].name, id_number=number)
    household.record("tekun", "son")


PROPOSED["nearly the number, beside a stranger who has it nearly too"] = beside_a_stranger
PROPOSED["number and name of two, of whom one lives in the village"] = one_of_two_who_have_it_all


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    for letter, several in (("P", PROPOSED), ("N", NOT_PROPOSED)):
        for at, make in enumerate(several.values()):
            make(world.household(f"{letter}{at}"))
    return world.night(tmp_path_factory.mktemp("night"), tmp_path_factory.mktemp("data"))


def proposals(night: Night, household: str) -> list[str]:
    """The members of a household that are proposed for one of the cases' records."""
    found = [row for row in night.rows("link_proposals", feed="dibao") if row["member_id"].startswith(f"{household}-")]
    return [row["member_id"] for row in [*of_household(night, household), *found]]


@pytest.mark.parametrize("at", range(len(PROPOSED)), ids=PROPOSED)
def test_a_pair_that_shares_only_this_is_proposed(at: int, night: Night) -> None:
    assert proposals(night, f"P{at}") == [f"P{at}-son"]


@pytest.mark.parametrize("at", range(len(NOT_PROPOSED)), ids=NOT_PROPOSED)
def test_a_pair_that_shares_only_this_is_a_rival(at: int, night: Night) -> None:
    assert proposals(night, f"N{at}") == []
