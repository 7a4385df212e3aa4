"""Where the SQL of people, households and rules runs: the interface of an engine, and the one that is always there.

A query is one SQL file with one SELECT in DuckDB's dialect. Its inputs are named tables, its parameters are bound by
name ($name), never pasted in. DuckDB in memory over Parquet files runs all of it; `spark.SparkEngine` runs the rules
from the same files. People and households stay on DuckDB: linking and merging are not what outgrows a machine first.
"""

from __future__ import annotations

import datetime
import re
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow

from xundian_pipeline.county import County

Inputs = Mapping[str, Sequence[Path]]
"""Logical table name -> the Parquet files that together are the table."""

Step = Callable[[Inputs, County, datetime.date], dict[str, pyarrow.Table]]
"""Every step from accepted rows to published tables has this shape: tables in, tables out."""

MEMORY_LIMIT = "1536MB"

FAIL, UNKNOWN, PASS = 0, 1, 2
"""Kleene's order: AND is the least, OR the greatest."""

_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")
_COMMENT = re.compile(r"--[^\n]*")

ParameterValue = Decimal | datetime.date | int | str | None


def bound_parameters(query: str) -> list[str]:
    """Return the names of the parameters that a query binds, in the order in which it names them."""
    return _PARAMETER.findall(_COMMENT.sub("", query))


class Engine(ABC):
    """The tables of one step: its inputs, and what its queries make of them."""

    def __init__(self, parameters: Mapping[str, ParameterValue]) -> None:
        self._parameters = {"fail": FAIL, "unknown": UNKNOWN, "pass": PASS, **parameters}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def create_from(self, path: Path, name: str | None = None) -> None:
        """Create a table from the SELECT in a file, called like the file unless `name` says otherwise."""
        self.create(name or path.stem, path.read_text("utf-8"))

    def asked(self, query: str) -> dict[str, ParameterValue]:
        """Return the parameters that a query asks for; KeyError if nobody gave one."""
        return {name: self._parameters[name] for name in bound_parameters(query)}

    @abstractmethod
    def create(self, name: str, query: str) -> None:
        """Create the table `name` from a SELECT; KeyError if it asks for a parameter that nobody gave."""

    @abstractmethod
    def register(self, name: str, table: pyarrow.Table, as_if: str | None = None) -> None:
        """Make an Arrow table readable as `name`.

        `as_if` is for a table that Python makes from others: a SELECT that reads the same columns of them, so that
        lineage finds its way (see `lineage`); it is never run.
        """

    @abstractmethod
    def table(self, name: str) -> pyarrow.Table:
        """Return a table in full, with DuckDB's types whatever the engine."""

    @abstractmethod
    def close(self) -> None:
        """Forget all tables."""


OpenEngine = Callable[[Inputs, Mapping[str, ParameterValue]], Engine]
"""What opens an engine on the inputs of one step, with the parameters of its queries."""


class DuckDBEngine(Engine):
    """One in-memory database with the inputs of one step."""

    def __init__(self, inputs: Inputs, parameters: Mapping[str, ParameterValue]) -> None:
        super().__init__(parameters)
        # What does not fit into memory holds names and numbers: it goes to a folder that only its owner may enter.
        self._spill = tempfile.TemporaryDirectory(prefix="xundian-", ignore_cleanup_errors=True)
        self._connection = duckdb.connect(
            ":memory:", config={"memory_limit": MEMORY_LIMIT, "temp_directory": self._spill.name}
        )
        for name, paths in inputs.items():
            self.read(name, paths)

    def close(self) -> None:
        """Forget the database."""
        self._connection.close()
        self._spill.cleanup()

    def read(self, name: str, paths: Sequence[Path]) -> None:
        """Make the Parquet files `paths` readable as the table `name`."""
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        self._connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet([{listed}])')

    def create(self, name: str, query: str) -> None:
        """Create the table `name` from a SELECT, at once."""
        self._connection.execute(f'CREATE TABLE "{name}" AS {query}', self.asked(query))

    def declare(self, name: str, query: str) -> pyarrow.Schema:
        """Create the table `name` as `create` would, but without its rows; return its columns."""
        self._connection.execute(f'CREATE TABLE "{name}" AS {query} WITH NO DATA', self.asked(query))
        return self.schema(name)

    def schema(self, name: str) -> pyarrow.Schema:
        """Return the columns of a table."""
        return self._connection.table(name).limit(0).to_arrow_table().schema

    def register(self, name: str, table: pyarrow.Table, as_if: str | None = None) -> None:  # noqa: ARG002
        """Make an Arrow table readable as `name`."""
        self._connection.register(name, table)

    def table(self, name: str) -> pyarrow.Table:
        """Return a table in full."""
        return self._connection.table(name).to_arrow_table()


def night_parameters(county: County, assessment_date: datetime.date) -> dict[str, ParameterValue]:
    """Return what the SQL binds: the dates of the night, the county's code and every dated parameter (ruling 6)."""
    year = assessment_date.year
    school_year = year if assessment_date >= datetime.date(year, 9, 1) else year - 1
    dated = {name: parameter.value for name, parameter in county.parameters.on(assessment_date).items()}
    return {
        "county_code": county.code,
        "assessment_date": assessment_date,
        "assessment_year": year,
        "year_start": datetime.date(year, 1, 1),
        "school_year": school_year,
        "school_start": datetime.date(school_year, 9, 1),
        "school_start_year": school_year,
        **dated,
    }
