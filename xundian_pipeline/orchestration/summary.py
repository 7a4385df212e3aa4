"""The night in a few lines: results per household, what was returned per department, which feeds are not whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow
import pyarrow.compute as compute
import pyarrow.parquet
from dagster import MetadataValue

from schemas.departments import DEPARTMENTS
from schemas.published.codes import RESULTS
from schemas.registry import FEEDS

SUMMARY = "摘要"


@dataclass(frozen=True)
class Summary:
    """What a night came to. `lines` are for the console, one each."""

    lines: tuple[str, ...]

    def as_markdown(self) -> MetadataValue:
        """Return the lines as Dagster shows them."""
        return MetadataValue.md("\n".join(f"- {line}" for line in self.lines))


def summarise(tables: Mapping[str, Sequence[Path]]) -> Summary:
    """Summarise a night from its tables `household_results`, `village_exit`, `feed_runs` and `quarantine`."""
    runs = _read(tables["feed_runs"], ["feed", "source", "rows_accepted", "rows_quarantined"])
    return Summary(
        (
            "贫困户：" + _counts(_read(tables["household_results"], ["result"])["result"], "户"),
            "行政村：" + _counts(_read(tables["village_exit"], ["result"])["result"], "个"),
            "退回的行：" + _returned(runs),
            "读不了的文件：" + (_unusable(_read(tables["quarantine"], ["kind", "feed"])) or "无"),
            "没有收到的名册：" + ("、".join(f"《{FEEDS[feed].title}》" for feed in _absent(runs)) or "无"),
        )
    )


def _read(paths: Sequence[Path], columns: list[str]) -> pyarrow.Table:
    return pyarrow.concat_tables([pyarrow.parquet.read_table(path, columns=columns) for path in paths])


def _counts(results: pyarrow.ChunkedArray, unit: str) -> str:
    found = {entry["values"]: entry["counts"] for entry in compute.value_counts(results).to_pylist()}
    words = [f"{label} {found.get(code, 0):,} {unit}" for code, label in RESULTS.items()]
    return f"共 {len(results):,} {unit}，" + "，".join(words)


def _returned(runs: pyarrow.Table) -> str:
    rows = dict.fromkeys(DEPARTMENTS, 0)
    for feed, count in zip(runs["feed"].to_pylist(), runs["rows_quarantined"].to_pylist(), strict=True):
        rows[FEEDS[feed].department] += count
    return "，".join(f"{DEPARTMENTS[department]} {count:,} 行" for department, count in rows.items())


def _unusable(quarantine: pyarrow.Table) -> str:
    """Name the feeds of which files could not be used, with how many; the files' names stand in the quarantine."""
    feeds = quarantine.filter(compute.equal(quarantine["kind"], "file"))["feed"].to_pylist()
    return "，".join(
        f"{DEPARTMENTS[feed.department]}《{feed.title}》{feeds.count(feed.id)} 个"
        for feed in FEEDS.values()
        if feed.id in feeds
    )


def _absent(runs: pyarrow.Table) -> list[str]:
    came = set(runs.filter(compute.is_valid(runs["source"]))["feed"].to_pylist())
    return [feed for feed in FEEDS if feed not in came]
