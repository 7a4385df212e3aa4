"""How a record's number is read when a pair is weighed: the birth date and the sex in it, and 15 figures made 18."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.people.test_proposals import BORN, son
from tests.policy.night import Night
from tests.policy.persons import as_15_digits, check_character, number_of, with_wrong_check_character
from tests.policy.world import OTHER_VILLAGE, Household, World

A_YEAR_LATER = f"{int(BORN[:4]) + 1}{BORN[4:]}"


def somebody_elses(sequence: int) -> Callable[[Household], None]:
    """Name, village and head are the son's, the number a wrong one of somebody born a year later."""

    def make(household: Household) -> None:
        son(household)
        number = with_wrong_check_character(number_of(A_YEAR_LATER, sequence, "510521"))
        household.record("dibao", "son", id_number=number)

    return make


def of_15_figures(place: int, figure: str, *, register_is_wrong: bool) -> Callable[[Household], None]:
    """The son's number with 15 figures, one of them another; name and head are his, the village is the next one.

    Its check character is reckoned anew, so that two characters of 18 differ by the one slip.
    """

    def make(household: Household) -> None:
        number = son(household)
        assert number[place] != figure
        slip = number[:place] + figure + number[place + 1 :]
        wrong = next(other for other in "123" if other not in (number[17], check_character(slip[:17])))
        if register_is_wrong:
            household.people["son"].row["id_number"] = number[:17] + wrong
        household.record("dibao", "son", id_number=as_15_digits(slip), village_code=OTHER_VILLAGE)

    return make


CASES: dict[str, tuple[Callable[[Household], None], dict[str, str]]] = {
    **{
        f"the seventeenth figure is {figure}": (
            somebody_elses(500 + figure),
            {
                "number": "different",
                "birth_date": "one_digit",
                "sex": "equal" if figure % 2 else "different",
                "head": "equal",
            },
        )
        for figure in range(10)
    },
    "15 figures, the day another, the register's check character wrong": (
        of_15_figures(12, "1", register_is_wrong=True),
        {"number": "one_digit", "birth_date": "none", "sex": "none"},
    ),
    "15 figures, the month impossible": (
        of_15_figures(10, "4", register_is_wrong=False),
        {"number": "one_digit", "birth_date": "none", "sex": "none"},
    ),
}
"""The record of a son, and how it agrees with him."""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    for at, (make, _) in enumerate(CASES.values()):
        make(world.household(f"F{at}"))
    for figure in "12":
        household = world.household(f"lost-{figure}")
        number = son(household)
        lost = "5105211986" + number[11:16] + "8" + figure
        assert len(lost) == 17
        household.record("dibao", "son", id_number=lost)
    return world.night(tmp_path_factory.mktemp("night"), tmp_path_factory.mktemp("data"))


@pytest.mark.parametrize("at", range(len(CASES)), ids=CASES)
def test_how_it_agrees(at: int, night: Night) -> None:
    found = night.row("link_proposals", feed="dibao", member_id=f"F{at}-son")
    expected = list(CASES.values())[at][1]
    assert {field: found[f"{field}_agreement"] for field in expected} == expected


def test_a_number_that_lost_a_figure_tells_no_sex(night: Night) -> None:
    """Its seventeenth character may be the check character: whether it is odd or even weighs nothing."""
    weights = [night.row("linkage", feed="dibao", member_id=f"lost-{figure}-son")["match_weight"] for figure in "12"]
    assert weights[0] == weights[1]
    assert weights[0] is not None
