"""One stored dataset: the tables that one asset made in one run, with the date and the inputs they were made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeAlias

import pyarrow
import pyarrow.parquet

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store.folders import PRIVATE_FILE, sync

META_FILE = "meta.json"
ACCEPTED = "accepted"
COMPRESSION: Final = "zstd"
COMPRESSION_LEVEL = 1
ROW_GROUP_ROWS = 131_072
_TABLES_AT_ONCE = 2
"""Arrow packs a table of few columns, and the disk takes it, on one core."""

TableSource: TypeAlias = pyarrow.Table | pyarrow.RecordBatchReader
"""A table to store: in memory, or read batch by batch while it is written."""


class Dataset(Mapping[str, list[Path]]):
    """Logical table name -> Parquet files. The table `accepted` of a feed goes under the name of the feed.

    `content` is the checksum of its tables. `inputs` are the versions of the assets that it was made from, `lineage`
    the contents of those and of all that is behind them.
    """

    def __init__(self, folder: Path, asset: str, version: str, meta: Mapping[str, Any]) -> None:
        self.folder = folder
        self.asset = asset
        self.version = version
        self.assessment_date = date.fromisoformat(meta["assessment_date"])
        self.run_id: str = meta["run_id"]
        self.content: str = meta["content"]
        self.inputs: dict[str, str] = meta["inputs"]
        self.lineage: dict[str, str] = meta["lineage"]
        self._tables = {
            asset if table == ACCEPTED else table: [folder / f"{table}.parquet"] for table in meta["tables"]
        }

    @classmethod
    def read(cls, folder: Path, asset: str, version: str) -> Dataset:
        """Read the description of a stored dataset; FileNotFoundError if it is gone."""
        return cls(folder, asset, version, json.loads((folder / META_FILE).read_text("utf-8")))

    def __getitem__(self, table: str) -> list[Path]:
        return self._tables[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def write_tables(folder: Path, tables: Mapping[str, TableSource]) -> str:
    """Write every table as Parquet into `folder`, private and on the disk when this returns; return their checksum."""
    checksum = hashlib.sha256()
    with ThreadPoolExecutor(_TABLES_AT_ONCE, "write-tables") as executor:
        paths = [folder / f"{name}.parquet" for name in tables]
        for name, digest in zip(tables, executor.map(_write_table, paths, tables.values()), strict=True):
            checksum.update(f"{name}:{digest}\n".encode())
    return checksum.hexdigest()


def _write_table(path: Path, source: TableSource) -> str:
    """Write a table as a Parquet file; return the file's sha256."""
    batches: Iterable[Any] = [source] if isinstance(source, pyarrow.Table) else source
    with pyarrow.parquet.ParquetWriter(
        path, source.schema, compression=COMPRESSION, compression_level=COMPRESSION_LEVEL
    ) as writer:
        for batch in batches:
            writer.write(batch, row_group_size=ROW_GROUP_ROWS)
    path.chmod(PRIVATE_FILE)
    sync(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe(assessment_date: date, run_id: str, inputs: Iterable[Dataset], tables: Iterable[str], content: str) -> str:
    """Return the meta.json of a dataset that a run makes from `inputs`."""
    datasets = list(inputs)
    lineage: dict[str, str] = {}
    for dataset in datasets:
        lineage |= {**dataset.lineage, dataset.asset: dataset.content}
    meta = {
        "assessment_date": assessment_date.isoformat(),
        "run_id": run_id,
        "content": content,
        "inputs": {dataset.asset: dataset.version for dataset in datasets},
        "lineage": lineage,
        "tables": list(tables),
    }
    return json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True)


def combine(datasets: Iterable[Dataset]) -> dict[str, list[Path]]:
    """Bring the datasets that a step reads together: a table of several datasets is all their files.

    Raises PipelineError where two of them do not go together, one having been made from another content of the other:
    positions of rows in the one say nothing about the other. An asset made again with the same content changes nothing.
    """
    datasets = list(datasets)
    combined: dict[str, list[Path]] = {}
    for dataset in datasets:
        for table, paths in dataset.items():
            combined.setdefault(table, []).extend(paths)
    contents = {dataset.asset: dataset.content for dataset in datasets}
    for dataset in datasets:
        for asset, content in dataset.lineage.items():
            if contents.setdefault(asset, content) != content:
                raise PipelineError(
                    f"“{dataset.asset}”是用另一次的“{asset}”做出来的，和其他输入对不上：请重跑“{asset}”和它下游的全部资产。"
                )
    return combined
