"""An engine that runs the rules on Spark, from the same SQL, and gives tables of the same types as DuckDB.

DuckDB reads every query, too, but only to say which columns it gives (`DuckDBEngine.declare`, without a row): the
types of the rules are those of the dialect that they are written in, and every table is cast to them as it is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow

from xundian_pipeline import faults
from xundian_pipeline.engine import DuckDBEngine, Engine, Inputs, ParameterValue
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.spark.dialect import translate
from xundian_pipeline.spark.session import new_session

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_JAVA_LOST = (
    "Spark 的 Java 进程中途没有了，多半是内存不足：请关掉别的程序后再运行，或改用 --engine duckdb；"
    "上次发布的结果没有变。"
)
_MEMORY_TEXTS = ("outofmemoryerror", "out of memory", "java heap space")


class SparkEngine(Engine):
    """A Spark session of its own with the inputs of one step."""

    def __init__(self, inputs: Inputs, parameters: Mapping[str, ParameterValue]) -> None:
        super().__init__(parameters)
        self._declared = DuckDBEngine(inputs, parameters)
        self._inputs: dict[str, Sequence[Path]] = dict(inputs)
        self._schemas: dict[str, pyarrow.Schema] = {}
        self._frames: dict[str, DataFrame] = {}
        with _told("inputs"):
            self._session = new_session(sum(path.stat().st_size for paths in inputs.values() for path in paths))

    def create(self, name: str, query: str) -> None:
        """Create the table `name` from a SELECT, at once."""
        schema = self._declared.declare(name, query)
        translation = translate(query)
        with _told(name):
            for table in translation.tables:
                self._open(table)
            frame = self._session.sql(_cast(translation.query, schema), args=dict(self.asked(query)))
            # Checkpointed: the plan of a query ends at the tables that it names, or planning would take the time.
            self._show(name, frame.localCheckpoint(), schema)

    def register(self, name: str, table: pyarrow.Table, as_if: str | None = None) -> None:  # noqa: ARG002
        """Make an Arrow table readable as `name`."""
        self._declared.register(name, table)
        with _told(name):
            schema = self._declared.schema(name)
            self._show(name, self._session.createDataFrame(table, _spark_schema(schema)), schema)

    def table(self, name: str) -> pyarrow.Table:
        """Return a table in full, with DuckDB's columns."""
        with _told(name):
            self._open(name)
            return self._frames[name].toArrow().cast(self._schemas[name])

    def close(self) -> None:
        """Forget all tables."""
        self._frames.clear()
        self._declared.close()

    def _open(self, name: str) -> None:
        """Make an input readable when a query first names it."""
        paths = self._inputs.pop(name, None)
        if paths is not None:
            schema = self._declared.schema(name)
            frame = self._session.read.schema(_spark_schema(schema)).parquet(*map(str, paths))
            self._show(name, frame, schema)

    def _show(self, name: str, frame: DataFrame, schema: pyarrow.Schema) -> None:
        frame.createOrReplaceTempView(f"`{name}`")
        self._frames[name], self._schemas[name] = frame, schema


def _cast(query: str, schema: pyarrow.Schema) -> str:
    """A query whose columns have DuckDB's names and types."""
    fields = _spark_schema(schema).fields
    columns = ", ".join(
        f"CAST(`{field.name}` AS {field.dataType.simpleString()}) AS `{field.name}`" for field in fields
    )
    names = ", ".join(f"`{field.name}`" for field in fields)
    return f"SELECT {columns} FROM ({query}) AS rows ({names})"


def _spark_schema(schema: pyarrow.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema, prefer_timestamp_ntz=True)


def _java_is_gone() -> bool:
    from pyspark import SparkContext

    process = getattr(SparkContext._gateway, "proc", None)
    return process is not None and process.poll() is not None


@contextmanager
def _told(table: str) -> Iterator[None]:
    """Turn Spark's errors into one that may be shown: the table and the kind of error, never the text of it."""
    from py4j.protocol import Py4JError, Py4JNetworkError
    from pyspark.errors import PySparkException

    try:
        yield
    except (ConnectionError, Py4JNetworkError):
        raise PipelineError(_JAVA_LOST) from None
    except (PySparkException, Py4JError) as error:
        # A process that dies while it is asked may leave an error of any kind.
        if _java_is_gone():
            raise PipelineError(_JAVA_LOST) from None
        text = str(error).lower()
        if faults.tells_of_full_disk(text):
            raise PipelineError(faults.DISK_FULL) from None
        if any(phrase in text for phrase in _MEMORY_TEXTS):
            raise PipelineError(faults.OUT_OF_MEMORY) from None
        condition = error.getCondition() if isinstance(error, PySparkException) else None
        raise PipelineError(
            f"Spark 计算“{table}”时出错（{condition or type(error).__name__}）：请改用 --engine duckdb 再运行，"
            "并把这一行告诉维护人员；上次发布的结果没有变。"
        ) from None
