"""Kill nights at random moments, and look each time at what readers then find and whether the next night succeeds.

`python -m bench.kill_nights --folder var/kills` runs whole nights for two assessment dates first; then, 20 times,
kills (-9) a night of the date that is not published, somewhere between its start and its usual end. What is published
afterwards must be one of the two whole nights, row by row, and the killed night, run again, must publish its own.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bench.night_process import measure, nightly, run_and_kill, xundian
from bench.published_night import read_published

DATES = ("2017-12-30", "2017-12-31")


def main() -> int:
    """Run the trial; return the number of kills after which something was wrong (0: none)."""
    arguments = _arguments()
    folder: Path = arguments.folder
    sources, data, log = folder / "sources", folder / "data", folder / "night.log"
    folder.mkdir(parents=True, exist_ok=True)
    if not sources.exists():
        command = xundian("sample", "--out", sources, "--households", arguments.households)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(data, ignore_errors=True)
    whole, seconds = _whole_nights(sources, data, log)
    print(f"two whole nights of {seconds:.1f} s; killing {arguments.kills}", flush=True)
    moments = random.Random(arguments.seed)
    kills, wrong, published = 0, 0, DATES[-1]
    while kills < arguments.kills:
        killed_date = DATES[0] if published == DATES[1] else DATES[1]
        after = moments.uniform(0, seconds)
        if not run_and_kill(nightly(sources, data, killed_date), log, after):
            published = killed_date  # it was faster than the last one, and has ended: it counts for nothing
            continue
        kills += 1
        found = read_published(data)
        is_whole = found.fingerprint == whole[found.assessment_date]
        again = measure(nightly(sources, data, killed_date), log)
        succeeds = again.exit_code == 0 and read_published(data).fingerprint == whole[killed_date]
        wrong += not (is_whole and succeeds)
        print(
            f"{kills:2}: {killed_date} killed after {after:4.1f} s over {published}; "
            f"then published: {found.assessment_date} {'whole' if is_whole else 'NOT WHOLE'}; "
            f"run again: {'succeeds' if succeeds else 'FAILS'}",
            flush=True,
        )
        published, seconds = killed_date, again.seconds
    left = sorted(path.name for path in data.iterdir())
    print(f"{arguments.kills - wrong} of {arguments.kills} as they must be; in the data folder: {', '.join(left)}")
    return wrong


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("var/kills"), help="where county and data are kept")
    parser.add_argument("--households", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="default: another one each time")
    return parser.parse_args()


def _whole_nights(sources: Path, data: Path, log: Path) -> tuple[dict[str, str], float]:
    """Run a night for each date; return their fingerprints and the time of the last in seconds."""
    fingerprints, seconds = {}, 0.0
    for day in DATES:
        night = measure(nightly(sources, data, day), log)
        if night.exit_code:
            raise SystemExit(log.read_text("utf-8", "replace"))
        fingerprints[day], seconds = read_published(data).fingerprint, night.seconds
    return fingerprints, seconds


if __name__ == "__main__":
    sys.exit(main())
