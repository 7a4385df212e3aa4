"""The reckoned tables against a published DuckDB file."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

SHOWN = 20
Line = dict[str, Any]


@dataclass(frozen=True)
class Compared:
    """A compared table: its schema, the columns that say which row it is, and the columns that must agree."""

    schema: str
    key: tuple[str, ...]
    columns: tuple[str, ...]


_H = tuple(f"h{number}" for number in range(1, 7))
_V = tuple(f"v{number}" for number in range(1, 11))
_SIGNED = ("signed_household", "signed_village", "signed_township", "signed_county")

COMPARED: dict[str, Compared] = {
    "feed_runs": Compared(
        "quality",
        ("feed", "source", "sheet"),
        ("rows_read", "rows_accepted", "rows_quarantined", "rows_ignored"),
    ),
    "quarantine": Compared(
        "quality", ("feed", "source", "sheet", "row_number", "column"), ("kind", "check")
    ),
    "linkage": Compared("quality", ("feed", "source", "sheet", "row_number"), ("outcome", "member_id")),
    "household_exit_indicators": Compared(
        "exit_indicators", ("household_id", "indicator"), ("status", "value")
    ),
    "household_exit": Compared(
        "exit_indicators",
        ("household_id",),
        ("village_code", "members", "net_income_per_capita", *_H, "result", "measures", "open_findings", *_SIGNED),
    ),
    "household_measures": Compared(
        "exit_indicators", ("household_id", "measure"), ("records", "persons", "amount", "first_date")
    ),
    "village_exit_indicators": Compared("exit_indicators", ("village_code", "indicator"), ("status", "value")),
    "village_exit": Compared(
        "exit_indicators",
        ("village_code",),
        (
            "households", "persons", "exit_ready", "not_ready", "verify",
            "incidence_low", "incidence_high", "result", *_V,
        ),
    ),
    "county_exit_indicators": Compared("exit_indicators", ("indicator",), ("status", "value")),
    "findings": Compared("exit_indicators", ("rule", "feed", "unit"), ("household_id", "status")),
    "assistance_review": Compared(
        "management",
        ("household_id",),
        (
            "township", "village_code", "dibao_members", "tekun_members", "monthly_amount", "net_income_per_capita",
            "line", "action",
        ),
    ),
    "assistance_checks": Compared(
        "management",
        ("unit_id",),
        (
            "new_households", "checked", "visited", "spot_checked", "check_rate", "visit_rate", "spot_rate", "status",
        ),
    ),
    "helper_cover": Compared(
        "management",
        ("unit_id",),
        (
            "households", "covered", "share", "helpers", "organisations", "most_households_of_one_helper", "status",
        ),
    ),
    "project_progress": Compared(
        "management",
        ("project_id", "village_code"),
        (
            "measure", "fund_source", "budget", "received", "spent", "spent_on_poor", "execution", "beneficiaries",
            "state",
        ),
    ),
    "fund_shares": Compared(
        "management", ("fund_source",), ("budget", "received", "spent", "spent_on_poor", "share", "status")
    ),
    "industry_cover": Compared(
        "management",
        ("village_code",),
        ("poor_village", "production_projects", "households", "households_with_production", "share", "status"),
    ),
    "assessment_progress": Compared(
        "management", ("problem",), ("found", "rectified", "closed", "open", "oldest_open", "status")
    ),
    "sign_off_ladder": Compared(
        "management",
        ("household_id",),
        ("household_signed", "village_signed", "township_signed", "county_signed", "in_order", "status"),
    ),
    "assistance_months": Compared(
        "management", ("month",), ("dibao_persons", "dibao_amount", "tekun_persons", "tekun_amount")
    ),
}  # fmt: skip


def differences(reckoned: dict[str, list[Line]], published_duckdb: Path) -> list[str]:
    """Readable lines, one for every differing row (at most 20 a table) and one with the count of each table that
    differs; empty where all agrees. Opens the published file read-only."""
    found: list[str] = []
    with duckdb.connect(str(published_duckdb), read_only=True) as connection:
        for table, compared in COMPARED.items():
            name = f"{compared.schema}.{table}"
            try:
                published = _read(connection, name)
            except duckdb.Error as error:
                found.append(f"{name}: cannot be read: {type(error).__name__}")
                continue
            wanted = (*compared.key, *compared.columns)
            lacking = [column for column in wanted if column not in published[0]]
            if lacking:
                found.append(f"{name}: has no column {', '.join(lacking)}")
                continue
            lines = [dict(zip(published[0], row, strict=True)) for row in published[1]]
            different = list(table_differences(name, compared, reckoned[table], lines))
            found.extend(different[:SHOWN])
            if different:
                found.append(
                    f"{name}: {len(different)} differences "
                    f"({len(reckoned[table])} rows reckoned, {len(lines)} published)"
                )
    return found


def _read(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and rows of a published table."""
    cursor = connection.execute(f"SELECT * FROM {name}")
    return [column[0] for column in cursor.description or ()], cursor.fetchall()


def _normal(value: Any) -> Any:
    """Dates as ISO, decimals as floats."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _equal(one: Any, other: Any) -> bool:
    """Floats to 1e-9 relative; everything else exactly."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return bool(one == other)


def _by_key(lines: Iterable[Line], key: tuple[str, ...]) -> dict[tuple[Any, ...], list[Line]]:
    """The rows by what identifies them; several rows of one key stay several."""
    groups: dict[tuple[Any, ...], list[Line]] = defaultdict(list)
    for line in lines:
        groups[tuple(_normal(line[column]) for column in key)].append(line)
    return groups


def _sorted(lines: list[Line], columns: tuple[str, ...]) -> list[Line]:
    return sorted(lines, key=lambda line: [str(_normal(line[column])) for column in columns])


def table_differences(name: str, compared: Compared, reckoned: list[Line], published: list[Line]) -> Iterable[str]:
    """Missing rows, extra rows, and differing columns with both values."""
    ours, theirs = _by_key(reckoned, compared.key), _by_key(published, compared.key)
    for key in sorted({*ours, *theirs}, key=lambda one: [str(part) for part in one]):
        where = ", ".join(f"{column}={part}" for column, part in zip(compared.key, key, strict=True))
        mine, other = list(ours.get(key, [])), list(theirs.get(key, []))
        for line in list(mine):
            same = next((one for one in other if not _columns_apart(line, one, compared.columns)), None)
            if same is not None:
                mine.remove(line)
                other.remove(same)
        mine, other = _sorted(mine, compared.columns), _sorted(other, compared.columns)
        for line, one in zip(mine, other, strict=False):
            yield f"{name} [{where}]: " + "; ".join(_columns_apart(line, one, compared.columns))
        for line in mine[len(other) :]:
            yield f"{name} [{where}]: missing in published: {_shown(line, compared.columns)}"
        for line in other[len(mine) :]:
            yield f"{name} [{where}]: extra in published: {_shown(line, compared.columns)}"


def _columns_apart(line: Line, other: Line, columns: tuple[str, ...]) -> list[str]:
    """The columns that differ, with both values."""
    pairs = [(column, _normal(line[column]), _normal(other[column])) for column in columns]
    return [
        f"{column}: reckoned {mine!r}, published {theirs!r}"
        for column, mine, theirs in pairs
        if not _equal(mine, theirs)
    ]


def _shown(line: Line, columns: tuple[str, ...]) -> str:
    return ", ".join(f"{column}={_normal(line[column])!r}" for column in columns)
