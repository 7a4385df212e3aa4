"""Education (教育): the rosters of pupils and of aid to them."""

from __future__ import annotations

import datetime

import numpy
import pandas

from xundian_pipeline.sample.circumstances import COMPULSORY_ENDS, SCHOOL_STARTS
from xundian_pipeline.sample.draws import Array, Generator, age_on, chance, choose, days, pick
from xundian_pipeline.sample.world import World

_GRADES = ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级")
_FIRST_AGE = {"学前": 3, "小学": 6, "初中": 12, "高中": 15, "中职": 15, "高等": 18}
_AIDS = (
    # stage, programme, amount of a term
    ("学前", "学前教育家庭经济困难儿童资助", 150),
    ("小学", "义务教育营养改善计划", 400),
    ("小学", "义务教育寄宿生生活补助", 500),
    ("初中", "义务教育营养改善计划", 400),
    ("初中", "义务教育寄宿生生活补助", 625),
    ("高中", "普通高中国家助学金", 1000),
    ("高中", "普通高中建档立卡免学费", 700),
    ("中职", "中等职业学校国家助学金", 1000),
    ("中职", "雨露计划职业教育补助", 1500),
    ("高等", "生源地信用助学贷款", 4000),
)


def enrolment(world: World) -> pandas.DataFrame:
    """Return the roster of pupils: one row per pupil and school year, the whole county's children.

    `_township` is where the pupil lives.
    """
    random = world.stream("enrolment")
    people, calibration = world.people, world.calibration
    year = calibration.school_year
    age = age_on(people.birth, datetime.date(year, 9, 1))
    status = numpy.where(people.at_school & world.living, "在读", "").astype(object)
    compulsory = (age >= SCHOOL_STARTS) & (age <= COMPULSORY_ENDS) & (status == "在读")
    special = chance(random, len(people), 0.006) & compulsory
    status[special] = pick(random, ["送教上门", "缓学", "免学", "休学"], int(special.sum()))
    leavers = compulsory & (age == COMPULSORY_ENDS) & chance(random, len(people), 0.06)
    status[leavers] = "毕业"
    for kind, word in (("not_enrolled", ""), ("dropped_out", "辍学")):
        status[calibration.incident(random, kind, numpy.flatnonzero(compulsory & world.aided))] = word
    youth = numpy.flatnonzero(world.living & (age >= 15) & (age <= 20) & (status == "") & world.registered)
    status[calibration.incident(random, "too_poor_for_school", youth)] = "因贫未升学"
    stages = people.stage.copy()
    stages[leavers] = "初中"
    stages[(status == "因贫未升学") & (stages == "")] = "初中"
    pupils = numpy.flatnonzero(status != "")
    moved = calibration.incident(random, "two_schools", numpy.flatnonzero((status == "在读") & world.registered))
    earlier = choose(random, pupils[age[pupils] > SCHOOL_STARTS], len(pupils) // 200)
    rows = numpy.concatenate([pupils, moved, earlier])
    years = numpy.repeat([year, year, year - 1], [len(pupils), len(moved), len(earlier)])
    first = numpy.array([_FIRST_AGE[stage] for stage in stages[rows]])
    grade = numpy.clip(age[rows] - first - (years < year), 0, 5)
    name, number = world.written("enrolment", rows)
    table = pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "student_no": numpy.array([f"G{people.number[row]}" for row in rows], dtype=object),
            "school_year": years,
            "stage": stages[rows],
            "school": _schools(world, rows, stages[rows]),
            "grade": numpy.array(_GRADES, dtype=object)[grade],
            "status": status[rows],
            "_township": world.township(rows),
            "_person": rows,
        }
    )
    second = numpy.arange(len(pupils), len(pupils) + len(moved))
    table.loc[second, "student_no"] = table.loc[second, "student_no"].str.replace("G", "L")
    table.loc[second, "school"] = "县实验学校"
    table.loc[len(pupils) + len(moved) :, "status"] = "在读"
    return table.sort_values(["_township", "school"], kind="stable", ignore_index=True)


def student_aid(world: World) -> pandas.DataFrame:
    """Return the payments of aid in the assessment year: as many person-times as the yearly mean published."""
    random = world.stream("student aid")
    people, calibration = world.people, world.calibration
    share = 1 / float(calibration.settings["education"]["years_of_aid"])
    able = people.at_school & world.living & world.aided
    pupils, kinds = [], []
    for kind, (stage, _, _) in enumerate(_AIDS):
        own = numpy.flatnonzero(able & (people.stage == stage))
        pupils.append(numpy.repeat(own, 2))
        kinds.append(numpy.full(2 * len(own), kind))
    who, kind_of = numpy.concatenate(pupils), numpy.concatenate(kinds)
    term = numpy.arange(len(who)) % 2
    amounts = numpy.array([amount for _, _, amount in _AIDS])[kind_of]
    rows = _rows_with_mean(
        random, amounts, calibration.count("students_aided", share), calibration.yuan("student_aid_funds", share)
    )
    who, kind_of, term, amounts = who[rows], kind_of[rows], term[rows], amounts[rows]
    year = calibration.year
    spring = days(random, datetime.date(year, 3, 1), datetime.date(year, 6, 30), len(rows))
    autumn = days(random, datetime.date(year, 9, 10), datetime.date(year, 12, 20), len(rows))
    name, number = world.written("student_aid", who)
    table = pandas.DataFrame(
        {
            "name": name,
            "id_number": number,
            "programme": numpy.array([programme for _, programme, _ in _AIDS], dtype=object)[kind_of],
            "amount": amounts.astype(float),
            "date": numpy.minimum(numpy.where(term == 0, spring, autumn), numpy.datetime64(world.day, "D")),
            "_township": world.township(who),
            "_person": who,
        }
    )
    return table.drop_duplicates(["id_number", "programme", "date"], ignore_index=True)


def _rows_with_mean(random: Generator, amounts: Array, count: int, total: int) -> Array:
    """Return `count` of the payments whose amounts add up to about `total`, drawing dear ones more or less often."""
    if count >= len(amounts):
        return numpy.arange(len(amounts))
    # Exponential races draw without repetition in proportion to weights; the tilt of the weights sets the mean.
    clocks = random.exponential(size=len(amounts))
    low, high = -5.0, 5.0
    for _ in range(25):
        tilt = (low + high) / 2
        races = clocks / numpy.exp(tilt * numpy.minimum(amounts / amounts.mean(), 3))
        chosen = numpy.argpartition(races, count)[:count]
        low, high = (tilt, high) if amounts[chosen].sum() < total else (low, tilt)
    return numpy.sort(chosen)


def _schools(world: World, pupils: Array, stages: Array) -> Array:
    """Return a school for each pupil: the village's, the township's or the county's."""
    village = world.households.village[world.people.household[pupils]]
    names = world.villages.short_name[village]
    townships = world.villages.township_names[world.villages.township[village]]
    schools = names + "小学"
    schools[stages == "学前"] = (names + "幼儿园")[stages == "学前"]
    schools[stages == "初中"] = (townships + "中学")[stages == "初中"]
    for stage, school in (("高中", "县第一中学"), ("中职", "县职业高级中学"), ("高等", "省内高等院校")):
        schools[stages == stage] = school
    return numpy.asarray(schools, dtype=object)
