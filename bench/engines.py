"""Run every family of rules over a county on DuckDB and on Spark, and count the rows that differ, table by table.

`python -m bench.engines --sources DIR [--assessment-date D]` prints a table; exit 1 where a row differs.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from schemas.registry import FEEDS
from xundian_pipeline.corrections.apply import accept_corrected
from xundian_pipeline.county import County, load_county
from xundian_pipeline.engine import Inputs, OpenEngine
from xundian_pipeline.engine_choice import engine_named
from xundian_pipeline.households import merge_households
from xundian_pipeline.people import link_people
from xundian_pipeline.reading import read_feed
from xundian_pipeline.rules import FAMILIES
from xundian_pipeline.settings import DUCKDB, SPARK, choose_assessment_date, read_settings


@dataclass(frozen=True)
class Comparison:
    """One table of a family on both engines.

    `differing` counts the rows that only one of them gives; a table of other columns or types differs in all its rows.
    """

    family: str
    table: str
    rows: int
    differing: int


class Tables:
    """The tables of a night as Parquet files, from which the next steps read."""

    def __init__(self, folder: Path, inputs: Mapping[str, list[Path]] | None = None) -> None:
        self._folder = folder
        self.inputs: dict[str, list[Path]] = dict(inputs or {})

    def keep(self, tables: Mapping[str, pyarrow.Table]) -> None:
        """Write tables; several of one name together are the table."""
        for name, table in tables.items():
            paths = self.inputs.setdefault(name, [])
            path = self._folder / f"{name}.{len(paths)}.parquet"
            pyarrow.parquet.write_table(table, path)
            paths.append(path)


def tables_before_rules(sources: Path, county: County, day: datetime.date, folder: Path) -> Tables:
    """Read, accept, link and merge what has come, as the night does; the tables stand in `folder`."""
    tables = Tables(folder)
    for feed in FEEDS.values():
        reading = read_feed(sources, feed, county.header_synonyms)
        accepted = accept_corrected(reading, [], feed, county, day, secret=b"")
        tables.keep({feed.id: accepted.pop("accepted"), **accepted})
    for step in (link_people, merge_households):
        tables.keep(step(tables.inputs, county, day))
    return tables


def compare_families(
    tables: Tables, county: County, day: datetime.date, seconds: dict[str, float] | None = None
) -> Iterator[Comparison]:
    """Run each family on both engines over the same inputs, and compare; `seconds` adds up the time of each engine."""
    taken: dict[str, float] = defaultdict(float) if seconds is None else seconds
    engines = {name: engine_named(name) for name in (DUCKDB, SPARK)}
    for family in FAMILIES:
        results: dict[str, dict[str, pyarrow.Table]] = {
            name: _run(family, tables.inputs, county, day, open_engine, name, taken)
            for name, open_engine in engines.items()
        }
        for table in FAMILIES[family].gives:
            expected, given = results[DUCKDB][table], results[SPARK][table]
            yield Comparison(family, table, expected.num_rows, differing_rows(expected, given))
        tables.keep(results[DUCKDB])


def differing_rows(expected: pyarrow.Table, given: pyarrow.Table) -> int:
    """Count the rows that stand in one of two tables only, whatever their order and that of lists of row references."""
    if expected.schema.remove_metadata() != given.schema.remove_metadata():
        return max(expected.num_rows, given.num_rows, 1)
    one, other = _counted(expected), _counted(given)
    return sum(((one - other) + (other - one)).values())


def _run(
    family: str,
    inputs: Inputs,
    county: County,
    day: datetime.date,
    open_engine: OpenEngine,
    engine: str,
    seconds: dict[str, float],
) -> dict[str, pyarrow.Table]:
    begun = time.monotonic()
    tables = FAMILIES[family].run(inputs, county, day, open_engine)
    seconds[engine] += time.monotonic() - begun
    return tables


def _counted(table: pyarrow.Table) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(map(_comparable, column.to_pylist()) for column in table.columns), strict=True))


def _comparable(value: Any) -> str:
    """A value as text that tells 1 from 1.0, and no number equals itself; of a list, what it holds."""
    if isinstance(value, list):
        return repr(sorted(map(repr, value)))
    return repr(value)


def main() -> int:
    """Print the comparison; return 1 where a row differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--assessment-date", help="default: 2017-12-31")
    chosen = parser.parse_args()
    county = load_county()
    day = choose_assessment_date(chosen.assessment_date, read_settings(chosen.sources), county.timezone)
    seconds: dict[str, float] = defaultdict(float)
    differing = 0
    print("| 规则组 | 表 | 行 | 不同的行 |\n| --- | --- | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        tables = tables_before_rules(chosen.sources, county, day, Path(folder))
        for found in compare_families(tables, county, day, seconds):
            differing += found.differing
            print(f"| {found.family} | {found.table} | {found.rows:,} | {found.differing:,} |", flush=True)
    times = "，".join(f"{engine} {taken:.1f} 秒" for engine, taken in seconds.items())
    print(f"\n不同的行共 {differing:,}；{times}。")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
