"""How what is published is worded for officers: figures with their units, rows with their files, in Chinese."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from schemas.departments import DEPARTMENTS
from schemas.published import codes
from schemas.registry import FEEDS
from xundian_pipeline.published_database import Row
from xundian_pipeline.terminal import entry, padded, wrapped

_NO_ROWS = "没有依据的行：名册没有送来，或名册中没有相应的记录"
_PLACES_SHOWN = 8
_RANGES_SHOWN = 12
_SHORTEST_RANGE = 3
LEVELS = {"signed_household": "户", "signed_village": "村", "signed_township": "乡", "signed_county": "县"}
"""The levels that sign, by the columns that say whether they have."""


def night_line(night: Row) -> str:
    """Which night is told of."""
    published_at = night["published_at"].strftime("%Y-%m-%d %H:%M:%S")
    return f"考核日 {night['assessment_date']}，规则版本 {night['rule_version']}，发布于 {published_at}"


def heading(label: str, text: str, width: int) -> list[str]:
    """One line about a unit."""
    return entry(label, [text], width=width, indent=0)


def household_heading(household: Row) -> list[tuple[str, str]]:
    """Where a household lives, its result and what belongs to it."""
    income = figure(household["net_income_per_capita"], "元/人·年")
    where = _joined(household["township"], household["village"], household["hamlet"])
    signed = "，".join(f"{name} {codes.SIGNED[str(household[column]).lower()]}" for column, name in LEVELS.items())
    return [
        ("贫困户", f"{household['household_id']}　{where}（{household['village_code']}）"),
        ("结果", codes.RESULTS[household["result"]]),
        ("情况", f"在册 {household['members']} 人，人均纯收入{income}，帮扶措施 {household['measures']} 类"),
        ("签字", signed),
    ]


def village_heading(village: Row) -> list[tuple[str, str]]:
    """What a village is called, its result and its households."""
    poor = village["poor_village"]
    kind = "没有当年核查表" if poor is None else codes.POOR_VILLAGE[str(poor).lower()]
    return [
        ("行政村", f"{village['village_code']}　{_joined(village['township'], village['village'])}（{kind}）"),
        ("结果", codes.RESULTS[village["result"]]),
        ("贫困户", f"{village['households']} 户 {village['persons']} 人：{counted_results(village)}"),
        ("发生率", incidence(village) or "无法计算"),
    ]


def counted_results(village: Row) -> str:
    """How many households of a village have which result."""
    return "，".join(f"{label} {village[result]} 户" for result, label in codes.RESULTS.items())


def incidence(village: Row) -> str | None:
    """Between which shares a village's incidence of poverty lies; None where it cannot be told."""
    if village["incidence_high"] is None:
        return None
    low, high = (figure(village[name], codes.SHARE).strip() for name in ("incidence_low", "incidence_high"))
    return f"{low} 至 {high}"


def county_heading(code: str, villages: Sequence[Row]) -> list[tuple[str, str]]:
    """The county's villages and households by result."""
    results = "，".join(
        f"{label} {sum(village['result'] == result for village in villages)} 个"
        for result, label in codes.RESULTS.items()
    )
    households = "，".join(
        f"{label} {sum(village[result] for village in villages)} 户" for result, label in codes.RESULTS.items()
    )
    return [
        ("县", code),
        ("行政村", f"{len(villages)} 个：{results}"),
        ("贫困户", f"{sum(village['households'] for village in villages)} 户：{households}"),
    ]


def indicator_lines(row: Row, indicator: codes.Indicator, width: int, *, whole: bool) -> list[str]:
    """An indicator's status, value, line, reason and rows; `whole`: every row, else the first places only."""
    lines = [f"{row['indicator']} {indicator.name}：{codes.STATUSES[row['status']]}"]
    if row["value"] is not None or row["threshold"] is not None:
        lines += entry("数值", [figure(row["value"], indicator.unit).strip()], width=width)
    if row["threshold"] is not None or row["threshold_source"] is not None:
        lines += entry("标准线", [threshold_text(row, indicator)], width=width)
    lines += entry("理由", [row["reason"]], width=width)
    return lines + entry("依据", _places(row["evidence"], whole=whole), width=width)


