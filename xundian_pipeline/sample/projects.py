"""The projects of the poverty-alleviation office (扶贫办) and the households that they benefit."""

from __future__ import annotations

import datetime

import numpy
import pandas

from xundian_pipeline.sample.draws import Array, Generator, apportion, chance, choose, days, pick
from xundian_pipeline.sample.world import World

_KINDS = (
    # measure, name, share, mean budget of a village
    ("发展生产", "肉牛养殖", 0.2, 260_000),
    ("发展生产", "蔬菜种植基地", 0.15, 320_000),
    ("发展生产", "中药材种植", 0.1, 240_000),
    ("基础设施", "村组道路硬化", 0.2, 900_000),
    ("基础设施", "人畜饮水工程", 0.1, 450_000),
    ("生态补偿", "陡坡地生态治理", 0.07, 180_000),
    ("发展教育", "校舍改造", 0.06, 380_000),
    ("健康救助", "村卫生室建设", 0.06, 160_000),
    ("务工增收", "劳动力转移培训", 0.06, 60_000),
)
_INSURANCE = ("发展生产", "养殖保险保费补助")
_SITE = ("易地搬迁", "集中安置点建设")
_FUNDS = {"中央财政": 0.35, "省级财政": 0.25, "市级财政": 0.15, "县级财政": 0.12, "信贷资金": 0.08, "社会帮扶": 0.05}
_MODES = ("土地流转", "农户参股", "合作经营", "实物", "现金")
_NOT_YET = numpy.datetime64("NaT", "D")
_PLANNED_AHEAD = 330


def projects(world: World) -> pandas.DataFrame:
    """Return the projects, one row per project and village; `_place` is the village."""
    random = world.stream("projects")
    calibration, villages = world.calibration, world.villages
    everywhere = numpy.arange(len(villages))
    empty = calibration.incident(random, "village_without_project", everywhere)
    unknown = calibration.incident(random, "village_spending_unknown", numpy.setdiff1d(everywhere, empty))
    general = _general(world, random)
    general = general[~general["place"].isin(empty)]
    table = pandas.concat([general, *_published(world, random, empty, unknown)], ignore_index=True)
    return _finished(world, random, table, unknown)


def _published(world: World, random: Generator, empty: Array, unknown: Array) -> list[pandas.DataFrame]:
    """Return the projects whose sums are published: the premiums of livestock insurance, the loans of the sites."""
    calibration, villages = world.calibration, world.villages
    served = numpy.setdiff1d(numpy.arange(len(villages)), empty)
    insured = numpy.setdiff1d(served, unknown)
    insurance = pandas.DataFrame({"place": insured, "measure": _INSURANCE[0], "title": _INSURANCE[1]})
    insurance["serial"] = len(villages) * 100
    premium = calibration.yuan("livestock_insurance_premium")
    insurance["spent"] = apportion(premium * 100, random.lognormal(0, 0.3, len(insured))) / 100
    insurance["budget"], insurance["received"] = insurance["spent"], insurance["spent"]
    site_count = min(round(calibration.published("relocation_sites")), len(served))
    sites = pandas.DataFrame({"place": choose(random, served, site_count)})
    sites["measure"], sites["title"] = _SITE
    sites["serial"] = len(villages) * 100 + 1 + numpy.arange(len(sites))
    sites["fund_source"] = "信贷资金"
    sites["budget"] = apportion(calibration.yuan("relocation_loan"), random.lognormal(0, 0.4, len(sites))).astype(float)
    return [insurance, sites]


def _general(world: World, random: Generator) -> pandas.DataFrame:
    """Return ordinary projects: a few a village, some of them spread over neighbouring villages."""
    villages = world.villages
    count = round(len(villages) * float(world.calibration.settings["projects"]["per_village"]))
    kind = random.choice(len(_KINDS), count, p=numpy.array([share for _, _, share, _ in _KINDS]))
    place = random.integers(0, len(villages), count)
    serial = numpy.arange(count)
    shared = chance(random, count, 0.25) & numpy.r_[False, kind[1:] == kind[:-1]]
    serial[shared] = serial[numpy.flatnonzero(shared) - 1]
    mean = numpy.array([budget for _, _, _, budget in _KINDS])[kind]
    table = pandas.DataFrame(
        {
            "place": place,
            "measure": numpy.array([measure for measure, _, _, _ in _KINDS], dtype=object)[kind],
            "title": numpy.array([title for _, title, _, _ in _KINDS], dtype=object)[kind],
            "serial": serial,
            "budget": numpy.rint(mean * random.lognormal(0, 0.5, count) / 1000) * 1000,
        }
    )
    return table.drop_duplicates(["serial", "place"])


