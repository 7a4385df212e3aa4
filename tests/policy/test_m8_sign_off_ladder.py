"""M8 sign_off_ladder and S21: who signed when, and whether those below had signed before."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.policy.cited import cited
from tests.policy.night import Night
from tests.policy.test_villages import Village
from tests.policy.world import VILLAGE, Household, World

COUNTY = "530129"
EARLY, BEFORE, DAY_OF_VILLAGE, AFTER = "2017-10-01", "2017-11-01", "2017-11-02", "2017-11-03"
DAY_OF_TOWNSHIP, AFTER_TOWNSHIP = "2017-11-10", "2017-11-11"


class Township:
    """A township of its own. Its villages pass all ten, and end in 201, 202 ...; its households pass all six."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.code = world.own_township()[:9]
        self.villages: dict[int, Village] = {}

    def village(self, number: int = 201) -> Village:
        """One of its villages."""
        if number not in self.villages:
            self.villages[number] = Village(self.world, f"{self.code}{number}")
        return self.villages[number]

    def household(self, *decisions: tuple[str, str], village: int = 201, **cells: str | None) -> Household:
        """One more household and its decisions (day, decision)."""
        household: Household = self.village(village).household(**cells)
        for day, decision in decisions:
            household.record("sign_offs", sign_date=day, decision=decision, signer=f"户{day}{decision}")
        return household

    def signs(self, level: str, unit: str, day: str, decision: str = "同意") -> None:
        """A decision of a level."""
        self.world.add(
            "sign_offs", level=level, unit_id=unit, sign_date=day, decision=decision, signer=f"{day}{decision}"
        )


Change = Callable[[Township], Any]


@dataclass(frozen=True)
class TownshipCase:
    """A sentence about one township: for its first household in_order, and the units of S21 and of unknown order."""

    sentence: str
    changes: tuple[Change, ...]
    in_order: bool | None
    found: set[str]
    unknown: set[str]


def case(sentence: str, *changes: Change, in_order: bool | None = True, found: str = "", unknown: str = "") -> Any:
    """A case; `found` and `unknown` list what follows the township's code, 乡 for the township itself."""
    return TownshipCase(sentence, changes, in_order, set(found.split()), set(unknown.split()))


def yes(day: str) -> tuple[str, str]:
    return day, "同意"


def no(day: str) -> tuple[str, str]:
    return day, "不同意"


def home(*decisions: tuple[str, str], **cells: Any) -> Change:
    """A household that is ready to leave, and its decisions."""
    return lambda township: township.household(*decisions, **cells)


def village(day: str = DAY_OF_VILLAGE, decision: str = "同意", number: int = 201) -> Change:
    """A decision of a village."""
    return lambda place: place.signs("村", f"{place.code}{number}", day, decision)


def township(day: str = DAY_OF_TOWNSHIP, decision: str = "同意") -> Change:
    """A decision of the township."""
    return lambda place: place.signs("乡", place.code, day, decision)


def at_the_wrong_level(place: Township) -> None:
    """The village's code signs as a township."""
    place.signs("乡", f"{place.code}201", DAY_OF_VILLAGE)


def surveyed(number: int, **cells: str | None) -> Change:
    """There is such a village, and the survey says so of it."""
    return lambda place: place.village(number).survey.update(cells)


def unreadable(level: str, unit: str) -> Change:
    """A row of sign_offs in quarantine that carries a unit's code, or that of a household."""

    def add(place: Township) -> None:
        code = f"{place.code}{unit}" if unit.isdigit() else f"{place.code}201-1"
        place.signs(level, code, "昨天")

    return add


UNREADABLE = unreadable("户", "户")
NOT_READY = {"food_secure": "否"}
TO_VERIFY = {"food_secure": None}

