"""A small written county of which every figure of the account was counted by hand: see `EXPECTED`."""

from __future__ import annotations

from fractions import Fraction

from tests.policy.world import ELSEWHERE, OTHER_VILLAGE, VILLAGE, World

NOT_COMPUTED = {"partner_enterprises", "helper_associations", "public_forest_funds", "public_forest_per_person"}

EXPECTED: dict[str, Fraction | int | str] = {
    "townships": 2,
    "villages": 3,
    "livestock_insurance_premium": "1234.56",
    "trained_labour": 6,
    "trained_registered_poor": 2,
    "transferred_labour": 2,
    "transferred_registered_poor": 1,
    "transfer_income": "14100.50",
    "transfer_income_registered_poor": "6100.50",
    "transferred_to_kunming": 2,
    "transferred_to_kunming_registered_poor": 1,
    "kunming_target": 2800,
    "kunming_target_completion": Fraction(2, 2800),
    "relocation_sites": 2,
    "relocation_loan": 1_700_000,
    "dibao_ceiling": 295,
    "tekun_centralised": 720,
    "tekun_dispersed": 600,
    "economic_check_rate": Fraction(2, 3),
    "home_visit_rate": Fraction(1, 3),
    "county_spot_check_rate": Fraction(1, 3),
    "subsidised_insured": 2,
    "subsidy_per_person": 150,
    "registered_poor_insured": 13,
    "public_forest_area": 4,
    "public_forest_direct": "450.25",
    "public_forest_per_household": Fraction("450.25") / 2,
    "grain_for_green_area": 5,
    "grain_for_green_funds": "233.33",
    "grain_for_green_registered_households": 1,
    "grain_for_green_registered_persons": 4,
    "grain_for_green_registered_area": "1.25",
    "grain_for_green_registered_funds": 200,
    "grain_for_green_registered_per_household": 200,
    "grain_for_green_registered_per_person": 50,
    "rangers": 2,
    "ranger_pay": 17000,
    "ranger_registered_households": 1,
    "ranger_registered_persons": 4,
    "ranger_registered_pay": 9000,
    "ranger_registered_per_household": 9000,
    "ranger_registered_per_person": 2250,
    "solar_heaters": 3,
    "solar_heater_subsidy": 1000,
    "solar_heater_persons": 5,
    "solar_heater_per_person": 600,
    "stoves": 3,
    "stove_subsidy": 300,
    "stove_persons": 3,
    "stove_per_person": 300,
    "energy_subsidy_total": 3900,
    "students_aided": 3,
    "student_aid_funds": 260,
    "primary_enrolment_rate": Fraction(2, 4),
    "junior_enrolment_rate": 2,
    "outpatient_assistance_visits": 1,
    "outpatient_cost": 100,
    "outpatient_paid": 10,
    "inpatient_assistance_visits": 1,
    "inpatient_cost": 500,
    "village_clinics": 2,
    "clinics_below_standard": 1,
    "village_doctors": 3,
    "designated_hospitals": 2,
    "family_doctor_teams": 2,
}


def written_county() -> World:
    """Households A (four), B (one, and one dead), C (two, one insured in one scheme), D and E (three each); X, Y and Z.

    X, Y and Z are strangers: the register does not know them. Beside them lives the household of the world's rosters,
    of one, insured in both schemes.
    """
    world = World()
    _settle(world)
    strangers = {
        key: {"name": name, "id_number": world.registry.number("1980-01-01", "男")}
        for key, name in (("X", "外一"), ("Y", "外二"), ("Z", "外三"))
    }
    for write in (_villages, _projects, _labour, _assistance, _insurance, _forestry, _education, _health):
        write(world, strangers)
    return world


