"""Families: who lives together, of what age and sex, under which names and numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from xundian_pipeline.county import County
from xundian_pipeline.sample import identity, names
from xundian_pipeline.sample.calibration import Calibration
from xundian_pipeline.sample.draws import Array, Generator, apportion, chance, pick, stream
from xundian_pipeline.sample.villages import Villages, choose_villages
from xundian_pipeline.sample.world import GENERAL, Households, People, World

DAYS_PER_YEAR = 365.2425
_OTHER_MEAN_SIZE = 3.75


@dataclass(frozen=True)
class _Form:
    """A form of family: roles (head, spouse, child, in-law, grandchild, father, mother, other), head's age, weight."""

    roles: str
    youngest: int
    oldest: int
    weight: float


_FORMS = (
    _Form("H", 45, 88, 6),
    _Form("HS", 42, 84, 9),
    _Form("HC", 30, 58, 2),
    _Form("HM", 28, 52, 1),
    _Form("HG", 56, 80, 1),
    _Form("HCC", 30, 52, 2),
    _Form("HSC", 26, 58, 15),
    _Form("HSG", 52, 78, 2),
    _Form("HSM", 30, 58, 2),
    _Form("HSCC", 28, 55, 22),
    _Form("HSCM", 28, 52, 5),
    _Form("HSCO", 28, 55, 2),
    _Form("HSCCC", 30, 52, 5),
    _Form("HSCCM", 30, 52, 6),
    _Form("HSCCF", 30, 52, 3),
    _Form("HSCLG", 46, 72, 8),
    _Form("HCLGG", 48, 76, 2),
    _Form("HSCCFM", 30, 50, 4),
    _Form("HSCLGG", 48, 72, 7),
    _Form("HSCCCM", 32, 50, 2),
    _Form("HSCLGGC", 50, 70, 2),
    _Form("HSCLGGGM", 50, 60, 0.5),
)
_SIZES = numpy.array([len(form.roles) for form in _FORMS])
_RELATIONS = {"H": ("户主", "户主"), "S": ("配偶", "配偶"), "C": ("之子", "之女"), "G": ("之孙子", "之孙女")}
_RELATIONS |= {"F": ("之父", "之父"), "M": ("之母", "之母"), "L": ("之女婿", "之儿媳"), "O": ("其他", "其他")}
_GROWN_UP = 21


def make_world(county: County, calibration: Calibration, seed: int) -> World:
    """Return the people of the county at the scale of `calibration`: registered and other households.

    The registered households have exactly the published number of persons, at that scale.
    """
    random = stream(seed, "world", "families")
    villages = choose_villages(random, county, calibration)
    persons = max(calibration.count("registered_poor_insured"), calibration.households)
    registered = _forms_with_total(random, calibration.households, persons)
    others = calibration.scaled("scale", "rural_population") - persons
    other = _forms(random, max(round(others / _OTHER_MEAN_SIZE), 1), _OTHER_MEAN_SIZE)
    village = numpy.concatenate(
        [
            _settle(random, len(registered), villages.registered_weight),
            _settle(random, len(other), villages.weight),
        ]
    )
    order = numpy.lexsort([random.random(len(village)), village])
    forms = numpy.concatenate([registered, other])[order]
    is_registered = (numpy.arange(len(village)) < len(registered))[order]
    households = _households(random, county, calibration, villages, village[order], is_registered, forms)
    people = _people(random, county, calibration, households, forms)
    return World(seed, calibration, villages, households, people)


def _forms(random: Generator, count: int, mean: float) -> Array:
    """Return a form for each of `count` families whose mean size is about `mean`."""
    weights = numpy.array([form.weight for form in _FORMS])
    low, high = -3.0, 3.0
    for _ in range(60):
        tilt = (low + high) / 2
        tilted = weights * numpy.exp(tilt * _SIZES)
        low, high = (tilt, high) if tilted @ _SIZES / tilted.sum() < mean else (low, tilt)
    return random.choice(len(_FORMS), count, p=tilted / tilted.sum())


