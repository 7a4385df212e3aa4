"""One step of the history: the state before a night and its record give the state after it and what is shown."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow

from schemas.registry import FEEDS
from xundian_pipeline.engine import DuckDBEngine, Engine
from xundian_pipeline.history import tables

RECORD = (
    "found",
    "finding_rules",
    "closing_feeds",
    "closings",
    "household_results",
    "own_notices",
    "statuses",
    "cited_rows",
    "absences",
    "feed_states",
    "doubts",
    "register_subjects",
    "quarantined_subjects",
    "indicator_inputs",
    "parameters",
    "versions",
)
"""The tables of a night's record."""

STATE = tuple(tables.STATE)
"""The tables of the state after a night."""

SHOWN = (
    "findings",
    "household_exit",
    "indicator_history",
    "village_history",
    "county_history",
    "changes",
    "progress",
    "notices",
)
"""The published tables that have a past, by their names."""

_FOLDER = Path(__file__).parent
_IN_ORDER = (
    "unseen",
    "findings_after",
    "findings",
    "household_exit",
    "periods_after",
    "indicator_history",
    "village_history",
    "county_history",
    "changed",
    "differing_rows",
    "causes",
    "changes",
    "progress_after",
    "progress",
    "notices",
)


@dataclass(frozen=True)
class Past:
    """What a night comes after: the night before, the state after it, and of its record what causes are told from.

    Both map names of tables to Parquet files; empty on the first night.
    """

    night: datetime.date | None = None
    state: Mapping[str, Path] = field(default_factory=dict)
    record: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Folded:
    """The state after a night, and the published tables that have a past."""

    state: dict[str, pyarrow.Table]
    shown: dict[str, pyarrow.Table]


def fold(past: Past, record: Mapping[str, Path], assessment_date: datetime.date) -> Folded:
    """Take one night into the history (rulings 37 and 40 to 45).

    `record` maps every name of RECORD to the Parquet file of the night's own table. The nights before must all be
    earlier than `assessment_date`.
    """
    inputs = {name: [record[name]] for name in RECORD}
    with DuckDBEngine(inputs, {"assessment_date": assessment_date, "night_before": past.night}) as engine:
        for name, schema in tables.STATE.items():
            _past(engine, name, past.state.get(name), schema)
        for name, schema in tables.OF_THE_NIGHT_BEFORE.items():
            _past(engine, name, past.record.get(name), schema)
        create_folded(engine)
        return Folded(
            {name: engine.table(f"{name}_after").cast(schema) for name, schema in tables.STATE.items()},
            {name: engine.table(name) for name in SHOWN},
        )


def create_folded(engine: Engine) -> None:
    """Create what is shown, and the state after the night, on an engine that has the record and the past."""
    engine.register("feed_titles", _feed_titles())
    for name in _IN_ORDER:
        engine.create_from(_FOLDER / f"{name}.sql")


def _past(engine: DuckDBEngine, name: str, path: Path | None, schema: pyarrow.Schema) -> None:
    if path is None:
        engine.register(f"past_{name}", schema.empty_table())
    else:
        engine.read(f"past_{name}", [path])


def _feed_titles() -> pyarrow.Table:
    return pyarrow.table(
        {
            "feed": pyarrow.array(list(FEEDS), pyarrow.string()),
            "place": pyarrow.array(range(len(FEEDS)), pyarrow.int32()),
            "title": pyarrow.array([feed.title for feed in FEEDS.values()], pyarrow.string()),
        }
    )