def _settle(world: World) -> None:
    a = world.household("A")
    a.member("wife", born="1972-08-09", sex="女")
    a.member("son", born="2007-08-09")
    a.member("daughter", born="2004-05-05", sex="女", at_school=False)
    a.record("enrolment", "daughter", stage="初中")
    b = world.household("B")
    b.member("uncle", born="1960-01-01")
    b.record("deaths", "uncle")
    c = world.household("C")
    c.member("kid", born="2010-01-01", insured=False, at_school=False)
    c.record("medical_insurance", "kid")
    d = world.household("D")
    d.member("late", born="2010-02-02", at_school=False)
    d.record("enrolment", "late", stage="学前")
    d.member("exempt", born="2009-02-02", at_school=False)
    d.record("enrolment", "exempt", status="免学")
    world.household("E").member("teen", born="2002-01-01", at_school=False)
    world.households["E"].record("enrolment", "teen", stage="初中")
    world.households["E"].member("graduate", born="2001-12-01", at_school=False)
    world.households["E"].record("enrolment", "graduate", stage="初中", status="毕业")


def _villages(world: World, strangers: dict[str, dict[str, str]]) -> None:
    world.survey(OTHER_VILLAGE)
    world.survey(ELSEWHERE)
    world.survey("530129105201", year="2016")
    world.add("village_clinics", village_code=VILLAGE, up_to_standard="否", doctors="2")


def _projects(world: World, strangers: dict[str, dict[str, str]]) -> None:
    site = {"measure": "易地搬迁", "project_name": "安置点"}
    loan = {**site, "fund_source": "信贷资金"}
    world.add("projects", project_id="P2", village_code=VILLAGE, **{**loan, "budget": "1000000"})
    world.add("projects", project_id="P2", village_code=OTHER_VILLAGE, **{**loan, "budget": "200000"})
    world.add("projects", project_id="P3", village_code=VILLAGE, **{**loan, "budget": "500000", "start_date": None})
    world.add("projects", project_id="P4", village_code=VILLAGE, **{**site, "start_date": "2017-12-31"})
    world.add("projects", project_id="P5", village_code=VILLAGE, **{**site, "start_date": "2018-01-01"})
    premium = {"project_name": "肉牛养殖保险保费补助", "spent": "1234.56", "received": "2000"}
    world.add("projects", project_id="P6", village_code=VILLAGE, **{**premium, "start_date": "2017-03-01"})
    world.add("projects", project_id="P7", village_code=VILLAGE, **{**premium, "start_date": "2016-12-31"})
    world.add("projects", project_id="P8", village_code=VILLAGE, **{**premium, "project_name": "肉牛养殖"})
    world.add("projects", project_id="P9", village_code=VILLAGE, **{**premium, "project_name": "房屋保险保费"})
    world.add("projects", project_id="P10", village_code=VILLAGE, **{**premium, "measure": "社会保障"})


def _labour(world: World, strangers: dict[str, dict[str, str]]) -> None:
    a, b = world.households["A"], world.households["B"]
    x, y = strangers["X"], strangers["Y"]
    a.record("training")
    a.record("training", course="创业培训", start_date="2017-01-01")
    a.record("training", "wife", start_date="2017-12-31")
    a.record("training", "son", start_date="2016-12-31")
    b.record("training", start_date="2018-01-01")
    b.record("training", "uncle", start_date="2017-01-02")
    world.add("training", **x)
    world.add("training", **{**x, "name": "外乙", "course": "转移培训"})
    wrong = x["id_number"][:17] + ("1" if x["id_number"][17] != "1" else "2")
    world.add("training", name="外四", id_number=wrong)
    world.add("training", name="外五", id_number=wrong)
    a.record("employment", place="昆明主城区", start_date="2016-05-01", annual_wage="6000")
    a.record("employment", employer="店", start_date="2016-05-01", end_date="2017-01-01", annual_wage="100.50")
    b.record("employment", start_date="2016-05-01", end_date="2016-12-31", annual_wage="999")
    world.add("employment", **x, place="昆明主城区", annual_wage="8000")
    world.add("employment", **y, start_date="2018-01-01")


