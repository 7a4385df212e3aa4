"""Health and medical security (卫健、医保): insurance, settled visits, family doctors, village clinics."""

from __future__ import annotations

import datetime

import numpy
import pandas

from xundian_pipeline.sample.draws import Array, Generator, apportion, chance, choose, days, pick
from xundian_pipeline.sample.world import World

_RESIDENTS, _SERIOUS, _EMPLOYEES = "城乡居民基本医疗保险", "大病医疗保险", "城镇职工基本医疗保险"
_COUNTY_HOSPITALS = ("县人民医院", "县中医医院")


def medical_insurance(world: World) -> pandas.DataFrame:
    """Return the roster of the insured, the whole county's: residents stand in it with both of their schemes."""
    random = world.stream("medical insurance")
    people, calibration = world.people, world.calibration
    settings = calibration.settings["health"]
    born_this_year = people.birth >= numpy.datetime64(calibration.year_start, "D")
    insured = world.alive_in_year & (
        world.registered | chance(random, len(people), float(settings["other_insured_share"]))
    )
    insured &= ~born_this_year | chance(random, len(people), 0.75)
    registered = insured & world.registered & ~born_this_year
    unsure = registered & numpy.not_equal(people.register_number, people.number)
    none = calibration.incident(random, "uninsured", numpy.flatnonzero(registered & world.living))
    none = numpy.concatenate(
        [none, calibration.incident(random, "uninsured_without_number", numpy.flatnonzero(unsure))]
    )
    insured[none] = False
    employee = (
        insured
        & ~world.registered
        & (world.ages >= 18)
        & chance(random, len(people), float(settings["employees_share"]))
    )
    residents, employees = numpy.flatnonzero(insured & ~employee), numpy.flatnonzero(employee)
    single = calibration.incident(random, "one_scheme_only", residents[registered[residents] & world.living[residents]])
    serious = residents[~numpy.isin(residents, single)]
    subsidised = _subsidised(world, random, residents)
    paid_on = days(random, datetime.date(calibration.year - 1, 10, 1), _payment_closes(world), len(people))
    rows = numpy.concatenate([residents, serious, employees])
    scheme = numpy.repeat(
        numpy.array([_RESIDENTS, _SERIOUS, _EMPLOYEES], dtype=object), [len(residents), len(serious), len(employees)]
    )
    own = scheme == _RESIDENTS
    payment = numpy.where(subsidised[rows], 0.0, float(settings["personal_payment"]))
    name, number = world.written("medical_insurance", rows)
    table = pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "year": numpy.full(len(rows), calibration.year),
            "scheme": scheme,
            "paid_by_person": numpy.where(own, payment, numpy.where(scheme == _SERIOUS, numpy.nan, 2160.0)),
            "subsidy": numpy.where(own & subsidised[rows], calibration.published("subsidy_per_person"), numpy.nan),
            "date": paid_on[rows],
            "_township": world.township(rows),
            "_person": rows,
            "_household": people.household[rows],
        }
    )
    before = choose(random, numpy.arange(len(rows)), len(rows) // 400)
    table = pandas.concat([table, table.iloc[before].assign(year=calibration.year - 1)], ignore_index=True)
    return table.sort_values(["_township", "_household"], kind="stable", ignore_index=True)


def _payment_closes(world: World) -> datetime.date:
    return min(datetime.date(world.calibration.year, 3, 31), world.day)


def _subsidised(world: World, random: Generator, residents: Array) -> Array:
    """Return a mask of the people whose contribution is paid for them: the published number, the assisted first."""
    wanted = world.calibration.count("subsidised_insured")
    assisted = (world.households.kind != 0)[world.people.household[residents]]
    first = choose(random, residents[assisted], wanted)
    free = residents[~assisted & world.registered[residents] & world.aided[residents]]
    mask = numpy.zeros(len(world.people), dtype=bool)
    mask[first] = True
    mask[choose(random, free, wanted - len(first))] = True
    return mask


def medical_assistance(world: World) -> pandas.DataFrame:
    """Return the settled visits of registered persons: the published visits, costs and payments, to the fen."""
    random = world.stream("medical assistance")
    calibration = world.calibration
    patients = numpy.flatnonzero(world.living & world.registered & world.aided)
    died = numpy.flatnonzero(world.registered & (world.people.death <= numpy.datetime64(world.day, "D")))
    inpatient_share = float(calibration.settings["health"]["inpatient_paid_share"])
    parts = []
    for kind, visits, cost, share in (
        ("门诊", "outpatient_assistance_visits", "outpatient_cost", calibration.yuan("outpatient_paid")),
        ("住院", "inpatient_assistance_visits", "inpatient_cost", calibration.yuan("inpatient_cost", inpatient_share)),
    ):
        count = calibration.count(visits) if len(patients) else 0
        costs = apportion(calibration.yuan(cost) * 100, random.lognormal(0, 0.5, count))
        seen = patients[random.integers(0, max(len(patients), 1), count)]
        parts.append((seen, kind, costs, numpy.minimum(apportion(share * 100, costs), costs)))
    rows = numpy.concatenate([part[0] for part in parts])
    kinds = numpy.repeat(numpy.array([part[1] for part in parts], dtype=object), [len(part[0]) for part in parts])
    total, paid = (numpy.concatenate([part[place] for part in parts]) for place in (2, 3))
    date = world.days_of_year(random, len(rows))
    late = calibration.incident(random, "benefit_after_death", died)
    places = choose(random, numpy.arange(len(rows)), len(late))
    late = late[: len(places)]
    rows[places] = late
    after = world.people.death[late] + random.integers(1, 40, len(late))
    date[places] = numpy.minimum(after, numpy.datetime64(world.day, "D"))
    name, number = world.written("medical_assistance", rows)
    return pandas.DataFrame(
        {
            "settlement_no": numpy.array(
                [f"JS{calibration.year}{one:07d}" for one in range(1, len(rows) + 1)], dtype=object
            ),
            "name": name,
            "id_number": number,
            "kind": kinds,
            "facility": _facilities(world, random, rows, kinds),
            "date": date,
            "total_cost": total / 100,
            "reimbursed": (total - paid) / 100,
            "paid_by_person": paid / 100,
            "_township": world.township(rows),
            "_person": rows,
        }
    )


def _facilities(world: World, random: Generator, people: Array, kinds: Array) -> Array:
    """Return one of the designated hospitals for each visit: the township's, or for stays mostly the county's."""
    townships = world.villages.township_names[world.township(people)]
    away = chance(random, len(people), 0.1) | ((kinds == "住院") & chance(random, len(people), 0.7))
    return numpy.where(away, pick(random, _COUNTY_HOSPITALS, len(people)), townships + "卫生院")


def family_doctors(world: World) -> pandas.DataFrame:
    """Return who has signed with a team of family doctors: nearly all registered persons, and some of the others."""
    random = world.stream("family doctors")
    calibration, settings = world.calibration, world.calibration.settings["health"]
    willing = numpy.where(
        world.registered, float(settings["registered_signed_share"]), float(settings["other_signed_share"])
    )
    signed = world.alive_in_year & world.aided & (random.random(len(world.people)) < willing)
    rows = numpy.flatnonzero(signed)
    teams = max(round(calibration.published("family_doctor_teams") * world.villages.share), 1)
    team = world.households.village[world.people.household[rows]] * teams // len(world.villages)
    labels = numpy.array([f"家庭医生第{number}团队" for number in range(1, teams + 1)], dtype=object)
    start = datetime.date(calibration.year - 1, 7, 1)
    name, number = world.written("family_doctors", rows)
    return pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "team": labels[team],
            "date": days(random, start, world.day, len(rows)),
            "_township": world.township(rows),
            "_person": rows,
        }
    )


