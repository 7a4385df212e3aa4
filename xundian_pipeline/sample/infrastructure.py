"""Line departments and statistics (行业部门、统计): the survey of villages and the county's figures."""

from __future__ import annotations

import numpy
import pandas

from xundian_pipeline.sample.draws import Generator, chance, choose, pick
from xundian_pipeline.sample.world import World

_ANSWERS = (
    "road_hardened",
    "three_phase_power",
    "broadband_committee",
    "broadband_clinic",
    "activity_place",
)
_RATES = {
    # column: rates of villages that are up to standard, rates of those that are not
    "broadcast_coverage": ([1.0, 0.99, 0.995, 0.999], [0.9899, 0.97, 0.95]),
    "safe_water_rate": ([1.0], [0.98, 0.995, 0.9]),
    "school_age_enrolment_rate": ([1.0], [0.995, 0.98]),
}


def village_survey(world: World) -> pandas.DataFrame:
    """Return the survey of every village for the assessment year, and of some for the year before."""
    random = world.stream("village survey")
    villages, calibration = world.villages, world.calibration
    rows = numpy.arange(len(villages))
    with_people = numpy.bincount(world.households.village[world.households.registered], minlength=len(villages)) > 0
    left_out = choose(random, numpy.flatnonzero(with_people), _left_out(world, random))
    if len(rows) > 20:
        rows = numpy.setdiff1d(rows, left_out)
    households = numpy.bincount(world.households.village, minlength=len(villages))
    living = world.living & (world.people.copy_of < 0)
    persons = numpy.bincount(world.households.village[world.people.household[living]], minlength=len(villages))
    table = pandas.DataFrame(
        {
            "village_code": villages.code[rows],
            "township": villages.township_names[villages.township[rows]],
            "village": villages.name[rows],
            "year": numpy.full(len(rows), calibration.year),
            "poor_village": villages.poor[rows].astype(float),
            "rural_households": numpy.maximum(households[rows], 1),
            "rural_population": numpy.maximum(persons[rows], 1),
        }
    )
    for column in _ANSWERS:
        table[column] = 1.0
    for column, (good, _) in _RATES.items():
        table[column] = pick(random, good, len(rows)).astype(float)
    table["broadband_school"] = numpy.where(chance(random, len(rows), 0.2), numpy.nan, 1.0)
    table["collective_income"] = numpy.rint(random.lognormal(10, 0.8, len(rows))) / 1.0
    places = numpy.arange(len(rows))
    for column in (*_ANSWERS, *_RATES):
        bad = calibration.incident(random, "survey_no", places)
        table.loc[bad, column] = pick(random, _RATES[column][1], len(bad)).astype(float) if column in _RATES else 0.0
        table.loc[calibration.incident(random, "survey_missing", places), column] = numpy.nan
    table.loc[calibration.incident(random, "survey_no", places), "broadband_school"] = 0.0
    table["_township"] = villages.township[rows]
    before = table.iloc[choose(random, places, len(rows) // 10)].assign(year=calibration.year - 1, road_hardened=0.0)
    return pandas.concat([table, before], ignore_index=True)


def _left_out(world: World, random: Generator) -> int:
    """Return how many villages the survey has forgotten: in some counties none."""
    return int(random.integers(0, int(world.calibration.settings["villages"]["without_survey"]) + 1))


def county_statistics(world: World) -> pandas.DataFrame:
    """Return the county's own figures, for the assessment year and the year before."""
    settings = world.calibration.settings["statistics"]
    income = float(settings["rural_income_per_capita"])
    previous = float(settings["rural_income_per_capita_previous"])
    return pandas.DataFrame(
        {
            "year": [world.calibration.year - 1, world.calibration.year],
            "rural_income_per_capita": [previous, income],
            "rural_income_per_capita_previous": [numpy.rint(previous / 1.097), previous],
            "province_growth": [0.094, float(settings["province_growth"])],
            "education_balanced": [1.0, 1.0],
            "primary_dropout_rate": [0.0011, float(settings["primary_dropout_rate"])],
            "junior_dropout_rate": [0.0102, float(settings["junior_dropout_rate"])],
            "_township": [-1, -1],
        }
    )
