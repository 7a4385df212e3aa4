"""M2 assistance_checks: whether the households newly assisted were checked, visited and spot-checked."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.policy.cited import cited
from tests.policy.night import Night
from tests.policy.test_m1_assistance_review import twins
from tests.policy.world import Household, World

FIRST_OF_DECEMBER = datetime.date(2017, 12, 1)
"""A night on the first day of a month: a record may start on D."""
COUNTY = "530129"


class Township:
    """A township of its own with the rows that make absence evidence there, and households newly assisted."""

    def __init__(self, world: World, *, without: tuple[str, ...] = ()) -> None:
        self.world = world
        self.village = world.own_township()
        world.fill_rosters(self.village, without=without)
        self._households = 0

    @property
    def code(self) -> str:
        """The township's code."""
        return self.village[:9]

    def household(self) -> Household:
        """One more household, that nobody assists."""
        self._households += 1
        return self.world.household(f"{self.code}-{self._households}", self.village)


Change = Callable[[Township], Any]


@dataclass(frozen=True)
class TownshipCase:
    """A sentence about one township and what its row must say. `without`: rosters that have no row there."""

    sentence: str
    changes: tuple[Change, ...]
    expected: dict[str, Any]
    without: tuple[str, ...] = ()


def case(sentence: str, *changes: Change, without: tuple[str, ...] = (), **expected: Any) -> TownshipCase:
    """A case; `expected` by column, `counts` for the four counts."""
    return TownshipCase(sentence, changes, expected, without)


CHECK = {"check_date": "2017-04-01", "visit_date": "2017-04-02", "county_spot_check": "是"}


def assisted(
    start: str = "2017-03", *checks: dict[str, str | None], roster: str = "dibao", times: int = 1, **cells: str
) -> Change:
    """So many households are assisted from that month on, each with these checks."""

    def add(township: Township) -> None:
        for _ in range(times):
            household = township.household()
            household.record(roster, start_date=start, **cells)
            for check in checks:
                household.record("economic_checks", **check)

    return add


def checked(**changes: str | None) -> dict[str, str | None]:
    """A check that has all three marks, but for the changes."""
    return {**CHECK, **changes}


UNSPOTTED = checked(county_spot_check="否")


def by_two_members(township: Township) -> None:
    """Two members are assisted and two checks were made: one household."""
    household = township.household()
    household.member("wife", born="1972-05-06", sex="女")
    for of in ("head", "wife"):
        household.record("tekun", of, start_date="2017-03")
        household.record("economic_checks", of, **CHECK)


def by_one_who_died(township: Township) -> None:
    """Only a member who has died was assisted."""
    household = township.household()
    household.member("wife", born="1972-05-06", sex="女")
    household.record("tekun", "wife", start_date="2017-03")
    household.record("deaths", "wife")


def checked_in_the_name_of_the_wife(township: Township) -> None:
    household = township.household()
    household.member("wife", born="1972-05-06", sex="女")
    household.record("dibao", start_date="2017-03")
    household.record("economic_checks", "wife", **CHECK)


def checked_in_the_name_of_one_who_died(township: Township) -> None:
    household = township.household()
    household.member("wife", born="1972-05-06", sex="女")
    household.record("dibao", start_date="2017-03")
    household.record("economic_checks", "wife", **CHECK)
    household.record("deaths", "wife")


def again(township: Township) -> None:
    """A household that had assistance before and has it no more."""
    household = township.household()
    household.record("dibao", start_date="2015-03", end_date="2015-09")
    household.record("dibao", start_date="2017-03", end_date="2017-05")
    household.record("economic_checks", **CHECK)


def with_a_quarantined_check(*checks: dict[str, str | None]) -> Change:
    """A household newly assisted with these checks, and a check of it in quarantine."""

    def add(township: Township) -> None:
        household = township.household()
        household.record("dibao", start_date="2017-03")
        household.record("economic_checks", check_date="2017-04-05", result="也许")
        for check in checks:
            household.record("economic_checks", **check)

    return add


def twins_with_a_quarantined_check(township: Township) -> None:
    """Two members of one name and number are newly assisted; two checks of theirs are in quarantine."""
    household = township.household()
    twins(household)
    household.record("dibao", start_date="2017-03")
    for day in ("2017-04-05", "2017-04-06"):
        household.record("economic_checks", check_date=day, result="也许")


def with_an_ambiguous_check(township: Township) -> None:
    """A household newly assisted, and a check that may be its head's or a namesake's."""
    household = township.household()
    household.record("dibao", start_date="2017-03")
    household.ambiguous("economic_checks", **CHECK)


