"""Rows as a Parquet file, validated before they are written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas
import pyarrow
import pyarrow.parquet
from pandera.errors import SchemaErrors
from pandera.pandas import DataFrameSchema

from schemas.published import PublishedTable
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.publishing.refusal import refusal


def write_rows(table: PublishedTable, batches: Iterable[pyarrow.Table], path: Path) -> int:
    """Write `batches` to `path`, one row group each, and return the number of rows.

    Every batch passes the table's Pandera schema first. Equal batches give equal bytes: nothing of the clock or of the
    machine goes into the file. Raises PipelineError, without any value, where a row does not fit.
    """
    schema, checks = table.arrow_schema, table.pandera_schema()
    rows = 0
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            cast = _cast(table, batch, schema)
            _validate(table, cast, checks)
            writer.write_table(cast, row_group_size=cast.num_rows)
            rows += cast.num_rows
    return rows


def _cast(table: PublishedTable, batch: pyarrow.Table, schema: pyarrow.Schema) -> pyarrow.Table:
    nulls = [field.name for field in schema if not field.nullable and batch.column(field.name).null_count]
    if nulls:
        raise _unfit(table, nulls, "not_nullable")
    return batch.cast(schema)


def _validate(table: PublishedTable, batch: pyarrow.Table, checks: DataFrameSchema) -> None:
    try:
        checks.validate(batch.to_pandas(types_mapper=pandas.ArrowDtype), lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        columns = sorted({str(column) for column in cases["column"].dropna()})
        names = sorted({str(check).split("(")[0] for check in cases["check"].dropna()})
    else:
        return
    raise _unfit(table, columns, "、".join(names))


def _unfit(table: PublishedTable, columns: list[str], checks: str) -> PipelineError:
    return refusal(f"表“{table.label}”（{table.name}）的列 {'、'.join(columns)} 不符合规定（{checks}）")
