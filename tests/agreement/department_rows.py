"""The rows of civil affairs, health, education, forestry, labour, housing and the line departments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from tests.agreement.draws import CountyDraws, Row
from tests.agreement.people import VILLAGES, Person, sixteenth_birthday

RESIDENT, SERIOUS_ILLNESS, EMPLOYEE = "城乡居民基本医疗保险", "大病医疗保险", "城镇职工基本医疗保险"
STATES_OF_PUPILS = ("在读", "在读", "在读", "送教上门", "缓学", "免学", "休学", "毕业", "辍学", "因贫未升学")


def _periods_of_assistance(of: CountyDraws, share: float) -> Iterator[tuple[Person, date, date | None]]:
    """Persons with first month and end: so many, and in calm counties one of each township, long ago."""
    for person in of.persons(share):
        start = of.start_of_assistance()
        yield person, start, of.maybe(max(start, of.a_month()))
    if of.calm:
        for person in of.one_of_each_township():
            yield person, date(2015, 1, 1), of.pick(date(2016, 1, 1), of.a_month())


def dibao(of: CountyDraws) -> Iterator[Row]:
    share = 0.025 if of.plenty < 0.2 else of.pick(0.15, 0.3, 0.5)
    for person, start, end in _periods_of_assistance(of, share):
        yield {
            **of.who(person),
            "head_id_number": of.head_of(person),
            "village_code": of.place_of(person),
            "category": of.pick("A", "B", "C"),
            "monthly_amount": of.pick(*map(Decimal, ("295", "295.01", "294.99", "200", "0.01"))),
            "start_date": start,
            "end_date": end,
        }


def tekun(of: CountyDraws) -> Iterator[Row]:
    share = 0.012 if of.plenty < 0.2 else of.pick(0.1, 0.2, 0.4)
    for person, start, end in _periods_of_assistance(of, share):
        yield {
            **of.who(person),
            "village_code": of.place_of(person),
            "care": of.pick("集中", "分散"),
            "monthly_amount": of.pick(Decimal(720), Decimal(600), Decimal(475)),
            "start_date": start,
            "end_date": end,
        }


def temporary_assistance(of: CountyDraws) -> Iterator[Row]:
    for person in of.persons(0.1 * of.plenty):
        yield {
            "approval_no": f"L{of.next_number()}",
            **of.who(person),
            "cause": of.maybe("火灾"),
            "amount": of.money(),
            "date": of.a_day(),
        }


def economic_checks(of: CountyDraws) -> Iterator[Row]:
    """Of Y and before; with visits and spot checks; in some counties of everybody, as the line demands."""
    share, tidy, spot = of.pick(0.15, 0.6, 0.9, 1.0), of.pick(0.0, 0.7, 1.0), of.pick(0.1, 0.3, 0.3, 0.6)
    visits = of.pick(0.8, 1.0)
    for person in of.persons(share):
        for _ in range(of.pick(1, 1, 1, 2)):
            who = of.who(person)
            in_order = of.chance(tidy)
            yield {
                "name": who["name"],
                "head_id_number": who["id_number"],
                "check_date": of.day_of_year() if in_order else of.a_day(),
                "result": of.pick("符合", "不符合"),
                "visit_date": of.pick(of.day_of_year(), of.day)
                if of.chance(visits)
                else of.pick(None, of.a_day(), of.day + timedelta(1)),
                "county_spot_check": True if of.chance(spot) else of.pick(False, None),
            }


def deaths(of: CountyDraws) -> Iterator[Row]:
    """A few of many households, and all of some."""
    share = 0.02 if of.calm else 0.06
    dead = list(of.persons(share))
    dead += [person for household in of.households if of.chance(share) for person in household.members]
    for person in dead:
        for _ in range(of.pick(1, 1, 1, 2)):
            yield {**of.who(person), "death_date": of.a_day()}


def medical_insurance(of: CountyDraws) -> Iterator[Row]:
    """Both schemes of Y mostly."""
    for person in of.persons(1.0 if of.calm else 0.93):
        well = of.well()
        both = well or of.chance(0.9)
        schemes = [RESIDENT, SERIOUS_ILLNESS] if both else [of.pick(RESIDENT, SERIOUS_ILLNESS, EMPLOYEE)]
        year = of.year if well or of.chance(0.95) else of.a_year()
        who = of.who(person)
        for scheme in schemes:
            yield {
                **(who if of.chance(0.9) else of.who(person)),
                "year": year,
                "scheme": scheme,
                "paid_by_person": of.maybe(of.money()),
                "subsidy": Decimal(150) if of.chance(0.25 * of.plenty) else of.pick(None, Decimal(0)),
                "date": of.maybe(of.a_day(), 0.3),
            }


def medical_assistance(of: CountyDraws) -> Iterator[Row]:
    for person in of.persons(0.12 * of.plenty):
        total = of.pick(Decimal(0), Decimal("100.1"), Decimal(9000))
        reimbursed = of.pick(Decimal(0), total, (total * 9 / 10).quantize(Decimal("0.01")))
        yield {
            "settlement_no": f"S{of.next_number()}",
            **of.who(person),
            "kind": of.pick("门诊", "住院"),
            "facility": "卫生院",
            "date": of.a_day(),
            "total_cost": total,
            "reimbursed": reimbursed,
            "paid_by_person": total - reimbursed,
        }


def family_doctors(of: CountyDraws) -> Iterator[Row]:
    for person in of.persons(0.15 * of.plenty):
        yield {**of.who(person), "team": "一队", "date": of.a_day()}


def village_clinics(of: CountyDraws) -> Iterator[Row]:
    for village in VILLAGES:
        well = of.well()
        for _ in range(1 if well else of.pick(0, 1, 1, 1, 2) if of.chance(0.8) else 3):
            doctors = 2 if well else of.pick(0, 1, 1, 2)
            yield {
                "clinic_id": f"C{of.next_number()}",
                "village_code": village[0],
                "floor_area_m2": of.maybe(Decimal("60.5")),
                "up_to_standard": of.chance(of.good),
                "doctors": doctors,
                "population_served": doctors * 1000 + (0 if well else of.pick(0, 0, 1)) or 1,
            }


def enrolment(of: CountyDraws) -> Iterator[Row]:
    """Children, some at two schools or in two states at once, and grown-ups at 16 to 24."""
    for person in of.members:
        age = of.school_year - person.born.year
        well = of.well()
        if age > 26 or not of.chance((1.0 if well else 0.9) if 5 <= age <= 17 else 0.4):
            continue
        for at in range(1 if well else of.pick(1, 1, 1, 1, 2, 3)):
            yield {
                **of.who(person),
                "student_no": f"G{person.member_id}" if at == 0 else f"G{of.next_number()}",
                "school_year": of.school_year + (0 if well else of.pick(0, 0, 0, 0, 0, 0, -1, 1)),
                "stage": of.pick("学前", "小学", "初中", "高中", "高等"),
                "school": of.pick("一小", "二小", "三 小", "三小"),
                "grade": of.maybe("一年级"),
                "status": "在读" if well else of.pick(*STATES_OF_PUPILS, *["在读"] * 10),
            }


def student_aid(of: CountyDraws) -> Iterator[Row]:
    for person in of.persons(0.08 * of.plenty):
        yield {**of.who(person), "programme": of.pick("营养餐", "助学金"), "amount": of.money(), "date": of.a_day()}


def forest_payments(of: CountyDraws) -> Iterator[Row]:
    for person in of.persons(0.08 * of.plenty):
        yield {
            **of.who(person),
            "village_code": of.place_of(person),
            "year": of.a_year(),
            "area_ha": of.pick(Decimal(1), Decimal("0.5"), Decimal(15)),
            "amount": of.money(),
            "date": of.maybe(of.a_day()),
        }


def forest_rangers(of: CountyDraws) -> Iterator[Row]:
    for person in of.persons(0.08 * of.plenty):
        yield {**of.who(person), "year": of.a_year(), "amount": of.pick(Decimal(6000), Decimal(1500), Decimal("0.01"))}


def energy_subsidies(of: CountyDraws) -> Iterator[Row]:
    for person in of.persons(0.08 * of.plenty):
        item, price = of.pick(("太阳能热水器", 1000), ("节能灶", 300))
        quantity = of.pick(1, 2)
        yield {
            **of.who(person),
            "year": of.a_year(),
            "item": item,
            "quantity": quantity,
            "amount": Decimal(price * quantity) + of.pick(Decimal(0), Decimal(0), Decimal("0.01")),
        }


def _start_of_work(of: CountyDraws, born: date, sixteenth: date) -> date:
    latest = of.day + timedelta(366)
    start = of.pick(of.a_day(), of.a_day(), sixteenth, sixteenth - timedelta(1))
    return max(date(1900, 1, 1), min(start, latest))


def training(of: CountyDraws) -> Iterator[Row]:
    for person in of.persons(0.08 * of.plenty):
        start = _start_of_work(of, person.born, sixteenth_birthday(person))
        yield {
            **of.who(person),
            "course": of.pick("引导性培训", "技能培训"),
            "start_date": start,
            "end_date": of.maybe(of.later(start)),
            "passed": of.pick(True, False, None),
        }


def employment(of: CountyDraws) -> Iterator[Row]:
    """Wages at 20% beside the wages that _incomes declares."""
    for person in of.persons(0.15 * of.plenty):
        start = _start_of_work(of, person.born, sixteenth_birthday(person))
        yield {
            **of.who(person),
            "place": of.pick("县内", "省外"),
            "employer": of.pick("一厂", "二厂"),
            "kind": of.pick("市场就业", "公益性岗位"),
            "start_date": start,
            "end_date": of.maybe(of.later(start)),
            "annual_wage": of.pick(*map(Decimal, ("0", "6000", "6000.01", "4800", "5999.99"))),
        }


def pension(of: CountyDraws) -> Iterator[Row]:
    for person in of.persons(1.0 if of.calm else 0.93, 14):
        well = of.well()
        for scheme in of.random.sample(("城乡居民基本养老保险", "城镇职工基本养老保险"), of.pick(1, 1, 1, 2)):
            yield {
                **of.who(person),
                "year": of.year if well or of.chance(0.93) else of.a_year(),
                "scheme": scheme,
                "state": "缴费" if well else of.pick("缴费", "缴费", "缴费", "代缴", "待遇领取", "中断"),
                "monthly_amount": of.maybe(Decimal(103)),
            }


def housing_assessment(of: CountyDraws) -> Iterator[Row]:
    for household_id in of.some_households(1.0 if of.calm else 0.9):
        well = of.well()
        for _ in range(1 if well else of.pick(1, 1, 1, 2)):
            day = of.day_of_year() if well else of.a_day()
            yield {
                "household_id": household_id,
                "grade": "B" if well else of.pick("A", "B", "B", "C", "D"),
                "assessed_date": day,
                "renovated_date": of.maybe(of.later(day), 0.4),
            }


def relocation(of: CountyDraws) -> Iterator[Row]:
    sizes = {household.id: len(household.members) for household in of.households}
    for household_id in of.some_households(0.3):
        yield {
            "household_id": household_id,
            "site": "安置点",
            "floor_area_m2": Decimal(25 * (sizes.get(household_id) or 1)) + of.pick(Decimal(0), Decimal("0.01")),
            "move_in_date": of.maybe(of.a_day(), 0.75),
            "demolished_date": of.maybe(of.a_day()),
        }


def village_survey(of: CountyDraws) -> Iterator[Row]:
    """Populations at which persons make 3%, rates at their limits, a village without households."""
    persons: dict[str, int] = {}
    for household in of.households:
        persons[household.village[0]] = persons.get(household.village[0], 0) + len(household.members)
    for code, township, village in (*VILLAGES, ("530129111201", "凤合镇", "凤合")):
        if of.odd(0.03 if of.calm else 0.15):
            continue
        poor = of.random.randint(0, persons.get(code, 0))
        population = (
            10000 if of.well() else of.pick(50, 10000, 10000, 10000, max(1, poor * 100 // 3), poor * 100 // 3 + 1)
        )
        for year in {of.year, of.pick(of.year, of.year - 1, of.year + 1)}:
            yield {
                "village_code": code,
                "township": township,
                "village": village,
                "year": year,
                "poor_village": of.chance(0.7),
                "rural_households": 100,
                "rural_population": population,
                "road_hardened": of.yes(),
                "three_phase_power": of.yes(),
                "broadcast_coverage": _rate(of, "0.99", "0.98999"),
                "broadband_committee": of.yes(),
                "broadband_school": of.pick(of.yes(), None),
                "broadband_clinic": of.yes(),
                "safe_water_rate": _rate(of, "1", "0.99999"),
                "activity_place": of.yes(),
                "school_age_enrolment_rate": _rate(of, "1", "0.999"),
                "collective_income": of.maybe(of.money()),
            }


def _rate(of: CountyDraws, reached: str, missed: str) -> Decimal | None:
    return Decimal(reached) if of.chance(of.good) else of.pick(Decimal(missed), None)


def county_statistics(of: CountyDraws) -> Iterator[Row]:
    for year in (of.year, of.year - 1, of.year + 1):
        if year != of.year and of.chance(0.5):
            continue
        yield {
            "year": year,
            "rural_income_per_capita": of.pick(Decimal(11000), Decimal("11000.01"), Decimal("7500.01"), None),
            "rural_income_per_capita_previous": of.pick(Decimal(10000), Decimal(10000), Decimal("9999.99"), Decimal(0)),
            "province_growth": of.pick(Decimal("0.1"), Decimal("0.1"), Decimal("-0.25"), None),
            "education_balanced": of.yes(),
            "primary_dropout_rate": of.pick(Decimal("0.006"), Decimal("0.0061"), None, Decimal("0.001")),
            "junior_dropout_rate": of.pick(Decimal("0.018"), Decimal("0.018"), Decimal("0.0181")),
        }


MAKERS: dict[str, Callable[[CountyDraws], Iterator[Row]]] = {
    maker.__name__: maker
    for maker in (
        dibao, tekun, temporary_assistance, economic_checks, deaths,
        medical_insurance, medical_assistance, family_doctors, village_clinics, enrolment, student_aid,
        forest_rangers, energy_subsidies, training, employment, pension, housing_assessment, relocation,
        village_survey, county_statistics,
    )
}  # fmt: skip
MAKERS["public_forest_compensation"] = MAKERS["grain_for_green"] = forest_payments