CASES = [
    case("nobody has signed", home()),
    case("the household alone has signed", home(yes(BEFORE))),
    case("the village signs after its household", home(yes(BEFORE)), village()),
    case("on the same day", home(yes(DAY_OF_VILLAGE)), village()),
    case("the household signs a day later", home(yes(AFTER)), village(), in_order=False, found="201"),
    case("the household has not signed", home(), village(), in_order=False, found="201"),
    case("the household has refused", home(no(BEFORE)), village(), in_order=False, found="201"),
    case("it refused after the village signed", home(no(AFTER)), village(), in_order=False, found="201"),
    case("it refused, then signed", home(no(EARLY), yes(BEFORE)), village()),
    case("it signed, then refused", home(yes(EARLY), no(BEFORE)), village(), in_order=False, found="201"),
    case("it signed and refused on one day", home(yes(BEFORE), no(BEFORE)), village(), in_order=False, found="201"),
    case("it signed before, and again later", home(yes(BEFORE), yes(AFTER)), village(), in_order=False, found="201"),
    case("it signed before, and refuses after D", home(yes(BEFORE), no("2018-01-02")), village()),
    case("it signs after D", home(yes("2018-01-02")), village(), in_order=False, found="201"),
    case("one of two has not signed", home(yes(BEFORE)), home(), village(), in_order=False, found="201"),
    case("the other is not ready", home(yes(BEFORE)), home(**NOT_READY), village()),
    case("the other is to be verified", home(yes(BEFORE)), home(**TO_VERIFY), village()),
    case("the other is not ready and has refused", home(yes(BEFORE)), home(no(BEFORE), **NOT_READY), village()),
    case("a household that is not ready sees the village out of order", home(**NOT_READY), home(), village(),
         in_order=False, found="201"),
    case("the village has refused", home(), village(decision="不同意")),
    case("the village signed, then refused", home(), village(), village(AFTER, "不同意")),
    case("the village signed early, and again late", home(yes(BEFORE)), village(EARLY), village()),
    case("the village signs after D", home(), village("2018-01-02")),
    case("a village signs under another level", home(), at_the_wrong_level),
    case("a row of the household in quarantine", home(), UNREADABLE, village(), in_order=None,
         unknown="201"),
    case("a row of the household in quarantine, and one that has not signed", home(), home(), UNREADABLE,
         village(), in_order=False, found="201"),
    case("a row of the household in quarantine, and it has signed", home(yes(BEFORE)), UNREADABLE, village()),
    case("a row of the household in quarantine, and it signed later", home(yes(AFTER)), UNREADABLE, village(),
         in_order=False, found="201"),
    case("a row of the household in quarantine, and it refused", home(no(BEFORE)), UNREADABLE, village(),
         in_order=False, found="201"),
    case("a row of the village itself in quarantine", home(yes(BEFORE)), unreadable("村", "201"), village()),
    case("the township signs after its village", home(yes(BEFORE)), village(), township()),
    case("on the same day as its village", home(yes(BEFORE)), village(DAY_OF_TOWNSHIP), township()),
    case("the village signs a day later", home(yes(BEFORE)), village(AFTER_TOWNSHIP), township(), in_order=False,
         found="乡"),
    case("the village has not signed", home(yes(BEFORE)), township(), in_order=False, found="乡"),
    case("the village has refused, the township signs", home(yes(BEFORE)), village(decision="不同意"), township(),
         in_order=False, found="乡"),
    case("the township has refused", home(yes(BEFORE)), township(decision="不同意")),
    case("the village is not ready", home(yes(BEFORE)), surveyed(201, road_hardened="否"), township()),
    case("the village is to be verified", home(yes(BEFORE)), surveyed(201, road_hardened=None), township()),
    case("the village is not ready and has refused", home(yes(BEFORE)), surveyed(201, road_hardened="否"),
         village(decision="不同意"), township()),
    case("another village without a household has not signed", home(yes(BEFORE)), village(), surveyed(202), township(),
         in_order=False, found="乡"),
    case("another village without a household has signed", home(yes(BEFORE)), village(), surveyed(202),
         village(number=202), township()),
    case("another village is out of order", home(yes(BEFORE)), village(), home(village=202), village(number=202),
         township(), found="202"),
    case("a row of the village in quarantine", home(yes(BEFORE)), unreadable("村", "201"), township(), in_order=None,
         unknown="乡"),
    case("the level of that row cannot be read", home(yes(BEFORE)), unreadable("组", "201"), township(),
         in_order=None, unknown="乡"),
    case("the village is out of order, the township's order is unknown", home(), village(), surveyed(202),
         unreadable("村", "202"), township(), in_order=False, found="201", unknown="乡"),
    case("village and township are out of order", home(), village(AFTER_TOWNSHIP), township(), in_order=False,
         found="201 乡"),
    case("the household signed after the township, the village has not", home(yes(AFTER_TOWNSHIP)), township(),
         in_order=False, found="乡"),
]  # fmt: skip


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    for one in CASES:
        place = Township(world)
        for change in one.changes:
            change(place)
    return world.night(tmp_path_factory.mktemp("night"))


