"""What a status rests on: a household's, a village's or the county's indicators, told for a terminal.

Reads nothing but the published database, so that it says what everybody else sees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from schemas.published import codes
from xundian_pipeline import wording
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.published_database import (
    TABLES_UNREADABLE,
    Row,
    as_published,
    named_indicators,
    published_database,
    rows_of,
)
from xundian_pipeline.terminal import terminal_width

_COUNTY_DIGITS = 6


@dataclass(frozen=True)
class _Unit:
    """A unit as published: the lines about it, its indicators, and the open findings about it.

    `counted` counts by rule the open findings of what lies below it.
    """

    kind: str
    heading: list[tuple[str, str]]
    indicators: Mapping[str, codes.Indicator]
    rows: list[Row]
    findings: list[Row]
    counted: Mapping[str, int]


def explain(unit: str, indicator: str | None, data: Path, *, width: int | None = None) -> str:
    """Tell of a household, a village code or the county code what each status rests on, in `width` columns.

    With `indicator` (H1, V10, C3 ...) only that one, and then every row that it rests on, however many. Raises
    PipelineError if nothing is published under `data`, or there is no such unit or indicator.
    """
    width = width or terminal_width()
    with published_database(data) as connection:
        nights = rows_of(connection, "FROM exit_indicators.nights ORDER BY assessment_date DESC LIMIT 1")
        if not nights:
            raise PipelineError(TABLES_UNREADABLE)
        found = _find(connection, as_published(unit))
    chosen = _chosen(found, indicator)
    lines = [wording.night_line(nights[0]), ""]
    for label, text in found.heading:
        lines += wording.heading(label, text, width)
    for row in chosen:
        code = row["indicator"]
        lines += ["", *wording.indicator_lines(row, found.indicators[code], width, whole=indicator is not None)]
    if indicator is None:
        lines += ["", *wording.finding_lines(found.findings, found.counted, width)]
    return "\n".join(lines)


def _find(connection: duckdb.DuckDBPyConnection, unit: str) -> _Unit:
    for find in (_household, _village, _county):
        found = find(connection, unit)
        if found is not None:
            return found
    raise PipelineError(
        f"已发布的表里没有 {unit}：请写户编号、12 位行政村代码（考核日有效的代码）或 6 位县代码，并核对有没有写错。"
    )


def _household(connection: duckdb.DuckDBPyConnection, unit: str) -> _Unit | None:
    found = rows_of(connection, "FROM exit_indicators.household_exit WHERE household_id = ?", unit)
    if not found:
        return None
    rows = rows_of(
        connection, "FROM exit_indicators.household_exit_indicators WHERE household_id = ? ORDER BY indicator", unit
    )
    findings = rows_of(
        connection,
        "FROM exit_indicators.findings WHERE household_id = ? AND status = 'open' ORDER BY rule, unit, feed",
        unit,
    )
    judged = named_indicators(connection, "household_exit_indicators")
    return _Unit("贫困户", wording.household_heading(found[0]), judged, rows, findings, Counter())


def _village(connection: duckdb.DuckDBPyConnection, unit: str) -> _Unit | None:
    found = rows_of(connection, "FROM exit_indicators.village_exit WHERE village_code = ?", unit)
    if not found:
        return None
    rows = rows_of(connection, "FROM exit_indicators.village_exit_indicators WHERE village_code = ?", unit)
    own = rows_of(
        connection,
        "FROM exit_indicators.findings WHERE household_id IS NULL AND (unit = ? OR ends_with(unit, ?)) "
        "AND status = 'open' ORDER BY rule, unit, feed",
        unit,
        f"/{unit}",
    )
    counted = _counted(
        connection,
        "JOIN exit_indicators.household_exit USING (household_id) WHERE village_code = ? AND status = 'open'",
        unit,
    )
    judged = named_indicators(connection, "village_exit_indicators")
    order = list(judged)
    rows = sorted(rows, key=lambda row: order.index(row["indicator"]))
    return _Unit("行政村", wording.village_heading(found[0]), judged, rows, own, counted)


def _county(connection: duckdb.DuckDBPyConnection, unit: str) -> _Unit | None:
    if len(unit) != _COUNTY_DIGITS:
        return None
    villages = rows_of(connection, "FROM exit_indicators.village_exit WHERE starts_with(village_code, ?)", unit)
    if not villages:
        return None
    rows = rows_of(connection, "FROM exit_indicators.county_exit_indicators ORDER BY indicator")
    own = rows_of(connection, "FROM exit_indicators.findings WHERE unit = ? AND status = 'open' ORDER BY rule", unit)
    counted = _counted(connection, "WHERE unit <> ? AND status = 'open'", unit)
    judged = named_indicators(connection, "county_exit_indicators")
    return _Unit("全县", wording.county_heading(unit, villages), judged, rows, own, counted)


def _chosen(unit: _Unit, indicator: str | None) -> list[Row]:
    if indicator is None:
        return unit.rows
    code = as_published(indicator).upper()
    chosen = [row for row in unit.rows if row["indicator"] == code]
    if not chosen:
        there = "、".join(row["indicator"] for row in unit.rows)
        raise PipelineError(f"{unit.kind}没有指标 {code}：可以写 {there}。")
    return chosen


def _counted(connection: duckdb.DuckDBPyConnection, condition: str, *values: str) -> Counter[str]:
    query = f"SELECT rule, count(*) AS findings FROM exit_indicators.findings {condition} GROUP BY rule ORDER BY rule"
    return Counter({row["rule"]: row["findings"] for row in rows_of(connection, query, *values)})
