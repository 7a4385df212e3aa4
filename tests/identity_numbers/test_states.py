"""What a number is, branch by branch (ruling 21). All numbers are made up."""

from __future__ import annotations

import datetime

import pyarrow
import pytest

from xundian_pipeline.identity_numbers import STATES, judge

DAY = datetime.date(2017, 12, 31)


def judged(
    number: str | None, *, numeric: bool = False, day: datetime.date = DAY
) -> tuple[str | None, str, str | None]:
    """The number as it compares, its state, and the birth date it yields."""
    result = judge(pyarrow.array([number], pyarrow.string()), pyarrow.array([True]) if numeric else None, day)
    birth = result.birth_dates[0].as_py()
    return result.numbers[0].as_py(), result.states[0].as_py(), birth.isoformat() if birth else None


@pytest.mark.parametrize(
    ("number", "state", "birth"),
    [
        ("530129197003050016", "valid", "1970-03-05"),
        ("11010519491231002X", "valid", "1949-12-31"),
        ("530129200002290012", "valid", "2000-02-29"),
        ("530129190001010019", "valid", "1900-01-01"),
        ("530129201712310019", "valid", "2017-12-31"),
        ("530129197003050017", "check_digit", "1970-03-05"),
        ("53012919700305001X", "check_digit", "1970-03-05"),
        ("530129197013050016", "impossible_date", None),
        ("530129197000050016", "impossible_date", None),
        ("530129197003000016", "impossible_date", None),
        ("530129197003320016", "impossible_date", None),
        ("530129197002290016", "impossible_date", None),
        ("530129190002290016", "impossible_date", None),
        ("530129189912310016", "impossible_date", None),
        ("530129201801010016", "impossible_date", None),
        ("530129000003050016", "impossible_date", None),
        ("123", "malformed", None),
        ("53012919700305001", "malformed", None),
        ("5301291970030500161", "malformed", None),
        ("X30129197003050016", "malformed", "1970-03-05"),
        ("5301291970030500Y6", "malformed", "1970-03-05"),
        ("530129197003050O16", "malformed", "1970-03-05"),
        ("53012919700305001Z", "malformed", "1970-03-05"),
        ("护照E1234567", "malformed", None),
        ("530129197003050000", "precision_lost", "1970-03-05"),
        ("530129197013050000", "precision_lost", None),
        ("530129197003050100", "check_digit", "1970-03-05"),
        ("5.30129E+17", "precision_lost", None),
        ("5.30129197003E17", "precision_lost", None),
        ("5E+17", "precision_lost", None),
        (None, "missing", None),
    ],
)
def test_a_number_of_18(number: str | None, state: str, birth: str | None) -> None:
    assert judged(number) == (number, state, birth)


def test_numbers_of_one_column_are_judged_each_by_itself() -> None:
    column = pyarrow.array(["530129197003050000", "530129197003050016", "530129197003050017", None], pyarrow.string())
    assert judge(column, None, DAY).states.to_pylist() == ["precision_lost", "valid", "check_digit", "missing"]


def test_an_empty_column_has_the_types_of_any_other() -> None:
    judged_of_none = judge(pyarrow.array([], pyarrow.string()), None, DAY)
    types = [judged_of_none.numbers.type, judged_of_none.states.type, judged_of_none.birth_dates.type]
    assert types == [pyarrow.string(), pyarrow.string(), pyarrow.date32()]


def test_a_number_that_ends_in_000_by_right_is_valid() -> None:
    """Only with a wrong check digit do three zeros tell of lost precision."""
    ending = [f"53012919700305{hundred}000" for hundred in range(10)]
    states = [judged(number)[1] for number in ending]
    assert states.count("valid") == 1
    assert set(states) == {"valid", "precision_lost"}


@pytest.mark.parametrize(
    ("number", "upgraded", "state", "birth"),
    [
        ("530129700305001", "530129197003050016", "valid_15", "1970-03-05"),
        ("110105491231002", "11010519491231002X", "valid_15", "1949-12-31"),
        ("530129000101001", "530129190001010019", "valid_15", "1900-01-01"),
        ("530129700229001", None, "malformed_15", None),
        ("530129701305001", None, "malformed_15", None),
        ("530129700300001", None, "malformed_15", None),
        ("530129720229001", None, "valid_15", "1972-02-29"),
        ("530129180305001", None, "valid_15", "1918-03-05"),
    ],
)
def test_a_number_of_15_is_upgraded_with_century_19(
    number: str, upgraded: str | None, state: str, birth: str | None
) -> None:
    compared, found, yielded = judged(number)
    assert (found, yielded) == (state, birth)
    assert compared is not None
    assert compared[:6] + compared[8:17] == number
    assert compared[6:8] == "19"
    assert upgraded in (None, compared)


@pytest.mark.parametrize("number", ["53012970030500", "5301297003050012", "53012970030500X"])
def test_what_is_neither_15_nor_18_is_malformed(number: str) -> None:
    assert judged(number) == (number, "malformed", None)


@pytest.mark.parametrize(
    ("number", "state", "birth"),
    [
        ("530129197003050016", "precision_lost", "1970-03-05"),
        ("530129197003050048", "precision_lost", "1970-03-05"),
        ("530129197013050016", "precision_lost", None),
        ("530129700305001", "valid_15", "1970-03-05"),
        ("123", "malformed", None),
    ],
)
def test_a_numeric_cell_of_18_digits_has_lost_its_precision(number: str, state: str, birth: str | None) -> None:
    """Whatever its check digit; 15 digits fit in a floating point number."""
    assert judged(number, numeric=True)[1:] == (state, birth)


def test_a_birth_after_the_night_is_impossible() -> None:
    born = "530129201712310019"
    assert judged(born, day=datetime.date(2017, 12, 31))[1] == "valid"
    assert judged(born, day=datetime.date(2017, 12, 30))[1] == "impossible_date"


def test_a_column_is_judged_element_by_element() -> None:
    column = ["530129197003050016", None, "530129700305001", "123", "530129197003050017", "5.3E+17"]
    result = judge(pyarrow.array(column, pyarrow.string()), pyarrow.array([True, *[False] * 5]), DAY)
    assert result.states.to_pylist() == [
        "precision_lost",
        "missing",
        "valid_15",
        "malformed",
        "check_digit",
        "precision_lost",
    ]
    assert result.numbers.to_pylist() == [column[0], None, column[0], *column[3:]]


@pytest.mark.parametrize("column", [[], [None], [None, None]])
def test_a_column_without_numbers(column: list[None]) -> None:
    result = judge(pyarrow.array(column, pyarrow.string()), None, DAY)
    assert result.states.to_pylist() == ["missing"] * len(column)
    assert result.numbers.to_pylist() == column
    assert result.birth_dates.to_pylist() == column


def test_every_state_that_is_given_is_declared() -> None:
    numbers = ["530129197003050016", "530129700305001", "530129700229001", None, "1", "530129197013050016",
               "530129197003050017", "5E+17"]  # fmt: skip
    assert {judged(number)[1] for number in numbers} == set(STATES)
