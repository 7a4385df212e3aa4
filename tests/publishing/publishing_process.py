"""Publishes nights without end, until it is killed. Arguments: DATA, the inputs' folder.

Each night of December has as many households as its day has, so that a reader can tell a whole night.
"""

import sys
from datetime import date
from itertools import cycle
from pathlib import Path

from tests.publishing.small_night import small_night


def publish_day(day: int, inputs: Path, data: Path) -> None:
    """Publish the night of that day of December."""
    night = small_night()
    template = night.tables["household_results"][0]
    night.tables["household_results"] = [{**template, "household_id": f"{number:014d}"} for number in range(day)]
    night.publish(inputs, data, assessment_date=date(2017, 12, day))


if __name__ == "__main__":
    print("ready", flush=True)
    for day in cycle(range(1, 32)):
        publish_day(day, Path(sys.argv[2]), Path(sys.argv[1]))
