"""Labour and social security (人社): training, work away from home, pensions."""

from __future__ import annotations

import datetime

import numpy
import pandas

from xundian_pipeline.sample.circumstances import WORKING_AGE, sixteenth_birthday
from xundian_pipeline.sample.draws import Array, Generator, apportion, chance, choose, days, is_missing, pick
from xundian_pipeline.sample.world import World

_COURSES = {"引导性培训": 0.46, "技能培训": 0.34, "创业培训": 0.05, "转移培训": 0.15}
_PLACES = {"乡镇内": 0.2, "县内": 0.3, "市内县外": 0.22, "省内市外": 0.12, "省外": 0.16}
_KUNMING = "昆明主城区"
_TRADES = (
    "建筑劳务有限公司",
    "物业服务有限公司",
    "食品加工厂",
    "电子厂",
    "餐饮管理有限公司",
    "蔬菜种植基地",
    "家政服务部",
    "服装厂",
)
_BRANDS = ("宏达", "鑫源", "兴盛", "同心", "顺达", "惠民", "金穗", "绿野", "永固", "华泰", "远航", "春晖")
_RETIREMENT = 60
_NOT_YET = numpy.datetime64("NaT", "D")


def training(world: World) -> pandas.DataFrame:
    """Return the training of rural labour: the published numbers of persons, registered and all, in the year."""
    random = world.stream("training")
    calibration = world.calibration
    able = _able(world)
    young = _about_sixteen(world)
    early = calibration.incident(random, "under_age_training", numpy.flatnonzero(young & world.registered))
    registered = calibration.count("trained_registered_poor") - len(early)
    others = calibration.count("trained_labour") - registered - len(early)
    rows = numpy.concatenate(
        [
            choose(random, numpy.flatnonzero(able & world.registered & world.aided), registered),
            choose(random, numpy.flatnonzero(able & ~world.registered), others),
            early,
        ]
    )
    start = world.days_of_year(random, len(rows))
    start[len(rows) - len(early) :] = _before_sixteen(world, random, early)
    repeated = choose(random, numpy.arange(len(rows)), round(len(rows) * _share(world, "repeated_training_share")))
    last_year = days(
        random, datetime.date(calibration.year - 1, 3, 1), datetime.date(calibration.year - 1, 12, 1), len(repeated)
    )
    rows, start = numpy.concatenate([rows, rows[repeated]]), numpy.concatenate([start, last_year])
    end = start + random.integers(2, 25, len(rows))
    unfinished = (end > numpy.datetime64(world.day, "D")) | chance(random, len(rows), 0.01)
    passed = chance(random, len(rows), 0.96).astype(float)
    name, number = world.written("training", rows)
    return pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "course": pick(random, list(_COURSES), len(rows), list(_COURSES.values())),
            "start_date": start,
            "end_date": numpy.where(unfinished, _NOT_YET, end),
            "passed": numpy.where(unfinished, numpy.nan, passed),
            "_township": world.township(rows),
            "_person": rows,
        }
    )


def employment(world: World) -> pandas.DataFrame:
    """Return the work of rural labour away from the farm, with the published persons and wages of the year."""
    random = world.stream("employment")
    calibration = world.calibration
    able = _able(world)
    young = numpy.flatnonzero(_about_sixteen(world) & world.registered)
    early = calibration.incident(random, "under_age_employment", young)
    count = calibration.count("transferred_registered_poor")
    registered = _registered_workers(world, random, able, count - len(early))
    registered = numpy.concatenate([registered, early])
    others = choose(
        random, numpy.flatnonzero(able & ~world.registered), calibration.count("transferred_labour") - count
    )
    rows = numpy.concatenate([registered, others])
    total = calibration.yuan("transfer_income_registered_poor")
    wages = numpy.concatenate(
        [
            apportion(total, random.lognormal(0, 0.35, len(registered))),
            apportion(calibration.yuan("transfer_income") - total, random.lognormal(0, 0.45, len(others))),
        ]
    )
    place = pick(random, list(_PLACES), len(rows), list(_PLACES.values()))
    to_kunming = calibration.count("transferred_to_kunming_registered_poor")
    place[choose(random, numpy.arange(len(registered)), to_kunming)] = _KUNMING
    rest = calibration.count("transferred_to_kunming") - to_kunming
    place[choose(random, numpy.arange(len(registered), len(rows)), rest)] = _KUNMING
    start = days(random, datetime.date(calibration.year - 2, 2, 1), world.day, len(rows))
    start[len(registered) - len(early) : len(registered)] = _before_sixteen(world, random, early)
    start = numpy.maximum(start, numpy.where(numpy.isin(rows, early), start, sixteenth_birthday(world, rows)))
    start = numpy.minimum(start, numpy.datetime64(world.day, "D"))
    jobs = _jobs(world, random, rows, start, wages)
    name, number = world.written("employment", jobs["person"])
    employers = pick(random, _BRANDS, len(jobs["row"])) + pick(random, _TRADES, len(jobs["row"]))
    public = (place[jobs["row"]] == "乡镇内") & chance(random, len(jobs["row"]), 0.2)
    return pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "place": place[jobs["row"]],
            "employer": numpy.where(public, "村公益性岗位", employers).astype(object),
            "kind": numpy.where(public, "公益性岗位", "市场就业").astype(object),
            "start_date": jobs["start"],
            "end_date": jobs["end"],
            "annual_wage": jobs["wage"].astype(float),
            "_township": world.township(jobs["person"]),
            "_person": jobs["person"],
        }
    )


