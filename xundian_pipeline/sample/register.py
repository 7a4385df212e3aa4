"""The register of the poverty-alleviation office (扶贫办): its households, with their incomes, and its members."""

from __future__ import annotations

import numpy
import pandas

from xundian_pipeline.sample.draws import Array, Generator, chance, is_missing, pick
from xundian_pipeline.sample.world import DIBAO, TEKUN, World

_CAUSES = {
    "因病": 0.2, "因残": 0.07, "因学": 0.1, "因灾": 0.03, "缺土地": 0.04, "缺水": 0.02, "缺技术": 0.22, "缺劳力": 0.1,
    "缺资金": 0.12, "交通条件落后": 0.04, "自身发展动力不足": 0.05, "其他": 0.01,
}  # fmt: skip
_TYPES = numpy.array(["一般贫困户", "低保贫困户", "特困供养户"], dtype=object)
_NEEDS = ("food_secure", "clothing_secure", "water_safe")
_PARTS = ("wage_income", "operating_income", "operating_expense", "property_income", "transfer_income")
_SMALLEST_MARGIN = 5
_COMFORT = 1.06


def register_households(world: World, employment: pandas.DataFrame, rangers: pandas.DataFrame) -> pandas.DataFrame:
    """Return the registered households; what `employment` and `rangers` paid their members shows in their wages."""
    random = world.stream("register households")
    households, villages, calibration = world.households, world.villages, world.calibration
    places = numpy.flatnonzero(households.registered)
    village = households.village[places]
    heads = households.first[places]
    income = _incomes(world, random, places, _earned(world, employment, rangers)[places])
    identified = pick(random, [2013, 2014, 2015, 2016, 2017], len(places), [10, 70, 8, 6, 6]).astype(int)
    identified = numpy.minimum(identified, calibration.year)
    left = numpy.minimum(identified + random.integers(0, 5, len(places)), calibration.year).astype(float)
    left[chance(random, len(places), 0.2)] = numpy.nan
    number = world.people.register_number[heads]
    return pandas.DataFrame(
        {
            "household_id": households.identifier[places],
            "township": villages.township_names[villages.township[village]],
            "village": villages.name[village],
            "village_code": villages.code[village],
            "hamlet": villages.short_name[village]
            + pick(random, ["大村", "小村", "上村", "下村", "新村", "老村"], len(places)),
            "head_name": world.people.name[heads],
            "head_id_number": numpy.where(is_missing(number), world.people.number[heads], number),
            "household_size": _declared_sizes(world, random, places),
            "household_type": _TYPES[households.kind[places]],
            "main_cause": pick(random, list(_CAUSES), len(places), list(_CAUSES.values())),
            "identified_year": identified,
            "exit_year": left,
            **income,
            **_needs(world, random, places),
            "_township": villages.township[village],
            "_place": places,
        }
    )


def register_members(world: World) -> pandas.DataFrame:
    """Return everybody who stands in the register, the dead among them."""
    random = world.stream("register members")
    people, households = world.people, world.households
    rows = numpy.flatnonzero(world.registered)
    household = people.household[rows]
    identifier = households.identifier[household]
    position = rows - households.first[household] + 1
    serial = numpy.array([f"{number:02d}" for number in range(100)], dtype=object)
    health = pick(random, ["健康", "长期慢性病", "患有大病", "残疾"], len(rows), [86, 8, 3, 3])
    return pandas.DataFrame(
        {
            "household_id": identifier,
            "member_id": identifier + serial[position],
            "name": people.name[rows],
            "sex": numpy.where(people.register_male[rows], "男", "女").astype(object),
            "id_number": people.register_number[rows],
            "birth_date": people.register_birth[rows],
            "relation": people.relation[rows],
            "ethnicity": households.ethnicity[household],
            "schooling": _schooling(world, random, rows),
            "health_status": health,
            "labour_capacity": _labour(world, random, rows, health),
            "_township": world.township(rows),
            "_person": rows,
        }
    )