def code_of(sentence: str) -> str:
    """The township of a sentence: they are made in order."""
    return f"530129{301 + [one.sentence for one in CASES].index(sentence)}"


def ladder(night: Night, household: str) -> dict[str, Any]:
    """The row of a household."""
    return night.row("sign_off_ladder", household_id=household)


def units(rows: list[dict[str, Any]], column: str, code: str) -> set[str]:
    """What follows the township's code in the units of the rows that are of it, 乡 for itself."""
    return {row[column].removeprefix(code) or "乡" for row in rows if row[column].startswith(code)}


@pytest.mark.parametrize("one", [pytest.param(one, id=one.sentence) for one in CASES])
def test_m8_and_s21(one: TownshipCase, night: Night) -> None:
    code = code_of(one.sentence)
    row = ladder(night, f"{code}201-1")
    assert row["in_order"] is one.in_order
    assert row["status"] == ("fail" if one.in_order is False else "unknown"), "the county has not signed"
    assert units(night.rows("findings", rule="S21"), "unit", code) == one.found
    assert units(night.rows("sign_off_orders_unknown"), "unit_id", code) == one.unknown


def test_a_finding_is_of_the_poverty_office_and_of_no_household(night: Night) -> None:
    rows = night.rows("findings", rule="S21")
    assert {(row["household_id"], row["feed"], row["status"]) for row in rows} == {(None, None, "open")}
    assert {tuple(row["departments"]) for row in rows} == {("poverty_office",)}


def test_the_unknown_orders_say_their_level(night: Night) -> None:
    for row in night.rows("sign_off_orders_unknown"):
        assert row["level"] == ("村" if len(row["unit_id"]) == 12 else "乡")


def test_every_household_has_a_row(night: Night) -> None:
    households = sorted(row["household_id"] for row in night.rows("households"))
    assert sorted(row["household_id"] for row in night.rows("sign_off_ladder")) == households


def test_a_level_has_the_date_of_its_last_decision(night: Night) -> None:
    def dates(sentence: str) -> list[datetime.date | None]:
        row = ladder(night, f"{code_of(sentence)}201-1")
        return [row[f"{level}_signed"] for level in ("household", "village", "township", "county")]

    def day(text: str) -> datetime.date:
        return datetime.date.fromisoformat(text)

    assert dates("nobody has signed") == [None] * 4
    assert dates("the township signs after its village") == [
        day(BEFORE), day(DAY_OF_VILLAGE), day(DAY_OF_TOWNSHIP), None
    ]  # fmt: skip
    assert dates("it signed, then refused") == [None, day(DAY_OF_VILLAGE), None, None]
    assert dates("it signed and refused on one day") == [None, day(DAY_OF_VILLAGE), None, None]
    assert dates("it signed before, and again later") == [day(AFTER), day(DAY_OF_VILLAGE), None, None]
    assert dates("the village signed, then refused") == [None] * 4
    assert dates("the village signed early, and again late") == [day(BEFORE), day(DAY_OF_VILLAGE), None, None]
    assert dates("the village signs after D") == [None] * 4
    assert dates("a village signs under another level") == [None] * 4


@pytest.mark.parametrize(
    ("sentence", "feeds"),
    [
        ("nobody has signed", {"register_households": 1}),
        ("the village signs after its household", {"register_households": 1, "sign_offs": 2}),
        ("the township signs after its village", {"register_households": 1, "sign_offs": 3}),
        ("the household signs a day later", {"register_households": 1, "sign_offs": 2}),
        ("it signed and refused on one day", {"register_households": 1, "sign_offs": 3}),
        ("it signed, then refused", {"register_households": 1, "sign_offs": 2}),
        ("one of two has not signed", {"register_households": 2, "sign_offs": 2}),
        ("a row of the household in quarantine", {"register_households": 1, "sign_offs": 2}),
        ("a row of the household in quarantine, and it has signed", {"register_households": 1, "sign_offs": 2}),
        ("another village without a household has not signed",
         {"register_households": 1, "village_survey": 1, "sign_offs": 3}),
        ("another village is out of order", {"register_households": 1, "sign_offs": 3}),
    ],
)  # fmt: skip
def test_the_evidence(sentence: str, feeds: dict[str, int], night: Night) -> None:
    assert cited(ladder(night, f"{code_of(sentence)}201-1")) == feeds


