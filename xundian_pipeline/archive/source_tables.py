"""The sources of a feed as a table of the store, from which the manifest takes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow
import pyarrow.parquet

from xundian_pipeline.archive.manifests import SourceFile

ARCHIVED_SOURCES = "archived_sources"

_SCHEMA = pyarrow.schema(
    {
        "feed": pyarrow.string(),
        "path": pyarrow.string(),
        "sha256": pyarrow.string(),
        "size": pyarrow.int64(),
        "kind": pyarrow.string(),
    }
)


def sources_table(sources: Sequence[SourceFile]) -> pyarrow.Table:
    """Return `sources` as the table `archived_sources`, in their order."""
    columns = [[getattr(source, name) for source in sources] for name in _SCHEMA.names]
    return pyarrow.Table.from_arrays(
        [pyarrow.array(column, field.type) for column, field in zip(columns, _SCHEMA, strict=True)], schema=_SCHEMA
    )


def read_sources(paths: Sequence[Path]) -> tuple[SourceFile, ...]:
    """Return the sources that the files of the table hold, in their order: the order in which a feed was read."""
    return tuple(
        SourceFile(**row) for path in paths for row in pyarrow.parquet.read_table(path, schema=_SCHEMA).to_pylist()
    )
