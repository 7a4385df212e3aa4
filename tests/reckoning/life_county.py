"""The small county of two households, night by night, for the tests of the life of findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from . import Tables
from .life import Identity, LifeNight, reckon_life, reckon_night
from .small_county import SmallCounty, number

Row = dict[str, Any]

#: A person of household A who has died, so that absence from deaths is evidence in the township.
DEAD = {"name": "甲三", "id_number": number("1940-01-01", 7)}


def december(day: int) -> date:
    """A day of December 2017."""
    return date(2017, 12, day)


class LifeCounty(SmallCounty):
    """`night` reckons the county as it stands as the night of a day of December; `life` reads all nights so far."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.nights: list[LifeNight] = []
        self.files: dict[str, bytes] = {}

    def night(self, day: int | date) -> LifeNight:
        """Reckons tonight's files; a day given again replaces its night."""
        assessment_date = day if isinstance(day, date) else december(day)
        folder = self.write()
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        night = reckon_night(folder, assessment_date)
        for name in self.files:
            (folder / name).unlink()
        self.nights = [*(one for one in self.nights if one.day != night.day), night]
        return night

    def broken_file(self, feed: str) -> None:
        """From now on a file without a usable header lies beside the feed's good one."""
        self.files[f"{feed}/坏.csv"] = "甲,乙\n1,2\n".encode()

    def life(self) -> Tables:
        """The tables of the latest night."""
        return reckon_life(self.nights)

    def finding(self, rule: str, unit: str = "B", feed: str | None = None) -> Row:
        """The only finding of a rule and unit, as of the latest night; days of December as numbers."""
        (found,) = [
            row for row in self.life()["findings"] if (row["rule"], row["unit"], row["feed"]) == (rule, unit, feed)
        ]
        return found

    def story(self, rule: str, unit: str = "B", feed: str | None = None) -> tuple[str, int, int, int | None]:
        """Status, first_seen, last_seen, closed_on of a finding, the days as numbers of December."""
        found = self.finding(rule, unit, feed)
        closed_on = found["closed_on"].day if found["closed_on"] else None
        return found["status"], found["first_seen"].day, found["last_seen"].day, closed_on

    def verdict(self, rule: str, unit: str = "B", feed: str | None = None, day: int = 31) -> str:
        """What tonight says of a finding that is not found."""
        return self.night(day).closing.verdict(Identity(rule, feed, unit), unit[0]).name

    def problem(self, problem: str, closed: int, household: str = "B") -> Row:
        """A problem that the third party has closed on a day of December."""
        number = len(self.feeds["third_party_assessment"]) + 1
        return self.add(
            "third_party_assessment", problem_id=f"W{number}", household_id=household, found_date="2017-06-01",
            problem=problem, closed_date=december(closed).isoformat(),
        )  # fmt: skip

    def without_helper(self) -> None:
        """S17 is found for household B."""
        self.drop("helpers", household_id="B")

    def with_helper(self) -> None:
        """S17 is not found for household B."""
        self.add("helpers", household_id="B", helper_name="丙", organisation="县委", start_date="2016-01-01")

    def somebody_of_a_has_died(self) -> None:
        """Absence from deaths becomes evidence."""
        self.add(
            "register_members", household_id="A", member_id="A3", sex="男", relation="其他", birth_date="1940-01-01",
            **DEAD,
        )  # fmt: skip
        self.add("deaths", **DEAD, death_date="2017-02-01")