def _forms_with_total(random: Generator, count: int, persons: int) -> Array:
    forms = _forms(random, count, persons / count)
    missing = persons - int(_SIZES[forms].sum())
    while missing:
        step = 1 if missing > 0 else -1
        target = _SIZES[forms] + step
        possible = numpy.flatnonzero((target >= _SIZES.min()) & (target <= _SIZES.max()))
        places = random.choice(possible, min(abs(missing), len(possible)), replace=False)
        for place in places:
            alike = numpy.flatnonzero(target[place] == _SIZES)
            forms[place] = alike[int(random.integers(len(alike)))]
        missing = persons - int(_SIZES[forms].sum())
    return forms


def _settle(random: Generator, count: int, weights: Array) -> Array:
    """Return a village for each of `count` families, in proportion to `weights`."""
    return random.permutation(numpy.repeat(numpy.arange(len(weights)), apportion(count, weights)))


def _households(
    random: Generator,
    county: County,
    calibration: Calibration,
    villages: Villages,
    village: Array,
    registered: Array,
    forms: Array,
) -> Households:
    shares = calibration.settings["people"]["ethnicities"]
    size = _SIZES[forms]
    identifier = numpy.full(len(village), None, dtype=object)
    township = villages.township[village]
    for place, code in enumerate(villages.township_codes):
        own = numpy.flatnonzero(registered & (township == place))
        identifier[own] = [f"{county.code}{code[6:9]}{serial:05d}" for serial in range(1, len(own) + 1)]
    return Households(
        village=village,
        registered=registered,
        ethnicity=pick(random, list(shares), len(village), list(shares.values())),
        first=numpy.cumsum(size) - size,
        size=size,
        identifier=identifier,
        kind=numpy.full(len(village), GENERAL, dtype=numpy.int8),
        unaided=numpy.zeros(len(village), dtype=bool),
    )


def _people(
    random: Generator, county: County, calibration: Calibration, households: Households, forms: Array
) -> People:
    household = numpy.repeat(numpy.arange(len(households)), households.size)
    roles = numpy.array(list("".join(_FORMS[form].roles for form in forms)))
    male = _sexes(random, households, household, roles)
    ages = _ages(random, households, household, roles, forms, male)
    lived = numpy.maximum(numpy.rint(ages * DAYS_PER_YEAR).astype(numpy.int64), 0)
    birth = numpy.datetime64(calibration.assessment_date, "D") - lived.astype("timedelta64[D]")
    people = len(household)
    settings = calibration.settings["people"]
    regions = numpy.full(people, county.code, dtype=object)
    strangers = numpy.flatnonzero(chance(random, people, float(settings["other_region_share"])))
    regions[strangers] = pick(random, settings["other_region_codes"], len(strangers))
    relation = numpy.empty(people, dtype=object)
    for role, (of_men, of_women) in _RELATIONS.items():
        own = roles == role
        relation[own] = numpy.where(male[own], of_men, of_women)
    return People(
        household=household,
        relation=relation,
        male=male,
        birth=birth,
        name=_names(random, calibration, households, household, roles, birth, male),
        number=identity.make_numbers(random, regions, birth, male),
        death=numpy.full(people, numpy.datetime64("NaT"), dtype="datetime64[D]"),
        copy_of=numpy.full(people, -1, dtype=numpy.int64),
        register_number=numpy.empty(0, dtype=object),
        register_male=numpy.empty(0, dtype=bool),
        register_birth=numpy.empty(0, dtype="datetime64[D]"),
        stage=numpy.full(people, "", dtype=object),
        at_school=numpy.zeros(people, dtype=bool),
    )


def _sexes(random: Generator, households: Households, household: Array, roles: Array) -> Array:
    head_male = chance(random, len(households), 0.86)
    male = chance(random, len(household), 0.52)
    male[roles == "H"] = head_male
    male[roles == "S"] = ~head_male[household[roles == "S"]]
    male[roles == "F"], male[roles == "M"] = True, False
    in_law = roles == "L"
    male[in_law] = ~male[_first(households, household, roles, "C")[household[in_law]]]
    return male


