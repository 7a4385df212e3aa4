"""A reader in a process of its own: opens what is published again and again until it is told to stop.

Arguments: DATA, the file whose existence says stop. Prints, as JSON, how often it read, which nights it saw, and what
was torn: a night whose tables disagree. The first database that it opened is held open and read to the end.
"""

import json
import sys
from pathlib import Path
from typing import Any

import duckdb

TOTALS = """
    SELECT
        (SELECT max(assessment_date) FROM exit_indicators.nights),
        (SELECT count(*) FROM exit_indicators.household_exit),
        (SELECT count(DISTINCT assessment_date) FROM exit_indicators.household_exit),
        (SELECT min(assessment_date) FROM exit_indicators.household_exit)
"""


def totals(connection: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    """The night, its households, and the dates on them."""
    return connection.execute(TOTALS).fetchall()[0]


def main(data: Path, stop: Path) -> None:
    """Read until `stop` exists."""
    database = data / "published" / "xundian.duckdb"
    held = duckdb.connect(str(database), read_only=True)
    first = totals(held)
    print("ready", flush=True)
    reads, nights, torn = 0, set(), []
    while not stop.exists():
        with duckdb.connect(str(database), read_only=True) as connection:
            night, households, dates, date = totals(connection)
        folder = (data / "published").resolve()
        table = folder / "parquet" / "exit_indicators" / "household_exit.parquet"
        in_parquet = (
            duckdb.connect()
            .execute(f"SELECT count(*), min(assessment_date) FROM read_parquet('{table}')")
            .fetchall()[0]
        )
        reads += 1
        nights.add(str(night))
        if (households, dates, date) != (night.day, 1, night) or in_parquet[0] != in_parquet[1].day:
            torn.append(str(night))
        if totals(held) != first:
            torn.append("held")
    print(json.dumps({"reads": reads, "nights": sorted(nights), "torn": torn}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
