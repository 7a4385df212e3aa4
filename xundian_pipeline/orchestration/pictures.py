"""Pictures in the metadata of assets: bars of counts, drawn as SVG within Markdown, which the interface shows.

A picture holds counts, labels of the contract and names of townships from the county's own list: no personal data. Each
piece of a bar carries its label and its count as a title, so that the figures can be read as well as seen.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import pyarrow
import pyarrow.compute as compute
from dagster import MetadataValue

from schemas.departments import DEPARTMENTS
from schemas.published.codes import RESULTS, STATUSES, Indicator
from schemas.registry import FEEDS
from xundian_pipeline.county import TOWNSHIP_DIGITS, County
from xundian_pipeline.rules.indicators import indicators_of

Pictures = dict[str, MetadataValue[Any]]

LABEL = "图："
"""Before the title of a picture, among the metadata of an asset."""

ELSEWHERE = "其他"
"""The township of a village whose code is not on the county's list."""

_GREEN, _RED, _YELLOW, _GREY = "#2f9e6e", "#d1495b", "#edae49", "#a0a7b4"
_RESULT_COLOURS = {"exit_ready": _GREEN, "not_ready": _RED, "verify": _YELLOW}
_STATUS_COLOURS = {"pass": _GREEN, "fail": _RED, "unknown": _YELLOW}
_FATES = {"accepted": ("接受", _GREEN), "quarantined": ("退回", _RED), "ignored": ("忽略", _GREY)}

_BAR, _ROW, _TOP, _MARGIN, _LETTER, _FIGURES = 420, 24, 64, 12, 14, 170


@dataclass(frozen=True)
class Part:
    """What a colour of a picture stands for."""

    label: str
    colour: str


@dataclass(frozen=True)
class Bar:
    """One line of a picture: a count for each part, in their order."""

    label: str
    counts: tuple[int, ...]


def picture(title: str, unit: str, parts: Sequence[Part], bars: Sequence[Bar]) -> MetadataValue[Any]:
    """Return bars of counts as the interface shows them."""
    drawn = base64.b64encode(draw(title, unit, parts, bars).encode()).decode()
    return MetadataValue.md(f"![{title}](data:image/svg+xml;base64,{drawn})")


def draw(title: str, unit: str, parts: Sequence[Part], bars: Sequence[Bar]) -> str:
    """Return one horizontal bar per line as SVG, its parts side by side, all bars to one scale; `unit` is a word."""
    beside = max((len(bar.label) for bar in bars), default=0) * _LETTER + 2 * _MARGIN
    width, height = beside + _BAR + _FIGURES, _TOP + _ROW * len(bars) + _MARGIN
    largest = max((sum(bar.counts) for bar in bars), default=0) or 1
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
            f'font-family="sans-serif" font-size="13"><title>{escape(title)}</title>'
            f'<rect width="{width}" height="{height}" fill="white"/>'
        ),
        f'<text x="{_MARGIN}" y="24" font-size="16" font-weight="bold">{escape(title)}</text>',
        *_legend(parts),
    ]
    for number, bar in enumerate(bars):
        lines += _line(bar, unit, parts, beside, _TOP + _ROW * number, _BAR / largest)
    return "\n".join([*lines, "</svg>"])


def _legend(parts: Sequence[Part]) -> Iterable[str]:
    at = _MARGIN
    for part in parts:
        yield f'<rect x="{at}" y="36" width="12" height="12" fill="{part.colour}"/>'
        yield f'<text x="{at + 18}" y="47">{escape(part.label)}</text>'
        at += 18 + _LETTER * len(part.label) + 2 * _MARGIN