def _registered_workers(world: World, random: Generator, able: Array, count: int) -> Array:
    """Return registered people who work away; of households on the allowance hardly anybody does."""
    assisted = (world.households.kind != 0)[world.people.household]
    candidates = able & world.registered & world.aided
    free = numpy.flatnonzero(candidates & ~assisted)
    chosen = choose(random, free, count)
    more = choose(random, numpy.flatnonzero(candidates & assisted), count - len(chosen))
    return numpy.concatenate([chosen, more])


def _jobs(world: World, random: Generator, rows: Array, start: Array, wages: Array) -> dict[str, Array]:
    """Return the jobs of `rows`: one each, for some a second one of the year, for some one that ended years ago."""
    day = numpy.datetime64(world.day, "D")
    year_start = numpy.datetime64(world.calibration.year_start, "D")
    end = numpy.full(len(rows), _NOT_YET)
    left = chance(random, len(rows), 0.08)
    end[left] = numpy.maximum(numpy.maximum(start, year_start)[left], day - random.integers(1, 150, int(left.sum())))
    share = _share(world, "second_job_share")
    twice = choose(random, numpy.flatnonzero(~left & (start < day - 60)), round(len(rows) * share))
    change = numpy.maximum(numpy.maximum(start[twice], year_start), day - random.integers(20, 50, len(twice)))
    first = wages.copy()
    first[twice] = wages[twice] * 3 // 5
    end[twice] = change
    former = choose(random, numpy.arange(len(rows)), len(rows) // 100)
    return {
        "row": numpy.concatenate([numpy.arange(len(rows)), twice, former]),
        "person": numpy.concatenate([rows, rows[twice], rows[former]]),
        "start": numpy.concatenate([start, numpy.minimum(change + 3, day), year_start - 1500 + former % 300]),
        "end": numpy.concatenate([end, numpy.full(len(twice), _NOT_YET), year_start - 400 + former % 300]),
        "wage": numpy.concatenate([first, wages[twice] - first[twice], numpy.zeros(len(former), dtype=numpy.int64)]),
    }


def pension(world: World) -> pandas.DataFrame:
    """Return the roster of pensions: everybody from 16 who does not learn, one row per person and year."""
    random = world.stream("pension")
    people, calibration = world.people, world.calibration
    due = world.alive_in_year & (world.ages >= WORKING_AGE) & ~people.at_school
    insured = due & (world.registered | chance(random, len(people), _share(world, "pension_other_share")))
    without_number = due & world.registered & is_missing(people.register_number)
    invalid = due & world.registered & numpy.not_equal(people.register_number, people.number)
    missing = [
        calibration.incident(random, "pension_missing", numpy.flatnonzero(insured & world.registered)),
        calibration.incident(random, "pension_missing_without_number", numpy.flatnonzero(without_number | invalid)),
    ]
    insured[numpy.concatenate(missing)] = False
    dead_before = numpy.flatnonzero(world.registered & (people.death < numpy.datetime64(calibration.year_start, "D")))
    still_paid = calibration.incident(random, "benefit_after_death", dead_before)
    rows = numpy.concatenate([numpy.flatnonzero(insured), still_paid])
    old = world.ages[rows] >= _RETIREMENT
    assisted = (world.households.kind != 0)[people.household[rows]]
    state = numpy.where(old, "待遇领取", numpy.where(assisted, "代缴", "缴费")).astype(object)
    state[len(rows) - len(still_paid) :] = "待遇领取"
    working = numpy.flatnonzero(~old & world.registered[rows])
    state[calibration.incident(random, "pension_interrupted", working)] = "中断"
    employee = ~world.registered[rows] & chance(
        random, len(rows), float(calibration.settings["health"]["employees_share"])
    )
    amount = numpy.where(employee, 1800.0, 85.0) + random.integers(0, 60, len(rows))
    year = numpy.full(len(rows), calibration.year)
    before = choose(random, numpy.arange(len(rows)), len(rows) // 200)
    name, number = world.written("pension", rows)
    table = pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "year": year,
            "scheme": numpy.where(employee, "城镇职工基本养老保险", "城乡居民基本养老保险").astype(object),
            "state": state,
            "monthly_amount": numpy.where(state == "待遇领取", amount, numpy.nan),
            "_township": world.township(rows),
            "_person": rows,
        }
    )
    return pandas.concat([table, table.iloc[before].assign(year=calibration.year - 1)], ignore_index=True)


def _able(world: World) -> Array:
    people = world.people
    return world.living & ~people.at_school & (world.ages >= WORKING_AGE + 1) & (world.ages < _RETIREMENT)


def _about_sixteen(world: World) -> Array:
    return world.living & world.aided & (world.ages >= 14) & (world.ages <= 16)


def _before_sixteen(world: World, random: Generator, people: Array) -> Array:
    """Return a day on which each of `people` was not yet sixteen, in the year where that is possible."""
    latest = numpy.minimum(sixteenth_birthday(world, people) - 1, numpy.datetime64(world.day, "D"))
    return latest - random.integers(0, 60, len(people))


def _share(world: World, name: str) -> float:
    return float(world.calibration.settings["labour"][name])
