"""What the history makes of a night that is the first: findings with their life, households with open findings."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pyarrow
import pyarrow.parquet

from xundian_pipeline.acceptance.reports import NOTICES
from xundian_pipeline.county import County
from xundian_pipeline.engine import Inputs
from xundian_pipeline.history import Past, fold, record_of_night
from xundian_pipeline.history.tables import CITED_ROWS

_SEPARATOR = "|"


def first_night(
    inputs: Inputs, county: County, assessment_date: datetime.date, folder: Path
) -> dict[str, pyarrow.Table]:
    """The tables `findings` (evidence as references to rows, departments as identifiers) and `household_exit`.

    `inputs` are the tables of all steps; `folder` takes what lies in between.
    """
    found = pyarrow.parquet.read_table(inputs["found"][0])
    record = {
        **record_of_night(inputs, county, assessment_date, "0"),
        "found": _as_texts(found),
        "own_notices": NOTICES.empty_table(),
        "household_results": pyarrow.parquet.read_table(inputs["household_results"][0]),
        "cited_rows": CITED_ROWS.empty_table(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for name, table in record.items():
        paths[name] = folder / f"record_{name}.parquet"
        pyarrow.parquet.write_table(table, paths[name])
    shown = fold(Past(), paths, assessment_date).shown
    return {"findings": _as_lists(shown["findings"], found.schema), "household_exit": shown["household_exit"]}


def _as_texts(found: pyarrow.Table) -> pyarrow.Table:
    rows = [
        {**row, "evidence": json.dumps(row["evidence"]), "departments": _SEPARATOR.join(row["departments"])}
        for row in found.to_pylist()
    ]
    fields = [
        pyarrow.field(field.name, pyarrow.string() if pyarrow.types.is_list(field.type) else field.type)
        for field in found.schema
    ]
    return pyarrow.Table.from_pylist(rows, pyarrow.schema(fields))


def _as_lists(findings: pyarrow.Table, found: pyarrow.Schema) -> pyarrow.Table:
    rows = [
        {**row, "evidence": json.loads(row["evidence"]), "departments": row["departments"].split(_SEPARATOR)}
        for row in findings.to_pylist()
    ]
    lists = {name: found.field(name).type for name in ("evidence", "departments")}
    fields = [pyarrow.field(field.name, lists.get(field.name, field.type)) for field in findings.schema]
    return pyarrow.Table.from_pylist(rows, pyarrow.schema(fields))