def _schooling(world: World, random: Generator, rows: Array) -> Array:
    age = world.ages[rows]
    levels = pick(random, ["文盲或半文盲", "小学", "初中", "高中", "大专及以上"], len(rows), [12, 42, 36, 8, 2])
    stage = world.people.stage[rows]
    levels[age < 6] = "学龄前儿童"
    for learning, level in (
        ("小学", "小学"),
        ("初中", "初中"),
        ("高中", "高中"),
        ("中职", "高中"),
        ("高等", "大专及以上"),
    ):
        levels[stage == learning] = level
    return levels


def _labour(world: World, random: Generator, rows: Array, health: Array) -> Array:
    age = world.ages[rows]
    capacity = pick(random, ["普通劳动力", "技能劳动力", "弱劳动力或半劳动力"], len(rows), [80, 12, 8])
    capacity[(age >= 60) & (age < 70)] = "弱劳动力或半劳动力"
    capacity[(age < 16) | (age >= 70) | world.people.at_school[rows]] = "无劳动力"
    capacity[(age >= 16) & (age < 70) & (health == "残疾")] = "丧失劳动力"
    return capacity


def _declared_sizes(world: World, random: Generator, places: Array) -> Array:
    """Return the declared sizes: half of the households have taken their dead out, a few are simply wrong."""
    size = world.households.size[places]
    dead = size - living_members(world)[places]
    taken_out = chance(random, len(places), 0.5)
    declared = numpy.maximum(size - dead * taken_out, 1)
    wrong = world.calibration.incident(random, "size_differs", numpy.arange(len(places)))
    world.troubles.append(("识别", places[wrong]))
    declared[wrong] += numpy.where(declared[wrong] > 1, random.choice([-1, 1], len(wrong)), 1)
    return declared


def living_members(world: World) -> Array:
    """Return how many entries of each household's register are alive on the assessment date."""
    alive = ~(world.people.death <= numpy.datetime64(world.day, "D"))
    return numpy.bincount(world.people.household[alive], minlength=len(world.households))


def _earned(world: World, employment: pandas.DataFrame, rangers: pandas.DataFrame) -> Array:
    """Return what each household's members earned in the year according to the other departments, in yuan."""
    start = pandas.Timestamp(world.calibration.year_start)
    of_year = employment[employment["end_date"].isna() | (employment["end_date"] >= start)]
    person = numpy.concatenate([of_year["_person"].to_numpy(), rangers["_person"].to_numpy()])
    amount = numpy.concatenate([of_year["annual_wage"].to_numpy(), rangers["amount"].to_numpy()])
    return numpy.bincount(world.people.household[person], weights=amount, minlength=len(world.households))


def _incomes(world: World, random: Generator, places: Array, earned: Array) -> dict[str, Array]:
    """Return the five parts of each household's income in yuan.

    The net income per person is drawn first; the parts are then made to add up to it, to the fen.
    """
    count = len(places)
    living = numpy.maximum(living_members(world)[places], 1)
    per_person = _per_person(world, random, places)
    total = numpy.rint(per_person * living * 100).astype(numpy.int64)
    _at_the_line(world, random, places, living, total)
    assisted = world.households.kind[places] != 0
    differs = world.calibration.incident(random, "wage_differs", numpy.flatnonzero(earned > 0))
    factor = random.uniform(0.9, 1.08, count)
    factor[differs] = pick(random, [0.4, 0.6, 0.79, 1.27, 1.8], len(differs)).astype(float)
    share = numpy.where(chance(random, count, 0.5), random.uniform(0, 0.35, count), 0.0)
    wage = numpy.where(earned > 0, earned * factor * 100, numpy.maximum(total, 0) * share).astype(numpy.int64)
    transfer = (
        total * numpy.where(assisted, random.uniform(0.3, 0.6, count), random.uniform(0.03, 0.2, count))
    ).astype(int)
    property_income = numpy.where(chance(random, count, 0.3), random.integers(0, 60_000, count), 0)
    fixed = numpy.isin(numpy.arange(count), _settled(world, places))
    short = (wage + transfer + property_income > total) & ~assisted & ~fixed
    total = numpy.where(short, (wage + transfer + property_income) * _COMFORT, total).astype(numpy.int64)
    farming = total - wage - transfer - property_income
    expense = random.integers(20_000, 400_000, count)
    revenue = farming + expense
    expense = numpy.where(revenue < 0, expense - revenue, expense)
    revenue = numpy.maximum(revenue, 0)
    columns = (wage, revenue, expense, property_income, transfer)
    income = {part: column / 100.0 for part, column in zip(_PARTS, columns, strict=True)}
    missing = world.trouble("收入", "income_missing", random, places)
    rows = numpy.searchsorted(places, missing)
    for row, part in zip(rows, pick(random, _PARTS, len(rows)), strict=True):
        income[part][row] = numpy.nan
    return income


