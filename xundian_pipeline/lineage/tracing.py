"""An engine that runs nothing: given the steps of a night, it tells what their tables are made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pyarrow

from xundian_pipeline.engine import Engine, Inputs, ParameterValue
from xundian_pipeline.lineage.queries import relation_of
from xundian_pipeline.lineage.relations import Relation


class TracingEngine(Engine):
    """The steps' own code is traced, so that lineage cannot say other than what a night does.

    `relations` are the tables that the step reads, and then those that it has made. `dated` are the names of the dated
    parameters. A table read back has its columns and no row.
    """

    def __init__(self, relations: Mapping[str, Relation], dated: Collection[str]) -> None:
        super().__init__({})
        self.relations = dict(relations)
        self._dated = dated

    def opened(self, _inputs: Inputs, _parameters: Mapping[str, ParameterValue]) -> Engine:
        """Return the engine itself, to a step that opens one (`engine.OpenEngine`)."""
        return self

    def create(self, name: str, query: str) -> None:
        """Tell what the table `name` is made from."""
        self.relations[name] = relation_of(query, self.relations, self._dated)

    def register(self, name: str, table: pyarrow.Table, as_if: str | None = None) -> None:
        """Take a table of Python's for what it is said to be made from; without a word, for one that no feed feeds."""
        if as_if is not None:
            self.create(name, as_if)
        else:
            self.relations[name] = Relation.without_sources(table.column_names)

    def table(self, name: str) -> pyarrow.Table:
        """Return the columns of a table."""
        return pyarrow.table({column: pyarrow.array([], pyarrow.string()) for column in self.relations[name].columns})

    def close(self) -> None:
        """Nothing is held."""
