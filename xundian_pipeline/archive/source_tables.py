"""What a night is made from, as tables of the store from which the manifest takes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow
import pyarrow.parquet

from xundian_pipeline.archive.manifests import SourceFile
from xundian_pipeline.archive.objects import Archive, UnkeptFileError
from xundian_pipeline.errors import PipelineError

ARCHIVED_SOURCES = "archived_sources"
ARCHIVED_INPUTS = "archived_inputs"

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


def keep_input(archive: Archive, name: str, path: Path) -> tuple[pyarrow.Table, Path]:
    """Keep a file that is no source; return the table `archived_inputs` and the file to read: what was kept.

    Where there is no such file, the table is empty and `path` itself is returned. Raises PipelineError for one that is
    there and cannot be kept: without it the night would be another one.
    """
    try:
        kept = {name: archive.keep_file(path)} if path.exists() else {}
    except UnkeptFileError:
        raise PipelineError(
            f"{path.parent.name}/{path.name} 读不了：不是普通文件、没有读取权限，或正在被改写。请处理好再运行。"
        ) from None
    table = pyarrow.table(
        {
            "name": pyarrow.array(list(kept), pyarrow.string()),
            "sha256": pyarrow.array(list(kept.values()), pyarrow.string()),
        }
    )
    return table, archive.path(kept[name]) if kept else path


def read_inputs(paths: Sequence[Path]) -> dict[str, str]:
    """Return the sha256 of the kept inputs by their names."""
    return {row["name"]: row["sha256"] for path in paths for row in pyarrow.parquet.read_table(path).to_pylist()}
