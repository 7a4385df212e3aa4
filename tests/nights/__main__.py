"""python -m tests.nights --seeds 0-50"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.nights.hunt import disagreements
from tests.nights.random_nights import nights_of
from tests.reckoning.life import Identity, LifeNight, reckon_life, reckon_night


def _seeds(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main(arguments: list[str] | None = None) -> int:
    """Prints every difference; 0: pipeline and reckoning agree on every seed, 1: they do not."""
    parser = argparse.ArgumentParser(prog="python -m tests.nights")
    parser.add_argument("--seeds", type=_seeds, default=range(6), help="first-last, for example 0-50")
    parser.add_argument("--nights", type=int, default=12, help="at most so many nights of each seed")
    parser.add_argument("--keep", type=Path, help="a new folder that keeps sources and data")
    parser.add_argument("--stop-after", type=int, default=5, help="stop after so many seeds that differ")
    parser.add_argument("--leave-out", nargs="+", default=[], help="rules whose findings are not compared, as S21")
    parser.add_argument("--branches", action="store_true", help="run no pipeline: count what happens to findings")
    chosen = parser.parse_args(arguments)
    if chosen.branches:
        return _print_branches(chosen.seeds, chosen.nights)
    differing, begun = 0, time.monotonic()
    for seed in chosen.seeds:
        with tempfile.TemporaryDirectory() as temporary:
            folder = chosen.keep / str(seed) if chosen.keep else Path(temporary) / "hunt"
            found = disagreements(seed, folder, chosen.nights, leave_out=chosen.leave_out)
        for line in found:
            print(line, flush=True)
        differing += bool(found)
        if differing >= chosen.stop_after:
            break
    print(f"{differing} seeds differ, {time.monotonic() - begun:.0f} s")
    return 1 if differing else 0


def _print_branches(seeds: range, most: int) -> int:
    """What the reckoning alone sees happen to the findings of the seeds, and how often."""
    counts: Counter[str] = Counter()

    def count(finding: Identity, event: str) -> None:
        counts[event] += 1

    for seed in seeds:
        kept: list[LifeNight] = []
        with tempfile.TemporaryDirectory() as temporary:
            for night in nights_of(seed, most):
                sources = night.write(Path(temporary) / str(night.number))
                try:
                    kept.append(reckon_night(sources, night.day))
                except ValueError:
                    counts["a night that is not kept"] += 1
        if kept:
            reckon_life(kept, count)
    for event, times in sorted(counts.items()):
        print(f"{times:8} {event}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
