"""The pipeline's steps in a row, without Dagster: a sources folder in, the compared tables out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet

from bench.engines import tables_before_rules
from schemas.registry import CONTRACT_FEEDS, FEEDS
from tests.first_night import first_night
from tests.reckoning.compare import COMPARED
from xundian_pipeline.county import County
from xundian_pipeline.rules.families import FAMILIES

Tables = dict[str, list[dict[str, Any]]]


def run_steps(sources: Path, county: County, assessment_date: date, folder: Path) -> Tables:
    """Every table that the reckoning gives too, as rows with the columns of outputs.md.

    Lines about feeds that are in no contract are left out: the reckoning knows the contract alone. `folder` takes what
    lies between the steps. Raises PipelineError where the night must fail (rulings 5 and 6).
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = tables_before_rules(sources, county, assessment_date, folder)
    for family in FAMILIES.values():
        tables.keep(family.run(tables.inputs, county, assessment_date))
    tables.keep(first_night(tables.inputs, county, assessment_date, folder / "history"))
    added = set(FEEDS) - set(CONTRACT_FEEDS)
    return {
        name: [
            row
            for path in tables.inputs[name]
            for row in pyarrow.parquet.read_table(path).to_pylist()
            if row.get("feed") not in added
        ]
        for name in COMPARED
    }
