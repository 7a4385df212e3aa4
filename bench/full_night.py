"""Measure one night over the full-size sample county: wall time and memory of the whole process, asset by asset.

`python -m bench.full_night --folder var/bench` writes the county once, runs the night and prints a table, which is
also kept as FOLDER/result.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
from dagster import DagsterInstance

from bench.night_process import NightMeasurement, measure, nightly, xundian

MIB = 1024 * 1024
MOST_SECONDS = 60
MOST_MIB = 3 * 1024


@dataclass(frozen=True)
class AssetTime:
    """One asset of a run: clock times in seconds since 1970."""

    name: str
    start: float
    end: float


def main() -> int:
    """Run the measurement; return 1 where the night did not publish."""
    arguments = _arguments()
    folder: Path = arguments.folder
    sources, data = folder / "sources", folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    if not sources.exists():
        print("写入全县样例（合成数据）……", flush=True)
        _write_county(sources, arguments.households)
    if arguments.fresh:
        shutil.rmtree(data, ignore_errors=True)
    print("运行一夜……", flush=True)
    log = folder / "night.log"
    night = measure(nightly(sources, data), log)
    if night.exit_code:
        print(log.read_text("utf-8", "replace"), file=sys.stderr)
        return 1
    report = _report(night, _asset_times(data), _size(sources), _rows_read(data))
    (folder / "result.md").write_text(report, "utf-8")
    print(report)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("var/bench"), help="where county, data and result are kept")
    parser.add_argument("--households", type=int, help="a smaller county; default: the full-size one")
    parser.add_argument("--fresh", action="store_true", help="start with an empty data folder")
    return parser.parse_args()


def _write_county(sources: Path, households: int | None) -> None:
    unfinished = sources.with_name(sources.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    size = ["--households", str(households)] if households else []
    subprocess.run(xundian("sample", "--out", unfinished, *size), check=True, stdout=subprocess.DEVNULL)
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


def _report(night: NightMeasurement, assets: list[AssetTime], size: tuple[int, int], rows: int) -> str:
    peak = night.peak_bytes / MIB
    in_assets = sum(asset.end - asset.start for asset in assets)
    read = f"来件 {size[0]} 个文件，{size[1] / MIB:,.0f} MiB，读入 {rows:,} 行"
    machine = f"{os.cpu_count()} 核，{platform.machine()}，Python {platform.python_version()}"
    lines = [
        "# 全县一夜",
        "",
        f"{read}；{machine}。",
        "",
        "| 整个进程 | 结果 | 要求 | |",
        "| --- | ---: | ---: | --- |",
        f"| 时间（秒） | {night.seconds:.1f} | {MOST_SECONDS} | {_met(night.seconds <= MOST_SECONDS)} |",
        f"| 内存峰值（MiB） | {peak:,.0f} | {MOST_MIB:,} | {_met(peak <= MOST_MIB)} |",
        f"| 处理器时间（秒，各核合计） | {night.processor_seconds:.1f} | | |",
        f"| 其中各资产合计（秒） | {in_assets:.1f} | | |",
        "",
        "| 资产（按先后） | 秒 | 其间内存峰值（MiB） |",
        "| --- | ---: | ---: |",
    ]
    for asset in assets:
        memory = night.peak_between(asset.start, asset.end) / MIB
        lines.append(f"| {asset.name} | {asset.end - asset.start:.2f} | {memory:,.0f} |")
    return "\n".join(lines) + "\n"


def _met(is_met: bool) -> str:
    return "达到" if is_met else "没有达到"


if __name__ == "__main__":
    sys.exit(main())
