"""What held from when to when, what changed in the night, and the trend lines (rulings 44 and 45, outputs.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .kleene import RESULTS
from .life_night import LifeNight

Line = dict[str, Any]

KEYS = {
    "indicator_history": ("household_id", "indicator"),
    "village_history": ("village_code", "indicator"),
    "county_history": ("indicator",),
}


def history(table: str, nights: Sequence[LifeNight]) -> list[Line]:
    """Periods in force, half-open: a new one begins when status or value differs from the night before; what has no
    row tonight has its period ended tonight."""
    lines: list[Line] = []
    current: dict[tuple[str, ...], Line] = {}
    for night in nights:
        states = night.states[table]
        for key in list(current):
            if states.get(key) != (current[key]["status"], current[key]["value"]):
                current.pop(key)["valid_to"] = night.day
        for key, (status, value) in states.items():
            if key not in current:
                named = dict(zip(KEYS[table], key, strict=True))
                line = {**named, "status": status, "value": value, "valid_from": night.day, "valid_to": None}
                current[key] = line
                lines.append(line)
    return lines


def changes(nights: Sequence[LifeNight]) -> list[Line]:
    """The last night against the one before: new households with nulls before, departed ones with nulls after; empty
    on the first night."""
    if len(nights) < 2:
        return []
    before, after = (night.states["indicator_history"] for night in nights[-2:])
    lines = []
    for key in sorted({*before, *after}):
        status_before, value_before = before.get(key, (None, None))
        status, value = after.get(key, (None, None))
        if (status_before, value_before) == (status, value):
            continue
        lines.append(
            {
                "household_id": key[0],
                "indicator": key[1],
                "status_before": status_before,
                "status": status,
                "value_before": value_before,
                "value": value,
                "fell_back": (status_before, status) == ("pass", "fail"),
            }
        )
    return lines


def progress(night: LifeNight, open_findings: Mapping[str, int]) -> list[Line]:
    """One line per township with a registered household and each of the three results, zeros shown."""
    lines = [_progress_line(night.day, name, result) for name in _townships(night) for result in RESULTS.values()]
    by_place = {(line["township"], line["result"]): line for line in lines}
    for household in night.households:
        line = by_place[household["township"], household["result"]]
        line["households"] += 1
        line["persons"] += household["members"]
        line["unknown"] += sum(1 for number in range(1, 7) if household[f"h{number}"] == "unknown")
        line["open_findings"] += open_findings.get(household["household_id"], 0)
    return lines


def _townships(night: LifeNight) -> list[str]:
    return sorted({household["township"] for household in night.households})


def _progress_line(day: date, township: str, result: str) -> Line:
    counts = {"households": 0, "persons": 0, "unknown": 0, "open_findings": 0}
    return {"assessment_date": day, "township": township, "result": result, **counts}