def village_clinics(world: World) -> pandas.DataFrame:
    """Return the clinics of the villages: the published clinics, doctors and clinics below standard."""
    random = world.stream("clinics")
    villages, calibration = world.villages, world.calibration
    share = villages.share
    count = max(round(calibration.published("village_clinics") * share), 1)
    below = round(calibration.published("clinics_below_standard") * share)
    doctors = round(calibration.published("village_doctors") * share)
    everywhere = numpy.arange(len(villages))
    without = calibration.incident(random, "clinic_missing", everywhere)
    rows = numpy.setdiff1d(everywhere, without)[:count]
    rows = numpy.sort(numpy.concatenate([rows, choose(random, rows, count - len(rows))]))
    population = numpy.bincount(world.households.village[world.people.household], minlength=len(villages))
    served = numpy.maximum(population[rows] // numpy.bincount(rows, minlength=len(villages))[rows], 1)
    standard = numpy.ones(len(rows))
    standard[choose(random, numpy.arange(len(rows)), below)] = 0
    staff = numpy.maximum(-(-served // 1000), 1)
    spare = doctors - int(staff.sum())
    order = numpy.argsort(standard + random.random(len(rows)) / 2, kind="stable")
    step = 1 if spare > 0 else -1
    for place in numpy.resize(order[::step], abs(spare)):
        staff[place] = max(staff[place] + step, 0)
    return pandas.DataFrame(
        {
            "clinic_id": numpy.array(
                [f"WS{villages.code[row]}{place % 10}" for place, row in enumerate(rows)], dtype=object
            ),
            "village_code": villages.code[rows],
            "floor_area_m2": numpy.round(random.uniform(40, 60, len(rows)) + standard * 30, 1),
            "up_to_standard": standard,
            "doctors": staff,
            "population_served": served,
            "_township": villages.township[rows],
        }
    )
