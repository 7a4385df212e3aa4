"""Civil affairs (民政): allowances, maintenance, temporary assistance, checks and deaths."""

from __future__ import annotations

import datetime

import numpy
import pandas

from xundian_pipeline.sample import identity, names
from xundian_pipeline.sample.draws import Array, Generator, chance, choose, days, pick
from xundian_pipeline.sample.world import DIBAO, TEKUN, World

_CAUSES = ("突发疾病", "意外事故", "自然灾害", "子女就学", "家庭成员残疾", "其他")
_NOT_YET = numpy.datetime64("NaT", "D")


def dibao(world: World) -> pandas.DataFrame:
    """Return the roster of the minimum allowance: one row per covered person and period."""
    random = world.stream("dibao roster")
    calibration, people = world.calibration, world.people
    covered = _covered(world, random)
    in_care = numpy.flatnonzero((world.households.kind == TEKUN) & world.households.registered)
    both = world.households.first[calibration.incident(random, "dibao_and_tekun", in_care)]
    rows = numpy.concatenate([covered, both])
    shares = calibration.settings["civil_affairs"]["dibao_category_shares"]
    categories = pick(random, list(shares), len(world.households), list(shares.values()))
    category = categories[people.household[rows]]
    amounts = calibration.settings["civil_affairs"]["dibao_amounts"]
    ceiling = calibration.published("dibao_ceiling")
    amount = numpy.array([numpy.floor(ceiling * float(amounts[one])) for one in category])
    above = calibration.incident(random, "dibao_above_ceiling", numpy.arange(len(rows)))
    amount[above] = ceiling + pick(random, [5, 10, 25.5], len(above)).astype(float)
    start = _starts(world, random)[people.household[rows]]
    name, number = world.written("dibao", rows)
    return pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "head_id_number": people.number[world.heads(rows)],
            "village_code": world.villages.code[world.households.village[people.household[rows]]],
            "category": category,
            "monthly_amount": amount,
            "start_date": start,
            "end_date": _ends(world, random, rows, start, reviewed=numpy.arange(len(rows)) < len(covered)),
            "_township": world.township(rows),
            "_person": rows,
        }
    ).sort_values("_township", kind="stable", ignore_index=True)


def _covered(world: World, random: Generator) -> Array:
    """In some households everybody is covered, in others only the head and those who cannot work."""
    people, households = world.people, world.households
    whole = chance(random, len(households), 0.8)[people.household]
    some_of_them = (people.relation == "户主") | (world.ages >= 65) | (world.ages < 12)
    on_list = (households.kind == DIBAO)[people.household] & (whole | some_of_them) & world.alive_in_year
    return numpy.flatnonzero(on_list & ~_gone_before(world))


def _gone_before(world: World) -> Array:
    return world.people.death < numpy.datetime64(world.calibration.year_start, "D")


def _starts(world: World, random: Generator) -> Array:
    """Return the month from which each household is assisted: some since this year, the others for longer."""
    calibration = world.calibration
    count = len(world.households)
    before = calibration.year_start - datetime.timedelta(1)
    long_since = days(random, datetime.date(calibration.year - 4, 1, 1), before, count)
    recent = world.days_of_year(random, count)
    new = chance(random, count, float(calibration.settings["civil_affairs"]["new_this_year_share"]))
    return numpy.where(new, recent, long_since).astype("datetime64[M]").astype("datetime64[D]")


def _ends(world: World, random: Generator, rows: Array, start: Array, reviewed: Array) -> Array:
    """Return the first month that is no longer paid: after death, after a review (where `reviewed`), or none."""
    end = numpy.full(len(rows), _NOT_YET)
    death = world.people.death[rows]
    dead = numpy.flatnonzero(~numpy.isnat(death))
    stopped = dead[~numpy.isin(dead, world.calibration.incident(random, "benefit_after_death", dead))]
    end[stopped] = (death[stopped].astype("datetime64[M]") + 1).astype("datetime64[D]")
    dropped = numpy.flatnonzero(chance(random, len(rows), 0.004) & numpy.isnat(death) & reviewed)
    months = random.integers(-5, 5, len(dropped)).astype("timedelta64[M]")
    end[dropped] = (numpy.datetime64(world.day, "M") + months).astype("datetime64[D]")
    return numpy.where(end < start, start, end)


