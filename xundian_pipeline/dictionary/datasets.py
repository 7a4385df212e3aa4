"""Every published table as a dataset of Apache Superset: Chinese names of columns, and a column of text beside each of
codes. `bi/superset` holds them as files, with the charts and the dashboard that are made of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from schemas.published import PUBLISHED, PublishedColumn, PublishedTable
from xundian_pipeline.publishing.inputs import labels, quoted

DATABASE = "8d0300e3-cb83-53b1-b2a0-e0e6effdd0eb"
"""By this, files of an export say which database they are of; `bi/superset/databases/xundian.yaml` has it too."""

DATASETS = Path("bi") / "superset" / "datasets"
"""Where the files are, within the project."""

LABELLED = "_label"
"""Behind the name of a column of codes: the column of the texts that reports show."""

_NUMBERS = ("integer", "number")
_TIMES = ("date", "moment")


def superset_datasets() -> dict[str, str]:
    """Return the text of every dataset's file by its path within the folder of datasets."""
    return {
        f"{one.schema}.{one.name}.yaml": yaml.safe_dump(_dataset(one), allow_unicode=True, sort_keys=False, width=120)
        for one in PUBLISHED.values()
    }


def dataset_identity(full_name: str) -> str:
    """The identity of a table's dataset, the same in every export, by which charts name it."""
    return str(uuid.uuid5(uuid.UUID(DATABASE), full_name))


def _dataset(one: PublishedTable) -> dict[str, Any]:
    columns = [entry for column in one.columns for entry in _entries(column)]
    first_date = next((column.name for column in one.columns if column.type == "date"), None)
    return {
        "table_name": one.name,
        "schema": one.schema,
        "description": f"{one.label}：{one.description}。{one.grain}。",
        "main_dttm_col": first_date,
        "sql": None,
        "filter_select_enabled": True,
        "uuid": dataset_identity(one.full_name),
        "database_uuid": DATABASE,
        "metrics": [{"metric_name": "count", "verbose_name": "行数", "expression": "COUNT(*)", "d3format": ",d"}],
        "columns": columns,
        "version": "1.0.0",
    }


def _entries(column: PublishedColumn) -> list[dict[str, Any]]:
    if not column.codes:
        return [_entry(column, column.name, column.label, None)]
    return [
        _entry(column, column.name, f"{column.label}（代码）", None),
        _entry(column, f"{column.name}{LABELLED}", column.label, text_of_codes(column.name, column.codes)),
    ]


def _entry(column: PublishedColumn, name: str, label: str, expression: str | None) -> dict[str, Any]:
    return {
        "column_name": name,
        "verbose_name": label,
        "description": column.comment,
        "type": "VARCHAR" if expression else column.database_type,
        "is_dttm": column.type in _TIMES,
        "groupby": expression is not None or column.type not in _NUMBERS,
        "filterable": True,
        "is_active": True,
        "expression": expression,
    }


def text_of_codes(column: str, codes: Mapping[str, str]) -> str:
    """Return the SQL that gives the text of a column's codes; a code without a text stays as it is."""
    return labels(f"CAST({quoted(column)} AS VARCHAR)", codes)
