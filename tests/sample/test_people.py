"""The synthetic people: right numbers, sensible families, and nobody twice but by intent."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import numpy
import pytest
from stdnum.cn import ric

from tests.sample.conftest import DAY
from xundian_pipeline.county import County
from xundian_pipeline.sample import identity, names
from xundian_pipeline.sample.calibration import Calibration
from xundian_pipeline.sample.draws import age_on, birthday, choose_with_total
from xundian_pipeline.sample.tables import Tables
from xundian_pipeline.sample.world import World

Sample = tuple[Calibration, World, Tables]


def test_numbers_have_the_right_check_digit_birth_date_and_sex(tenth: Sample) -> None:
    people = tenth[1].people
    rows = range(0, len(people), 7)
    for row in rows:
        number = people.number[row]
        assert ric.calc_check_digit(number) == number[-1]
        assert number[6:14] == str(people.birth[row]).replace("-", "")
        assert int(number[16]) % 2 == int(people.male[row])


def test_numbers_are_of_the_county_and_its_neighbours(tenth: Sample, county: County) -> None:
    calibration, world, _ = tenth
    regions = {number[:6] for number in world.people.number}
    assert regions <= {county.code, *calibration.settings["people"]["other_region_codes"]}
    own = numpy.mean([number.startswith(county.code) for number in world.people.number])
    assert 0.95 < own < 0.99


def test_only_who_is_registered_twice_shares_a_number(tenth: Sample) -> None:
    people = tenth[1].people
    single = people.copy_of < 0
    assert len(set(people.number[single])) == single.sum()
    assert (~single).sum() >= 2
    original = people.copy_of[~single]
    assert list(people.number[~single]) == list(people.number[original])
    assert list(people.name[~single]) == list(people.name[original])
    assert (people.household[~single] != people.household[original]).all()


def test_families_make_sense(tenth: Sample) -> None:
    world = tenth[1]
    people, ages = world.people, world.ages
    assert (people.birth <= numpy.datetime64(DAY)).all()
    heads = world.households.first
    assert (people.relation[heads] == "户主").all()
    assert (ages[heads] >= 20).all()
    own = numpy.flatnonzero(numpy.isin(people.relation, ["之子", "之女"]) & (people.copy_of < 0))
    assert (ages[heads[people.household[own]]] - ages[own] >= 10).mean() > 0.98
    parents = numpy.flatnonzero(numpy.isin(people.relation, ["之父", "之母"]))
    assert (ages[parents] >= ages[heads[people.household[parents]]]).mean() > 0.98


def test_villages_are_those_in_force(tenth: Sample, county: County) -> None:
    codes = set(tenth[2]["register_households"]["village_code"])
    replaced = set(county.code_on(DAY))
    assert codes <= set(county.divisions["code"])
    assert not codes & replaced


def test_some_names_carry_a_dot_and_all_are_short_enough(tenth: Sample) -> None:
    made = tenth[1].people.name
    dotted = sum("·" in name for name in made)
    assert 0 < dotted < len(made) * 0.05
    assert all(2 <= len(name.replace("·", "")) <= 5 for name in made)


def test_a_name_written_otherwise_is_another_name() -> None:
    random = numpy.random.default_rng(5)
    for name in ("张伟", "欧阳静", "阿鲁·木呷", "丁一", "马·优素福"):
        for _ in range(20):
            assert names.written_otherwise(random, name).replace("·", "") != name.replace("·", "")


@pytest.mark.parametrize(
    ("change", "still_a_number"),
    [
        (identity.mistyped_check_digit, False),
        (identity.swapped_digits, False),
        (identity.wrong_length, False),
        (identity.impossible_date, True),
    ],
)
def test_damaged_numbers_are_damaged_as_they_say(
    change: Callable[[numpy.random.Generator, str], str], still_a_number: bool
) -> None:
    random = numpy.random.default_rng(1)
    births = numpy.array(["1980-03-04", "2001-12-31"] * 50, dtype="datetime64[D]")
    regions = numpy.full(100, "110101", dtype=object)
    numbers = identity.make_numbers(random, regions, births, numpy.arange(100) % 2 == 0)
    for number in numbers:
        damaged = change(random, number)
        assert damaged != number
        right = len(damaged) == 18 and damaged[:17].isdigit() and ric.calc_check_digit(damaged) == damaged[-1]
        assert right == still_a_number
        if still_a_number:
            with pytest.raises(ValueError, match=r"month|day|range|format|time data|remains"):
                datetime.datetime.strptime(damaged[6:14], "%Y%m%d").replace(tzinfo=datetime.UTC)


def test_fifteen_digits_can_be_upgraded_again() -> None:
    number = "110101198003040011"
    number = number[:17] + ric.calc_check_digit(number[:17] + "0")
    short = identity.fifteen_digits(number)
    assert len(short) == 15
    long = short[:6] + "19" + short[6:]
    assert long + ric.calc_check_digit(long + "0") == number


def test_ages_turn_on_the_birthday_and_on_1_march_for_29_february() -> None:
    births = numpy.array(["2001-12-31", "2002-01-01", "2000-02-29", "2000-02-29"], dtype="datetime64[D]")
    assert list(age_on(births[:2], DAY)) == [16, 15]
    assert list(age_on(births[2:3], datetime.date(2017, 2, 28))) == [16]
    assert list(age_on(births[2:3], datetime.date(2017, 3, 1))) == [17]
    assert str(birthday(births[2:3], 17)[0]) == "2017-03-01"


def test_a_choice_with_a_total_reaches_it() -> None:
    random = numpy.random.default_rng(2)
    sizes = random.integers(1, 9, 5000)
    chosen = choose_with_total(random, numpy.arange(5000), sizes, 1000, 3080)
    assert len(set(chosen)) == 1000
    assert sizes[chosen].sum() == 3080
