"""What the departments know of an adversarial county: the rows of all 29 feeds by canonical names, still clean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.agreement.people import (
    VILLAGES,
    Household,
    Person,
    clamp_feb_29,
    damaged_number,
    new_person,
    sixteenth_birthday,
)
from tests.reckoning.contract_data import feeds
from tests.reckoning.identity import months_later

Row = dict[str, Any]

MONEY = tuple(Decimal(text) for text in ("0.01", "1", "80", "295", "295.01", "300", "600", "720", "1000", "3540.05"))


class CountyRecords:
    """Makes the rows; `mess` (0 to 1) is how often something is odd."""

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
        self.serial = 0
        self.project_ids = [f"P{number}" for number in range(1, 7)]

    # ---- small draws ----

    def chance(self, share: float) -> bool:
        """True so often."""
        return self.random.random() < share

    def odd(self, share: float) -> bool:
        """True so often in a county full of mess."""
        return self.random.random() < share * self.mess

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

    # ---- registers ----

    def register_households(self) -> Iterator[Row]:
        """Incomes at the lines of H1, S05, S06 and S14; sizes declared right and wrong."""
        for household in self.households:
            size = max(1, len(household.members))
            head = household.members[0] if household.members else self.pick(*self.strangers)
            yield {
                "household_id": household.id,
                "township": household.village[1],
                "village": household.village[2],
                "village_code": household.village[0],
                "hamlet": self.maybe("上村"),
                "head_name": head.name,
                "head_id_number": (head.register_number or head.number) if self.chance(0.9) else "无号",
                "household_size": size + (self.pick(-1, 1, 2) if size > 1 and self.odd(0.2) else 0),
                "household_type": self.pick("一般贫困户", "低保贫困户", "特困供养户"),
                "main_cause": self.pick("因病", "因残", "因学", "其他"),
                "identified_year": self.pick(2013, 2014, self.year),
                "exit_year": self.maybe(self.year, 0.2),
                **self._incomes(size),
                "food_secure": self.yes(),
                "clothing_secure": self.yes(),
                "water_safe": self.yes(),
            }

    def yes(self) -> bool | None:
        """是 mostly, else 否 or nothing."""
        return True if self.chance(self.good) else self.pick(False, None)

    def _incomes(self, size: int) -> Row:
        line = {2017: 3200, 2018: 3500, 2019: 3750}.get(self.year, 4000)
        total = self.pick(Decimal(line), Decimal(3540), Decimal(9000), Decimal(9000), Decimal(9000)) * size
        total += self.pick(Decimal(0), Decimal("0.01"), Decimal("-0.01"), Decimal("0.01") * size, Decimal("0.005"))
        total = total.quantize(Decimal("0.01"))
        wage = self.pick(Decimal(0), Decimal(6000), Decimal(4800), Decimal("7500.01"), Decimal(7500))
        expense = self.pick(Decimal(0), Decimal(1000))
        incomes: Row = {
            "wage_income": wage,
            "operating_income": max(Decimal(0), total - wage) + expense,
            "operating_expense": expense + max(Decimal(0), wage - total),
            "property_income": Decimal(0),
            "transfer_income": Decimal(0),
        }
        if self.chance(0.08):
            incomes[self.pick(*incomes)] = None
        return incomes

    def register_members(self) -> Iterator[Row]:
        """The members, a few of households that the register does not know."""
        for household in self.households:
            for at, person in enumerate(household.members):
                yield {
                    "household_id": household.id if not self.odd(0.02) else "无此户",
                    "member_id": person.member_id,
                    "name": person.name,
                    "sex": person.sex if not self.odd(0.05) else self.pick("男", "女"),
                    "id_number": person.register_number,
                    "birth_date": person.born if not self.odd(0.05) else self.pick(person.born, date(1980, 5, 6)),
                    "relation": "户主" if at == 0 else self.pick("配偶", "之子", "之女"),
                    "ethnicity": self.maybe("汉族"),
                    "health_status": self.maybe("健康"),
                    "labour_capacity": self.maybe(self.pick("普通劳动力", "无劳动力")),
                }

    def some_households(self, share: float) -> Iterator[str]:
        """Household ids, one unknown now and then."""
        for household in self.households:
            if self.chance(share):
                yield household.id
        if self.odd(0.5):
            yield "无此户"

    def helpers(self) -> Iterator[Row]:
        for household_id in self.some_households(0.9):
            start = self.pick(date(2016, 1, 1), self.a_day())
            end = self.later(start) if self.chance(0.3) else None
            yield {
                "household_id": household_id,
                "helper_name": self.pick("帮 扶一", "帮扶二", "阿·帮"),
                "organisation": self.pick("县委", "教育局"),
                "start_date": start,
                "end_date": end,
            }

    def projects(self) -> Iterator[Row]:
        for project_id in self.project_ids[:-1]:
            measure = self.pick("发展生产", "发展生产", "基础设施", "社会保障")
            for village in self.random.sample(VILLAGES, 4):
                start = self.maybe(self.a_day(), 0.8)
                received = self.maybe(self.money(), 0.8)
                spent = self.pick(None, Decimal(0), Decimal(0), received, self.money())
                yield {
                    "project_id": project_id,
                    "project_name": "项目",
                    "measure": measure if not self.odd(0.1) else "易地搬迁",
                    "village_code": village[0],
                    "fund_source": self.pick("中央财政", "省级财政"),
                    "budget": self.money(),
                    "received": received,
                    "spent": spent,
                    "spent_on_poor": self.pick(None, spent, self.money()),
                    "start_date": start,
                    "end_date": self.maybe(self.later(start) if start else self.a_day()),
                }

    def project_beneficiaries(self) -> Iterator[Row]:
        for household_id in self.some_households(0.35 * self.plenty):
            yield {
                "project_id": self.pick(*self.project_ids),
                "household_id": household_id,
                "mode": self.maybe("实物"),
                "amount": self.maybe(self.money(), 0.8),
                "date": self.a_day(),
            }

    def third_party_assessment(self) -> Iterator[Row]:
        problems = ("收入", "住房", "教育", "医疗", "养老", "饮水", "帮扶", "识别", "其他")
        for household_id in [*self.some_households(0.6), *self.some_households(0.4)]:
            rectified = self.maybe(self.a_day())
            closed = self.day if self.chance(0.6) else self.maybe(self.a_day())
            yield {
                "problem_id": f"W{self.next_number()}",
                "household_id": household_id,
                "found_date": self.a_day(),
                "problem": self.pick(*problems),
                "detail": self.maybe("说明"),
                "rectified_date": min(rectified, closed) if rectified and closed else rectified,
                "closed_date": closed,
            }

    def sign_offs(self) -> Iterator[Row]:
        units = [("户", household.id) for household in self.households if self.chance(0.5)]
        units += [("村", village[0]) for village in VILLAGES if self.chance(0.7)]
        units += [("乡", village[0][:9]) for village in VILLAGES if self.chance(0.5)]
        units += [("县", "530129"), ("户", "530129103201"), ("村", "530129103")]
        for level, unit in units:
            day = self.a_day()
            for signer in self.random.sample(("甲", "乙 丙", "丁"), self.pick(1, 1, 2, 3)):
                yield {
                    "unit_id": unit,
                    "level": level,
                    "signer": signer,
                    "sign_date": day if self.chance(0.6) else self.a_day(),
                    "decision": self.pick("同意", "同意", "不同意"),
                }

    # ---- civil affairs ----

    def dibao(self) -> Iterator[Row]:
        for person in self.persons(0.25 * self.plenty):
            start = self.a_month()
            yield {
                **self.who(person),
                "head_id_number": self.head_of(person),
                "village_code": self.place_of(person),
                "category": self.pick("A", "B", "C"),
                "monthly_amount": self.pick(*map(Decimal, ("295", "295.01", "294.99", "200", "0.01"))),
                "start_date": start,
                "end_date": self.maybe(max(start, self.a_month())),
            }

    def tekun(self) -> Iterator[Row]:
        for person in self.persons(0.12 * self.plenty):
            start = self.a_month()
            yield {
                **self.who(person),
                "village_code": self.place_of(person),
                "care": self.pick("集中", "分散"),
                "monthly_amount": self.pick(Decimal(720), Decimal(600), Decimal(475)),
                "start_date": start,
                "end_date": self.maybe(max(start, self.a_month())),
            }

    def temporary_assistance(self) -> Iterator[Row]:
        for person in self.persons(0.1 * self.plenty):
            yield {
                "approval_no": f"L{self.next_number()}",
                **self.who(person),
                "cause": self.maybe("火灾"),
                "amount": self.money(),
                "date": self.a_day(),
            }

    def economic_checks(self) -> Iterator[Row]:
        for person in self.persons(0.15):
            who = self.who(person)
            yield {
                "name": who["name"],
                "head_id_number": who["id_number"],
                "check_date": self.a_day(),
                "result": self.pick("符合", "不符合"),
                "visit_date": self.maybe(self.a_day()),
                "county_spot_check": self.pick(True, False, None),
            }

    def deaths(self) -> Iterator[Row]:
        """A few of many households, and all of some."""
        dead = list(self.persons(0.06))
        dead += [person for household in self.households if self.chance(0.06) for person in household.members]
        for person in dead:
            for _ in range(self.pick(1, 1, 1, 2)):
                yield {**self.who(person), "death_date": self.a_day()}


MAKERS: dict[str, Callable[[CountyRecords], Iterator[Row]]] = {}


def all_rows(records: CountyRecords) -> dict[str, list[Row]]:
    """The rows of every feed; no two have one key, but for what chance does to persons who share a number."""
    from tests.agreement import more_records  # the other departments

    rows = {}
    for feed in feeds():
        make = getattr(records, feed, None)
        made = make() if make else more_records.MAKERS[feed](records)
        rows[feed] = list(made)
    return rows


__all__ = ["CountyRecords", "Row", "all_rows", "sixteenth_birthday"]
