"""The draws that the rows of an adversarial county are made of: days and amounts at limits, persons as written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.agreement.people import VILLAGES, Household, Person, clamp_feb_29, damaged_number, new_person
from tests.reckoning.identity import months_later

Row = dict[str, Any]

MONEY = tuple(Decimal(text) for text in ("0.01", "1", "80", "295", "295.01", "300", "600", "720", "1000", "3540.05"))


class CountyDraws:
    """One county being made; `mess` (0 to 1) is how often something is odd."""

    def __init__(self, random: Random, assessment_date: date, households: list[Household], mess: float) -> None:
        self.random = random
        self.day = assessment_date
        self.year = assessment_date.year
        self.school_year = self.year if assessment_date >= date(self.year, 9, 1) else self.year - 1
        self.households = households
        self.members = [person for household in households for person in household.members]
        self.strangers = [new_person(random, assessment_date) for _ in range(6)]
        self.mess = mess
        #: how often a household gets what makes a measure, and how often a village or a household has what it needs
        self.plenty = random.choice((0.1, 0.4, 1.0))
        self.good = random.choice((0.8, 0.97, 1.0))
        #: a calm county is one where most is in order, so that villages come out and what stands above them is judged
        self.calm = random.random() < 0.45
        self._calmness = random.choice((0.9, 0.97, 1.0, 1.0))
        if self.calm:
            self.good = random.choice((0.97, 1.0))
        #: how often assistance started in Y
        self._newness = random.choice((0.0, 0.15, 0.6, 1.0))
        self.serial = 0
        self.project_ids = [f"P{number}" for number in range(1, 7)]

    # ---- small draws ----

    def chance(self, share: float) -> bool:
        """True so often."""
        return self.random.random() < share

    def odd(self, share: float) -> bool:
        """True so often in a county full of mess."""
        return self.random.random() < share * self.mess

    def well(self) -> bool:
        """True nearly always in a calm county, else never."""
        return self.calm and self.chance(self._calmness)

    def pick(self, *values: Any) -> Any:
        """One of the values."""
        return self.random.choice(values)

    def next_number(self) -> int:
        """A number that no row has had."""
        self.serial += 1
        return self.serial

    def a_day(self) -> date:
        """A date at, or a day beside, a limit; or some date of the last years."""
        day, year = self.day, self.year
        kind = self.random.random()
        if kind < 0.45:
            return day - timedelta(self.random.randrange(0, 900))
        if kind < 0.7:
            return day + timedelta(self.pick(-1, 0, 0, 1))
        if kind < 0.85:
            return self.pick(date(year, 1, 1), date(year - 1, 12, 31), date(year + 1, 1, 1), date(2016, 2, 29))
        if kind < 0.95:
            year_ago = clamp_feb_29(year - 1, day.month, day.day)
            return self.pick(year_ago, year_ago - timedelta(1), year_ago + timedelta(1), date(self.school_year, 9, 1))
        return self.pick(day + timedelta(366), date(1900, 1, 1), day - timedelta(3000))

    def a_month(self) -> date:
        """The first of a month around D and Y."""
        base = date(self.year, self.day.month, 1)
        kind = self.random.random()
        if kind < 0.5:
            return months_later(base, self.pick(-1, 0, 1))
        if kind < 0.8:
            return self.pick(date(self.year, 1, 1), date(self.year - 1, 12, 1), date(self.year, 12, 1))
        return months_later(base, self.random.randrange(-40, 11))

    def start_of_assistance(self) -> date:
        """A month around D and Y, or one of the years before Y."""
        if self.chance(self._newness):
            return self.a_month()
        return months_later(date(self.year, 1, 1), -self.random.randrange(1, 40))

    def day_of_year(self) -> date:
        """A day of Y up to D."""
        first = date(self.year, 1, 1)
        return first + timedelta(self.random.randrange(0, (self.day - first).days + 1))

    def a_year(self) -> int:
        """Y mostly, else the years beside it."""
        return self.pick(self.year, self.year, self.year, self.year - 1, self.year + 1)

    def money(self) -> Decimal:
        """An amount above 0."""
        return self.pick(*MONEY)

    def maybe(self, value: Any, share: float = 0.5) -> Any:
        """The value, or nothing."""
        return value if self.chance(share) else None

    def later(self, day: date) -> date:
        """A date not before another."""
        return max(day, self.pick(day, self.a_day(), self.a_day()))

    def village_code(self) -> str:
        """A village of the list."""
        return self.pick(*VILLAGES)[0]

    # ---- persons of a feed ----

    def who(self, person: Person) -> Row:
        """Name and number as a department has them: right, under another name, damaged, or not there."""
        name, number = person.name, person.number
        if self.chance(0.2) and person.register_number:
            number = person.register_number
        if self.odd(0.08):
            name = self.pick(*self.members, *self.strangers).name
        if self.odd(0.2):
            number = damaged_number(person.number, self.random, self.day)
        elif self.odd(0.05):
            number = new_person(self.random, self.day).number
        elif len(number) == 18 and number[6:8] == "19" and self.odd(0.1):
            number = number[:6] + number[8:17]
        return {"name": name, "id_number": number}

    def persons(self, share: float, least_age: int = 0) -> Iterator[Person]:
        """So many of the members, and now and then a stranger."""
        for person in self.members:
            if self.chance(share) and (self.year - person.born.year >= least_age or self.odd(0.1)):
                yield person
        if self.chance(0.4):
            yield self.pick(*self.strangers)

    def one_of_each_township(self) -> Iterator[Person]:
        """A member of each township, so that a roster speaks of it."""
        of_township: dict[str, list[Person]] = {}
        for household in self.households:
            of_township.setdefault(household.village[0][:9], []).extend(household.members)
        for persons in of_township.values():
            if persons:
                yield self.pick(*persons)

    def place_of(self, person: Person) -> str:
        """The village code that a department writes beside a person."""
        if person.household is None or self.odd(0.15):
            return self.village_code()
        return person.household.village[0]

    def head_of(self, person: Person) -> str:
        """The head's number that a department writes beside a person."""
        household = person.household
        head = household.members[0] if household and household.members else person
        if self.odd(0.15):
            return damaged_number(head.number, self.random, self.day)
        return self.pick(*self.members, head).number if self.odd(0.1) else head.number

    def yes(self) -> bool | None:
        """是 mostly, else 否 or nothing."""
        return True if self.chance(self.good) else self.pick(False, None)

    def some_households(self, share: float) -> Iterator[str]:
        """Household ids, one unknown now and then."""
        for household in self.households:
            if self.chance(share):
                yield household.id
        if self.odd(0.5):
            yield "无此户"
