"""V1 to V10: one village per case, in a county in which clinics and projects are complete."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.policy.night import Night
from tests.policy.world import World

FIRST_VILLAGE = 530_129_103_300
"""The cases' villages are on no list (ruling 11), one after the other."""


class Village:
    """A village that passes all ten, to be changed by a case."""

    def __init__(self, world: World, code: str) -> None:
        self.world, self.code = world, code
        self.survey = world.survey(code)
        self.clinic = world.add("village_clinics", village_code=code)
        self.project = world.add("projects", project_id=f"P{code}", village_code=code)
        self._households = 0

    def household(self, members: int = 1, **cells: str | None) -> Any:
        """Add a household of so many members that is ready to leave."""
        self._households += 1
        household = self.world.household(f"{self.code}-{self._households}", self.code, **cells)
        for at in range(1, members):
            household.member(f"m{at}", born="1972-05-06", sex="女")
        return household

    def remove(self, feed: str) -> None:
        """Take the village's own row of a feed away."""
        row = {"village_survey": self.survey, "village_clinics": self.clinic, "projects": self.project}[feed]
        self.world.rows[feed] = [other for other in self.world.rows[feed] if other is not row]


Change = Callable[[Village], Any]


@dataclass(frozen=True)
class VillageCase:
    """A sentence about one village and the statuses and values it must have."""

    sentence: str
    changes: tuple[Change, ...]
    expected: dict[str, Any]


def case(sentence: str, *changes: Change, **expected: Any) -> VillageCase:
    """A case: by indicator its status; V1_value and V10_value the value; result; any column of village_exit."""
    return VillageCase(sentence, changes, expected)


def surveyed(**cells: str | None) -> Change:
    """The survey says."""
    return lambda village: village.survey.update(cells)


def clinic(**cells: str | None) -> Change:
    """The village's clinic is so."""
    return lambda village: village.clinic.update(cells)


def another_clinic(**cells: str | None) -> Change:
    """The village has another clinic."""
    return lambda village: village.world.add("village_clinics", village_code=village.code, **cells)


def project(**cells: str | None) -> Change:
    """The village's project is so."""
    return lambda village: village.project.update(cells)


def another_project(**cells: str | None) -> Change:
    """The village has another project."""
    return lambda village: village.world.add("projects", **{"project_id": f"Q{village.code}",
                                                           "village_code": village.code, **cells})  # fmt: skip


def without(feed: str) -> Change:
    """The village has no row of a feed."""
    return lambda village: village.remove(feed)


def ready(members: int = 1) -> Change:
    """A household is ready to leave."""
    return lambda village: village.household(members)


def not_ready(members: int = 1, **cells: str | None) -> Change:
    """A household fails H1."""
    return lambda village: village.household(members, food_secure="否", **cells)


def to_verify(members: int = 1) -> Change:
    """A household's H1 is unknown."""
    return lambda village: village.household(members, food_secure=None)


def quarantined(size: str | None = "1", members: int = 1, **cells: str | None) -> Change:
    """A household's row is in quarantine: its type cannot be read."""

    def add(village: Village) -> None:
        household = village.household(members, household_type="别的")
        household.row.update({"household_size": size, **cells})

    return add


def quarantined_twice(*sizes: str | None) -> Change:
    """One household has several rows, all of them in quarantine."""

    def add(village: Village) -> None:
        household = village.household(household_type="别的")
        row = dict(household.row)
        household.row["household_size"] = sizes[0]
        for size in sizes[1:]:
            village.world.rows["register_households"].append({**row, "household_size": size})

    return add


def quarantined_beside_accepted(village: Village) -> None:
    """A household has an accepted row and one in quarantine."""
    household = village.household()
    village.world.rows["register_households"].append({**household.row, "household_type": "别的", "household_size": "9"})


def quarantined_without_id(village: Village) -> None:
    for _ in range(2):
        village.household(household_type="别的").row.update({"household_id": None, "household_size": "1"})


