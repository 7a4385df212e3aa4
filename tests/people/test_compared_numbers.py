"""Which numbers are compared when pairs are weighed: of 16 to 20 characters, without a point, not put there to fill.

One slip makes 17 or 19 characters of 18, two make 16 or 20; what is shorter or longer is no identity number at all.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.people.test_proposals import BORN, of_household, one_wrong, otherwise, son
from tests.policy.night import Night
from tests.policy.world import Household, World

Spoil = Callable[[str], str]


def shortened(by: int) -> Spoil:
    """The number without so many of the figures of its date."""
    return lambda number: number[: 14 - by] + number[14:]


def lengthened(by: int) -> Spoil:
    """The number with so many figures too many after its region."""
    return lambda number: number[:6] + "7" * by + number[6:]


def with_a_letter(spoil: Spoil) -> Spoil:
    """The spoilt number with a letter in its region: of 15 figures alone the pipeline makes 18."""
    return lambda number: spoil(number)[:3] + "O" + spoil(number)[4:]


def with_a_point(number: str) -> str:
    return number[:9] + "." + number[10:]


def with_another_figure(number: str) -> str:
    """The number with another figure where `with_a_point` has the point."""
    return one_wrong(number, 9)


def numbers(register: Spoil, record: Spoil, *, same_name: bool = True) -> Callable[[Household], object]:
    """A record of the son; his number is spoilt in the register and in the record."""

    def make(household: Household) -> object:
        number, person = son(household), household.people["son"]
        person.row["id_number"] = register(number)
        name = person.name if same_name else otherwise(person.name)
        return household.record("student_aid", "son", name=name, id_number=record(number))

    return make


def a_valid_number_of_two(household: Household) -> None:
    """The number stands on two members; the record has nearly the name of the one, and not at all that of the other."""
    number = son(household)
    household.member("other", born=BORN, id_number=number)
    household.record("student_aid", "son", name=otherwise(household.people["son"].name))


COMPARED: dict[str, tuple[Callable[[Household], object], str]] = {
    "sixteen characters in both": (numbers(shortened(2), shortened(2), same_name=False), "equal"),
    "twenty characters in both": (numbers(lengthened(2), lengthened(2), same_name=False), "equal"),
    "sixteen in the register, seventeen in the record": (numbers(shortened(2), shortened(1)), "length"),
    "twenty in the register, nineteen in the record": (numbers(lengthened(2), lengthened(1)), "length"),
    "seventeen in the register, sixteen in the record": (numbers(shortened(1), shortened(2)), "length"),
    "nineteen in the register, twenty in the record": (numbers(lengthened(1), lengthened(2)), "length"),
    "a valid number of two, one of nearly the name": (a_valid_number_of_two, "equal"),
}
"""What is weighed, and how the numbers agree: it is proposed."""

NOT_COMPARED: dict[str, Callable[[Household], object]] = {
    "fifteen in the register, sixteen in the record": numbers(with_a_letter(shortened(3)), with_a_letter(shortened(2))),
    "twenty-one in the register, twenty in the record": numbers(lengthened(3), lengthened(2)),
    "sixteen in the register, fifteen in the record": numbers(with_a_letter(shortened(2)), with_a_letter(shortened(3))),
    "twenty in the register, twenty-one in the record": numbers(lengthened(2), lengthened(3)),
    "a point in the register's": numbers(with_a_point, with_another_figure),
    "a point in the record's": numbers(with_another_figure, with_a_point),
}
"""Of these the one number says nothing; the name alone is not enough (a proposal needs the number or the head)."""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    for at, (make, _) in enumerate(COMPARED.values()):
        make(world.household(f"C{at}"))
    for at, spoilt in enumerate(NOT_COMPARED.values()):
        spoilt(world.household(f"N{at}"))
    data: Path = tmp_path_factory.mktemp("data")
    return world.night(tmp_path_factory.mktemp("night"), data)


@pytest.mark.parametrize("at", range(len(COMPARED)), ids=COMPARED)
def test_a_number_of_this_length_is_compared(at: int, night: Night) -> None:
    (found,) = of_household(night, f"C{at}")
    assert (found["member_id"], found["number_agreement"]) == (f"C{at}-son", list(COMPARED.values())[at][1])


@pytest.mark.parametrize("at", range(len(NOT_COMPARED)), ids=NOT_COMPARED)
def test_a_number_that_is_none_says_nothing(at: int, night: Night) -> None:
    assert of_household(night, f"N{at}") == []