def finding_lines(findings: Sequence[Row], counted: Mapping[str, int], width: int) -> list[str]:
    """The open findings of a unit, and how many there are below it."""
    lines = [f"未销号疑点 {len(findings) + sum(counted.values())} 条"]
    if counted:
        parts = [f"{codes.FINDING_RULES[rule]}（{rule}）{count} 条" for rule, count in counted.items()]
        lines += [f"  {line}" for line in wrapped("其中：" + "，".join(parts), width - 2)]
    for finding in findings:
        lines.append(f"{finding['rule']} {codes.FINDING_RULES[finding['rule']]}（对象 {finding['unit']}）")
        lines += entry("内容", [finding["detail"]], width=width)
        lines += entry("答复", [f"{finding['departments']}；首次发现 {finding['first_seen']}"], width=width)
        lines += entry("依据", _places(finding["evidence"], whole=False), width=width)
    return lines


def threshold_text(row: Row, indicator: codes.Indicator) -> str:
    """The line of an indicator, from when it is in force, and the document that it comes from."""
    parts = [figure(row["threshold"], indicator.unit).strip() if row["threshold"] is not None else "见理由"]
    if row["threshold_from"] is not None:
        parts.append(f"自 {row['threshold_from']} 起执行")
    if row["threshold_source"] is not None:
        parts.append(f"依据：{row['threshold_source']}")
    return "，".join(parts)


def _places(evidence: str, *, whole: bool) -> list[str]:
    """Department, file, sheet and row numbers, a line a place."""
    places = json.loads(evidence)
    if not places:
        return [_NO_ROWS]
    shown = places if whole else places[:_PLACES_SHOWN]
    departments = [DEPARTMENTS[FEEDS[place["feed"]].department] for place in shown]
    columns = max(2 * len(department) for department in departments) + 2
    lines = [
        padded(department, columns) + place_text(place, whole=whole)
        for department, place in zip(departments, shown, strict=True)
    ]
    if len(places) > len(shown):
        rows = sum(len(place["rows"]) for place in places[len(shown) :])
        lines.append(f"另有 {len(places) - len(shown)} 处 {rows} 行，写明指标代码可以看全")
    return lines


def place_text(place: Row, *, whole: bool) -> str:
    """File, sheet and row numbers (`source`, `sheet`, `rows`); `whole`: every number, else the first ones."""
    sheet = f"工作表“{place['sheet']}”" if place["sheet"] else ""
    rows = place["rows"]
    ranges = _ranges(rows)
    shown = ranges if whole else ranges[:_RANGES_SHOWN]
    more = f" 等 {len(rows)} 行" if len(ranges) > len(shown) else " 行"
    return f"{place['source']} {sheet}第 {'、'.join(shown)}{more}"


def _ranges(numbers: Sequence[int]) -> list[str]:
    """Row numbers, those that follow one another as a range."""
    texts = []
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        following = [number for _, number in run]
        if len(following) >= _SHORTEST_RANGE:
            texts.append(f"{following[0]}–{following[-1]}")
        else:
            texts += [str(number) for number in following]
    return texts


def figure(value: float | None, unit: str | None) -> str:
    """A figure with its unit, a blank before it, shares as per cent."""
    if value is None:
        return " 不详"
    if unit == codes.SHARE:
        return f" {_plain(Decimal(repr(value)) * 100)}%"
    return f" {_plain(Decimal(repr(value)))}{f' {unit}' if unit else ''}"


def _plain(number: Decimal) -> str:
    """A figure with thousands separators and no more decimals than it has, six at the most."""
    rounded = f"{round(number, 6):,f}"
    return rounded.rstrip("0").rstrip(".") if "." in rounded else rounded


def _joined(*names: str | None) -> str:
    return " ".join(name for name in names if name)
