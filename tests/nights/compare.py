"""What the kept nights make, reckoned against published."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from pathlib import Path

import duckdb

from tests.reckoning import Tables
from tests.reckoning.compare import Compared, table_differences

SCHEMA = "exit_indicators"
_STATE = ("status", "value", "valid_to")
_COUNTS = ("households", "persons", "unknown", "open_findings")
_CHANGE = ("status_before", "status", "value_before", "value", "fell_back")

COMPARED: dict[str, Compared] = {
    "findings": Compared(
        SCHEMA,
        ("rule", "feed", "unit"),
        ("household_id", "first_seen", "last_seen", "closed_on", "status"),
    ),
    "indicator_history": Compared(SCHEMA, ("household_id", "indicator", "valid_from"), _STATE),
    "village_history": Compared(SCHEMA, ("village_code", "indicator", "valid_from"), _STATE),
    "county_history": Compared(SCHEMA, ("indicator", "valid_from"), _STATE),
    "changes": Compared(SCHEMA, ("household_id", "indicator"), _CHANGE),
    "progress": Compared(SCHEMA, ("assessment_date", "township", "result"), _COUNTS),
    "household_exit": Compared(SCHEMA, ("household_id",), ("open_findings",)),
}


def differences(reckoned: Tables, published_duckdb: Path, leave_out: Collection[str] = ()) -> list[str]:
    """Readable lines, one for every differing row; empty where all agrees. Opens the published file read-only.

    Findings of the rules to `leave_out` are not compared.
    """
    reckoned = {**reckoned, "findings": [line for line in reckoned["findings"] if line["rule"] not in leave_out]}
    found: list[str] = []
    with contextlib.closing(duckdb.connect(str(published_duckdb), read_only=True)) as connection:
        for table, compared in COMPARED.items():
            name = f"{compared.schema}.{table}"
            columns = ", ".join((*compared.key, *compared.columns))
            try:
                rows = connection.execute(f"SELECT {columns} FROM {name}").fetchall()
            except duckdb.Error as error:
                found.append(f"{name}: {columns} cannot be read: {type(error).__name__}")
                continue
            lines = [dict(zip((*compared.key, *compared.columns), row, strict=True)) for row in rows]
            lines = [line for line in lines if line.get("rule") not in leave_out]
            found.extend(table_differences(name, compared, reckoned[table], lines))
    return found
