"""People who are easily taken for one another: twins, fathers and sons with like names, neighbours of one name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from xundian_pipeline.sample import identity, names
from xundian_pipeline.sample.draws import Generator, chance
from xundian_pipeline.sample.world import World

_CHILDREN = ("之子", "之女")


@dataclass(frozen=True)
class Likenesses:
    """Shares: of brothers or sisters who are `twins`; of children whose name is the head's but for a character; of
    registered people of whom a neighbour has the name and the birth date. None unless asked for."""

    twins: float = 0.0
    like_names: float = 0.0
    namesakes: float = 0.0


def make_alike(world: World, likenesses: Likenesses) -> None:
    """Make some people of `world` alike, in place, before anything befalls them."""
    if likenesses == Likenesses():
        return
    random = world.stream("likenesses")
    _twins(world, random, likenesses.twins)
    _like_names(world, random, likenesses.like_names)
    _namesakes(world, random, likenesses.namesakes)


def _twins(world: World, random: Generator, share: float) -> None:
    people = world.people
    first = numpy.arange(len(people) - 1)
    pair = (
        numpy.isin(people.relation[first], _CHILDREN)
        & numpy.isin(people.relation[first + 1], _CHILDREN)
        & (people.household[first] == people.household[first + 1])
    )
    for one in numpy.flatnonzero(pair & chance(random, len(first), share)):
        _take_after(world, int(one), int(one) + 1)
        people.relation[one + 1] = people.relation[one]
        people.name[one + 1] = names.with_other_ending(random, people.name[one])


def _like_names(world: World, random: Generator, share: float) -> None:
    people = world.people
    children = numpy.isin(people.relation, _CHILDREN) & chance(random, len(people), share)
    for child in numpy.flatnonzero(children):
        people.name[child] = names.with_other_ending(
            random, people.name[world.households.first[people.household[child]]]
        )


def _namesakes(world: World, random: Generator, share: float) -> None:
    """Let somebody of another household of the village have the name and birth date of a registered person."""
    people = world.people
    village = world.households.village[people.household]
    order = numpy.argsort(village, kind="stable")
    place = numpy.empty(len(order), dtype=numpy.int64)
    place[order] = numpy.arange(len(order))
    for one in numpy.flatnonzero(world.registered & chance(random, len(people), share)):
        other = int(order[min(place[one] + int(random.integers(8, 40)), len(order) - 1)])
        if village[other] == village[one] and people.household[other] != people.household[one]:
            _take_after(world, int(one), other)
            people.name[other] = people.name[one]


def _take_after(world: World, one: int, other: int) -> None:
    """Let `other` be born on the day of `one`, with the next number that was given out there on that day."""
    people = world.people
    taken = set(people.number[people.birth == people.birth[one]])
    people.birth[other], people.male[other] = people.birth[one], people.male[one]
    serial = int(people.number[one][14:17])
    for step in range(2, 1000, 2):
        body = people.number[one][:14] + f"{(serial + step) % 1000:03d}"
        number = str(identity.with_check_digit(numpy.array([body], dtype=object))[0])
        if number not in taken:
            people.number[other] = number
            return
