"""The one composition root: assets, resources and jobs as Dagster loads them (workspace.yaml)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dagster import AssetsDefinition, Definitions, EnvVar, in_process_executor
from dagster_duckdb import DuckDBResource

from assets import ASSETS
from xundian_pipeline.county import load_county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.garbage import collect_seldom
from xundian_pipeline.orchestration.arrival_sensor import arrival_sensor
from xundian_pipeline.orchestration.department_rerun import department_rerun
from xundian_pipeline.orchestration.freshness import with_promises
from xundian_pipeline.orchestration.io_manager import StoreIOManager
from xundian_pipeline.orchestration.jobs import indicators_only, nightly, nightly_schedule, publish
from xundian_pipeline.orchestration.messages_sensor import messages_sensor
from xundian_pipeline.orchestration.resources import Night, OfficeDatabase, Sources

DATA_VARIABLE = "XUNDIAN_DATA"
SOURCES_VARIABLE = "XUNDIAN_SOURCES"
SOURCES_FILE_VARIABLE = "XUNDIAN_SOURCES_FILE"
PUBLISH_TO_VARIABLE = "XUNDIAN_PUBLISH_TO"


def build_defs(
    resources: Mapping[str, Any] | None = None, assets: Sequence[AssetsDefinition] | None = None
) -> Definitions:
    """Put everything together.

    `resources` replaces resources by name (`night`, `sources`, `database`, `engine`, `io_manager`), `assets` all
    assets. The executor runs in the process of the run: DuckDB and Arrow use the cores, and importing them again for
    every step would cost more than running steps side by side gains.
    """
    county = load_county()
    data = Path(os.environ[DATA_VARIABLE]) if DATA_VARIABLE in os.environ else None
    night = Night.configure_at_launch(data=EnvVar(DATA_VARIABLE))
    publish_to = EnvVar(PUBLISH_TO_VARIABLE) if PUBLISH_TO_VARIABLE in os.environ else ""
    engine = DuckDBResource(database=":memory:")
    databases = EnvVar(SOURCES_FILE_VARIABLE) if SOURCES_FILE_VARIABLE in os.environ else ""
    definitions = Definitions(
        assets=with_promises(ASSETS if assets is None else assets, data, county.timezone),
        jobs=[nightly, department_rerun(lambda: definitions), indicators_only, publish],
        schedules=[nightly_schedule(county)],
        sensors=[arrival_sensor(_data_folder, county), messages_sensor(_data_folder, county)],
        resources={
            "night": night,
            "sources": Sources(folder=EnvVar(SOURCES_VARIABLE), databases=databases),
            "engine": engine,
            "database": OfficeDatabase(url=publish_to),
            "io_manager": StoreIOManager(night=night, engine=engine),
            **(resources or {}),
        },
        executor=in_process_executor,
    )
    return definitions


def _data_folder() -> Path:
    if DATA_VARIABLE not in os.environ:
        raise PipelineError("没有说明数据文件夹在哪里：请用 make ui 启动。")
    return Path(os.environ[DATA_VARIABLE])


defs = build_defs()
collect_seldom()
