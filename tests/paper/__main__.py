"""`python -m tests.paper FOLDER [--households N] [--seed S]`: the ledgers of a county, timed and read back.

Writes a sample county and runs a night over it where FOLDER has none, prints the ledgers of every village with the
command, and holds the texts of households picked at random to the tables.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from pathlib import Path

from tests.orchestration.nights import xundian
from tests.paper.printed import expected_ledger, fonts_not_embedded, ledgers_in, open_read_only
from xundian_pipeline.county import load_county


def main() -> int:
    """Print the figures; 1 where a ledger says anything else than the tables, or lacks a font."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("folder", type=Path)
    given.add_argument("--households", type=int, default=1000)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--compared", type=int, default=50)
    asked = given.parse_args()
    sources, data, out = (asked.folder / name for name in ("sources", "data", "ledgers"))
    if not (data / "published").exists():
        _make(asked, sources, data)
    started = time.monotonic()
    printed = xundian("ledger", "--all", "--data", data, "--out", out)
    seconds = time.monotonic() - started
    assert printed.returncode == 0, printed.stderr
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024

    files = sorted(out.glob("*.pdf"))
    lacking = [path.name for path in files if fonts_not_embedded(path)]
    found = {household: text for path in files for household, text in ledgers_in(path).items()}
    with open_read_only(data) as connection:
        numbers = [number for (number,) in connection.execute(_ALL).fetchall()]
        chosen = random.Random(asked.seed).sample(numbers, min(asked.compared, len(numbers)))
        county = load_county().name
        differing = [number for number in chosen if found[number] != expected_ledger(connection, county, number)]
    megabytes = sum(path.stat().st_size for path in files) / 2**20
    print(f"{len(found)} ledgers of {len(numbers)} households in {len(files)} documents, {megabytes:.1f} MB")
    print(f"{seconds:.1f} s, {memory} MB of memory")
    print(f"compared with the tables {len(chosen)}, differing {differing}; fonts not embedded in {lacking}")
    return int(bool(differing or lacking or set(found) != set(numbers)))


_ALL = "SELECT household_id FROM exit_indicators.household_exit ORDER BY household_id"


def _make(asked: argparse.Namespace, sources: Path, data: Path) -> None:
    for command in (
        ("sample", "--out", sources, "--households", str(asked.households), "--seed", str(asked.seed)),
        ("nightly", "--sources", sources, "--data", data),
    ):
        done = xundian(*command)
        assert done.returncode == 0, done.stderr


if __name__ == "__main__":
    sys.exit(main())
