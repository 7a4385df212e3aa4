"""A step (tables in, tables out) as an asset."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow
from dagster import AssetsDefinition, MaterializeResult, asset

from schemas.departments import DEPARTMENTS
from xundian_pipeline.county import County
from xundian_pipeline.engine import Inputs, OpenEngine, Step
from xundian_pipeline.orchestration.failures import told_to_officers
from xundian_pipeline.orchestration.pictures import pictures_of_step
from xundian_pipeline.orchestration.resources import Night

RuleStep = Callable[[Inputs, County, datetime.date, OpenEngine], dict[str, pyarrow.Table]]
"""A step that runs on the engine which the night has chosen."""

LEADING_DEPARTMENT = "poverty_office"
WHEN_RED = (
    "\n\n变红时怎么办：点开失败的运行，读红色的中文说明，照它说的做；改好后选中本资产和它下游的全部资产重新运行。"
)


def owners(department: str) -> list[str]:
    """Return the owners of an asset as Dagster writes them."""
    return [f"team:{DEPARTMENTS[department]}"]


def step_asset(
    step: Step, *, name: str, group: str, description: str, upstream: Sequence[str], kinds: Sequence[str] = ("duckdb",)
) -> AssetsDefinition:
    """Return the asset `name`, which runs `step` on the tables of the `upstream` assets and stores what it gives."""
    return _asset(
        lambda night: step(night.inputs(upstream), night.county, night.day),
        name=name,
        group=group,
        description=description,
        upstream=upstream,
        kinds=kinds,
    )


def rule_asset(step: RuleStep, *, name: str, group: str, description: str, upstream: Sequence[str]) -> AssetsDefinition:
    """Return the asset of a family of rules, which runs on the engine of the night."""
    return _asset(
        lambda night: step(night.inputs(upstream), night.county, night.day, night.open_engine),
        name=name,
        group=group,
        description=description,
        upstream=upstream,
        kinds=("duckdb", "spark"),
    )


def _asset(
    tables: Callable[[Night], Mapping[str, pyarrow.Table]],
    *,
    name: str,
    group: str,
    description: str,
    upstream: Sequence[str],
    kinds: Sequence[str],
) -> AssetsDefinition:
    @asset(
        name=name,
        deps=upstream,
        group_name=group,
        owners=owners(LEADING_DEPARTMENT),
        description=description + WHEN_RED,
        kinds={*kinds, "parquet"},
        tags={"layer": group},
    )
    def run(night: Night) -> MaterializeResult[Mapping[str, Any]]:
        with told_to_officers():
            made = tables(night)
            return MaterializeResult(value=made, metadata=pictures_of_step(name, made, night.county))

    return run
