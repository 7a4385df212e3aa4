"""From the name of an engine, as an officer writes it, to the engine."""

from __future__ import annotations

from xundian_pipeline.engine import DuckDBEngine, OpenEngine
from xundian_pipeline.settings import SPARK, choose_engine


def engine_named(name: str) -> OpenEngine:
    """Return what opens the engine `name`; PipelineError where there is none, or it cannot run on this machine."""
    if choose_engine(name) == SPARK:
        from xundian_pipeline.spark import SparkEngine, demand_spark

        demand_spark()
        return SparkEngine
    return DuckDBEngine
