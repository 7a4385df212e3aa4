"""One kept night, as far as the nights after it ask: what it found, what it lets close, and what it computed."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import Tables, scene_of, tables_of
from .contract_data import FOLDER
from .decisions import Decision
from .findings import CLOSED_BY, Scene
from .life_absence import Closing, Identity

#: status and value of an indicator
State = tuple[str, float | None]


@dataclass(frozen=True)
class LifeNight:
    """One night over its sources.

    `found`: the findings with their household; `closed`: what the third party has closed by D, with the days;
    `states`: table -> key -> status and value; `households`: the lines of household_exit with `township`, a name.
    """

    day: date
    found: dict[Identity, str | None]
    closed: dict[tuple[str, str], tuple[date, ...]]
    closing: Closing
    states: dict[str, dict[tuple[str, ...], State]]
    households: tuple[dict[str, Any], ...]


def reckon_night(sources: Path, assessment_date: date, decisions: Iterable[Decision] = ()) -> LifeNight:
    """One night by itself, with the decisions that it read; ValueError where the run must fail: such a night is not
    kept."""
    scene = scene_of(sources, assessment_date, decisions)
    tables = tables_of(scene)
    found = {Identity(one["rule"], one["feed"], one["unit"]): one["household_id"] for one in tables["findings"]}
    states = {
        "indicator_history": _states(tables, "household_exit_indicators", ("household_id", "indicator")),
        "village_history": _states(tables, "village_exit_indicators", ("village_code", "indicator")),
        "county_history": _states(tables, "county_exit_indicators", ("indicator",)),
    }
    written = {household.id: household.record.get("township") for household in scene.households}
    households = tuple(
        {**line, "township": township_name(line["village_code"], written[line["household_id"]])}
        for line in tables["household_exit"]
    )
    closing = Closing(scene, tables)
    return LifeNight(assessment_date, found, _closed_by_third_party(scene), closing, states, households)


def _states(tables: Tables, table: str, key: tuple[str, ...]) -> dict[tuple[str, ...], State]:
    return {tuple(line[name] for name in key): (line["status"], line["value"]) for line in tables[table]}


def _closed_by_third_party(scene: Scene) -> dict[tuple[str, str], tuple[date, ...]]:
    """(household_id, rule) -> the days on which it was closed, up to D (ruling 37)."""
    closed: dict[tuple[str, str], tuple[date, ...]] = {}
    for record in scene.rows["third_party_assessment"].accepted:
        day = record.get("closed_date")
        if day is None or day > scene.day:
            continue
        for rule in CLOSED_BY.get(record.get("problem"), ()):
            problem = (record.get("household_id"), rule)
            closed[problem] = (*closed.get(problem, ()), day)
    return closed


@lru_cache(maxsize=1)
def _townships() -> dict[str, str]:
    """The county's list of townships: the name by the nine digits."""
    with (FOLDER / "divisions.csv").open(encoding="utf-8-sig", newline="") as lines:
        return {
            line["code"]: line["name_2023"] or line["name_2016"]
            for line in csv.DictReader(lines)
            if line["level"] == "乡级"
        }


def township_name(village_code: str, written: str) -> str:
    """Ruling 38: the township comes from the code's first nine digits; its name is the list's, else as written."""
    return _townships().get(village_code[:9], written)