@pytest.mark.parametrize(
    ("sentence", "unit", "feeds", "detail"),
    [
        ("the household signs a day later", "201", {"sign_offs": 2}, "行政村已签字，而下级有 1 户"),
        ("one of two has not signed", "201", {"sign_offs": 1, "register_households": 1}, "行政村已签字，而下级有 1 户"),
        ("a row of the household in quarantine, and one that has not signed", "201",
         {"sign_offs": 1, "register_households": 1}, "行政村已签字，而下级有 1 户"),
        ("another village without a household has not signed", "", {"sign_offs": 1, "village_survey": 1},
         "乡镇已签字，而下级有 1 个行政村"),
    ],
)  # fmt: skip
def test_a_finding_names_the_units_that_break_the_order(
    sentence: str, unit: str, feeds: dict[str, int], detail: str, night: Night
) -> None:
    (row,) = night.rows("findings", rule="S21", unit=f"{code_of(sentence)}{unit}")
    assert cited(row) == feeds
    assert row["detail"].startswith(detail)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("nobody has signed", "尚未同意：户、村、乡、县"),
        ("the township signs after its village", "尚未同意：县"),
        ("the household has not signed", "尚未同意：户、乡、县；签字次序有误：村签字时下级尚未全部同意"),
        ("village and township are out of order", "尚未同意：户、县；签字次序有误：村、乡签字时下级尚未全部同意"),
        ("a row of the household in quarantine", "尚未同意：户、乡、县；签字名册不全或有行被退回，次序待核实"),
    ],
)
def test_the_reason(sentence: str, words: str, night: Night) -> None:
    assert ladder(night, f"{code_of(sentence)}201-1")["reason"] == words


COUNTY_DAY = "2017-12-01"


class WholeCounty:
    """The world's own township and another one; all units of both have signed, and the county too."""

    def __init__(self, **setting: Any) -> None:
        self.world = World(**setting)
        self.place = Township(self.world)
        self.household = self.place.household(yes(BEFORE))
        self.own = self.world.households[f"R{VILLAGE}"]
        self.own.record("sign_offs", sign_date=BEFORE)
        for village_code in (VILLAGE, f"{self.place.code}201"):
            self.place.signs("村", village_code, DAY_OF_VILLAGE)
            self.place.signs("乡", village_code[:9], DAY_OF_TOWNSHIP)
        self.place.signs("县", COUNTY, COUNTY_DAY)

    def retract(self, unit: str) -> None:
        """Take a unit's signatures away."""
        rows = self.world.rows["sign_offs"]
        self.world.rows["sign_offs"] = [row for row in rows if row["unit_id"] != unit]


def all_signed(county: WholeCounty) -> None:
    """Nothing is changed."""


def other_township_silent(county: WholeCounty) -> None:
    county.retract(VILLAGE[:9])


def other_township_later(county: WholeCounty) -> None:
    county.retract(VILLAGE[:9])
    county.place.signs("乡", VILLAGE[:9], "2017-12-02")


def other_township_the_same_day(county: WholeCounty) -> None:
    county.retract(VILLAGE[:9])
    county.place.signs("乡", VILLAGE[:9], COUNTY_DAY)


def other_township_refuses(county: WholeCounty) -> None:
    county.place.signs("乡", VILLAGE[:9], "2017-11-20", "不同意")


def other_township_unreadable(county: WholeCounty) -> None:
    county.retract(VILLAGE[:9])
    county.place.signs("乡", VILLAGE[:9], "昨天")


def other_household_silent(county: WholeCounty) -> None:
    county.retract(county.own.id)


def own_household_silent(county: WholeCounty) -> None:
    county.retract(county.household.id)


def own_household_not_ready(county: WholeCounty) -> None:
    county.retract(county.household.id)
    county.household.row["food_secure"] = "否"


def county_silent(county: WholeCounty) -> None:
    county.retract(COUNTY)


