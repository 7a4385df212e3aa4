"""A made-up county, written as the departments would write it, and one night over it.

A world holds the rows of every feed. A household that a test adds has one member and passes all six indicators without
a finding; the test then changes what its sentence is about. Every feed has come, and in the world's own township every
roster has a row, so that absence is evidence there (ruling 2).
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from schemas.registry import FEEDS
from tests.acceptance.sheets import broken_file, county, sheet
from tests.policy.defaults import ROSTER_ROWS, RUNNING_NUMBERS, Cells, defaults
from tests.policy.night import Night
from tests.policy.persons import Person, Registry, with_wrong_check_character
from xundian_pipeline.county import County
from xundian_pipeline.reading import FeedReading

DAY = datetime.date(2017, 12, 31)
VILLAGE = "530129103201"
OTHER_VILLAGE = "530129103202"
"""Another village of the same township."""
ELSEWHERE = "530129104201"
"""A village of another township, in which no roster has a row unless a test writes one."""

INCOME_PER_PERSON = 4000
"""Between the exit line (3,200 in 2017) and nothing else: 12 x 295 = 3,540 lies below."""
SCHEMES = ("城乡居民基本医疗保险", "大病医疗保险")


class World:
    """The rows of every feed, to be changed until the night."""

    def __init__(
        self,
        day: datetime.date = DAY,
        *,
        without: Sequence[str] = (),
        broken: Sequence[str] = (),
        county: County | None = None,
    ) -> None:
        """`without`: feeds that have not come. `broken`: feeds of which one more file has no usable header."""
        self.day = day
        self.school_year = day.year if day.month >= 9 else day.year - 1
        self.without, self.broken = set(without), list(broken)
        self.hidden_columns: dict[str, list[str]] = {}
        self.rows: dict[str, list[Cells]] = {feed: [] for feed in FEEDS}
        self.households: dict[str, Household] = {}
        self.registry = Registry()
        self._county = county
        self._defaults = defaults(day.year, self.school_year)
        self._numbered = 0
        self._townships = 0
        self.add("projects", project_id="P1", village_code=VILLAGE)
        self.add("village_clinics", village_code=VILLAGE)
        self.survey(VILLAGE)
        self.add("county_statistics")
        self.add("deaths", name="外乡人", id_number=self.registry.number("1940-02-02", "男"))
        self.fill_rosters(VILLAGE)

    def add(self, feed: str, **cells: str | None) -> Cells:
        """Add a row and give it, to be changed."""
        row: Cells = {**self._defaults.get(feed, {}), **cells}
        running = RUNNING_NUMBERS.get(feed)
        if running and running not in row:
            self._numbered += 1
            row[running] = f"N{self._numbered}"
        self.rows[feed].append(row)
        return row

    def survey(self, village: str, **cells: str | None) -> Cells:
        """Add the survey row of a village that passes all that the survey decides."""
        return self.add(
            "village_survey", **{"village_code": village, "township": "乡", "village": f"村{village[-3:]}", **cells}
        )

    def household(self, name: str, village: str = VILLAGE, **cells: str | None) -> Household:
        """Add a household of one that passes all six."""
        household = Household(self, name, village, cells)
        self.households[name] = household
        return household

    def own_township(self) -> str:
        """A village of a township that no list knows and where nobody lives yet (ruling 11: it is accepted)."""
        self._townships += 1
        return f"530129{300 + self._townships}201"

    def fill_rosters(self, village: str, *, without: Sequence[str] = ()) -> Household:
        """Add a household whose rows make absence from every roster but those `without` evidence in its township."""
        household = self.household(f"R{village}", village)
        for feed, cells in ROSTER_ROWS.items():
            household.record(feed, **cells)
        household.record("medical_insurance", subsidy="0", year="2015")
        for feed in without:
            household.drop(feed)
        return household

    def night(self, folder: Path, data: Path | None = None) -> Night:
        """Run the night over what has come; in `data` officers' decisions may lie."""
        readings = {feed: self._reading(feed) for feed in FEEDS}
        return Night(readings, self._county or county(), self.day, folder, data)

    def _reading(self, feed_id: str) -> FeedReading:
        feed = FEEDS[feed_id]
        hidden = self.hidden_columns.get(feed_id, [])
        rows = [{name: cell for name, cell in row.items() if name not in hidden} for row in self.rows[feed_id]]
        sheets = [] if feed_id in self.without else [sheet(feed, rows, without=hidden)]
        broken = [broken_file(f"{feed_id}/坏.xlsx")] if feed_id in self.broken else []
        return FeedReading(feed=feed_id, sheets=sheets, broken=broken, notices=[])

    def place(self, feed: str, row: Cells) -> int:
        """The row number that a row will have."""
        return 2 + next(at for at, other in enumerate(self.rows[feed]) if other is row)