def _line(bar: Bar, unit: str, parts: Sequence[Part], beside: int, top: int, scale: float) -> Iterable[str]:
    base, at = top + 15, float(beside)
    yield f'<text x="{beside - _MARGIN}" y="{base}" text-anchor="end">{escape(bar.label)}</text>'
    for part, count in zip(parts, bar.counts, strict=True):
        told = escape(f"{bar.label} {part.label} {count} {unit}")
        yield (
            f'<rect class="part" x="{at:.1f}" y="{top + 3}" width="{count * scale:.1f}" height="{_ROW - 6}" '
            f'fill="{part.colour}"><title>{told}</title></rect>'
        )
        at += count * scale
    figures = " / ".join(f"{count:,}" for count in bar.counts)
    yield f'<text x="{at + 8:.1f}" y="{base}" fill="#555">{figures}</text>'


def _results_by_township(tables: Mapping[str, pyarrow.Table], county: County) -> Pictures:
    households = tables["household_results"].select(["village_code", "result"]).to_pylist()
    names = county.township_names
    counts = Counter(
        (names.get((row["village_code"] or "")[:TOWNSHIP_DIGITS], ELSEWHERE), row["result"]) for row in households
    )
    there = {township for township, _ in counts}
    townships = [name for name in dict.fromkeys([*names.values(), ELSEWHERE]) if name in there]
    title = "各乡镇贫困户的退出结果（户）"
    parts = [Part(label, _RESULT_COLOURS[result]) for result, label in RESULTS.items()]
    bars = [Bar(name, tuple(counts[name, result] for result in RESULTS)) for name in townships]
    return {LABEL + title: picture(title, "户", parts, bars)}


def _statuses(rows: pyarrow.Table, indicators: Mapping[str, Indicator], title: str, unit: str) -> Pictures:
    counts = _counts_of_pairs(rows["indicator"], rows["status"])
    parts = [Part(label, _STATUS_COLOURS[status]) for status, label in STATUSES.items()]
    bars = [
        Bar(f"{code} {indicator.name}", tuple(counts[code, status] for status in STATUSES))
        for code, indicator in indicators.items()
    ]
    return {LABEL + title: picture(title, unit, parts, bars)}


def _counts_of_pairs(first: pyarrow.ChunkedArray, second: pyarrow.ChunkedArray) -> Counter[tuple[str, str]]:
    grouped = (
        pyarrow.table({"first": first, "second": second}).group_by(["first", "second"]).aggregate([([], "count_all")])
    )
    return Counter({(row["first"], row["second"]): row["count_all"] for row in grouped.to_pylist()})


_OF_STEPS: dict[str, Callable[[Mapping[str, pyarrow.Table], County], Pictures]] = {
    "household_results": _results_by_township,
    "household_indicators": lambda tables, county: _statuses(
        tables["household_exit_indicators"], indicators_of(county)["household"], "贫困户六项指标（户）", "户"
    ),
    "village_indicators": lambda tables, county: _statuses(
        tables["village_exit_indicators"], indicators_of(county)["village"], "行政村十项指标（个）", "个"
    ),
}


def pictures_of_step(asset: str, tables: Mapping[str, pyarrow.Table], county: County) -> Pictures:
    """Return the pictures of what a step has made, by their labels; none for most steps."""
    draw_tables = _OF_STEPS.get(asset)
    return draw_tables(tables, county) if draw_tables else {}


def rows_by_feed(feed_runs: pyarrow.Table) -> Pictures:
    """Return a picture per department: the rows of each of its feeds that were accepted, returned and ignored."""
    sums = {
        feed: tuple(
            compute.sum(feed_runs.filter(compute.equal(feed_runs["feed"], feed))[f"rows_{fate}"]).as_py() or 0
            for fate in _FATES
        )
        for feed in FEEDS
    }
    parts = [Part(label, colour) for label, colour in _FATES.values()]
    pictures = {}
    for department, name in DEPARTMENTS.items():
        title = f"{name}各名册的行（行）"
        bars = [Bar(feed.title, sums[feed.id]) for feed in FEEDS.values() if feed.department == department]
        pictures[LABEL + title] = picture(title, "行", parts, bars)
    return pictures