def one_of_two_died(village: Village) -> None:
    household = village.household(2, food_secure="否")
    household.record("deaths", of="m1")


HUNDRED = surveyed(rural_population="100")

V1 = [
    case("nobody is registered", V1="pass", V1_value=0.0, households=0, persons=0),
    case("all are ready", HUNDRED, ready(5), V1="pass", V1_value=0.0, exit_ready=1, persons=5),
    case("two of a hundred are poor", HUNDRED, not_ready(2), V1="pass", V1_value=0.02),
    case("three of a hundred are poor", HUNDRED, not_ready(3), V1="fail", V1_value=0.03),
    case("three of a hundred and one are poor", surveyed(rural_population="101"), not_ready(3), V1="pass"),
    case("two are poor, one may be", HUNDRED, not_ready(2), to_verify(1), V1="unknown", V1_value=0.03,
         incidence_low=0.02, incidence_high=0.03, not_ready=1, verify=1),
    case("three are poor, one may be", HUNDRED, not_ready(3), to_verify(1), V1="fail", V1_value=0.04),
    case("three may be poor", HUNDRED, to_verify(3), V1="unknown", V1_value=0.03),
    case("two may be poor", HUNDRED, to_verify(2), V1="pass", V1_value=0.02),
    case("persons count, not households", HUNDRED, not_ready(1), not_ready(1), ready(10), V1="pass", V1_value=0.02),
    case("the dead do not count", HUNDRED, not_ready(2), one_of_two_died, V1="fail", V1_value=0.03),
    case("one who left in an earlier year counts", HUNDRED, not_ready(3, exit_year="2015"), V1="fail"),
    case("a quarantined household of three", HUNDRED, quarantined("3"), V1="unknown", V1_value=0.03),
    case("a quarantined household of two", HUNDRED, quarantined("2"), V1="pass", V1_value=0.02),
    case("a quarantined household beside two poor", HUNDRED, not_ready(2), quarantined("1"), V1="unknown",
         V1_value=0.03),
    case("a quarantined household beside three poor", HUNDRED, not_ready(3), quarantined("1"), V1="fail",
         V1_value=0.04),
    case("its size cannot be read: its member rows count", HUNDRED, quarantined("多", members=3), V1="unknown",
         V1_value=0.03),
    case("its size is missing: its member rows count", HUNDRED, quarantined(None, members=2), V1="pass", V1_value=0.02),
    case("the declared size goes before the member rows", HUNDRED, quarantined("1", members=3), V1="pass",
         V1_value=0.01),
    case("of two rows the larger size counts", HUNDRED, quarantined_twice("1", "3"), V1="unknown", V1_value=0.03),
    case("of two rows one has a size", HUNDRED, quarantined_twice(None, "2"), V1="pass", V1_value=0.02),
    case("not if the household is accepted elsewhere", HUNDRED, quarantined_beside_accepted, V1="pass", V1_value=0.0),
    case("rows without an id are a household each", HUNDRED, not_ready(1), quarantined_without_id, V1="unknown",
         V1_value=0.03),
    case("no survey", without("village_survey"), not_ready(1), V1="unknown", V1_value=None, incidence_low=None),
    case("a survey of last year only", surveyed(year="2016"), not_ready(1), V1="unknown", V1_value=None),
]  # fmt: skip


def yes_no(indicator: str, column: str) -> list[VillageCase]:
    """The cases of an indicator that is one yes or no of the survey."""
    return [
        case(f"{column} 是", surveyed(**{column: "是"}), **{indicator: "pass"}),
        case(f"{column} 否", surveyed(**{column: "否"}), **{indicator: "fail"}),
        case(f"{column} missing", surveyed(**{column: None}), **{indicator: "unknown"}),
        case(f"{column} unreadable", surveyed(**{column: "也许"}), **{indicator: "unknown"}),
    ]