class Household:
    """A household of the register with what the departments know of it.

    Its declared size and its income follow its members until a test sets them.
    """

    def __init__(self, world: World, name: str, village: str, cells: Cells) -> None:
        self.world, self.id, self.village = world, name, village
        self.people: dict[str, Person] = {}
        self.row = world.add("register_households")
        head = self.member("head", born="1970-03-05")
        head.row["relation"] = "户主"
        self.row.update(
            {
                "household_id": name, "township": "乡", "village": "村", "village_code": village,
                "head_name": head.name, "head_id_number": head.number, "household_type": "一般贫困户",
                "main_cause": "因病", "identified_year": "2014", "operating_income": "0", "operating_expense": "0",
                "property_income": "0", "transfer_income": "0", "food_secure": "是", "clothing_secure": "是",
                "water_safe": "是", **cells,
            }
        )  # fmt: skip
        for feed in ("housing_assessment", "helpers", "family_doctors"):
            self.record(feed)

    def member(
        self,
        key: str,
        *,
        born: str,
        sex: str = "男",
        insured: bool = True,
        pensioned: bool = True,
        at_school: bool = True,
        **cells: str | None,
    ) -> Person:
        """Add a member with what they need to pass: insurance, pension from 16, and school from 6 to 15."""
        world = self.world
        number, name = world.registry.number(born, sex), world.registry.name()
        row = world.add(
            "register_members", household_id=self.id, member_id=f"{self.id}-{key}", name=name, sex=sex,
            id_number=number, birth_date=born, relation="其他",
        )  # fmt: skip
        row.update(cells)
        person = Person(key, name, number, born, sex, f"{self.id}-{key}", row)
        self.people[key] = person
        self._follow_members()
        for scheme in SCHEMES if insured else ():
            self.record("medical_insurance", of=key, scheme=scheme)
        if pensioned and _age(born, world.day) >= 16:
            self.record("pension", of=key)
        if at_school and 6 <= _age(born, datetime.date(world.school_year, 9, 1)) <= 15:
            self.record("enrolment", of=key)
        return person

    def record(self, feed: str, of: str = "head", **cells: str | None) -> Cells:
        """Add a department's record of a member, or of the household where the feed names households."""
        person, named = self.people[of], FEEDS[feed].person
        row: Cells = {}
        columns = {column.name for column in FEEDS[feed].columns}
        if named:
            row = {named.name: person.name, named.id_number: person.number}
        if "village_code" in columns:
            row["village_code"] = self.village
        if "household_id" in columns:
            row["household_id"] = self.id
        if feed == "dibao":
            row["head_id_number"] = self.people["head"].number
        if feed == "sign_offs":
            row["unit_id"] = self.id
        return self.world.add(feed, **{**row, **cells})

    def records(self, feed: str, of: str | None = None, **cells: str | None) -> list[Cells]:
        """The records of the household, or of one member, that have these cells."""
        persons = [self.people[of]] if of else list(self.people.values())
        named = FEEDS[feed].person
        found = [
            row
            for row in self.world.rows[feed]
            if (
                row.get(named.name) in {person.name for person in persons}
                if named
                else row.get("household_id") == self.id
            )
        ]
        return [row for row in found if all(row.get(name) == cell for name, cell in cells.items())]

    def drop(self, feed: str, of: str | None = None, **cells: str | None) -> None:
        """Take records away; there must be some."""
        found = self.records(feed, of, **cells)
        assert found, f"{self.id} has no such record in {feed}"
        self.world.rows[feed] = [row for row in self.world.rows[feed] if not any(row is other for other in found)]

    def ambiguous(self, feed: str, of: str = "head", **cells: str | None) -> Cells:
        """Add a record that may be the member's or a namesake's: a number with a wrong check digit, and somebody else
        with the same name and birth date in the register (rulings 3 and 23)."""
        person = self.people[of]
        namesake = self.world.household(f"{self.id}-{feed}-namesake", self.village)
        namesake.member("other", born=person.born, sex=person.sex, name=person.name)
        number = with_wrong_check_character(person.number)
        named = FEEDS[feed].person
        assert named is not None
        heads = {"head_id_number": "不详号"} if feed == "dibao" else {}
        return self.record(feed, of, **{named.id_number: number, **heads, **cells})

    def _follow_members(self) -> None:
        size = len(self.people)
        self.row.update({"household_size": str(size), "wage_income": str(INCOME_PER_PERSON * size)})


def _age(born: str, day: datetime.date) -> int:
    birth = datetime.date.fromisoformat(born)
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
