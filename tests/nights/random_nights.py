"""From a seed the nights of a small county that changes: for every night D and the files of that night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from tests.agreement.files import FileWriter
from tests.nights.changing_county import ChangingCounty, Rows
from tests.nights.one_night import comes, is_broken, with_refused_rows, without_lost_rows
from tests.reckoning.contract_data import feeds


@dataclass(frozen=True)
class Night:
    """One night of a county: `rows` as the departments hold them, before what goes wrong on the night alone."""

    seed: int
    number: int
    day: date
    mess: float
    rows: Rows

    def write(self, folder: Path, variant: int = 0) -> Path:
        """Writes the sources into a new folder; another variant has other things go wrong, and other spellings."""
        random = Random(f"{self.seed} {self.number} {variant}")
        folder.mkdir(parents=True)
        for feed in feeds().values():
            if feed.id in self.rows and comes(feed, random):
                broken = is_broken(feed, random)
                rows = with_refused_rows(self.rows[feed.id], feed, random)
                left = without_lost_rows(rows, random) if broken else rows
                FileWriter(folder, feed, random, self.mess).write(left, broken)
        return folder


def nights_of(seed: int, most: int = 12) -> Iterator[Night]:
    """The 6 to 12 nights of a seed, or `most`, in the order of D."""
    county = ChangingCounty(seed)
    mess = county.draws.mess
    for number in range(min(most, county.random.randint(6, 12))):
        if number:
            county.move_on()
        rows = {feed: [dict(row) for row in of_feed] for feed, of_feed in county.rows.items()}
        yield Night(seed, number, county.day, mess, rows)
