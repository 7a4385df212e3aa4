"""Made-up persons: names that no two share, and valid identity numbers."""

from __future__ import annotations

from dataclasses import dataclass

REGIONS = ("530129", "530128", "530127", "530111", "530381")
"""Where the persons' numbers were given out; each region has 500 numbers a day and sex."""

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_FIRST_CHARACTER = 0x4E00
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"


def check_character(seventeen: str) -> str:
    """The check character of the first seventeen digits (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True))
    return _CHECK_CHARACTERS[total % 11]


def number_of(born: str, sequence: int, region: str = REGIONS[0]) -> str:
    """The valid number of somebody born on that day; an odd sequence is a man's."""
    seventeen = f"{region}{born.replace('-', '')}{sequence:03d}"
    return seventeen + check_character(seventeen)


def with_wrong_check_character(number: str) -> str:
    """The number with another last character: invalid, but it still yields the birth date."""
    return number[:17] + ("1" if number[17] != "1" else "2")


def as_15_digits(number: str) -> str:
    """The number as it was written before 1999; the person must be born in the twentieth century."""
    assert number[6:8] == "19"
    return number[:6] + number[8:17]


class Registry:
    """Gives every person a name and a number that nobody else has."""

    def __init__(self) -> None:
        self._named = 0
        self._sequences: dict[tuple[str, str], int] = {}

    def name(self) -> str:
        """A name that was not given before."""
        self._named += 1
        rest, surname = divmod(self._named, len(SURNAMES))
        second, third = divmod(rest, 100)
        return SURNAMES[surname] + chr(_FIRST_CHARACTER + 300 + second) + chr(_FIRST_CHARACTER + 600 + third)

    def number(self, born: str, sex: str) -> str:
        """A valid number that was not given before."""
        nth = self._sequences.get((born, sex), 0)
        self._sequences[born, sex] = nth + 1
        region, place = divmod(nth, 499)
        return number_of(born, 2 * place + (1 if sex == "男" else 2), REGIONS[region])


@dataclass
class Person:
    """Somebody as the departments know them. `number` is what they write, valid unless a test says otherwise;
    `row` is their row of the register, which may say something else."""

    key: str
    name: str
    number: str
    born: str
    sex: str
    member_id: str
    row: dict[str, str | None]
