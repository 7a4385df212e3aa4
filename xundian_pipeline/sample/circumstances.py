"""What befalls people: assistance, school, death, and where the register has them wrong."""

from __future__ import annotations

import datetime

import numpy

from xundian_pipeline.sample import identity
from xundian_pipeline.sample.draws import Array, age_on, birthday, chance, choose, days, is_missing, pick
from xundian_pipeline.sample.world import DIBAO, TEKUN, World

SCHOOL_STARTS, COMPULSORY_ENDS, WORKING_AGE = 6, 15, 16
_EXPORTED_AFTER = datetime.timedelta(days=12)
_SELECTED_AGES = (6, 15, 16, 24, 25)


def let_happen(world: World) -> None:
    """Give everybody of `world` their circumstances, in place. The order matters: each rests on the ones before."""
    _limit_ages(world)
    _twice_registered(world)
    _tekun(world)
    _dibao(world)
    _schooling(world)
    _unaided(world)
    _deaths(world)
    _register(world)


def _limit_ages(world: World) -> None:
    """Let some people be born on, just before or just after the days on which ages count."""
    random = world.stream("limit ages")
    people = world.people
    ages = (numpy.datetime64(world.day, "D") - people.birth).astype(numpy.int64) / 365.2425
    school_day = datetime.date(world.calibration.school_year, 9, 1)
    near = world.registered & (ages > 4.5) & (ages < 26) & (people.relation != "户主")
    chosen = world.calibration.incident(random, "limit_age", numpy.flatnonzero(near))
    for person in chosen:
        limit = min(_SELECTED_AGES, key=lambda age: abs(age - ages[person]))
        day = school_day if limit in (6, 16) and random.random() < 0.6 else world.day
        born = birthday(numpy.array([day], dtype="datetime64[D]"), -limit)[0] + int(random.integers(-1, 2))
        if random.random() < 0.1:
            born = _leap_day(born)
        people.birth[person] = min(born, numpy.datetime64(world.day, "D"))
    while len(chosen):
        regions = numpy.array([number[:6] for number in people.number[chosen]], dtype=object)
        people.number[chosen] = identity.make_numbers(random, regions, people.birth[chosen], people.male[chosen])
        _, group, bearers = numpy.unique(people.number, return_inverse=True, return_counts=True)
        chosen = chosen[bearers[group[chosen]] > 1]


def _leap_day(born: numpy.datetime64) -> numpy.datetime64:
    """Return the 29 February that is nearest to the year of `born`."""
    year = int(born.astype("datetime64[Y]").astype(int)) + 1970
    return numpy.datetime64(f"{(year + 2) // 4 * 4}-02-29", "D")


def _twice_registered(world: World) -> None:
    """Let some people stand in the register a second time, in another household (a married daughter and the like)."""
    random = world.stream("twice registered")
    people, households = world.people, world.households
    grown = world.registered & (people.relation != "户主") & (world.ages >= 18) & (world.ages < 60)
    places = world.calibration.incident(random, "registered_twice", numpy.flatnonzero(grown))
    for place in places:
        alike = numpy.flatnonzero(
            grown
            & (people.male == people.male[place])
            & (households.village[people.household] == households.village[people.household[place]])
            & (people.household != people.household[place])
            & (people.copy_of < 0)
        )
        alike = alike[~numpy.isin(alike, places)]
        if len(alike):
            original = alike[int(random.integers(len(alike)))]
            people.copy_of[place] = original
            for column in (people.name, people.number, people.birth):
                column[place] = column[original]


def _tekun(world: World) -> None:
    """Let people who live alone be maintained by the state (特困)."""
    random = world.stream("tekun")
    households = world.households
    settings = world.calibration.settings["civil_affairs"]
    alone = (households.size == 1) & (world.ages[households.first] >= 50)
    total = world.calibration.scaled("civil_affairs", "tekun_persons")
    registered = round(total * float(settings["tekun_registered_share"]))
    for own, count in ((households.registered, registered), (~households.registered, total - registered)):
        households.kind[choose(random, numpy.flatnonzero(alone & own), count)] = TEKUN


def _dibao(world: World) -> None:
    """Let households live on the minimum allowance (低保), until as many people do as the county has."""
    random = world.stream("dibao")
    households, calibration = world.households, world.calibration
    total = calibration.count("subsidised_insured") - calibration.scaled("civil_affairs", "tekun_persons")
    share = float(calibration.settings["civil_affairs"]["dibao_registered_share"])
    for own, wanted in ((households.registered, total * share), (~households.registered, total * (1 - share))):
        candidates = random.permutation(numpy.flatnonzero(own & (households.kind != TEKUN)))
        reached = numpy.cumsum(households.size[candidates])
        households.kind[candidates[reached <= wanted]] = DIBAO


