"""The steps of a night, traced one after the other: what every table that they make is made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from schemas.published.history import OWN_NOTICES
from xundian_pipeline.county import County
from xundian_pipeline.history import tables as past
from xundian_pipeline.history.fold import RECORD, create_folded
from xundian_pipeline.history.night_record import create_record
from xundian_pipeline.households.merge import merged_tables
from xundian_pipeline.lineage.inputs import accepted_tables
from xundian_pipeline.lineage.relations import Relation
from xundian_pipeline.lineage.tracing import TracingEngine
from xundian_pipeline.people.link import linked_tables
from xundian_pipeline.people.linkage_model import read_linkage_model
from xundian_pipeline.rules import FAMILIES

_NOT_FROM_FEEDS = {
    "parameters": past.PARAMETERS.names,
    "versions": past.VERSIONS.names,
    "cited_rows": past.CITED_ROWS.names,
    "indicator_inputs": ("indicator", "kind", "name"),
}
"""The tables of the record that no query makes."""


def trace_night(county: County) -> dict[str, Relation]:
    """Return what every table of a night's steps is made from, by its name; of the history as it is shown.

    Of earlier nights only their statuses are known, which come from the same columns as the night's own.
    """
    dated = frozenset(county.parameters.histories)
    tables = accepted_tables()
    people = TracingEngine(tables, dated)
    linked = linked_tables(people, {}, county, read_linkage_model(county.folder))
    tables |= {name: people.relations[name] for name in linked if name in people.relations}
    tables["link_proposals"] = people.relations["keyed_proposals"]
    households = TracingEngine(tables, dated)
    tables |= {name: households.relations[name] for name in merged_tables(households, county)}
    for family in FAMILIES.values():
        engine = TracingEngine(tables, dated)
        family.run({}, county, county.parameters.complete_from, engine.opened)
        tables |= {name: engine.relations[name] for name in family.gives}
    return {**tables, **_history(tables, dated)}


def _history(tables: Mapping[str, Relation], dated: Collection[str]) -> dict[str, Relation]:
    record = TracingEngine({**tables, OWN_NOTICES.name: tables["notices"]}, dated)
    create_record(record)
    for name, columns in _NOT_FROM_FEEDS.items():
        record.relations[name] = Relation.without_sources(columns)
    night = TracingEngine({name: record.relations[name] for name in RECORD}, dated)
    for name in past.OF_THE_NIGHT_BEFORE:
        night.relations[f"past_{name}"] = record.relations[name]
    for name, schema in past.STATE.items():
        night.relations[f"past_{name}"] = Relation.without_sources(schema.names)
    night.relations["past_periods"] = record.relations["statuses"].with_columns(past.PERIODS.names)
    create_folded(night)
    return night.relations
