"""python -m tests.agreement --seeds 0-500"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.agreement.hunt import disagreements
from xundian_pipeline.county import load_county


def _seeds(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def main(arguments: list[str] | None = None) -> int:
    """Prints every difference; 0: pipeline and reckoning agree on every county, 1: they do not."""
    parser = argparse.ArgumentParser(prog="python -m tests.agreement")
    parser.add_argument("--seeds", type=_seeds, default=range(40), help="first-last, for example 0-500")
    parser.add_argument("--keep", type=Path, help="a folder that keeps the counties that differ")
    parser.add_argument("--stop-after", type=int, default=20, help="stop after so many counties that differ")
    chosen = parser.parse_args(arguments)
    county, differing = load_county(), 0
    begun = time.monotonic()
    for seed in chosen.seeds:
        with tempfile.TemporaryDirectory() as temporary:
            folder = chosen.keep / str(seed) if chosen.keep else Path(temporary)
            found = disagreements(seed, county, folder)
        for line in found:
            print(line)
        if found:
            differing += 1
            if differing >= chosen.stop_after:
                break
    print(f"{differing} counties differ, {time.monotonic() - begun:.0f} s")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
