"""The step that merges everything known per household."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow

from xundian_pipeline.county import County
from xundian_pipeline.engine import DuckDBEngine, Engine, Inputs, night_parameters

_QUERIES = Path(__file__).parent
_IN_ORDER = (
    "living_members",
    "member_records",
    "household_facts",
    "villages",
    "quarantined_members",
    "households",
    "quarantined_households",
)


def merge_households(inputs: Inputs, county: County, assessment_date: datetime.date) -> dict[str, pyarrow.Table]:
    """Merge the register, its members and the departments' records per household.

    Inputs: the feeds' accepted rows, `quarantined_rows` and the tables of people. Results: `living_members` (with
    their ages), `member_records` (record x living member it belongs to), `household_facts` (every departmental record
    of a household, by row reference), `villages`, `households` (size, income by component, net income per person in
    yuan), `quarantined_households` and `quarantined_members`
    (ruling 1).
    """
    with DuckDBEngine(inputs, night_parameters(county, assessment_date)) as engine:
        return merged_tables(engine, county)


def merged_tables(engine: Engine, county: County) -> dict[str, pyarrow.Table]:
    """Make the tables of `merge_households` on an engine that has its inputs."""
    names = county.township_names
    engine.register(
        "township_names",
        pyarrow.table(
            {
                "township_code": pyarrow.array(list(names), pyarrow.string()),
                "township": pyarrow.array(list(names.values()), pyarrow.string()),
            }
        ),
    )
    for query in _IN_ORDER:
        engine.create_from(_QUERIES / f"{query}.sql")
    return {name: engine.table(name) for name in _IN_ORDER}