def a_check_of_somebody_else_in_quarantine(township: Township) -> None:
    township.household().record("economic_checks", check_date="2017-04-05", result="也许")


def a_quarantined_household(township: Township) -> None:
    """A household whose own row is in quarantine."""
    township.household().row["household_type"] = "别的"


CASES = [
    case("nobody new", counts=(0, 0, 0, 0), check_rate=None, visit_rate=None, spot_rate=None, status="pass"),
    case("one with all three", assisted("2017-03", CHECK), counts=(1, 1, 1, 1), check_rate=1.0, visit_rate=1.0,
         spot_rate=1.0, status="pass"),
    case("one from January on", assisted("2017-01", CHECK), counts=(1, 1, 1, 1)),
    case("one from December before on", assisted("2016-12", CHECK), counts=(0, 0, 0, 0), status="pass"),
    case("one from D on", assisted("2017-12", CHECK), counts=(1, 1, 1, 1)),
    case("one from the month after D on", assisted("2018-01", CHECK), counts=(0, 0, 0, 0)),
    case("one new by tekun", assisted("2017-03", CHECK, roster="tekun"), counts=(1, 1, 1, 1)),
    case("one new by both", assisted("2017-03", CHECK), assisted("2017-03", CHECK, roster="tekun"),
         counts=(2, 2, 2, 2)),
    case("two members are one household", by_two_members, counts=(1, 1, 1, 1)),
    case("the dead are not asked", by_one_who_died, counts=(0, 0, 0, 0)),
    case("had it before, and has it no more", again, counts=(1, 1, 1, 1), status="pass"),
    case("no check", assisted(), counts=(1, 0, 0, 0), check_rate=0.0, visit_rate=0.0, spot_rate=0.0, status="fail"),
    case("checked in January", assisted("2017-03", checked(check_date="2017-01-01")), counts=(1, 1, 1, 1)),
    case("checked in December before", assisted("2017-03", checked(check_date="2016-12-31")), counts=(1, 0, 0, 0)),
    case("checked on D", assisted("2017-03", checked(check_date="2017-12-01")), counts=(1, 1, 1, 1)),
    case("checked after D", assisted("2017-03", checked(check_date="2017-12-02")), counts=(1, 0, 0, 0)),
    case("checked, after D visited by a second check",
         assisted("2017-03", checked(visit_date=None, county_spot_check="否"), checked(check_date="2017-12-02")),
         counts=(1, 1, 0, 0)),
    case("visited on D", assisted("2017-03", checked(visit_date="2017-12-01")), counts=(1, 1, 1, 1)),
    case("visited after D", assisted("2017-03", checked(visit_date="2017-12-02")), counts=(1, 1, 0, 1), status="fail"),
    case("not visited", assisted("2017-03", checked(visit_date=None)), counts=(1, 1, 0, 1), visit_rate=0.0,
         status="fail"),
    case("not spot-checked", assisted("2017-03", UNSPOTTED), counts=(1, 1, 1, 0), spot_rate=0.0, status="fail"),
    case("spot-check blank", assisted("2017-03", checked(county_spot_check=None)), counts=(1, 1, 1, 0)),
    case("of two checks one with a visit, one a spot-check",
         assisted("2017-03", checked(county_spot_check="否"), checked(check_date="2017-05-01", visit_date=None)),
         counts=(1, 1, 1, 1), status="pass"),
    case("checked in the name of another member", checked_in_the_name_of_the_wife, counts=(1, 1, 1, 1)),
    case("checked in the name of one who died", checked_in_the_name_of_one_who_died, counts=(1, 0, 0, 0),
         status="fail"),
    case("three of ten spot-checked", assisted("2017-03", CHECK, times=3), assisted("2017-03", UNSPOTTED, times=7),
         counts=(10, 10, 10, 3), spot_rate=0.3, status="pass"),
    case("two of seven spot-checked", assisted("2017-03", CHECK, times=2), assisted("2017-03", UNSPOTTED, times=5),
         counts=(7, 7, 7, 2), spot_rate=2 / 7, status="fail"),
    case("three of four checked", assisted("2017-03", CHECK, times=3), assisted(), counts=(4, 3, 3, 3), check_rate=0.75,
         status="fail"),
    case("three of four visited", assisted("2017-03", CHECK, times=3), assisted("2017-03", checked(visit_date=None)),
         counts=(4, 4, 3, 4), visit_rate=0.75, status="fail"),
    case("a check in quarantine", with_a_quarantined_check(), counts=(1, 0, 0, 0), check_rate=0.0, status="unknown"),
    case("not visited, and a check in quarantine", with_a_quarantined_check(checked(visit_date=None)),
         counts=(1, 1, 0, 1), visit_rate=0.0, status="unknown"),
    case("not spot-checked, and a check in quarantine", with_a_quarantined_check(UNSPOTTED), counts=(1, 1, 1, 0),
         status="unknown"),
    case("all three, and a check in quarantine", with_a_quarantined_check(CHECK), status="pass"),
    case("one in quarantine, one without", with_a_quarantined_check(), assisted(), counts=(2, 0, 0, 0), status="fail"),
    case("two of seven spot-checked, one in quarantine", assisted("2017-03", CHECK, times=2),
         assisted("2017-03", UNSPOTTED, times=4), with_a_quarantined_check(UNSPOTTED), counts=(7, 7, 7, 2),
         spot_rate=2 / 7, status="unknown"),
    case("two of eleven spot-checked, one in quarantine", assisted("2017-03", CHECK, times=2),
         assisted("2017-03", UNSPOTTED, times=8), with_a_quarantined_check(UNSPOTTED), status="fail"),
    case("two of ten spot-checked, one in quarantine: three might be", assisted("2017-03", CHECK, times=2),
         assisted("2017-03", UNSPOTTED, times=7), with_a_quarantined_check(UNSPOTTED), status="unknown"),
    case("twins with two checks in quarantine", twins_with_a_quarantined_check, counts=(1, 0, 0, 0), status="unknown"),
    case("a check that may be the head's", with_an_ambiguous_check, counts=(1, 0, 0, 0), status="unknown"),
    case("somebody else's check in quarantine", assisted(), a_check_of_somebody_else_in_quarantine, status="fail"),
    case("no check ever there", assisted(), without=("economic_checks",), counts=(1, 0, 0, 0), check_rate=0.0,
         status="unknown"),
    case("no dibao ever there, nobody new", without=("dibao",), counts=(0, 0, 0, 0), check_rate=None,
         status="unknown"),
    case("no dibao ever there, all three", assisted("2017-03", CHECK, roster="tekun"), without=("dibao",),
         counts=(1, 1, 1, 1), status="unknown"),
    case("no dibao ever there, no check", assisted(roster="tekun"), without=("dibao",), status="fail"),
    case("no tekun ever there, all three", assisted("2017-03", CHECK), without=("tekun",), counts=(1, 1, 1, 1),
         status="unknown"),
    case("no tekun ever there, no visit", assisted("2017-03", checked(visit_date=None)), without=("tekun",),
         status="fail"),
    case("a dibao row in quarantine", assisted("2017-03", CHECK), assisted("2017-03", category="Z"),
         counts=(1, 1, 1, 1), status="pass"),
    case("a household in quarantine", assisted("2017-03", CHECK), a_quarantined_household, counts=(1, 1, 1, 1),
         status="pass"),
]  # fmt: skip


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World(FIRST_OF_DECEMBER)
    for one in CASES:
        township = Township(world, without=one.without)
        for change in one.changes:
            change(township)
    return world.night(tmp_path_factory.mktemp("night"))


