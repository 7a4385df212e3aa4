"""python -m tests.reckoning SOURCES PUBLISHED_DUCKDB --assessment-date 2017-12-31 [--decisions FILE [--keys FILE]]"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from . import reckon
from .compare import differences
from .decisions import accepted_pairs


def main(arguments: list[str] | None = None) -> int:
    """Prints every difference; 0: the published file agrees with the reckoning, 1: it does not."""
    parser = argparse.ArgumentParser(prog="tests.reckoning")
    parser.add_argument("sources", type=Path)
    parser.add_argument("published_duckdb", type=Path)
    parser.add_argument("--assessment-date", type=date.fromisoformat, default=date(2017, 12, 31))
    parser.add_argument("--decisions", type=Path, help="link_decisions.csv as the night read it")
    parser.add_argument(
        "--keys", type=Path, help="a csv (feed, record_key, source, sheet, row_number) saved from an earlier night"
    )
    chosen = parser.parse_args(arguments)
    if not chosen.sources.is_dir() or not chosen.published_duckdb.is_file():
        parser.error("SOURCES must be a folder and PUBLISHED_DUCKDB a file")
    decisions = accepted_pairs(chosen.decisions, chosen.published_duckdb, chosen.keys) if chosen.decisions else []
    found = differences(reckon(chosen.sources, chosen.assessment_date, decisions), chosen.published_duckdb)
    for line in found:
        print(line)
    print(f"{len(found)} lines of differences" if found else "the published tables agree with the reckoning")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
