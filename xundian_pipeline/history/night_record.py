"""What a night adds to the history by itself, whatever came before it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import pyarrow

from xundian_pipeline.county import County
from xundian_pipeline.engine import DuckDBEngine, Engine, Inputs, night_parameters
from xundian_pipeline.rules.rule import rule_of

_FOLDER = Path(__file__).parent / "record"
_QUERIES = ("statuses", "absences", "doubts", "register_subjects", "quarantined_subjects")
_YEARS = {"assessment_year": "考核年度", "school_year": "学年"}
_AS_THEY_ARE = ("finding_rules", "closing_feeds", "closings", "feed_states")

INPUTS = (
    *_AS_THEY_ARE,
    "household_exit_indicators",
    "village_exit_indicators",
    "county_exit_indicators",
    "households",
    "living_members",
    "members",
    "register_households",
    "register_members",
    "sign_offs",
    "feed_townships",
    "doubtful_members",
    "doubtful_households",
    "doubtful_villages",
    "doubtful_units",
    "quarantined_rows",
    "sign_off_orders_unknown",
)
"""The tables of the night that the record is made from, beside those that publishing words and locates."""


def record_of_night(
    inputs: Inputs, county: County, assessment_date: datetime.date, code_version: str
) -> dict[str, pyarrow.Table]:
    """Return the record of a night but for `found`, `household_results`, `own_notices` and `cited_rows`.

    Those publishing makes, which words and locates. Inputs: the tables named in INPUTS.
    """
    with DuckDBEngine({name: inputs[name] for name in INPUTS}, night_parameters(county, assessment_date)) as engine:
        create_record(engine)
        record = {name: engine.table(name) for name in (*_QUERIES, *_AS_THEY_ARE)}
    record["parameters"] = _parameters(county, assessment_date)
    record["versions"] = _text_table({"rule_version": [county.rules.version], "code_version": [code_version]})
    record["indicator_inputs"] = _indicator_inputs(county)
    return record


def create_record(engine: Engine) -> None:
    """Create what of the record is made by queries, on an engine that has the tables of INPUTS."""
    for name in _QUERIES:
        engine.create_from(_FOLDER / f"{name}.sql")


def _parameters(county: County, assessment_date: datetime.date) -> pyarrow.Table:
    """Every parameter of the night that a change may come from, the years that the rules look at among them."""
    dated = county.parameters.on(assessment_date)
    bound = night_parameters(county, assessment_date)
    rows = [(name, f"参数“{parameter.label}”", str(parameter.value)) for name, parameter in dated.items()]
    rows += [(name, label, str(bound[name])) for name, label in _YEARS.items()]
    columns = list(zip(*rows, strict=True))
    return _text_table({"name": list(columns[0]), "label": list(columns[1]), "value": list(columns[2])})


def _indicator_inputs(county: County) -> pyarrow.Table:
    """The feeds and dated parameters that each household indicator rests on, as its file says; H6 on the measures'."""
    book = county.rules
    rows: list[tuple[str, str, str]] = []
    measure_feeds = sorted({feed for code in book.measures for feed in rule_of(book, "measures", code).feeds})
    for code in book.household:
        rule = rule_of(book, "household", code)
        feeds = rule.feeds or tuple(measure_feeds)
        rows += [(code, "feed", feed) for feed in feeds]
        rows += [(code, "parameter", name) for name in sorted(rule.parameters)]
    return _text_table(
        {
            "indicator": [indicator for indicator, _, _ in rows],
            "kind": [kind for _, kind, _ in rows],
            "name": [name for _, _, name in rows],
        }
    )


def _text_table(columns: Mapping[str, list[str]]) -> pyarrow.Table:
    return pyarrow.table({name: pyarrow.array(values, pyarrow.string()) for name, values in columns.items()})
