"""`python -m tests.corrections FOLDER [--households N] [--seed S]`: the round trip over a heavy sample county."""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from pathlib import Path

from tests.corrections.round_trip import round_trip
from tests.orchestration.nights import xundian


def main() -> int:
    """Print what came of it; 1 where anything was not taken, lost or doubled, or differs from the reckoning."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("folder", type=Path)
    given.add_argument("--households", type=int, default=2000)
    given.add_argument("--seed", type=int, default=1)
    asked = given.parse_args()
    sources, data = asked.folder / "sources", asked.folder / "data"
    made = xundian(
        *("sample", "--out", sources, "--households", str(asked.households)),
        *("--seed", str(asked.seed), "--mess", "heavy"),
    )
    assert made.returncode == 0, made.stderr
    started = time.monotonic()
    done = round_trip(sources, data, datetime.date(2017, 12, 31))
    for line in (*done.not_taken[:20], *done.differing[:20]):
        print(line)
    print(f"corrected {done.corrected}, outcomes {done.outcomes}, {time.monotonic() - started:.0f} s")
    print(f"checks failed before {done.returned_before}, after {done.returned_after}")
    print(f"rows read before {done.read_before}, after {done.read_after}; {len(done.differing)} differences")
    return int(bool(done.not_taken or done.differing or done.read_before != done.read_after))


if __name__ == "__main__":
    sys.exit(main())