def _first(households: Households, household: Array, roles: Array, role: str) -> Array:
    """Return, per household, the place of its first person in `role`; the head's where it has none."""
    first = households.first.copy()
    own = numpy.flatnonzero(roles == role)[::-1]
    first[household[own]] = own
    return first


def _ages(
    random: Generator, households: Households, household: Array, roles: Array, forms: Array, male: Array
) -> Array:
    """Return everybody's age in years, with fractions."""
    count = len(households)
    youngest = numpy.array([form.youngest for form in _FORMS])[forms]
    oldest = numpy.array([form.oldest for form in _FORMS])[forms]
    head = random.triangular(youngest, (youngest + oldest) / 2, oldest)
    spouse = numpy.maximum(head + numpy.where(male[households.first], -1, 1) * random.normal(1.5, 3, count), 20)
    mother = numpy.where(male[households.first], spouse, head)
    child = mother - numpy.clip(random.normal(23.5, 3.5, count), 18, 38)
    with_in_law = numpy.zeros(count, dtype=bool)
    with_in_law[household[roles == "L"]] = True
    child = numpy.where(with_in_law, numpy.clip(child, _GROWN_UP, None), numpy.where(child > 34, child - 14, child))
    ages = head[household]
    order = _order_within(household, roles)
    apart = random.uniform(1.4, 5.5, len(household)) * order
    own = {role: numpy.flatnonzero(roles == role) for role in _RELATIONS}
    ages[own["S"]] = spouse[household[own["S"]]]
    ages[own["C"]] = (child[household] - apart)[own["C"]]
    ages[own["L"]] = numpy.maximum(child[household[own["L"]]] + random.normal(-0.5, 2, len(own["L"])), 19.5)
    parent = numpy.where(with_in_law, child, head - 23)
    ages[own["G"]] = (parent[household] - apart)[own["G"]] - numpy.clip(random.normal(23, 3, len(own["G"])), 19, 30)
    for role in "FM":
        ages[own[role]] = numpy.clip(head[household[own[role]]] + random.normal(24.5, 4, len(own[role])), 46, 97)
    ages[own["O"]] = random.uniform(4, 75, len(own["O"]))
    too_young = ages < 0.02
    ages[too_young] = random.uniform(0.02, 4, int(too_young.sum()))
    return ages


def _order_within(household: Array, roles: Array) -> Array:
    """Return how many people of the same role stand before each in the household."""
    key = household * 128 + roles.astype("U1").view(numpy.uint32)
    order = numpy.argsort(key, kind="stable")
    starts = numpy.r_[True, key[order][1:] != key[order][:-1]]
    position = numpy.arange(len(key))
    ranks = numpy.empty(len(key), dtype=numpy.int64)
    ranks[order] = position - numpy.maximum.accumulate(numpy.where(starts, position, 0))
    return ranks


def _names(
    random: Generator,
    calibration: Calibration,
    households: Households,
    household: Array,
    roles: Array,
    birth: Array,
    male: Array,
) -> Array:
    ethnicity = households.ethnicity[household]
    surname = names.make_surnames(random, ethnicity)
    head, spouse = households.first, _first(households, household, roles, "S")
    father = numpy.where(male[head], surname[head], surname[spouse])
    own = {role: numpy.flatnonzero(roles == role) for role in _RELATIONS}
    surname[own["C"]] = father[household[own["C"]]]
    surname[own["F"]] = surname[head][household[own["F"]]]
    child, in_law = _first(households, household, roles, "C"), _first(households, household, roles, "L")
    grand = numpy.where(male[child], surname[child], surname[in_law])
    surname[own["G"]] = grand[household[own["G"]]]
    full = surname + names.make_given_names(random, birth, male)
    for group, share in calibration.settings["people"]["dotted_name_share"].items():
        dotted = numpy.flatnonzero((ethnicity == group) & chance(random, len(full), float(share)))
        if names.has_dotted_names(group):
            full[dotted] = names.dotted_names(random, group, male[dotted])
    return numpy.asarray(full, dtype=object)