def tekun(world: World) -> pandas.DataFrame:
    """Return the roster of those whom the state maintains."""
    random = world.stream("tekun roster")
    calibration, people, households = world.calibration, world.people, world.households
    rows = households.first[numpy.flatnonzero(households.kind == TEKUN)]
    rows = rows[~_gone_before(world)[rows]]
    centralised = chance(random, len(rows), float(calibration.settings["civil_affairs"]["tekun_centralised_share"]))
    amount = numpy.where(
        centralised, calibration.published("tekun_centralised"), calibration.published("tekun_dispersed")
    ).astype(float)
    wrong = calibration.incident(random, "tekun_off_standard", numpy.arange(len(rows)))
    amount[wrong] -= 125
    start = _starts(world, random)[people.household[rows]]
    name, number = world.written("tekun", rows)
    return pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "village_code": world.villages.code[households.village[people.household[rows]]],
            "care": numpy.where(centralised, "集中", "分散").astype(object),
            "monthly_amount": amount,
            "start_date": start,
            "end_date": _ends(world, random, rows, start, reviewed=numpy.zeros(len(rows), dtype=bool)),
            "_township": world.township(rows),
            "_person": rows,
        }
    )


def temporary_assistance(world: World) -> pandas.DataFrame:
    """Return the payments of temporary assistance in the assessment year."""
    random = world.stream("temporary assistance")
    calibration = world.calibration
    count = calibration.scaled("civil_affairs", "temporary_payments")
    registered = round(count * float(calibration.settings["civil_affairs"]["temporary_registered_share"]))
    grown = world.living & world.aided & (world.ages >= 18)
    rows = numpy.concatenate(
        [
            choose(random, numpy.flatnonzero(grown & world.registered), registered),
            choose(random, numpy.flatnonzero(grown & ~world.registered), count - registered),
        ]
    )
    serial = random.permutation(len(rows)) + 1
    name, number = world.written("temporary_assistance", rows)
    return pandas.DataFrame(
        {
            "approval_no": numpy.array([f"LS{calibration.year}{one:06d}" for one in serial], dtype=object),
            "name": name,
            "id_number": number,
            "cause": pick(random, _CAUSES, len(rows)),
            "amount": numpy.rint(random.lognormal(7, 0.6, len(rows)) / 50) * 50 + 100.0,
            "date": world.days_of_year(random, len(rows)),
            "_township": world.township(rows),
            "_person": rows,
        }
    )


def economic_checks(world: World, rosters: list[pandas.DataFrame]) -> pandas.DataFrame:
    """Return the checks of households' means: nearly all households newly on one of the `rosters`, and some others."""
    random = world.stream("economic checks")
    calibration, households, people = world.calibration, world.households, world.people
    new = numpy.zeros(len(households), dtype=bool)
    for roster in rosters:
        begun = roster["start_date"] >= pandas.Timestamp(calibration.year_start)
        new[people.household[roster["_person"].to_numpy()[begun.to_numpy()]]] = True
    missed = calibration.incident(random, "check_missing", numpy.flatnonzero(new))
    others = (households.kind != 0) & ~new & chance(random, len(households), 0.35)
    checked = numpy.flatnonzero((new | others) & ~numpy.isin(numpy.arange(len(households)), missed))
    heads = households.first[checked]
    check = world.days_of_year(random, len(heads))
    visit = numpy.minimum(check + random.integers(0, 20, len(heads)), numpy.datetime64(world.day, "D"))
    visited = new[checked] | chance(random, len(heads), 0.9)
    spot = new[checked] & chance(random, len(heads), calibration.published("county_spot_check_rate") + 0.02)
    blank = ~spot & chance(random, len(heads), 0.5)
    name, number = world.written("economic_checks", heads)
    return pandas.DataFrame(
        {
            "name": name,
            "head_id_number": number,
            "check_date": check,
            "result": numpy.where(chance(random, len(heads), 0.985), "符合", "不符合").astype(object),
            "visit_date": numpy.where(visited, visit, _NOT_YET),
            "county_spot_check": numpy.where(blank, numpy.nan, spot.astype(float)),
            "_township": world.township(heads),
            "_person": heads,
        }
    )


def deaths(world: World) -> pandas.DataFrame:
    """Return the list of the dead of the assessment year and the year before."""
    random = world.stream("deaths roster")
    calibration, people = world.calibration, world.people
    rows = numpy.flatnonzero(~numpy.isnat(people.death))
    name, number = world.written("deaths", rows)
    name, number = name.copy(), number.copy()
    registered = numpy.flatnonzero(world.registered[rows])
    for place in calibration.incident(random, "death_name_differs", registered):
        name[place] = names.written_otherwise(random, name[place])
    wrong = calibration.incident(random, "death_number_wrong", registered)
    identity.apply(random, identity.mistyped_check_digit, number, wrong)
    return pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "death_date": people.death[rows],
            "_township": world.township(rows),
            "_person": rows,
        }
    )