def _per_person(world: World, random: Generator, places: Array) -> Array:
    """Return each household's net income per person in yuan, before the fen are settled."""
    calibration = world.calibration
    line = calibration.income_line
    ceiling = 12 * calibration.published("dibao_ceiling")
    ceiling = ceiling if ceiling > line + 2 * _SMALLEST_MARGIN else line * _COMFORT
    kind = world.households.kind[places]
    target = numpy.maximum(random.lognormal(numpy.log(line * 1.7), 0.35, len(places)), ceiling * 1.01)
    low = random.uniform(line + _SMALLEST_MARGIN, ceiling - 1, len(places))
    target = numpy.where(kind == DIBAO, low, target)
    target = numpy.where(kind == TEKUN, random.uniform(1.05, 1.6, len(places)) * ceiling * 2, target)
    changes = (
        ("dibao_with_income", kind == DIBAO, (1.15, 2.2)),
        ("low_income_without_dibao", kind == 0, (None, None)),
        ("income_below_line", kind != TEKUN, (0.5, 0.999)),
    )
    for incident, mask, (least, most) in changes:
        rows = numpy.searchsorted(places, world.trouble("收入", incident, random, places[mask]))
        target[rows] = low[rows] if least is None or most is None else random.uniform(least, most, len(rows)) * line
    return target


def _at_the_line(world: World, random: Generator, places: Array, living: Array, total: Array) -> None:
    """Put some households exactly on the line, or so near that only rounding to the fen tells; in place, in fen."""
    line = round(world.calibration.income_line * 100)
    general = numpy.flatnonzero(world.households.kind[places] != TEKUN)
    exact = world.trouble("收入", "income_at_line", random, places[general])
    rows = numpy.searchsorted(places, exact)
    total[rows] = line * living[rows]
    several = general[living[general] > 2]
    near = world.trouble("收入", "income_rounded_at_line", random, places[several])
    rows = numpy.searchsorted(places, near)
    total[rows] = line * living[rows] + random.integers(1, 3, len(rows))


def _settled(world: World, places: Array) -> Array:
    """Return the rows whose net income must stay as it was drawn, because it was drawn against the line."""
    households = [found for problem, found in world.troubles if problem == "收入"]
    return numpy.searchsorted(places, numpy.concatenate(households))


def _needs(world: World, random: Generator, places: Array) -> dict[str, Array]:
    """Return the answers to food, clothing and water: 1, 0 or missing."""
    answers = {need: numpy.ones(len(places)) for need in _NEEDS}
    for incident, answer in (("need_not_met", 0.0), ("need_missing", numpy.nan)):
        rows = numpy.searchsorted(places, world.trouble("饮水", incident, random, places))
        for row, need in zip(rows, pick(random, _NEEDS, len(rows)), strict=True):
            answers[need][row] = answer
    return answers
