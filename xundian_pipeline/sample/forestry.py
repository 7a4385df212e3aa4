"""Forestry (林业): public forest, grain for green, rangers, energy subsidies."""

from __future__ import annotations

import numpy
import pandas

from xundian_pipeline.sample.draws import Array, Generator, apportion, chance, choose, choose_with_total
from xundian_pipeline.sample.world import World

_AREA_UNIT = 10_000


def public_forest_compensation(world: World) -> pandas.DataFrame:
    """Return the compensation for public forest: the published area, direct payment, households and persons."""
    random = world.stream("public forest")
    calibration = world.calibration
    direct = calibration.yuan("public_forest_direct")
    households = round(direct / calibration.published("public_forest_per_household"))
    persons = round(direct / calibration.published("public_forest_per_person"))
    holders = _holders(world, random, _aided_households(world), households, persons)
    area = apportion(_area(world, "public_forest_area"), random.lognormal(0, 0.5, len(holders)))
    amount = apportion(direct * 100, area) / 100
    return _payments(world, random, "public_forest_compensation", holders, area, amount)


def grain_for_green(world: World) -> pandas.DataFrame:
    """Return the payments for farmland turned into forest: registered and other households apart."""
    random = world.stream("grain for green")
    calibration = world.calibration
    registered = _aided_households(world) & world.households.registered
    area = _area(world, "grain_for_green_registered_area")
    funds = calibration.yuan("grain_for_green_registered_funds")
    households = calibration.count("grain_for_green_registered_households")
    persons = calibration.count("grain_for_green_registered_persons")
    own = _holders(world, random, registered, households, persons)
    others = choose(
        random,
        numpy.flatnonzero(_aided_households(world) & ~world.households.registered),
        calibration.scaled("forestry", "grain_for_green_other_households"),
    )
    areas = [
        apportion(area, random.lognormal(0, 0.4, len(own))),
        apportion(_area(world, "grain_for_green_area") - area, random.lognormal(0, 0.5, len(others))),
    ]
    rest = calibration.yuan("grain_for_green_funds") - funds
    amounts = [apportion(funds * 100, areas[0]) / 100, apportion(rest * 100, areas[1]) / 100]
    holders = numpy.concatenate([own, others])
    return _payments(world, random, "grain_for_green", holders, numpy.concatenate(areas), numpy.concatenate(amounts))


def forest_rangers(world: World) -> pandas.DataFrame:
    """Return the rangers of the year, of whom one lives in each of the published registered households."""
    random = world.stream("rangers")
    calibration, people = world.calibration, world.people
    able = world.living & ~people.at_school & (world.ages >= 20) & (world.ages < 60)
    has_able = numpy.zeros(len(world.households), dtype=bool)
    has_able[people.household[able]] = True
    registered = has_able & _aided_households(world) & world.households.registered & (world.households.kind == 0)
    count = calibration.count("ranger_registered_households")
    houses = _holders(world, random, registered, count, calibration.count("ranger_registered_persons"))
    own = _one_of_each(random, houses, people.household, able)
    others = choose(random, numpy.flatnonzero(able & ~world.registered), calibration.count("rangers") - len(own))
    rows = numpy.concatenate([own, others])
    pay = calibration.yuan("ranger_registered_pay")
    rest = calibration.yuan("ranger_pay") - pay
    amount = [
        apportion(pay, random.uniform(0.95, 1.05, len(own))),
        apportion(rest, random.uniform(0.95, 1.05, len(others))),
    ]
    name, number = world.written("forest_rangers", rows)
    return pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "year": numpy.full(len(rows), calibration.year),
            "amount": numpy.concatenate(amount).astype(float),
            "_township": world.township(rows),
            "_person": rows,
        }
    )


def energy_subsidies(world: World) -> pandas.DataFrame:
    """Return the subsidies for solar heaters and stoves, to registered households only."""
    random = world.stream("energy")
    calibration, households = world.calibration, world.households
    eligible = _aided_households(world) & households.registered
    items = (
        ("太阳能热水器", "solar_heaters", "solar_heater_persons", "solar_heater_subsidy"),
        ("节能灶", "stoves", "stove_persons", "stove_subsidy"),
    )
    parts = []
    for item, count, persons, subsidy in items:
        holders = _holders(world, random, eligible, calibration.count(count), calibration.count(persons))
        quantity = numpy.ones(len(holders), dtype=numpy.int64)
        parts.append((holders, item, quantity, quantity * calibration.published(subsidy)))
    houses = numpy.concatenate([part[0] for part in parts])
    heads = households.first[houses]
    amount = numpy.concatenate([part[3] for part in parts]).astype(float)
    wrong = calibration.incident(random, "energy_off_standard", numpy.arange(len(heads)))
    amount[wrong] -= 50
    name, number = world.written("energy_subsidies", heads)
    return pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "year": numpy.full(len(heads), calibration.year),
            "item": numpy.repeat(
                numpy.array([part[1] for part in parts], dtype=object), [len(part[0]) for part in parts]
            ),
            "quantity": numpy.concatenate([part[2] for part in parts]),
            "amount": amount,
            "_township": world.township(heads),
            "_person": heads,
        }
    )


def _aided_households(world: World) -> Array:
    """Return a mask of the households that measures may reach, and whose head is alive."""
    return ~world.households.unaided & world.living[world.households.first]


def _area(world: World, figure: str) -> int:
    """Return a published area at the scale of the sample, in ten-thousandths of a hectare."""
    return round(world.calibration.published(figure) * world.calibration.scale * _AREA_UNIT)


def _holders(world: World, random: Generator, eligible: Array, count: int, persons: int) -> Array:
    """Return `count` eligible households (places) with `persons` persons together."""
    candidates = numpy.flatnonzero(eligible)
    return choose_with_total(random, candidates, world.households.size[candidates], count, persons)


def _one_of_each(random: Generator, houses: Array, household: Array, able: Array) -> Array:
    """Return one able person of each of `houses`."""
    candidates = random.permutation(numpy.flatnonzero(able & numpy.isin(household, houses)))
    first = numpy.unique(household[candidates], return_index=True)[1]
    return numpy.sort(candidates[first])


def _payments(
    world: World, random: Generator, feed: str, holders: Array, area: Array, amount: Array
) -> pandas.DataFrame:
    """Return payments to the heads of `holders`; `area` in ten-thousandths of a hectare, `amount` in yuan."""
    heads = world.households.first[holders]
    name, number = world.written(feed, heads)
    paid = world.days_of_year(random, len(heads))
    return pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "village_code": world.villages.code[world.households.village[holders]],
            "year": numpy.full(len(heads), world.calibration.year),
            "area_ha": area / _AREA_UNIT,
            "amount": amount,
            "date": numpy.where(chance(random, len(heads), 0.03), numpy.datetime64("NaT", "D"), paid),
            "_township": world.township(heads),
            "_person": heads,
        }
    ).query("area_ha > 0 and amount > 0")