def _finished(world: World, random: Generator, table: pandas.DataFrame, unknown: Array) -> pandas.DataFrame:
    """Fill in funds and dates, and what is wrong with them."""
    calibration, villages = world.calibration, world.villages
    count = len(table)
    place = table["place"].to_numpy()
    budget = table["budget"].to_numpy()
    received = numpy.where(
        table["received"].isna(), numpy.round(budget * random.uniform(0.8, 1, count), 2), table["received"]
    )
    spent = numpy.where(table["spent"].isna(), numpy.round(received * random.uniform(0.5, 1, count), 2), table["spent"])
    insured = (table["title"] == _INSURANCE[1]).to_numpy()
    start = days(random, datetime.date(calibration.year - 1, 3, 1), world.day, count)
    start[insured] = numpy.datetime64(calibration.year_start, "D") + 60
    start = numpy.minimum(start, numpy.datetime64(world.day, "D"))
    end = numpy.minimum(start + random.integers(60, 400, count), numpy.datetime64(world.day, "D") + _PLANNED_AHEAD)
    running = end > numpy.datetime64(world.day, "D")
    end = numpy.where(running & chance(random, count, 0.7), _NOT_YET, end)
    ordinary = numpy.flatnonzero(~insured)
    above = calibration.incident(random, "spent_above_received", ordinary)
    spent[above] = received[above] + 1000
    idle = calibration.incident(random, "finished_unspent", ordinary)
    spent[idle], end[idle] = 0, start[idle] + random.integers(0, 20, len(idle))
    spent[calibration.incident(random, "project_without_spent", ordinary)] = numpy.nan
    spent[numpy.isin(place, unknown)] = numpy.nan
    not_begun = calibration.incident(random, "project_without_start", ordinary)
    start[not_begun], end[not_begun] = _NOT_YET, _NOT_YET
    on_poor = numpy.round(spent * random.uniform(0.8, 1, count), 2)
    on_poor[chance(random, count, 0.03)] = numpy.nan
    fund = pick(random, list(_FUNDS), count, list(_FUNDS.values()))
    fund = numpy.where(table["fund_source"].isna(), fund, table["fund_source"])
    return pandas.DataFrame(
        {
            "project_id": numpy.array(
                [f"XM{calibration.year}{serial:05d}" for serial in table["serial"]], dtype=object
            ),
            "project_name": numpy.array(
                [f"{villages.short_name[one]}{title}项目" for one, title in zip(place, table["title"], strict=True)],
                dtype=object,
            ),
            "measure": table["measure"].to_numpy(dtype=object),
            "village_code": villages.code[place],
            "fund_source": fund,
            "budget": budget,
            "received": received,
            "spent": spent,
            "spent_on_poor": on_poor,
            "start_date": start,
            "end_date": end,
            "_township": villages.township[place],
            "_place": place,
        }
    )


def project_beneficiaries(world: World, table: pandas.DataFrame) -> pandas.DataFrame:
    """Return the households that the projects of `table` benefited, in their own villages."""
    random = world.stream("beneficiaries")
    households, calibration = world.households, world.calibration
    aided = households.registered & ~households.unaided
    settings = calibration.settings["projects"]
    for_all = world.villages.poor & chance(random, len(world.villages), float(settings["production_for_all_share"]))
    some = chance(random, len(aided), float(settings["beneficiary_share"]))
    chosen = aided & (some | for_all[households.village])
    production = table[(table["measure"] == "发展生产") & table["start_date"].notna()]
    rows, project = _own_projects(random, households.village, numpy.flatnonzero(chosen), production)
    others = table[(table["measure"] != "发展生产") & table["start_date"].notna()]
    more = _own_projects(random, households.village, choose(random, numpy.flatnonzero(aided), len(rows) // 12), others)
    rows = numpy.concatenate([rows, more[0]])
    project = numpy.concatenate([project, more[1]])
    identifiers = table["project_id"].to_numpy(dtype=object)[project]
    identifiers[choose(random, numpy.arange(len(rows)), len(rows) // 400)] = f"XM{calibration.year}99999"
    start = table["start_date"].to_numpy().astype("datetime64[D]")[project]
    span = (numpy.datetime64(world.day, "D") - start).astype(numpy.int64)
    date = start + (random.random(len(rows)) * (span + 1)).astype("timedelta64[D]")
    mode = pick(random, _MODES, len(rows), [2, 2, 3, 2, 1])
    amount = numpy.rint(random.lognormal(6.5, 0.6, len(rows)) / 10) * 10
    amount[chance(random, len(rows), 0.03)] = numpy.nan
    result = pandas.DataFrame(
        {
            "project_id": identifiers,
            "household_id": households.identifier[rows],
            "mode": mode,
            "amount": amount,
            "date": date,
            "_township": world.household_township(rows),
        }
    )
    result = result.drop_duplicates(["project_id", "household_id", "date"])
    return result.sort_values(["_township", "project_id"], kind="stable", ignore_index=True)


def _own_projects(random: Generator, village: Array, households: Array, table: pandas.DataFrame) -> tuple[Array, Array]:
    """Return the households whose village has a project in `table`, and the row of one such project for each."""
    order = table["_place"].to_numpy().argsort(kind="stable")
    places, rows = table["_place"].to_numpy()[order], table.index.to_numpy()[order]
    first = numpy.searchsorted(places, village[households], side="left")
    last = numpy.searchsorted(places, village[households], side="right")
    served = last > first
    drawn = first[served] + (random.random(int(served.sum())) * (last - first)[served]).astype(numpy.int64)
    return households[served], rows[drawn]