def code_of(at: int) -> str:
    """The township of the case at this place: they are made in order."""
    return f"530129{301 + at}"


def observed(row: dict[str, Any], asked: str) -> Any:
    if asked == "counts":
        return tuple(row[name] for name in ("new_households", "checked", "visited", "spot_checked"))
    return row[asked]


@pytest.mark.parametrize(("at", "one"), [pytest.param(at, one, id=one.sentence) for at, one in enumerate(CASES)])
def test_m2(at: int, one: TownshipCase, night: Night) -> None:
    row = night.row("assistance_checks", unit_id=code_of(at))
    assert {asked: observed(row, asked) for asked in one.expected} == one.expected


def test_townships_with_a_registered_household_have_a_row_and_the_county(night: Night) -> None:
    townships = {row["township_code"] for row in night.rows("households")}
    assert sorted(row["unit_id"] for row in night.rows("assistance_checks")) == sorted({*townships, COUNTY})


def test_the_county_adds_up_its_townships(night: Night) -> None:
    rows = night.rows("assistance_checks")
    county = night.row("assistance_checks", unit_id=COUNTY)
    for column in ("new_households", "checked", "visited", "spot_checked"):
        assert county[column] == sum(row[column] for row in rows if row["unit_id"] != COUNTY)


def place(sentence: str) -> str:
    """The township of a sentence."""
    return code_of([one.sentence for one in CASES].index(sentence))