def rate(indicator: str, column: str, at: str, below: str) -> list[VillageCase]:
    """The cases of an indicator that is a rate held against a floor."""
    percent = f"{float(at) * 100:g}%"
    return [
        case(f"{column} {at}", surveyed(**{column: at}), **{indicator: "pass", f"{indicator}_value": float(at)}),
        case(
            f"{column} {percent}", surveyed(**{column: percent}), **{indicator: "pass", f"{indicator}_value": float(at)}
        ),
        case(
            f"{column} {below}", surveyed(**{column: below}), **{indicator: "fail", f"{indicator}_value": float(below)}
        ),
        case(f"{column} missing", surveyed(**{column: None}), **{indicator: "unknown", f"{indicator}_value": None}),
        case(f"{column} beyond 1", surveyed(**{column: "1.2"}), **{indicator: "unknown", f"{indicator}_value": None}),
    ]


SURVEY = [
    *yes_no("V2", "road_hardened"),
    *yes_no("V3", "three_phase_power"),
    *rate("V4", "broadcast_coverage", "0.99", "0.9899"),
    *rate("V6", "safe_water_rate", "1", "0.9999"),
    case("safe water short of all by the thirteenth figure", surveyed(safe_water_rate="0.9999999999999"), V6="fail"),
    *yes_no("V8", "activity_place"),
    *rate("V9", "school_age_enrolment_rate", "1", "0.9999"),
    case("no survey", without("village_survey"), ready(), V2="unknown", V3="unknown", V4="unknown", V5="unknown",
         V6="unknown", V7="pass", V8="unknown", V9="unknown", V10="pass", result="verify"),
]  # fmt: skip

V5 = [
    case("all three", V5="pass"),
    *yes_no("V5", "broadband_committee"),
    *yes_no("V5", "broadband_clinic"),
    case("no school: the cell is blank", surveyed(broadband_school=None), V5="pass"),
    case("no school: a missing mark", surveyed(broadband_school="-"), V5="pass"),
    case("the school has none", surveyed(broadband_school="否"), V5="fail"),
    case("the school has none, written 无", surveyed(broadband_school="无"), V5="fail"),
    case("the school's cell cannot be read", surveyed(broadband_school="也许"), V5="unknown"),
    case("the school's cell cannot be read, and the committee has none",
         surveyed(broadband_school="也许", broadband_committee="否"), V5="fail"),
    case("no school, and the clinic is missing", surveyed(broadband_school=None, broadband_clinic=None), V5="unknown"),
]  # fmt: skip

TOO_FEW = {"doctors": "1", "population_served": "1001"}

V7 = [
    case("a doctor for a thousand", clinic(doctors="1", population_served="1000"), V7="pass"),
    case("a doctor for a thousand and one", clinic(**TOO_FEW), V7="fail"),
    case("two doctors for two thousand", clinic(doctors="2", population_served="2000"), V7="pass"),
    case("no doctor", clinic(doctors="0", population_served="1"), V7="fail"),
    case("not up to standard", clinic(up_to_standard="否"), V7="fail"),
    case("two clinics that only together would do", clinic(**TOO_FEW), another_clinic(**TOO_FEW), V7="fail"),
    case("of two clinics one is good", clinic(**TOO_FEW), another_clinic(), V7="pass"),
    case("one up to standard without doctors, one with doctors not up to it", clinic(**TOO_FEW),
         another_clinic(up_to_standard="否"), V7="fail"),
    case("no clinic", without("village_clinics"), V7="fail"),
    case("a clinic row is in quarantine", clinic(doctors="多"), V7="unknown"),
    case("a bad clinic, and a row in quarantine", clinic(**TOO_FEW), another_clinic(doctors="多"), V7="unknown"),
    case("a good clinic, and a row in quarantine", another_clinic(doctors="多"), V7="pass"),
]  # fmt: skip

