"""The check of ruling 21 against python-stdnum's, which nobody here wrote: two opinions on random numbers."""

from __future__ import annotations

import datetime

import pyarrow
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from xundian_pipeline.identity_numbers import judge

DAY = datetime.date(2017, 12, 31)
COUNTY = "530129"
DIGITS = "0123456789X"

births = st.dates(datetime.date(1900, 1, 1), DAY)


@st.composite
def valid_numbers(draw: st.DrawFn) -> str:
    """A valid number of the county; stdnum computes its check digit."""
    sequence = draw(st.integers(0, 999))
    seventeen = f"{COUNTY}{draw(births):%Y%m%d}{sequence:03d}"
    return seventeen + ric.calc_check_digit(seventeen + "0")


@st.composite
def mutated_numbers(draw: st.DrawFn) -> str:
    """A valid number behind whose county code one or two characters were changed or two neighbours exchanged."""
    number = list(draw(valid_numbers()))
    if draw(st.booleans()):
        at = draw(st.integers(6, 16))
        number[at], number[at + 1] = number[at + 1], number[at]
    else:
        for at in draw(st.lists(st.integers(6, 17), min_size=1, max_size=2)):
            number[at] = draw(st.sampled_from(DIGITS))
    return "".join(number)


def states(numbers: list[str]) -> list[str]:
    return judge(pyarrow.array(numbers, pyarrow.string()), None, DAY).states.to_pylist()


def peer_says_valid(number: str) -> bool:
    """Valid by stdnum's parts, with the bounds of ruling 21.

    Not by its `is_valid`, which also asks whether the county's code was in use when the person was born.
    """
    if not number[:17].isdigit() or number[17] != ric.calc_check_digit(number):
        return False
    try:
        return datetime.date(1900, 1, 1) <= ric.get_birth_date(number) <= DAY
    except InvalidComponent:
        return False


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(valid_numbers(), min_size=1, max_size=40))
def test_what_stdnum_makes_is_valid(numbers: list[str]) -> None:
    assert states(numbers) == ["valid"] * len(numbers)
    dates = judge(pyarrow.array(numbers), None, DAY).birth_dates.to_pylist()
    assert dates == [ric.get_birth_date(number) for number in numbers]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(mutated_numbers(), min_size=1, max_size=40))
def test_the_two_agree_on_mutated_numbers(numbers: list[str]) -> None:
    assert [state == "valid" for state in states(numbers)] == [peer_says_valid(number) for number in numbers]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(valid_numbers().filter(lambda number: number[6:8] == "19"), min_size=1, max_size=20))
def test_a_number_of_15_is_upgraded_to_what_stdnum_would_write(numbers: list[str]) -> None:
    short = [number[:6] + number[8:17] for number in numbers]
    result = judge(pyarrow.array(short), None, DAY)
    assert result.numbers.to_pylist() == numbers
    assert set(result.states.to_pylist()) == {"valid_15"}


def test_every_wrong_check_character_of_a_number_is_found() -> None:
    seventeen = "53012919700305001"
    found = [character for character in DIGITS if states([seventeen + character]) == ["valid"]]
    assert found == [ric.calc_check_digit(seventeen + "0")]