def _assistance(world: World, strangers: dict[str, dict[str, str]]) -> None:
    households = world.households
    households["A"].record("dibao", "wife", start_date="2017-01")
    households["A"].record("economic_checks", visit_date="2017-12-31", county_spot_check="是")
    households["B"].record("tekun", start_date="2017-12")
    households["B"].record("economic_checks", check_date="2016-12-31", visit_date="2016-12-31", county_spot_check="是")
    households["C"].record("dibao", start_date="2018-01")
    households["D"].record("tekun", start_date="2017-05")
    households["D"].record("economic_checks", check_date="2017-12-31", visit_date="2018-01-02")


def _insurance(world: World, strangers: dict[str, dict[str, str]]) -> None:
    x, y, z = strangers["X"], strangers["Y"], strangers["Z"]
    (basic,) = world.households["A"].records("medical_insurance", "head", scheme="城乡居民基本医疗保险")
    basic["subsidy"] = "150"
    world.add("medical_insurance", **x, subsidy="100")
    world.add("medical_insurance", **{**x, "subsidy": "50", "scheme": "大病医疗保险"})
    world.add("medical_insurance", **y, subsidy="149.99")
    world.add("medical_insurance", **{**y, "subsidy": "150", "year": "2016"})
    world.add("medical_insurance", **z, subsidy="150", date="2018-01-01")


def _forestry(world: World, strangers: dict[str, dict[str, str]]) -> None:
    a, b, d = (world.households[key] for key in "ABD")
    x, y, z = strangers["X"], strangers["Y"], strangers["Z"]
    forest = "public_forest_compensation"
    a.record(forest, area_ha="1.5", amount="100", date="2017-12-31")
    a.record(forest, area_ha="0.5", amount="50", village_code=OTHER_VILLAGE)
    world.add(forest, **x, village_code=VILLAGE, area_ha="2", amount="300.25")
    world.add(forest, **y, village_code=VILLAGE, year="2016")
    world.add(forest, **z, village_code=VILLAGE, date="2018-01-01")
    # The household of the rosters has converted 1 ha in 2015: it counts as converted, and not as paid.
    green = "grain_for_green"
    a.record(green, area_ha="1.25", amount="200")
    a.record(green, area_ha="9", amount="1", year="2016")
    world.add(green, **x, village_code=VILLAGE, area_ha="2", amount="7", year="2015")
    world.add(green, **x, village_code=OTHER_VILLAGE, area_ha="0.75", amount="33.33")
    b.record(green, year="2018")
    world.add(green, **z, village_code=VILLAGE, date="2018-01-01")
    a.record("forest_rangers", "wife")
    world.add("forest_rangers", **x, amount="8000")
    d.record("forest_rangers", year="2016")
    heater = {"item": "太阳能热水器"}
    a.record("energy_subsidies", quantity="2", amount="2000", **heater)
    b.record("energy_subsidies", amount="1000", **heater)
    d.record("energy_subsidies", quantity="3", amount="900")
    world.add("energy_subsidies", **x, **{"amount": "1000", **heater})


def _education(world: World, strangers: dict[str, dict[str, str]]) -> None:
    a, x = world.households["A"], strangers["X"]
    a.record("student_aid", "son", date="2014-01-01")
    a.record("student_aid", "son", date="2017-12-31")
    world.add("student_aid", **x, date="2015-05-05", amount="100")
    world.add("student_aid", **x, date="2013-12-31")
    world.add("student_aid", **x, date="2018-01-01")


def _health(world: World, strangers: dict[str, dict[str, str]]) -> None:
    a, x = world.households["A"], strangers["X"]
    a.record("medical_assistance")
    a.record("medical_assistance", "wife", date="2016-12-31", facility="乡医院")
    stay = {"kind": "住院", "facility": "县医院", "total_cost": "500", "reimbursed": "400", "paid_by_person": "100"}
    a.record("medical_assistance", "son", **stay)
    world.add("medical_assistance", **x, facility="县医院")
    world.add("medical_assistance", **x, date="2018-01-01", facility="省医院")
    world.add("family_doctors", **x, team="二队")
    world.add("family_doctors", **strangers["Y"], team="三队", date="2018-01-01")
