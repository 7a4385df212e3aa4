"""An engine that remembers: a query that was run on the same tables with the same parameters is not run again.

Tables are known by what is in them, so where a mutant's query gives what the rule's own gives, nothing after it runs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.parquet

from xundian_pipeline.engine import Engine, Inputs, ParameterValue

_WORD = re.compile(r"\w+")
_WIDE = "HUGEINT"


NO_LIMIT = 1 << 40
FLOOD = 30
"""So many times the largest table of all nights is what no test needs to look at any more."""


class FloodError(Exception):
    """A mutant's query gives far more rows than any night has: a join that joins everything."""


def _digest(content: bytes | memoryview) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


@cache
def _words(query: str) -> frozenset[str]:
    return frozenset(_WORD.findall(query))


@dataclass
class Memory:
    """What was made so far: tables by their digest, results of queries, and where tables lie as files."""

    folder: Path
    tables: dict[str, pyarrow.Table] = field(default_factory=dict)
    wide: dict[str, tuple[str, ...]] = field(default_factory=dict)
    results: dict[str, str] = field(default_factory=dict)
    files: dict[Path, str] = field(default_factory=dict)
    _digests: dict[int, str] = field(default_factory=dict)
    _shown: dict[str, str] = field(default_factory=dict)
    most_rows: int = NO_LIMIT
    most_bytes: int = NO_LIMIT

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.connection = duckdb.connect(
            ":memory:", config={"threads": "1", "memory_limit": "2GB", "temp_directory": ""}
        )

    def digest(self, table: pyarrow.Table) -> str:
        """The digest of a table, which is kept."""
        known = self._digests.get(id(table))
        if known is not None and self.tables.get(known) is table:
            return known
        sink = pyarrow.BufferOutputStream()
        with pyarrow.ipc.new_stream(sink, table.schema) as writer:
            for batch in table.combine_chunks().to_batches():
                writer.write_batch(batch)
        digest = _digest(sink.getvalue())
        if digest not in self.tables:
            self.tables[digest] = table
            self._digests[id(table)] = digest
        return digest

    def file(self, table: pyarrow.Table) -> Path:
        """A Parquet file of a table, written once."""
        digest = self.digest(table)
        path = self.folder / f"{digest}.parquet"
        if path not in self.files:
            if not path.exists():
                pyarrow.parquet.write_table(table, path)
            self.files[path] = digest
        return path

    def read(self, paths: Sequence[Path]) -> str:
        """The digest of what lies in files."""
        if len(paths) == 1 and paths[0] in self.files:
            return self.files[paths[0]]
        return self.digest(pyarrow.concat_tables([pyarrow.parquet.read_table(path) for path in paths]))

    def run(self, query: str, asked: Mapping[str, ParameterValue], read: Mapping[str, str]) -> str:
        """The digest of what a query gives on the tables that it reads."""
        key = _digest(repr((query, sorted(asked.items()), sorted(read.items()))).encode())
        if key not in self.results:
            self.results[key] = self._execute(query, asked, read)
        return self.results[key]

    def _execute(self, query: str, asked: Mapping[str, ParameterValue], read: Mapping[str, str]) -> str:
        for name, digest in read.items():
            if self._shown.get(name) != digest:
                self._show(name, digest)
        self.connection.execute(f"CREATE OR REPLACE TABLE made_just_now AS {query}", dict(asked))
        made = self.connection.table("made_just_now")
        if len(made) > self.most_rows:
            raise FloodError
        types = [str(one) for one in made.types]
        table = made.to_arrow_table()
        if table.nbytes > self.most_bytes:
            raise FloodError
        digest = self.digest(table)
        self.wide[digest] = tuple(name for name, one in zip(made.columns, types, strict=True) if one == _WIDE)
        return digest

    def only_in(self, one: Path, other: Path) -> pyarrow.Table:
        """The rows of one table that another has not, or not so often."""
        self.connection.register("rows_of_one", self.tables[self.files[one]])
        self.connection.register("rows_of_other", self.tables[self.files[other]])
        return self.connection.sql("FROM rows_of_one EXCEPT ALL FROM rows_of_other").to_arrow_table()

    def _show(self, name: str, digest: str) -> None:
        self.connection.register(f"{name}_in_arrow", self.tables[digest])
        cast = ", ".join(f'CAST("{column}" AS {_WIDE}) AS "{column}"' for column in self.wide.get(digest, ()))
        columns = f"* REPLACE ({cast})" if cast else "*"
        self.connection.execute(f'CREATE OR REPLACE TEMP VIEW "{name}" AS SELECT {columns} FROM "{name}_in_arrow"')
        self._shown[name] = digest

    def limit(self) -> None:
        """From now on a table far larger than all that there were is a flood."""
        self.most_rows = FLOOD * max(len(table) for table in self.tables.values())
        self.most_bytes = FLOOD * max(table.nbytes for table in self.tables.values())

    def mark(self) -> tuple[int, int, int]:
        """A place to come back to with `forget_since`."""
        return len(self.tables), len(self.results), len(self.files)

    def forget_since(self, mark: tuple[int, int, int]) -> None:
        """Forget what was made since a mark."""
        for kept, known in zip(mark, (self.tables, self.results, self.files), strict=True):
            for key in list(known)[kept:]:
                del known[key]  # type: ignore[attr-defined]
                if isinstance(key, Path):
                    key.unlink(missing_ok=True)


class RememberingEngine(Engine):
    """An engine over a memory: the tables of one step by their digests."""

    memory: Memory
    read_last: set[str]
    """The inputs that the engine opened last was asked for."""
    queries_last: list[str]
    """The queries that it ran."""

    def __init__(self, inputs: Inputs, parameters: Mapping[str, ParameterValue]) -> None:
        super().__init__(parameters)
        self._paths: dict[str, Sequence[Path]] = dict(inputs)
        self._read: set[str] = set()
        RememberingEngine.read_last = self._read
        RememberingEngine.queries_last = []
        self._digests: dict[str, str] = {}

    def close(self) -> None:
        """Nothing to forget here: the memory is what remembers."""

    def read(self, name: str, paths: Sequence[Path]) -> None:
        """Make Parquet files readable as the table `name`."""
        self._paths[name] = paths

    def register(self, name: str, table: pyarrow.Table, as_if: str | None = None) -> None:  # noqa: ARG002
        """Make an Arrow table readable as `name`."""
        self._digests[name] = self.memory.digest(table)

    def create(self, name: str, query: str) -> None:
        """Create a table, or find it where the same was asked of the same before."""
        read = {one: self._digest(one) for one in _words(query) & (self._paths.keys() | self._digests.keys())}
        RememberingEngine.queries_last.append(query)
        self._digests[name] = self.memory.run(query, self.asked(query), read)

    def table(self, name: str) -> pyarrow.Table:
        """Return a table in full."""
        return self.memory.tables[self._digest(name)]

    def _digest(self, name: str) -> str:
        if name in self._paths:
            self._read.add(name)
        if name not in self._digests:
            self._digests[name] = self.memory.read(self._paths[name])
        return self._digests[name]
