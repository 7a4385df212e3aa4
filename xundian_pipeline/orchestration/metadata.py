"""What the interface shows of a stored dataset: rows, columns and a preview of each table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow
import pyarrow.parquet
from dagster import (
    MetadataValue,
    TableColumn,
    TableColumnConstraints,
    TableColumnDep,
    TableColumnLineage,
    TableSchema,
)

from schemas.feed import Feed
from schemas.published import PUBLISHED
from schemas.registry import FEEDS
from xundian_pipeline.archive import ARCHIVED_SOURCES
from xundian_pipeline.lineage.listing import read_listing
from xundian_pipeline.lineage.relations import Sources
from xundian_pipeline.orchestration.previews import preview, shown_columns, table_of
from xundian_pipeline.orchestration.wiring import PUBLISHED as PUBLISHED_ASSET
from xundian_pipeline.store import Dataset

ROW_COUNT = "dagster/row_count"
COLUMN_SCHEMA = "dagster/column_schema"
COLUMN_LINEAGE = "dagster/column_lineage"
PREVIEW_ROWS = 5
RESULT = "结果"

_LABELS = {
    **{table.name: table.label for table in PUBLISHED.values()},
    "members": "建档立卡人员",
    "households": "贫困户",
    "villages": "行政村",
    "living_members": "在世人员",
}
"""What officers call the tables of the steps; the others are the steps' own."""

_SHARED_TABLES = (
    "quarantine",
    "quarantined_rows",
    "returned_rows",
    "corrected_rows",
    "feed_runs",
    "notices",
    ARCHIVED_SOURCES,
)


def feed_schema(feed: Feed) -> TableSchema:
    """Return the columns of a feed with their headers and descriptions, for the catalogue."""
    return TableSchema(
        columns=[
            TableColumn(
                name=column.name,
                type=str(column.arrow_type),
                description=f"{column.header}：{column.description}" + (f"（{column.unit}）" if column.unit else ""),
                constraints=TableColumnConstraints(
                    nullable=not column.required, other=["、".join(column.allowed)] if column.allowed else []
                ),
            )
            for column in feed.columns
        ]
    )


def published_columns() -> dict[str, TableSchema | TableColumnLineage]:
    """Return every published column, described, and from which columns of which feeds it comes, for the catalogue.

    The asset holds many tables: a column is called `table.column`. Dagster's open interface shows the description and
    not the lineage: the description says both.
    """
    origins = read_listing()
    columns, dependencies = [], {}
    for table in PUBLISHED.values():
        for column in table.columns:
            name, origin = f"{table.name}.{column.name}", origins[f"{table.full_name}.{column.name}"]
            columns.append(
                TableColumn(
                    name=name,
                    type=column.database_type,
                    description=column.comment + _from(origin.values),
                    constraints=TableColumnConstraints(nullable=not column.required),
                )
            )
            if origin.all:
                dependencies[name] = [TableColumnDep(one.table, one.column) for one in sorted(origin.all)]
    return {COLUMN_SCHEMA: TableSchema(columns), COLUMN_LINEAGE: TableColumnLineage(dependencies)}


def _from(values: Sources) -> str:
    """In which columns of which feeds the values of a column begin, in Chinese; empty where in none."""
    headers: dict[str, list[str]] = {}
    for one in sorted(values):
        headers.setdefault(f"《{FEEDS[one.table].title}》", []).append(FEEDS[one.table].column(one.column).header)
    named = "；".join(feed + "、".join(found) for feed, found in headers.items())
    return f"来自{named}。" if named else ""


def describe_dataset(
    connection: duckdb.DuckDBPyConnection, dataset: Dataset, words: frozenset[str]
) -> Mapping[str, MetadataValue[Any]]:
    """Return the metadata of a version just stored: its date, the rows of each table, columns and previews.

    `words` are the texts that previews may show.
    """
    rows = {table: _row_count(dataset, table) for table in dataset}
    main = next(iter(dataset))
    described: dict[str, MetadataValue[Any]] = {
        ROW_COUNT: MetadataValue.int(rows[main]),
        "考核日": MetadataValue.text(dataset.assessment_date.isoformat()),
        "各表行数": table_of(["表", "行数"], [{"表": table, "行数": count} for table, count in rows.items()]),
    }
    if dataset.asset != PUBLISHED_ASSET and dataset.asset not in FEEDS:
        described[COLUMN_SCHEMA] = MetadataValue.table_schema(_plain_schema(_schema_of(dataset, main)))
    if dataset.asset not in FEEDS:
        counts = [f"{_LABELS[table]} {count:,} 行" for table, count in rows.items() if table in _LABELS]
        described[RESULT] = MetadataValue.text("，".join(counts) or "完成")
    for table, count in rows.items():
        if count and table not in _SHARED_TABLES and shown_columns(_schema_of(dataset, table)):
            described[f"预览：{table}"] = preview(_first_rows(connection, dataset, table), words)
    return described


def _row_count(dataset: Dataset, table: str) -> int:
    return sum(pyarrow.parquet.read_metadata(path).num_rows for path in dataset[table])


def _schema_of(dataset: Dataset, table: str) -> pyarrow.Schema:
    return pyarrow.parquet.read_schema(dataset[table][0])


def _plain_schema(schema: pyarrow.Schema) -> TableSchema:
    return TableSchema(columns=[TableColumn(name=field.name, type=str(field.type)) for field in schema])


def _first_rows(connection: duckdb.DuckDBPyConnection, dataset: Dataset, table: str) -> pyarrow.Table:
    columns = ", ".join(f'"{name}"' for name in shown_columns(_schema_of(dataset, table)))
    paths = [str(path) for path in dataset[table]]
    query = f"SELECT {columns} FROM read_parquet($paths) LIMIT {PREVIEW_ROWS}"
    return connection.sql(query, params={"paths": paths}).to_arrow_table()
