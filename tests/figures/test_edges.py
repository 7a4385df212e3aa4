"""Figures at the edges of what they count: dates, ages and years on either side, and nothing at all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policy.persons import with_wrong_check_character
from tests.policy.world import VILLAGE, World

Figures = dict[str, dict[str, Any]]

NOUGHT = (
    "energy_subsidy_total", "grain_for_green_area", "grain_for_green_funds", "grain_for_green_registered_area",
    "grain_for_green_registered_funds", "grain_for_green_registered_persons", "inpatient_cost", "outpatient_cost",
    "outpatient_paid", "public_forest_area", "public_forest_direct", "ranger_pay", "ranger_registered_pay",
    "ranger_registered_persons", "relocation_loan", "solar_heater_persons", "solar_heaters", "stove_persons", "stoves",
    "student_aid_funds", "transfer_income", "transfer_income_registered_poor", "village_doctors",
)  # fmt: skip
"""Sums of rosters."""


def _figures(world: World, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    night = world.night(tmp_path_factory.mktemp("night"))
    return {row["figure_id"]: row for row in night.rows("published_figures")}


@pytest.fixture(scope="module")
def nothing_counted(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """The figures of a county whose rosters have come and have no row that counts; nothing was surveyed this year."""
    world = World()
    world.rows["village_clinics"].clear()
    world.rows["grain_for_green"].clear()
    world.rows["village_survey"][0]["year"] = "2016"
    return _figures(world, tmp_path_factory)


@pytest.mark.parametrize("figure", NOUGHT)
def test_the_sum_of_a_roster_without_such_a_row_is_nought(figure: str, nothing_counted: Figures) -> None:
    assert nothing_counted[figure]["computed"] == 0
    assert nothing_counted[figure]["agrees"] is False


@pytest.mark.parametrize("figure", ["townships", "villages"])
def test_without_a_survey_of_the_year_nobody_knows_how_many_there_are(figure: str, nothing_counted: Figures) -> None:
    assert nothing_counted[figure]["computed"] is None
    assert "名册里没有可以据以计算的行" in nothing_counted[figure]["note"]


@pytest.mark.parametrize("figure", ["economic_check_rate", "primary_enrolment_rate"])
def test_what_cannot_be_divided_is_not_said_to_be_reckoned(figure: str, nothing_counted: Figures) -> None:
    """The definition of a figure stands in its note only where there is a figure."""
    assert nothing_counted[figure]["computed"] is None
    assert nothing_counted[figure]["note"] == "没有可以作分母的户或人，不能计算"


@pytest.fixture(scope="module")
def at_the_edges(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """The figures of the county of `_world_at_the_edges`."""
    return _figures(_world_at_the_edges(), tmp_path_factory)


EXPECTED = {
    "townships": 1,
    "villages": 1,
    "livestock_insurance_premium": 11,
    "trained_labour": 1,
    "trained_registered_poor": 1,
    "transferred_to_kunming_registered_poor": 2,
    "registered_poor_insured": 11,
    "grain_for_green_area": 5,
    "rangers": 2,
    "solar_heaters": 2,
    "stoves": 5,
    "primary_enrolment_rate": 0.5,
    "junior_enrolment_rate": 1,
    "outpatient_assistance_visits": 2,
    "inpatient_assistance_visits": 1,
    "clinics_below_standard": 2,
    "family_doctor_teams": 2,
}


@pytest.mark.parametrize("figure", EXPECTED)
def test_a_figure_at_the_edges(figure: str, at_the_edges: Figures) -> None:
    assert at_the_edges[figure]["computed"] == EXPECTED[figure]


def test_a_county_whose_feeds_are_whole_is_told_of_no_lack(at_the_edges: Figures) -> None:
    for figure, row in at_the_edges.items():
        if row["computed"] is not None:
            assert not any(word in (row["note"] or "") for word in ("不能使用", "被退回", "不能计算")), figure


def test_of_a_figure_that_cannot_be_reckoned_no_quarantined_row_is_told(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """What is not counted in a figure is said only of a figure that is there."""
    world = World(without=("economic_checks",))
    world.household("A").record("dibao", start_date="2017-01", monthly_amount="很多")
    note = _figures(world, tmp_path_factory)["economic_check_rate"]["note"]
    assert note == "没有收到民政局《家庭经济状况核对》，不能计算"


def _world_at_the_edges() -> World:
    """Seven children in F, one to each side of an edge of age on 2017-09-01; G with what falls on the edge of a date.

    The world's own household of one is insured in both schemes and has converted 1 ha in 2015.
    """
    world = World()
    _children(world)
    _household_of_dates(world)
    _projects_and_clinics(world)
    return world


def _children(world: World) -> None:
    """Of primary age are `six` and `eleven`, one of them at school; of junior age `twelve`, `thirteen`, `fourteen`."""
    household = world.household("F")
    born = {
        "five": "2011-09-02", "six": "2011-09-01", "eleven": "2005-09-02", "twelve": "2005-09-01",
        "thirteen": "2004-05-05", "fourteen": "2002-09-02", "fifteen": "2002-09-01",
    }  # fmt: skip
    for key, date in born.items():
        household.member(key, born=date, at_school=False)
    household.record("enrolment", "six")
    household.record("enrolment", "thirteen", stage="初中", status="送教上门")
    household.record("enrolment", "fourteen", stage="初中", status="在读")
    household.record("enrolment", "fifteen", stage="初中", status="休学")


def _household_of_dates(world: World) -> None:
    """Its `half` is insured in one scheme this year and in the other last year."""
    household = world.household("G")
    household.member("wife", born="1972-08-09", sex="女")
    household.member("half", born="1990-01-01", insured=False)
    household.record("medical_insurance", "half", scheme="城乡居民基本医疗保险")
    household.record("medical_insurance", "half", scheme="大病医疗保险", year="2016")
    household.record("training", start_date="2017-01-01")
    household.record("employment", place="昆明主城区")
    household.record("employment", "wife", place="昆明主城区")
    household.record("employment", "half", place="县内")
    household.drop("family_doctors")
    household.record("family_doctors", team="二队", date="2017-12-31")
    household.record("family_doctors", "wife", team="三队", date="2018-01-01")
    # Two rows of one person, village and year, one by name and evidence: the first counts.
    wrong = with_wrong_check_character(household.people["head"].number)
    household.record("grain_for_green", area_ha="4", date="2017-12-31")
    household.record("grain_for_green", area_ha="3", id_number=wrong)
    household.record("public_forest_compensation")
    household.record("forest_rangers")
    household.record("forest_rangers", "wife")
    household.record("energy_subsidies", item="太阳能热水器", quantity="2", amount="2000")
    household.record("energy_subsidies", item="节能灶", quantity="5", amount="1500")
    household.record("medical_assistance")
    household.record("medical_assistance", "wife")
    household.record("medical_assistance", kind="住院")


def _projects_and_clinics(world: World) -> None:
    premium = {"village_code": VILLAGE, "project_name": "肉牛养殖保险"}
    for number, (spent, start, measure) in enumerate(
        [
            ("1", "2017-01-01", "发展生产"),
            ("10", "2017-12-31", "发展生产"),
            ("90", "2018-01-01", "发展生产"),
            ("99", "2017-03-01", "社会保障"),
        ]
    ):
        world.add("projects", project_id=f"E{number}", spent=spent, start_date=start, measure=measure, **premium)
    for _ in range(2):
        world.add("village_clinics", village_code=VILLAGE, up_to_standard="否")
