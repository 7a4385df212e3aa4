"""A step (tables in, tables out) as an asset."""

from collections.abc import Mapping, Sequence
from typing import Any

from dagster import AssetsDefinition, MaterializeResult, asset

from schemas.departments import DEPARTMENTS
from xundian_pipeline.engine import Step
from xundian_pipeline.orchestration.failures import RETRIES, told_to_officers
from xundian_pipeline.orchestration.resources import Night

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

    @asset(
        name=name,
        deps=upstream,
        group_name=group,
        owners=owners(LEADING_DEPARTMENT),
        description=description + WHEN_RED,
        kinds={*kinds, "parquet"},
        tags={"layer": group},
        retry_policy=RETRIES,
    )
    def run(night: Night) -> MaterializeResult[Mapping[str, Any]]:
        with told_to_officers():
            return MaterializeResult(value=step(night.inputs(upstream), night.county, night.day))

    return run
