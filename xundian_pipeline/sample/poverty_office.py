"""What the poverty-alleviation office (扶贫办) keeps beside its register: helpers, the third party, signatures."""

from __future__ import annotations

import datetime

import numpy
import pandas

from xundian_pipeline.sample import names
from xundian_pipeline.sample.draws import Array, chance, choose, days, pick
from xundian_pipeline.sample.world import World

_ORGANISATIONS = (
    "县财政局",
    "县教育局",
    "县水务局",
    "县林业局",
    "县农业局",
    "县税务局",
    "县医院",
    "县第一中学",
    "驻村工作队",
)
_PROBLEMS = ("收入", "住房", "教育", "医疗", "养老", "饮水", "帮扶", "识别", "其他")
_DETAILS = {
    "收入": "收入账不清楚",
    "住房": "住房安全存疑",
    "教育": "子女就学情况不清楚",
    "医疗": "未见参保凭证",
    "养老": "未见养老保险凭证",
    "饮水": "饮水设施未完工",
    "帮扶": "帮扶责任人走访不够",
    "识别": "家庭成员信息不一致",
    "其他": "一户一档资料不全",
}
_NOT_YET = numpy.datetime64("NaT", "D")


def helpers(world: World) -> pandas.DataFrame:
    """Return who is answerable for each registered household, those before them included."""
    random = world.stream("helpers")
    calibration, households = world.calibration, world.households
    places = numpy.flatnonzero(households.registered)
    none = world.trouble("帮扶", "no_helper", random, places)
    left = world.trouble("帮扶", "helper_left", random, numpy.setdiff1d(places, none))
    per_helper = float(calibration.settings["projects"]["helper_households"])
    people = names.officials(random, max(round(len(places) / per_helper), 2))
    organisation = pick(random, _ORGANISATIONS, len(people))
    served = numpy.setdiff1d(places, none)
    helper = (numpy.arange(len(served)) / per_helper).astype(numpy.int64) % len(people)
    start = days(
        random, datetime.date(calibration.year - 2, 1, 1), datetime.date(calibration.year - 1, 12, 31), len(served)
    )
    end = numpy.full(len(served), _NOT_YET)
    gone = numpy.isin(served, left)
    end[gone] = world.days_of_year(random, int(gone.sum()))
    relieved = choose(random, numpy.flatnonzero(~gone), len(served) // 25)
    end[relieved] = world.days_of_year(random, len(relieved))
    second = choose(random, numpy.flatnonzero(~gone), len(served) // 40)
    rows = numpy.concatenate([numpy.arange(len(served)), relieved, second])
    following = numpy.concatenate([end[relieved] + 1, start[second] + 3])
    who = numpy.concatenate([helper, (helper[relieved] + 1) % len(people), (helper[second] + 1) % len(people)])
    return pandas.DataFrame(
        {
            "household_id": households.identifier[served[rows]],
            "helper_name": people[who],
            "organisation": organisation[who],
            "start_date": numpy.concatenate([start, numpy.minimum(following, numpy.datetime64(world.day, "D"))]),
            "end_date": numpy.concatenate([end, numpy.full(len(following), _NOT_YET)]),
            "_township": world.household_township(served[rows]),
        }
    )


def third_party_assessment(world: World) -> pandas.DataFrame:
    """Return what the third party found: some of what is wrong, some that is not, and how far it has been put right."""
    random = world.stream("third party")
    calibration, households = world.calibration, world.households
    found, problems = [], []
    for trouble, places in world.troubles:
        seen = places[chance(random, len(places), 0.35)]
        found.append(seen)
        problems.append(numpy.full(len(seen), trouble, dtype=object))
    places = numpy.flatnonzero(households.registered)
    others = choose(random, places, round(len(places) * 0.012) + 2)
    rows = numpy.concatenate([*found, others])
    problem = numpy.concatenate([*problems, pick(random, _PROBLEMS, len(others))])
    day = numpy.datetime64(world.day, "D")
    found_date = days(random, datetime.date(calibration.year, 1, 1), world.day, len(rows))
    rectified = numpy.minimum(found_date + random.integers(5, 90, len(rows)), day)
    closed = rectified + random.integers(0, 30, len(rows))
    closed = numpy.where(chance(random, len(rows), 0.08), day, closed)
    open_still = chance(random, len(rows), 0.2)
    return pandas.DataFrame(
        {
            "problem_id": numpy.array(
                [f"WT{calibration.year}{one:05d}" for one in range(1, len(rows) + 1)], dtype=object
            ),
            "household_id": households.identifier[rows],
            "found_date": found_date,
            "problem": problem,
            "detail": numpy.array([_DETAILS[one] for one in problem], dtype=object),
            "rectified_date": numpy.where(open_still & chance(random, len(rows), 0.6), _NOT_YET, rectified),
            "closed_date": numpy.where(open_still, _NOT_YET, closed),
            "_township": world.household_township(rows),
        }
    )


def sign_offs(world: World, county_code: str) -> pandas.DataFrame:
    """Return the signatures up the ladder: households, villages, townships, the county.

    Those with a trouble that their helper cannot talk away mostly do not sign. Some villages sign before all of their
    households have, and some not at all.
    """
    random = world.stream("signatures")
    calibration, households, villages = world.calibration, world.households, world.villages
    places = numpy.flatnonzero(households.registered)
    troubled = numpy.unique(numpy.concatenate([found for problem, found in world.troubles if problem != "帮扶"]))
    troubled = places[numpy.isin(places, troubled)]
    early = calibration.incident(random, "village_signs_early", numpy.unique(households.village[places]))
    late = numpy.searchsorted(households.village[places], early)
    silent = numpy.union1d(troubled[chance(random, len(troubled), 0.7)], places[late])
    signed = numpy.setdiff1d(places, silent)
    refused = choose(random, troubled, len(places) // 150)
    day = numpy.datetime64(world.day, "D")
    unsigned = calibration.incident(random, "village_unsigned", numpy.arange(len(villages)))
    village = numpy.setdiff1d(numpy.arange(len(villages)), unsigned)
    township = numpy.unique(villages.township)
    officials = names.officials(random, max(len(villages), 8))
    twice = choose(random, signed, len(signed) // 1000 + 1)
    twice_village = choose(random, village, 1)
    parts = [
        _signed(
            households.identifier[signed],
            "户",
            world.people.name[households.first[signed]],
            day - random.integers(35, 60, len(signed)),
        ),
        _signed(
            households.identifier[refused],
            "户",
            world.people.name[households.first[refused]],
            day - random.integers(30, 75, len(refused)),
            "不同意",
        ),
        _signed(
            villages.code[village],
            "村",
            officials[village % len(officials)],
            day - random.integers(18, 34, len(village)),
        ),
        _signed(
            villages.township_codes[township],
            "乡",
            officials[township % 8],
            day - random.integers(8, 17, len(township)),
        ),
    ]
    parts.append(_signed(numpy.array([county_code], dtype=object), "县", officials[:1], day - numpy.array([3])))
    table = pandas.concat(parts, ignore_index=True)
    doubted = numpy.concatenate([households.identifier[twice], villages.code[twice_village]])
    again = table[table["unit_id"].isin(list(doubted)) & (table["decision"] == "同意")]
    again = again.assign(decision="不同意", signer=pick(random, list(officials[-5:]), len(again)))
    table = pandas.concat([table, again], ignore_index=True)
    home = dict(zip(households.identifier[places], world.household_township(places), strict=True))
    home |= dict(zip(villages.code, villages.township, strict=True))
    home |= {code: place for place, code in enumerate(villages.township_codes)}
    table["_township"] = [home.get(unit, -1) for unit in table["unit_id"]]
    return table.drop_duplicates(["unit_id", "level", "sign_date", "signer"], ignore_index=True)


def _signed(units: Array, level: str, signers: Array, dates: Array, decision: str = "同意") -> pandas.DataFrame:
    return pandas.DataFrame(
        {"unit_id": units, "level": level, "signer": signers, "sign_date": dates, "decision": decision}
    )
