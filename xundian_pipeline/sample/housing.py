"""Housing (住建、搬迁办): how safe houses are, and who has been moved."""

from __future__ import annotations

import datetime

import numpy
import pandas

from xundian_pipeline.sample.draws import Array, chance, choose, days, pick
from xundian_pipeline.sample.world import World

_NOT_YET = numpy.datetime64("NaT", "D")


def relocation(world: World) -> pandas.DataFrame:
    """Return the households that are being moved to a site, `_place` among the households."""
    random = world.stream("relocation")
    calibration, households = world.calibration, world.households
    eligible = numpy.flatnonzero(households.registered & ~households.unaided & (households.kind != 2))
    moved = choose(random, eligible, calibration.scaled("housing", "relocated_households"))
    site_count = max(min(round(calibration.published("relocation_sites")), len(world.villages)), 1)
    sites = world.villages.short_name[choose(random, numpy.arange(len(world.villages)), site_count)] + "安置点"
    size = households.size[moved]
    area = numpy.round(size * numpy.minimum(random.uniform(20, 25.4, len(moved)), 25.0), 1)
    above = calibration.incident(random, "floor_area_above", numpy.arange(len(moved)))
    area[above] = size[above] * 25 + pick(random, [0.5, 5, 12], len(above)).astype(float)
    move_in = days(random, datetime.date(calibration.year - 2, 6, 1), world.day, len(moved))
    demolished = numpy.minimum(move_in + random.integers(10, 300, len(moved)), numpy.datetime64(world.day, "D"))
    long_ago = move_in < numpy.datetime64(world.day, "D") - 380
    standing = calibration.incident(random, "old_house_stands", numpy.flatnonzero(long_ago))
    demolished[standing] = _NOT_YET
    recent = ~long_ago & chance(random, len(moved), 0.3)
    demolished[recent] = _NOT_YET
    waiting = calibration.incident(random, "not_moved_in", numpy.arange(len(moved)))
    move_in[waiting], demolished[waiting] = _NOT_YET, _NOT_YET
    world.troubles.append(("住房", moved[numpy.concatenate([above, standing, waiting])]))
    return pandas.DataFrame(
        {
            "household_id": households.identifier[moved],
            "site": pick(random, list(sites), len(moved)),
            "floor_area_m2": area,
            "move_in_date": move_in,
            "demolished_date": demolished,
            "_township": world.household_township(moved),
            "_place": moved,
        }
    )


def housing_assessment(world: World, moved: Array) -> pandas.DataFrame:
    """Return the grades of registered households' houses; `moved` are the places of the relocated households."""
    random = world.stream("housing")
    calibration, households = world.calibration, world.households
    registered = numpy.flatnonzero(households.registered)
    relocated = numpy.isin(registered, moved)
    unassessed = world.trouble("住房", "unassessed", random, registered[~relocated])
    rows = registered[~numpy.isin(registered, unassessed) & ~(relocated & chance(random, len(registered), 0.5))]
    grades = calibration.settings["housing"]["grades"]
    grade = pick(random, list(grades), len(rows), list(grades.values()))
    grade[numpy.isin(rows, moved)] = "D"
    day = numpy.datetime64(world.day, "D")
    assessed = days(random, datetime.date(calibration.year - 2, 3, 1), world.day, len(rows))
    renovated = numpy.minimum(assessed + random.integers(30, 400, len(rows)), day)
    needs = numpy.isin(grade, ["C", "D"]) & ~numpy.isin(rows, moved)
    renovated[~needs] = _NOT_YET
    unsafe = world.trouble("住房", "unsafe_house", random, rows[~numpy.isin(rows, moved)])
    open_cases = numpy.isin(rows, unsafe)
    grade[open_cases] = pick(random, ["C", "D"], int(open_cases.sum()))
    renovated[open_cases] = numpy.where(chance(random, int(open_cases.sum()), 0.2), day + 20, _NOT_YET)
    table = pandas.DataFrame(
        {
            "household_id": households.identifier[rows],
            "grade": grade,
            "assessed_date": assessed,
            "renovated_date": renovated,
            "_township": world.household_township(rows),
        }
    )
    again = choose(random, numpy.flatnonzero(needs & ~open_cases & (assessed < day - 430)), len(rows) // 20)
    later = table.iloc[again].assign(
        grade=pick(random, ["A", "B"], len(again)),
        assessed_date=numpy.minimum(renovated[again] + 15, day),
        renovated_date=numpy.full(len(again), _NOT_YET),
    )
    return pandas.concat([table, later], ignore_index=True).sort_values(
        ["_township", "household_id"], kind="stable", ignore_index=True
    )