V10 = [
    case("a fen spent", project(spent="0.01"), V10="pass", V10_value=0.01),
    case("nothing spent", project(spent="0"), V10="fail", V10_value=0.0),
    case("started on D", project(start_date="2017-12-31"), V10="pass", V10_value=50.0),
    case("starts after D", project(start_date="2018-01-01"), V10="fail", V10_value=None),
    case("no start", project(start_date=None), V10="fail", V10_value=None),
    case("what was spent is missing", project(spent=None), V10="unknown", V10_value=0.0),
    case("what was spent is missing, another spent", project(spent=None), another_project(spent="5"), V10="pass",
         V10_value=5.0),
    case("what was spent is missing, another spent nothing", project(spent=None), another_project(spent="0"),
         V10="unknown"),
    case("nothing spent, another has not started", project(spent="0"), another_project(start_date=None), V10="fail",
         V10_value=0.0),
    case("two projects", another_project(spent="5"), V10="pass", V10_value=55.0),
    case("no project", without("projects"), V10="fail", V10_value=None),
    case("a project row is in quarantine", project(measure="别的"), V10="unknown", V10_value=None),
    case("nothing spent, and a row in quarantine", project(spent="0"), another_project(measure="别的"), V10="unknown"),
    case("spent, and a row in quarantine", another_project(measure="别的"), V10="pass", V10_value=50.0),
    case("whatever the measure", project(measure="基础设施"), V10="pass"),
]  # fmt: skip

RESULTS = [
    case("all ten pass", result="exit_ready"),
    case("one fails", surveyed(road_hardened="否"), result="not_ready"),
    case("one is unknown", surveyed(road_hardened=None), result="verify"),
    case("one fails and one is unknown", surveyed(road_hardened="否", activity_place=None), result="not_ready"),
    case("households by result", HUNDRED, ready(2), ready(1), not_ready(1), to_verify(1), result="exit_ready",
         households=4, persons=5, exit_ready=2, not_ready=1, verify=1, incidence_low=0.01, incidence_high=0.02),
]  # fmt: skip

NAMES = [
    case("the survey's name", surveyed(village="测名"), ready(), village="测名", township="羊街镇"),
    case("without a survey the register's name", without("village_survey"), ready(), village="村", township="羊街镇"),
    case("a poor village", surveyed(poor_village="是"), poor_village=True),
    case("no poor village", poor_village=False),
]  # fmt: skip

CASES = [*V1, *SURVEY, *V5, *V7, *V10, *RESULTS, *NAMES]


def code_of(at: int) -> str:
    """The village of the case at this place."""
    return str(FIRST_VILLAGE + at)


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    for at, one in enumerate(CASES):
        village = Village(world, code_of(at))
        for change in one.changes:
            change(village)
    return world.night(tmp_path_factory.mktemp("night"))


def observed(night: Night, code: str, asked: str) -> Any:
    if asked.startswith("V"):
        indicator, _, value = asked.partition("_")
        row = night.indicator(indicator, code)
        return row["value"] if value else row["status"]
    return night.row("village_exit", village_code=code)[asked]


@pytest.mark.parametrize(("at", "one"), [pytest.param(at, one, id=one.sentence) for at, one in enumerate(CASES)])
def test_a_village(at: int, one: VillageCase, night: Night) -> None:
    assert {asked: observed(night, code_of(at), asked) for asked in one.expected} == one.expected


def test_the_statuses_of_the_two_tables_agree(night: Night) -> None:
    for village in night.rows("village_exit"):
        for number in range(1, 11):
            assert village[f"v{number}"] == night.status(f"V{number}", village["village_code"])


