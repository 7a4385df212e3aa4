"""The synthetic county as it is in truth, before any department writes it down."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import numpy

from xundian_pipeline.sample import identity, names
from xundian_pipeline.sample.calibration import Calibration
from xundian_pipeline.sample.draws import Array, Generator, age_on, days, stream
from xundian_pipeline.sample.villages import Villages

GENERAL, DIBAO, TEKUN = 0, 1, 2


@dataclass
class Households:
    """Parallel arrays, one entry per household of the county, in the order of their villages.

    `village` is a place in the villages; `first` the place of the head among the people, `size` how many people follow
    (the head included); `identifier` the number of a registered household, None for others; `kind` GENERAL, DIBAO or
    TEKUN; `unaided` marks registered households that no measure has reached.
    """

    village: Array
    registered: Array
    ethnicity: Array
    first: Array
    size: Array
    identifier: Array
    kind: Array
    unaided: Array

    def __len__(self) -> int:
        return len(self.village)


@dataclass
class People:
    """Parallel arrays, one entry per person, household by household, the head first.

    `death` is NaT for the living. `copy_of` is -1, or the place of the person whose identity this entry of the
    register repeats: somebody registered twice, who stands in no other roster a second time. What the register says
    where it is wrong stands in `register_number` (None: missing), `register_male` and `register_birth`.
    `stage` and `at_school` are what the person learns in the running school year.
    """

    household: Array
    relation: Array
    male: Array
    birth: Array
    name: Array
    number: Array
    death: Array
    copy_of: Array
    register_number: Array
    register_male: Array
    register_birth: Array
    stage: Array
    at_school: Array

    def __len__(self) -> int:
        return len(self.household)


@dataclass
class World:
    """The county in truth, and the streams from which its departments draw."""

    seed: int
    calibration: Calibration
    villages: Villages
    households: Households
    people: People
    troubles: list[tuple[str, Array]] = field(default_factory=list)

    def stream(self, subject: str) -> Generator:
        """Return the random stream of a subject."""
        return stream(self.seed, "world", subject)

    @property
    def day(self) -> datetime.date:
        """The assessment date."""
        return self.calibration.assessment_date

    @property
    def registered(self) -> Array:
        """Which people live in a registered household."""
        return self.households.registered[self.people.household]

    @property
    def ages(self) -> Array:
        """Completed years of everybody on the assessment date."""
        return age_on(self.people.birth, self.day)

    @property
    def living(self) -> Array:
        """Who is alive on the assessment date and is not a repetition of somebody else."""
        dead = self.people.death <= numpy.datetime64(self.day, "D")
        return ~dead & (self.people.copy_of < 0)

    @property
    def alive_in_year(self) -> Array:
        """Who was alive on some day of the assessment year and is not a repetition of somebody else."""
        dead = self.people.death < numpy.datetime64(self.calibration.year_start, "D")
        return ~dead & (self.people.copy_of < 0)

    @property
    def aided(self) -> Array:
        """Who does not live in a household that no measure has reached."""
        return ~self.households.unaided[self.people.household]

    def township(self, people: Array) -> Array:
        """Return the township (place in `villages.township_codes`) of each of `people` (places)."""
        return self.villages.township[self.households.village[self.people.household[people]]]

    def household_township(self, households: Array) -> Array:
        """Return the township of each of `households` (places)."""
        return self.villages.township[self.households.village[households]]

    def heads(self, people: Array) -> Array:
        """Return the place of the household head of each of `people`."""
        return self.households.first[self.people.household[people]]

    def days_of_year(self, random: Generator, length: int) -> Array:
        """Return days of the assessment year up to the assessment date."""
        return days(random, self.calibration.year_start, self.day, length)

    def trouble(self, problem: str, kind: str, random: Generator, candidates: Array) -> Array:
        """Return the households among `candidates` to whom the incident happens, and remember it as a `problem`.

        The third party that visits households finds some of these problems.
        """
        households = self.calibration.incident(random, kind, candidates)
        self.troubles.append((problem, households))
        return households

    def written(self, feed: str, people: Array) -> tuple[Array, Array]:
        """Return names and identity numbers of `people` as the clerk of a roster wrote them.

        Now and then a name is heard wrongly or a number mistyped; one person is written alike throughout a feed.
        """
        random = self.stream(f"written/{feed}")
        persons, places = numpy.unique(people, return_inverse=True)
        written_names, numbers = self.people.name[persons], self.people.number[persons]
        rows = numpy.arange(len(persons))
        for row in self.calibration.incident(random, "name_written_otherwise", rows):
            written_names[row] = names.written_otherwise(random, written_names[row])
        wrong = self.calibration.incident(random, "number_mistyped", rows)
        identity.apply(random, identity.mistyped_check_digit, numbers, wrong)
        return written_names[places], numbers[places]
