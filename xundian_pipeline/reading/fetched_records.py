"""What was fetched from a database as Parquet, and back: the same names, cells and order.

A column of texts per column fetched, under its own name, then a column of booleans per column in which some cells were
floating point numbers. Names may occur twice: columns are told by their position.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

import pyarrow
import pyarrow.parquet

from xundian_pipeline.reading.cells import CellColumn, combined

_COLUMNS, _NUMERIC = b"xundian.columns", b"xundian.numeric"


def to_parquet(names: Sequence[str], columns: Sequence[CellColumn]) -> bytes:
    """Return fetched columns as a Parquet file; equal columns give equal bytes."""
    numeric = [place for place, column in enumerate(columns) if column.numeric is not None]
    arrays = [column.texts for column in columns] + [columns[place].numeric for place in numeric]
    fields = [pyarrow.field(name, pyarrow.string()) for name in names]
    fields += [pyarrow.field(f"{names[place]}（浮点数）", pyarrow.bool_()) for place in numeric]
    schema = pyarrow.schema(fields, {_COLUMNS: str(len(names)).encode(), _NUMERIC: json.dumps(numeric).encode()})
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), file, compression="zstd")
    return file.getvalue()


def from_parquet(content: bytes) -> tuple[list[str], list[CellColumn]]:
    """Return the names and columns that `to_parquet` made `content` of."""
    table = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(content)).read()
    count = int(table.schema.metadata[_COLUMNS])
    numeric = json.loads(table.schema.metadata[_NUMERIC])
    masks = {place: combined(table.column(count + at)) for at, place in enumerate(numeric)}
    columns = [CellColumn(combined(table.column(place)), masks.get(place)) for place in range(count)]
    return table.schema.names[:count], columns