@pytest.mark.parametrize(
    ("indicator", "threshold", "has_line"),
    [("V1", 0.03, True), ("V2", None, False), ("V4", 0.99, True), ("V5", None, False), ("V6", 1.0, True),
     ("V7", None, False),
     ("V9", 1.0, True), ("V10", 0.0, True)],
)  # fmt: skip
def test_the_line_is_given_whatever_the_status(
    indicator: str, threshold: float | None, has_line: bool, night: Night
) -> None:
    rows = night.rows("village_exit_indicators", indicator=indicator)
    assert {row["status"] for row in rows} >= {"pass", "unknown"}
    assert {row["threshold"] for row in rows} == {threshold}
    assert {row["threshold_source"] is not None for row in rows} == {has_line}


def test_every_village_of_the_register_and_of_the_survey_has_its_rows(night: Night) -> None:
    surveyed_codes = {row["village_code"] for row in night.rows("village_survey", year=2017)}
    registered_codes = {row["village_code"] for row in night.rows("households")}
    assert {row["village_code"] for row in night.rows("village_exit")} == surveyed_codes | registered_codes
    assert len(night.rows("village_exit_indicators")) == 10 * len(surveyed_codes | registered_codes)


UNKNOWN_WITHOUT = {
    "without": {"village_clinics": ("V7", "unknown", "unknown"), "projects": ("V10", "unknown", "unknown")},
    "broken": {"village_clinics": ("V7", "unknown", "pass"), "projects": ("V10", "unknown", "pass")},
}
"""How the feed came: by feed the indicator, its status in a village without a good row, and in one with."""


@pytest.mark.parametrize("word", list(UNKNOWN_WITHOUT))
def test_a_feed_that_did_not_come_whole_is_no_evidence(word: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    world = World(**{word: ("village_clinics", "projects")})
    bad, good = Village(world, code_of(0)), Village(world, code_of(1))
    bad.clinic.update(TOO_FEW)
    bad.project["spent"] = "0"
    night = world.night(tmp_path_factory.mktemp("night"))
    for indicator, of_bad, of_good in UNKNOWN_WITHOUT[word].values():
        assert night.status(indicator, bad.code) == of_bad
        assert night.status(indicator, good.code) == of_good


def test_a_missing_column_of_schools_is_unknown(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Ruling 33: only a blank cell says that there is no school."""
    world = World()
    world.hidden_columns["village_survey"] = ["broadband_school", "activity_place", "safe_water_rate"]
    village, failing = Village(world, code_of(0)), Village(world, code_of(1))
    failing.survey["broadband_committee"] = "否"
    night = world.night(tmp_path_factory.mktemp("night"))
    assert [night.status(code, village.code) for code in ("V5", "V6", "V8", "V4")] == ["unknown"] * 3 + ["pass"]
    assert night.status("V5", failing.code) == "fail"


def test_old_and_new_codes_are_one_village(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Ruling 38: departments go on writing the code of before January 2017."""
    old, new = "530129001204", "530129002004"
    world = World()
    world.survey(new, rural_population="100")
    world.household("A", old, food_secure="否")
    world.household("B", new, food_secure="否")
    world.add("village_clinics", village_code=old)
    world.add("projects", project_id="P9", village_code=old)
    night = world.night(tmp_path_factory.mktemp("night"))
    assert night.rows("village_exit", village_code=old) == []
    village = night.row("village_exit", village_code=new)
    assert (village["households"], village["v7"], village["v10"]) == (2, "pass", "pass")
    assert village["township"] == "塘子街道"
    assert {row["village_code"] for row in night.rows("household_exit") if row["household_id"] in ("A", "B")} == {new}


def test_a_surveyed_village_in_august(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The survey is that of the assessment year whatever the school year; a project counts from its start."""
    world = World(datetime.date(2017, 8, 31))
    village, later = Village(world, code_of(0)), Village(world, code_of(1))
    village.project["start_date"] = "2017-08-31"
    later.project["start_date"] = "2017-09-01"
    night = world.night(tmp_path_factory.mktemp("night"))
    assert [night.status(code, village.code) for code in ("V1", "V10")] == ["pass", "pass"]
    assert night.status("V10", later.code) == "fail"