def _schooling(world: World) -> None:
    """Let children and young people learn where their age puts them."""
    random = world.stream("schooling")
    people, settings = world.people, world.calibration.settings["education"]
    age = age_on(people.birth, datetime.date(world.calibration.school_year, 9, 1))
    draw = random.random(len(people))
    senior, vocational = float(settings["senior_share"]), float(settings["vocational_share"])
    upper = (draw < senior + vocational) | (age == COMPULSORY_ENDS)
    stages = (
        ("学前", (age >= 3) & (age < SCHOOL_STARTS) & (draw < float(settings["preschool_share"]))),
        ("小学", (age >= SCHOOL_STARTS) & (age < 12)),
        ("初中", (age >= 12) & (age < COMPULSORY_ENDS)),
        ("高中", (age >= COMPULSORY_ENDS) & (age < 18) & upper & (draw < senior)),
        ("中职", (age >= COMPULSORY_ENDS) & (age < 18) & upper & (draw >= senior)),
        ("高等", (age >= 18) & (age < 22) & (draw < float(settings["higher_share"])) & (people.relation != "户主")),
    )
    for stage, mask in stages:
        people.stage[mask] = stage
    people.at_school[:] = people.stage != ""


def _unaided(world: World) -> None:
    """Leave some registered households without any measure."""
    random = world.stream("unaided")
    households, people = world.households, world.people
    learning = numpy.zeros(len(households), dtype=bool)
    learning[people.household[people.at_school]] = True
    possible = households.registered & (households.kind == 0) & ~learning
    for kind in ("unaided_household", "unaided_without_number"):
        chosen = world.calibration.incident(random, kind, numpy.flatnonzero(possible & ~households.unaided))
        households.unaided[chosen] = True
        if kind == "unaided_without_number":
            people.register_number = people.number.copy()
            people.register_number[households.first[chosen] + households.size[chosen] - 1] = None


def _deaths(world: World) -> None:
    """Let people die, the old more often; of the registered most have left the register before the assessment."""
    random = world.stream("deaths")
    people, households, calibration = world.people, world.households, world.calibration
    settings = calibration.settings["people"]
    frailty = numpy.maximum(world.ages, 1).astype(float) ** 4
    last_year = datetime.date(calibration.year - 1, 1, 1)
    single_entry = (people.copy_of < 0) & ~numpy.isin(numpy.arange(len(people)), people.copy_of)
    for own, share in ((world.registered, "registered_death_share"), (~world.registered, "yearly_death_share")):
        candidates = numpy.flatnonzero(own & single_entry)
        count = round(len(candidates) * float(settings[share]))
        weights = frailty[candidates] / frailty[candidates].sum()
        dead = random.choice(candidates, min(count, len(candidates)), replace=False, p=weights)
        people.death[dead] = world.days_of_year(random, len(dead))
        earlier = dead[chance(random, len(dead), 0.08)]
        people.death[earlier] = days(random, last_year, calibration.year_start - datetime.timedelta(1), len(earlier))
    single = numpy.flatnonzero(households.registered & (households.size == 1) & ~households.unaided)
    gone = households.first[calibration.incident(random, "extinct_household", single)]
    people.death[gone] = world.days_of_year(random, len(gone))
    dead = numpy.flatnonzero(~numpy.isnat(people.death))
    after = calibration.incident(random, "death_after_assessment", dead)
    tomorrow = world.day + datetime.timedelta(1)
    people.death[after] = days(random, tomorrow, world.day + _EXPORTED_AFTER, len(after))
    people.death = numpy.where(people.death < people.birth, people.birth + 1, people.death)


def _register(world: World) -> None:
    """Let the register have some numbers, sexes and birth dates wrong, and some numbers not at all."""
    random = world.stream("register")
    people, calibration = world.people, world.calibration
    if not len(people.register_number):
        people.register_number = people.number.copy()
    infants = numpy.flatnonzero(world.registered & (world.ages < 1) & (people.copy_of < 0))
    share = float(calibration.settings["people"]["infants_without_number"])
    people.register_number[infants[chance(random, len(infants), share)]] = None
    untouched = world.registered & (people.copy_of < 0) & ~is_missing(people.register_number)
    changes = (
        ("number_check_digit", identity.mistyped_check_digit),
        ("number_impossible_date", identity.impossible_date),
        ("number_wrong_length", identity.wrong_length),
    )
    for kind, change in changes:
        wrong = calibration.incident(random, kind, numpy.flatnonzero(untouched))
        identity.apply(random, change, people.register_number, wrong)
        untouched[wrong] = False
    wrong = calibration.incident(random, "number_of_other_member", numpy.flatnonzero(untouched))
    people.register_number[wrong] = people.number[choose(random, numpy.flatnonzero(untouched), len(wrong))]
    people.register_male = people.male.copy()
    wrong = calibration.incident(random, "sex_differs", numpy.flatnonzero(untouched))
    people.register_male[wrong] = ~people.male[wrong]
    people.register_birth = people.birth.copy()
    wrong = calibration.incident(random, "birth_date_differs", numpy.flatnonzero(untouched))
    people.register_birth[wrong] = _wrong_births(people.birth[wrong], pick(random, [1, 10, 30, 365], len(wrong)))


def _wrong_births(births: Array, shifts: Array) -> Array:
    """Return birth dates as the lunar calendar or a slip of the pen has them: a little earlier."""
    return births - shifts.astype("timedelta64[D]")


def sixteenth_birthday(world: World, people: Array) -> Array:
    """Return the day on which each of `people` may begin to work."""
    return birthday(world.people.birth[people], WORKING_AGE)