@pytest.mark.parametrize(
    ("sentence", "feeds"),
    [
        ("nobody new", {}),
        ("one with all three", {"register_households": 1, "dibao": 1, "economic_checks": 1}),
        ("had it before, and has it no more", {"register_households": 1, "dibao": 1, "economic_checks": 1}),
        ("two members are one household", {"register_households": 1, "tekun": 2, "economic_checks": 2}),
        ("no check", {"register_households": 1, "dibao": 1}),
        ("checked after D", {"register_households": 1, "dibao": 1}),
        ("a check in quarantine", {"register_households": 1, "dibao": 1, "economic_checks": 1}),
        ("a check that may be the head's", {"register_households": 1, "dibao": 1, "economic_checks": 1}),
        ("twins with two checks in quarantine", {"register_households": 1, "dibao": 1, "economic_checks": 2}),
        ("somebody else's check in quarantine", {"register_households": 1, "dibao": 1}),
    ],
)
def test_the_evidence(sentence: str, feeds: dict[str, int], night: Night) -> None:
    assert cited(night.row("assistance_checks", unit_id=place(sentence))) == feeds


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("nobody new", ["无新增保障对象"]),
        ("no dibao ever there, nobody new", ["无新增保障对象", "可能有遗漏"]),
        ("one with all three", ["新增保障对象 1 户", "核对 1 户（达标）", "入户 1 户（达标）", "抽查 1 户（达标）"]),
        ("not visited", ["核对 1 户（达标）", "入户 0 户（不达标）", "抽查 1 户（达标）"]),
        ("a check in quarantine", ["核对 0 户（待核实）", "入户 0 户（待核实）", "抽查 0 户（待核实）"]),
        ("no check", ["核对 0 户（不达标）", "入户 0 户（不达标）", "抽查 0 户（不达标）"]),
    ],
)
def test_the_reason(sentence: str, words: list[str], night: Night) -> None:
    reason = night.row("assistance_checks", unit_id=place(sentence))["reason"]
    assert [word for word in words if word not in reason] == []


def test_the_reason_says_no_more_where_nobody_is_new(night: Night) -> None:
    assert night.row("assistance_checks", unit_id=place("nobody new"))["reason"] == "无新增保障对象"


def one_township(world: World, *changes: Change, without: tuple[str, ...] = ()) -> Township:
    """A further township of a small county."""
    township = Township(world, without=without)
    for change in changes:
        change(township)
    return township


COUNTIES: dict[str, tuple[dict[str, Any], tuple[Change, ...], tuple[str, ...], str, str]] = {
    "all is well": ({}, (assisted("2017-03", CHECK),), (), "pass", "pass"),
    "one township has no dibao": ({}, (assisted("2017-03", CHECK, roster="tekun"),), ("dibao",), "unknown", "unknown"),
    "one township has no dibao, and there is a fail": ({}, (assisted(roster="tekun"),), ("dibao",), "fail", "fail"),
    "dibao has not come": ({"without": ("dibao",)}, (assisted("2017-03", CHECK, roster="tekun"),), ("dibao",),
                           "unknown", "unknown"),
    "dibao has not come, no check": ({"without": ("dibao",)}, (assisted(roster="tekun"),), ("dibao",), "fail", "fail"),
    "tekun came with a broken file": ({"broken": ("tekun",)}, (assisted("2017-03", CHECK),), (), "unknown", "unknown"),
    "checks came with a broken file": ({"broken": ("economic_checks",)}, (assisted(),), (), "unknown", "unknown"),
    "checks have not come": ({"without": ("economic_checks",)}, (assisted(),), ("economic_checks",), "unknown",
                             "unknown"),
    "checks have not come, nobody new": ({"without": ("economic_checks",)}, (), ("economic_checks",), "pass", "pass"),
}  # fmt: skip
"""How the feeds came, what is in a township beside the world's own, which rosters have no row there; the status of that
township and of the county."""


@pytest.mark.parametrize("sentence", list(COUNTIES))
def test_a_county(sentence: str, tmp_path: Path) -> None:
    setting, changes, without, of_township, of_county = COUNTIES[sentence]
    world = World(FIRST_OF_DECEMBER, **setting)
    township = one_township(world, *changes, without=without)
    night = world.night(tmp_path)
    assert night.row("assistance_checks", unit_id=township.code)["status"] == of_township
    assert night.row("assistance_checks", unit_id=COUNTY)["status"] == of_county