def county_of_elsewhere(county: WholeCounty) -> None:
    county.retract(COUNTY)
    county.place.signs("县", "530128", COUNTY_DAY)


def village_unready_and_silent(county: WholeCounty) -> None:
    county.retract(f"{county.place.code}201")
    county.place.village().survey["road_hardened"] = "否"


def third_township_without_households(county: WholeCounty) -> None:
    """A surveyed village of a township in which nobody is registered: the county demands nothing of it."""
    Township(county.world).village()


COUNTIES: dict[str, tuple[Callable[[WholeCounty], None], bool | None, str, set[str], set[str]]] = {
    "all have signed in order": (all_signed, True, "pass", set(), set()),
    "another township has not signed": (other_township_silent, False, "fail", {COUNTY}, set()),
    "another township signs later": (other_township_later, False, "fail", {COUNTY}, set()),
    "another township signs on the same day": (other_township_the_same_day, True, "pass", set(), set()),
    "another township has refused": (other_township_refuses, False, "fail", {COUNTY}, set()),
    "a row of another township is in quarantine": (other_township_unreadable, None, "unknown", set(), {COUNTY}),
    "a household of another village has not signed": (other_household_silent, True, "pass", {VILLAGE}, set()),
    "the household has not signed": (own_household_silent, False, "fail", {"530129301201"}, set()),
    "the household is not ready and has not signed": (own_household_not_ready, True, "unknown", set(), set()),
    "the county has not signed": (county_silent, True, "unknown", set(), set()),
    "another county has signed": (county_of_elsewhere, True, "unknown", set(), set()),
    "the village is not ready and has not signed": (village_unready_and_silent, True, "unknown", set(), set()),
    "a township without a registered household": (third_township_without_households, True, "pass", set(), set()),
}  # fmt: skip
"""What is changed from a county in which all have signed; in_order and status of a household of the other township, the
units of S21 and of unknown order."""


@pytest.mark.parametrize("sentence", list(COUNTIES))
def test_a_county(sentence: str, tmp_path: Path) -> None:
    change, in_order, status, found, unknown = COUNTIES[sentence]
    county = WholeCounty()
    change(county)
    night = county.world.night(tmp_path)
    row = ladder(night, county.household.id)
    assert (row["in_order"], row["status"]) == (in_order, status)
    assert {one["unit"] for one in night.rows("findings", rule="S21")} == found
    assert {one["unit_id"] for one in night.rows("sign_off_orders_unknown")} == unknown
    for one in night.rows("findings", rule="S21", unit=COUNTY):
        assert one["detail"].startswith("县已签字，而下级有 1 个乡镇")


def test_the_third_party_never_closes_it(tmp_path: Path) -> None:
    county = WholeCounty()
    own_household_silent(county)
    for problem in ("帮扶", "识别", "其他"):
        county.household.record("third_party_assessment", problem=problem, closed_date="2017-12-31")
    rows = county.world.night(tmp_path).rows("findings", rule="S21")
    assert [row["status"] for row in rows] == ["open"]


def test_a_broken_file_leaves_open_what_rests_on_absence(tmp_path: Path) -> None:
    county = WholeCounty(broken=("sign_offs",))
    later = county.place.household(yes(AFTER), village=202)
    county.place.signs("村", f"{county.place.code}202", DAY_OF_VILLAGE)
    own_household_silent(county)
    night = county.world.night(tmp_path)
    row = ladder(night, county.household.id)
    assert (row["in_order"], row["status"]) == (None, "unknown")
    assert ladder(night, later.id)["in_order"] is False
    assert {one["unit"] for one in night.rows("findings", rule="S21")} == {f"{county.place.code}202"}
    assert {(one["level"], one["unit_id"]) for one in night.rows("sign_off_orders_unknown")} == {
        ("村", f"{county.place.code}201")
    }
    assert cited(row) == {"register_households": 1, "sign_offs": 3}


def test_without_sign_offs_nobody_has_signed(tmp_path: Path) -> None:
    world = World(without=("sign_offs",))
    household = world.household("A")
    night = world.night(tmp_path)
    row = ladder(night, household.id)
    assert (row["in_order"], row["status"], row["county_signed"]) == (True, "unknown", None)
    assert night.rows("findings", rule="S21") == []
