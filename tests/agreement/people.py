"""The persons and households of an adversarial county: births at every limit, names and numbers that collide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.reckoning.identity import birthday, check_character

SURNAMES = ("李", "王", "马")
GIVEN_NAMES = ("一", "建国", "小芳", "秀英", "阿依·古丽", "木沙•尔", "尔古・子")

#: (code, township as written, village): townships that stayed, old and new codes of the split, one that nobody knows
VILLAGES = (
    ("530129103201", "羊街镇", "羊街"),
    ("530129103202", "羊街镇", "大村"),
    ("530129104201", "柯渡镇", "柯渡"),
    ("530129001204", "仁德街道", "麦场"),
    ("530129002004", "塘子街道", "麦场"),
    ("530129001201", "仁德街道", "胜利"),
    ("530129001212", "仁德街道", "金所"),
    ("530129205201", "六哨乡", "六哨"),
    ("530129999001", "无名镇", "无名"),
)


@dataclass(eq=False)
class Person:
    """Somebody as the county knows them: `number` is the true one, `register_number` what the register holds."""

    name: str
    sex: str
    born: date
    number: str
    register_number: str | None
    household: Household | None = None
    member_id: str = ""


@dataclass(eq=False)
class Household:
    """A registered household."""

    id: str
    village: tuple[str, str, str]
    members: list[Person] = field(default_factory=list)


def clamp_feb_29(year: int, month: int, day: int) -> date:
    """The day, or 28 February where the year has no 29th."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)


def number_of(born: date, sex: str, random: Random) -> str:
    """A valid number; an odd sequence is a man's."""
    sequence = random.randrange(1, 400) * 2 + (1 if sex == "男" else 0)
    seventeen = f"{random.choice(('530129', '530112'))}{born:%Y%m%d}{sequence:03d}"
    return seventeen + check_character(seventeen)


def wrong_check(number: str) -> str:
    """The number with another check character."""
    return number[:17] + ("0" if number[17] != "0" else "1")


def damaged_number(number: str, random: Random, assessment_date: date) -> str:
    """The number made invalid in one of the ways that exports know, or two that only look so (15 digits)."""
    tomorrow = assessment_date + timedelta(1)
    damage = {
        "check": wrong_check(number),
        "short": number[:17],
        "long": number + "1",
        "letter": number[:8] + "O" + number[9:],
        "x within": number[:10] + "X" + number[11:],
        "month 13": _with_date(number, f"{number[6:10]}1301"),
        "30 February": _with_date(number, f"{number[6:10]}0230"),
        "1899": _with_date(number, "18991231"),
        "1900": _with_date(number, "19000101"),
        "1900-02-29": _with_date(number, "19000229"),
        "on D": _with_date(number, f"{assessment_date:%Y%m%d}"),
        "after D": _with_date(number, f"{tomorrow:%Y%m%d}"),
        "rounded": number[:15] + "000",
        "exponent": "5.30129E+17",
        "long exponent": f"{number[0]}.{number[1:15]}E+17",
        "exponent without dot": "5E+17",
        "digits 15": number[:6] + number[8:17],
        "digits 15 impossible": number[:6] + "990230" + number[14:17],
        "zeros": "0" * 18,
        "words": "正在办理",
        "hyphen": number[:6] + "-" + number[6:],
        "prefix letters": "ABCDEF" + number[6:],
        "date kept": "??????" + number[6:14] + "????",
    }
    return random.choice(list(damage.values()))


def _with_date(number: str, eight: str) -> str:
    seventeen = number[:6] + eight + number[14:17]
    return seventeen + check_character(seventeen)


def births(assessment_date: date) -> list[date]:
    """Days on which, or a day beside which, a rule changes its mind."""
    year = assessment_date.year
    start = date(year if assessment_date >= date(year, 9, 1) else year - 1, 9, 1)
    found = [assessment_date, assessment_date - timedelta(1), date(year, 1, 1), date(year - 1, 12, 31)]
    found += [date(leap, 2, 29) for leap in (1940, 1996, 2000, 2004, 2008, 2012)]
    for age in (6, 16, 21):
        found += [clamp_feb_29(start.year - age, 9, 1) + timedelta(days) for days in (-1, 0, 1)]
    for age in (16, 25, 60):
        exactly = clamp_feb_29(year - age, assessment_date.month, assessment_date.day)
        found += [exactly + timedelta(days) for days in (-1, 0, 1)]
    return [day for day in found if day <= assessment_date]


def new_person(random: Random, assessment_date: date) -> Person:
    """A person with a valid number."""
    if random.random() < 0.55:
        born = random.choice(births(assessment_date))
    else:
        born = assessment_date - timedelta(random.randrange(0, 365 * 90))
    sex = random.choice("男女")
    name = random.choice(SURNAMES) + random.choice(GIVEN_NAMES)
    number = number_of(born, sex, random)
    return Person(name, sex, born, number, number)


def sixteenth_birthday(person: Person) -> date:
    """The day before which work is a finding (S16)."""
    return birthday(person.born, 16)


def make_households(random: Random, assessment_date: date, count: int, mess: float) -> list[Household]:
    """Households with 0 to 5 members; `mess` (0 to 1) says how many numbers of the register are wrong."""
    villages = random.sample(VILLAGES, random.randint(2, len(VILLAGES)))
    households = []
    everybody: list[Person] = []
    for place in range(count):
        village = random.choice(villages[: max(1, len(villages) - 1)] if place % 7 else villages)
        household = Household(random.choice(("H{}", "{}", "寻-{}", "户 {}")).format(1001 + place), village)
        for at in range(random.choice((0, 1, 1, 2, 2, 3, 4, 5)) if random.random() < 0.5 else random.randint(1, 3)):
            person = new_person(random, assessment_date)
            person.household, person.member_id = household, f"{1001 + place}{at:02d}"
            if everybody and random.random() < 0.1 * mess:
                _make_alike(person, random.choice(everybody))
            _damage_register_number(person, everybody, random, assessment_date, mess)
            household.members.append(person)
            everybody.append(person)
        households.append(household)
    return households


def _make_alike(person: Person, other: Person) -> None:
    """Same name and birth as another, and no number by which to tell them apart."""
    person.name, person.born, person.register_number = other.name, other.born, None
    other.register_number = None


def _damage_register_number(
    person: Person, everybody: list[Person], random: Random, assessment_date: date, mess: float
) -> None:
    """Missing, invalid, shared with another member (whose name it may have too)."""
    if random.random() >= mess * 0.35:
        return
    kind = random.random()
    if kind < 0.25:
        person.register_number = None
    elif kind < 0.7 or not everybody:
        person.register_number = damaged_number(person.number, random, assessment_date)
    else:
        other = random.choice(everybody)
        person.register_number = other.register_number
        person.number = other.number
        if random.random() < 0.6:
            person.name, person.born = other.name, other.born
