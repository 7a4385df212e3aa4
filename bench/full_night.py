"""Measure the first night and the thirty-first over the full-size county: time and memory of the whole process.

`python -m bench.full_night --folder var/bench` writes the county once (heavy mess), runs the first night, takes the
nights between into the history without running them (bench.earlier_nights says how), runs the last one, and prints a
table, asset by asset, which is also kept as FOLDER/result.md.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
from dagster import DagsterInstance

from bench.earlier_nights import make_earlier_nights
from bench.night_process import NightMeasurement, measure, nightly, xundian

MIB = 1024 * 1024
MOST_SECONDS = 45
MOST_MIB = 3 * 1024
MOST_GROWTH = 0.10
NIGHTS_BETWEEN = 29
FIRST_DAY = datetime.date(2017, 12, 1)


@dataclass(frozen=True)
class AssetTime:
    """One asset of a run: clock times in seconds since 1970."""

    name: str
    start: float
    end: float


def main() -> int:
    """Run the measurement; return 1 where a night did not publish."""
    arguments = _arguments()
    folder: Path = arguments.folder
    sources, data = folder / "sources", folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    if not sources.exists():
        print("写入全县样例（合成数据）……", flush=True)
        _write_county(sources, arguments.households, arguments.mess)
    shutil.rmtree(data, ignore_errors=True)
    print("运行第一夜……", flush=True)
    first = _night(sources, data, FIRST_DAY, folder)
    if first is None:
        return 1
    print(f"不运行而补出其间 {arguments.nights_between} 夜的历史……", flush=True)
    make_earlier_nights(data, arguments.nights_between, print)
    print("运行最后一夜……", flush=True)
    last = _night(sources, data, FIRST_DAY + datetime.timedelta(days=arguments.nights_between + 1), folder)
    if last is None:
        return 1
    report = _report(first, last, _asset_times(data), _size(sources), _rows_read(data), arguments.nights_between)
    (folder / "result.md").write_text(report, "utf-8")
    print(report)
    return 0


def _night(sources: Path, data: Path, day: datetime.date, folder: Path) -> NightMeasurement | None:
    log = folder / f"night-{day}.log"
    night = measure(nightly(sources, data, day.isoformat()), log)
    if night.exit_code:
        print(log.read_text("utf-8", "replace"), file=sys.stderr)
        return None
    return night


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("var/bench"), help="where county, data and result are kept")
    parser.add_argument("--households", type=int, help="a smaller county; default: the full-size one")
    parser.add_argument("--mess", choices=("none", "light", "heavy"), default="heavy", help="how bad the files are")
    parser.add_argument("--nights-between", type=int, default=NIGHTS_BETWEEN, help="nights that are not run")
    return parser.parse_args()


def _write_county(sources: Path, households: int | None, mess: str) -> None:
    unfinished = sources.with_name(sources.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    size = ["--households", str(households)] if households else []
    subprocess.run(xundian("sample", "--out", unfinished, "--mess", mess, *size), check=True, stdout=subprocess.DEVNULL)
    unfinished.rename(sources)


def _asset_times(data: Path) -> list[AssetTime]:
    with DagsterInstance.from_config(str(data / "dagster")) as instance:
        run = instance.get_runs(limit=1)[0]
        steps = instance.get_run_step_stats(run.run_id)
    return sorted(
        (
            AssetTime(step.step_key, step.start_time, step.end_time)
            for step in steps
            if step.start_time and step.end_time
        ),
        key=lambda asset: asset.start,
    )


def _size(folder: Path) -> tuple[int, int]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return len(files), sum(path.stat().st_size for path in files)


def _rows_read(data: Path) -> int:
    with duckdb.connect(str(data / "published" / "xundian.duckdb"), read_only=True) as connection:
        found = connection.execute("SELECT CAST(SUM(rows_read) AS BIGINT) FROM quality.feed_runs").fetchone()
    return int(found[0]) if found else 0


def _report(
    first: NightMeasurement,
    last: NightMeasurement,
    assets: list[AssetTime],
    size: tuple[int, int],
    rows: int,
    between: int,
) -> str:
    in_assets = sum(asset.end - asset.start for asset in assets)
    read = f"来件 {size[0]} 个文件，{size[1] / MIB:,.0f} MiB，读入 {rows:,} 行"
    machine = f"{os.cpu_count()} 核，{platform.machine()}，Python {platform.python_version()}"
    peaks = [night.peak_bytes / MIB for night in (first, last)]
    in_time = _met(last.seconds <= MOST_SECONDS)
    slower, larger = last.seconds / first.seconds - 1, last.peak_bytes / first.peak_bytes - 1
    lines = [
        "# 全县一夜",
        "",
        f"{read}；{machine}。最后一夜之前有 {between + 1} 夜，其中 {between} 夜只补了历史，没有运行。",
        "",
        "| 整个进程 | 第一夜 | 最后一夜 | 要求 | |",
        "| --- | ---: | ---: | ---: | --- |",
        f"| 时间（秒） | {first.seconds:.1f} | {last.seconds:.1f} | {MOST_SECONDS} | {in_time} |",
        f"| 内存峰值（MiB） | {peaks[0]:,.0f} | {peaks[1]:,.0f} | {MOST_MIB:,} | {_met(peaks[1] <= MOST_MIB)} |",
        f"| 时间增长 | | {slower:+.1%} | {MOST_GROWTH:.0%} | {_met(slower < MOST_GROWTH)} |",
        f"| 内存增长 | | {larger:+.1%} | {MOST_GROWTH:.0%} | {_met(larger < MOST_GROWTH)} |",
        f"| 处理器时间（秒，各核合计） | {first.processor_seconds:.1f} | {last.processor_seconds:.1f} | | |",
        f"| 其中各资产合计（秒） | | {in_assets:.1f} | | |",
        "",
        "| 资产（最后一夜，按先后） | 秒 | 其间内存峰值（MiB） |",
        "| --- | ---: | ---: |",
    ]
    for asset in assets:
        memory = last.peak_between(asset.start, asset.end) / MIB
        lines.append(f"| {asset.name} | {asset.end - asset.start:.2f} | {memory:,.0f} |")
    return "\n".join(lines) + "\n"


def _met(is_met: bool) -> str:
    return "达到" if is_met else "没有达到"


if __name__ == "__main__":
    sys.exit(main())
