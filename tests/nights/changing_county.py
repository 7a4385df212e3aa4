"""A county whose files change from night to night: D moves on, rows come, go, come back and are corrected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.agreement.damage import Row
from tests.agreement.draws import CountyDraws
from tests.agreement.people import VILLAGES, Person, damaged_number
from tests.agreement.random_county import MAKERS, REGISTER, draw_feeds, draw_people
from tests.reckoning.contract_data import PERSON_FEEDS, feeds

Rows = dict[str, list[Row]]

#: Years after the first night's beyond which D does not go: the later ones need no new rule.
MOST_YEARS = 2
PROBLEMS = ("收入", "住房", "教育", "医疗", "养老", "帮扶", "识别", "识别", "收入")


class ChangingCounty:
    """The rows that the departments hold, as of the night to which it has moved on.

    `rows` are the drawn ones of every feed that comes, damaged ones among them; `away` those that have vanished and may
    come back. `unrest` (0 to 1) is how much changes in a night.
    """

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.draws: CountyDraws = draw_people(self.random)
        self.rows: Rows = {drawn.feed.id: [dict(row) for row in drawn.rows] for drawn in draw_feeds(self.draws)}
        self.away: Rows = {feed: [] for feed in feeds()}
        self.persons: dict[Any, Person] = {person.member_id: person for person in self.draws.members}
        self.unrest = self.random.choice((0.3, 0.6, 1.0))
        self._last_year = self.day.year + MOST_YEARS

    @property
    def day(self) -> date:
        """The assessment date D."""
        return self.draws.day

    def move_on(self) -> None:
        """To the next night."""
        before = self.day
        self.draws.day = self._next_day()
        self.draws.year = self.day.year
        self.draws.school_year = self.day.year if self.day >= date(self.day.year, 9, 1) else self.day.year - 1
        if self.day.year > before.year:
            for year in range(before.year, self.day.year):
                self._renew("year", year)
        if self._school_year(self.day) > self._school_year(before):
            self._renew("school_year", self._school_year(before))
        for change, share in CHANGES:
            if self.happens(share):
                change(self)
        for feed in feeds():
            if feed not in REGISTER:
                self._roster_changes(feed)

    def happens(self, share: float) -> bool:
        """True so often in a county where much changes."""
        return self.random.random() < share * self.unrest

    def pick(self, values: Any) -> Any:
        """One of the values."""
        return self.random.choice(list(values))

    def some(self, rows: list[Row], most: int = 3) -> list[Row]:
        """One row or a few."""
        return self.random.sample(rows, min(len(rows), self.random.randint(1, most)))

    # ---- days ----

    @staticmethod
    def _school_year(day: date) -> int:
        return day.year if day >= date(day.year, 9, 1) else day.year - 1

    def _next_day(self) -> date:
        """The next day, some days or weeks later, or over New Year or 1 September."""
        kind, year = self.random.random(), self.day.year
        days = [self.day + timedelta(1)]
        if kind < 0.35:
            days = [self.day + timedelta(self.random.randint(2, 12))]
        elif kind < 0.5:
            days = [self.day + timedelta(self.random.randint(13, 70))]
        elif kind < 0.6:
            days = [date(year, 12, 31), date(year + 1, 1, 1)]
        elif kind < 0.7:
            days = [date(year, 8, 31), date(year, 9, 1)]
        later = [day for day in days if day > self.day and day.year <= self._last_year]
        return self.pick(later) if later else self.day + timedelta(1)

    def _renew(self, column: str, year: int) -> None:
        """Most rows of a year are there for the next one too."""
        for feed_id, rows in self.rows.items():
            feed = feeds()[feed_id]
            if column not in feed.key:
                continue
            keys = {tuple(str(row.get(name)) for name in feed.key) for row in rows}
            for row in [one for one in rows if one.get(column) == year]:
                renewed = {**row, column: year + 1}
                if self.random.random() < 0.9 and tuple(str(renewed.get(name)) for name in feed.key) not in keys:
                    rows.append(renewed)

    # ---- any roster ----

    def _roster_changes(self, feed_id: str) -> None:
        """Rows vanish, come back, appear and are amended; a feed that has never come, comes."""
        if feed_id not in self.rows:
            if self.happens(0.4):
                self.rows[feed_id] = list(MAKERS[feed_id](self.draws))
            return
        rows = self.rows[feed_id]
        if self.happens(0.35):
            self.send_away(feed_id, self.some(rows))
        if self.happens(0.4) and self.away[feed_id]:
            self.bring_back(feed_id, self.some(self.away[feed_id], 6))
        if self.happens(0.2):
            rows.extend(self.some(list(MAKERS[feed_id](self.draws)), 2))
        if self.happens(0.3) and rows:
            self._amend(feed_id)
        if feed_id in PERSON_FEEDS and self.happens(0.25) and rows:
            self._number_of_department(self.pick(rows))

    def send_away(self, feed_id: str, rows: list[Row]) -> None:
        """These rows vanish."""
        gone = {id(row) for row in rows}
        self.rows[feed_id] = [row for row in self.rows[feed_id] if id(row) not in gone]
        self.away[feed_id].extend(rows)

    def bring_back(self, feed_id: str, rows: list[Row]) -> None:
        """These rows come back."""
        back = {id(row) for row in rows}
        self.away[feed_id] = [row for row in self.away[feed_id] if id(row) not in back]
        self.rows[feed_id].extend(rows)

    def _amend(self, feed_id: str) -> None:
        """A row or two take what a new one has beside its key."""
        fresh = list(MAKERS[feed_id](self.draws))
        names = [column.name for column in feeds()[feed_id].columns if column.name not in feeds()[feed_id].key]
        for row in self.some(self.rows[feed_id], 2) if fresh else []:
            other = self.pick(fresh)
            for name in self.random.sample(names, min(len(names), self.random.randint(1, 3))):
                if name not in ("name", "village_code", "township", "village"):
                    row[name] = other.get(name)

    def _number_of_department(self, row: Row) -> None:
        """A number corrected to that of somebody of the name, or worsened."""
        column = "head_id_number" if "id_number" not in row else "id_number"
        namesakes = [person.number for person in self.draws.members if person.name == row.get("name")]
        if namesakes and self.random.random() < 0.6:
            row[column] = self.pick(namesakes)
        elif isinstance(row.get(column), str) and len(row[column]) == 18 and row[column][:17].isdecimal():
            row[column] = damaged_number(row[column], self.random, self.day)


# ---- the register ----------------------------------------------------------------------------------------


def _of_household(county: ChangingCounty, rows: list[Row], household_id: Any) -> list[Row]:
    return [row for row in rows if row.get("household_id") == household_id]


def member_leaves(county: ChangingCounty) -> None:
    """All rows of a member or a few vanish from the register."""
    for member in county.some(county.rows["register_members"]):
        same = [one for one in county.rows["register_members"] if one.get("member_id") == member.get("member_id")]
        county.send_away("register_members", same)


def household_leaves(county: ChangingCounty) -> None:
    """A household vanishes from the register, mostly with its members."""
    household_id = county.pick(county.rows["register_households"]).get("household_id")
    for feed in REGISTER if county.random.random() < 0.7 else REGISTER[:1]:
        county.send_away(feed, _of_household(county, county.rows[feed], household_id))


def register_comes_back(county: ChangingCounty) -> None:
    """Who has left the register comes back."""
    for feed in REGISTER:
        back = county.some(county.away[feed], 2)
        for household_id in [row.get("household_id") for row in back]:
            for other in REGISTER:
                county.bring_back(other, _of_household(county, county.away[other], household_id))


def member_moves(county: ChangingCounty) -> None:
    """A member is now of another household."""
    to = county.pick(county.rows["register_households"]).get("household_id")
    county.pick(county.rows["register_members"])["household_id"] = to


def household_moves(county: ChangingCounty) -> None:
    """A household is now of another village."""
    code, township, village = county.pick(VILLAGES)
    row = county.pick(county.rows["register_households"])
    row.update(village_code=code, township=township, village=village)


def number_corrected(county: ChangingCounty) -> None:
    """Some members now have the right number in the register."""
    for row in county.some(county.rows["register_members"], 4):
        person = county.persons.get(row.get("member_id"))
        if person is not None:
            row["id_number"] = person.number


def number_worsened(county: ChangingCounty) -> None:
    """A member's number in the register is damaged, missing, or another member's."""
    row, other = county.pick(county.rows["register_members"]), county.pick(county.draws.members)
    damaged = damaged_number(other.number, county.random, county.day)
    row["id_number"] = county.pick((None, damaged, damaged, other.number, other.number))


def particulars_change(county: ChangingCounty) -> None:
    """Sex or birth date of the register, right or wrong."""
    for row in county.some(county.rows["register_members"], 3):
        person = county.persons.get(row.get("member_id"))
        if person is not None:
            row["sex"] = county.pick((person.sex, person.sex, "男"))
            row["birth_date"] = county.pick((person.born, person.born, date(1980, 5, 6)))


def incomes_change(county: ChangingCounty) -> None:
    """Incomes drawn anew, or one of them not known."""
    fresh = {row["household_id"]: row for row in MAKERS["register_households"](county.draws)}
    names = ("wage_income", "operating_income", "operating_expense", "property_income", "transfer_income")
    for row in county.some(county.rows["register_households"], 4):
        other = fresh.get(row.get("household_id"), {})
        for name in (*names, "food_secure", "clothing_secure", "water_safe"):
            row[name] = other.get(name, row.get(name))
        if county.random.random() < 0.35:
            row[county.pick(names)] = None


def size_changes(county: ChangingCounty) -> None:
    """The declared size, right or wrong."""
    for row in county.some(county.rows["register_households"], 3):
        size = len(_of_household(county, county.rows["register_members"], row.get("household_id")))
        row["household_size"] = max(1, size + county.pick((0, 0, 1)))


# ---- the poverty-alleviation office ----------------------------------------------------------------------


def third_party_closes(county: ChangingCounty) -> None:
    """Problems closed before, on and after D, of any household and kind, found or not; or one opened again."""
    rows = county.rows.setdefault("third_party_assessment", [])
    ids = [row.get("household_id") for row in county.rows["register_households"]] + ["无此户"]
    for _ in range(county.random.randint(1, 12)):
        days = [county.day] * 4 + [county.day + timedelta(days) for days in (-30, -7, -2, -1, 1, 3, 30)]
        rows.append(
            {
                "problem_id": f"W{county.draws.next_number()}",
                "household_id": county.pick(ids),
                "found_date": county.day - timedelta(60),
                "problem": county.pick(PROBLEMS),
                "closed_date": county.pick(days),
            }
        )
    county.pick(rows)["closed_date"] = county.pick((None, county.day))


def signatures(county: ChangingCounty) -> None:
    """A village with its households, its township and the county sign, in order or not; some refuse."""
    rows = county.rows.setdefault("sign_offs", [])
    code = county.pick(county.rows["register_households"]).get("village_code")
    if not isinstance(code, str):
        return
    of_village = [row for row in county.rows["register_households"] if row.get("village_code") == code]
    units = [("户", row.get("household_id")) for row in of_village if county.random.random() < 0.85]
    units += [("村", code), ("乡", code[:9]), ("县", "530129")]
    first = county.day - timedelta(county.random.randint(0, 10))
    for at, (level, unit) in enumerate(units):
        late = county.random.random() < 0.1
        rows.append(
            {
                "unit_id": unit,
                "level": level,
                "signer": f"签{county.draws.next_number()}",
                "sign_date": first + timedelta(30 if late else min(at, 3)),
                "decision": "不同意" if county.random.random() < 0.07 else "同意",
            }
        )


def somebody_dies(county: ChangingCounty) -> None:
    """A death on, before or after D, under a right number or a wrong one."""
    rows = county.rows.setdefault("deaths", [])
    for person in county.random.sample(county.draws.members, min(2, len(county.draws.members))):
        died = county.day + timedelta(county.pick((0, -1, -40, -200, 1)))
        rows.append({**county.draws.who(person), "death_date": died})


#: what changes beside the rosters, and how often
CHANGES: tuple[tuple[Callable[[ChangingCounty], None], float], ...] = (
    (register_comes_back, 0.6),
    (member_leaves, 0.4),
    (household_leaves, 0.3),
    (member_moves, 0.15),
    (household_moves, 0.1),
    (number_corrected, 0.5),
    (number_worsened, 0.4),
    (particulars_change, 0.4),
    (incomes_change, 0.6),
    (size_changes, 0.5),
    (third_party_closes, 0.8),
    (signatures, 0.7),
    (somebody_dies, 0.3),
)
