"""The store as Dagster's I/O manager: tables are written as a new version, an input is the paths of their files."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb
from dagster import ConfigurableIOManager, InitResourceContext, InputContext, OutputContext, ResourceDependency
from dagster_duckdb import DuckDBResource
from pydantic import PrivateAttr

from xundian_pipeline.orchestration.failures import told_to_officers
from xundian_pipeline.orchestration.metadata import describe_dataset
from xundian_pipeline.orchestration.resources import Night
from xundian_pipeline.store import Dataset, TableSource


class StoreIOManager(ConfigurableIOManager):
    """把每个资产的表存成新版本，并显示行数和不含个人信息的预览。"""

    night: ResourceDependency[Night]
    engine: ResourceDependency[DuckDBResource]

    _connection: duckdb.DuckDBPyConnection = PrivateAttr()

    @contextmanager
    def yield_for_execution(
        self,
        context: InitResourceContext,  # noqa: ARG002  (Dagster gives it)
    ) -> Iterator["StoreIOManager"]:
        """Keep one connection for the previews of the whole run."""
        with self.engine.get_connection() as self._connection:
            yield self

    def handle_output(self, context: OutputContext, obj: Mapping[str, TableSource]) -> None:
        """Store the tables of an asset and say what was stored."""
        asset = context.asset_key.path[-1]
        upstream = [dependency.asset_key.path[-1] for dependency in context.asset_spec.deps]
        with told_to_officers():
            dataset = self.night.view.write(asset, obj, upstream)
            context.add_output_metadata(describe_dataset(self._connection, dataset, self.night.words))

    def load_input(self, context: InputContext) -> Dataset:
        """Return the run's version of an upstream asset; one of another date stops the step."""
        with told_to_officers():
            return self.night.view.dataset(context.asset_key.path[-1])
