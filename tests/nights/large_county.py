"""python -m tests.nights.large_county OUT --households 2000: ten nights over a large county, and what is asked of them.

Every night the departments' files change: each feed's come as they were, anew from the same county in another state of
repair, or not at all. Ten nights run in the order of D, compared with the reckoning after the last one; the third is
rebuilt; the fourth runs again and must change nothing; one between the sixth and the seventh slots in, compared again.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

import duckdb

from tests.nights.compare import differences
from tests.nights.hunt import run_command
from tests.reckoning.contract_data import feeds
from tests.reckoning.life import LifeNight, reckon_life, reckon_night
from xundian_pipeline.archive import read_ledger
from xundian_pipeline.cli.main import main as command

NIGHTS = 10
FIRST = date(2017, 12, 10)
DAYS_BETWEEN = 4
MESSES = ("none", "light", "heavy")
REBUILT, AGAIN, SLOT_AFTER = 3, 4, 6
REGISTER = ("register_households", "register_members")


def main() -> int:
    """Print what was found; 0: everything holds."""
    asked = argparse.ArgumentParser(prog="python -m tests.nights.large_county")
    asked.add_argument("out", type=Path)
    asked.add_argument("--households", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=11)
    given = asked.parse_args()
    county = LargeCounty(given.out, given.households, given.seed)
    wrong = county.ten_nights() + county.rebuild() + county.run_again() + county.slot_in()
    print("everything holds" if not wrong else f"{wrong} differences", flush=True)
    return int(bool(wrong))


class LargeCounty:
    """The county in a new folder: `variants` hold its files in each state of repair."""

    def __init__(self, out: Path, households: int, seed: int) -> None:
        self.out, self.data, self.random = out, out / "data", Random(seed)
        self.kept: dict[date, LifeNight] = {}
        self.variants = [out / f"variant {mess}" for mess in MESSES]
        for mess, folder in zip(MESSES, self.variants, strict=True):
            arguments = ["--households", str(households), "--seed", str(seed), "--mess", mess]
            command(["sample", "--out", str(folder), *arguments])

    def day(self, number: int) -> date:
        """D of the night `number`, counted from 1."""
        return FIRST + timedelta(DAYS_BETWEEN * (number - 1))

    def ten_nights(self) -> int:
        """Run ten nights; the number of differences after the last."""
        of_feed: dict[str, Path | None] = dict.fromkeys(feeds())
        for number in range(1, NIGHTS + 1):
            for feed in of_feed:
                if number == 1 or self.random.random() < 0.4:
                    of_feed[feed] = self._another(feed)
            self._run(self.day(number), of_feed)
        return self._compare(f"{NIGHTS} nights in order")

    def rebuild(self) -> int:
        """Rebuild the third night; 1 where a table differs."""
        day = self.day(REBUILT).isoformat()
        code = command(["rebuild", day, "--data", str(self.data), "--out", str(self.out / "rebuilt")])
        return code + command(["verify", "--data", str(self.data)])

    def run_again(self) -> int:
        """Run the fourth night again over its own files: the published tables but `nights` stay as they are."""
        before, day = self._tables(), self.day(AGAIN)
        number = _number(self.data, day)
        run_command(self.out / f"sources {day}", self.data, day)
        changed = {name for name, rows in self._tables().items() if rows != before.get(name)}
        print(
            f"night {AGAIN} again: {_number(self.data, day) - number} later publications, changed: {changed or 'none'}"
        )
        return len(changed) + (_number(self.data, day) == number)

    def slot_in(self) -> int:
        """Run a night between the sixth and the seventh over new files; the number of differences."""
        self._run(self.day(SLOT_AFTER) + timedelta(2), {feed: self._another(feed) for feed in feeds()})
        return self._compare("a night slotted in")

    def _another(self, feed: str) -> Path | None:
        """Where the feed's files are taken from; None: it does not come."""
        if feed not in REGISTER and self.random.random() < 0.08:
            return None
        return self.random.choice(self.variants)

    def _run(self, day: date, of_feed: Mapping[str, Path | None]) -> None:
        sources = self.out / f"sources {day}"
        sources.mkdir()
        for feed, variant in of_feed.items():
            for path in [] if variant is None else [*variant.glob(f"{feed}.*"), *variant.glob(feed)]:
                copy = shutil.copytree if path.is_dir() else shutil.copy2
                copy(path, sources / path.name)  # type: ignore[operator]
        self.kept[day] = reckon_night(sources, day)
        code, said = run_command(sources, self.data, day)
        print(f"{day}: exit {code}", flush=True)
        if code:
            raise SystemExit(said)

    def _compare(self, what: str) -> int:
        found = differences(reckon_life(self.kept.values()), self.data / "published" / "xundian.duckdb")
        print(f"{what}: {len(found)} differences", *found[:20], sep="\n  ", flush=True)
        return len(found)

    def _tables(self) -> dict[str, list[tuple[object, ...]]]:
        with duckdb.connect(str(self.data / "published" / "xundian.duckdb"), read_only=True) as connection:
            names = connection.sql("SELECT table_schema || '.' || table_name FROM information_schema.tables").fetchall()
            return {
                name: connection.sql(f"FROM {name} ORDER BY ALL").fetchall()
                for (name,) in names
                if name != "exit_indicators.nights"
            }


def _number(data: Path, day: date) -> int:
    night = read_ledger(data).night(day)
    return night.number if night else 0


if __name__ == "__main__":
    sys.exit(main())
