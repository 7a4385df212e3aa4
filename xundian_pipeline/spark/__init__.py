"""The rules on Spark: the same SQL files, translated by sqlglot, with rows equal to DuckDB's value for value."""

from xundian_pipeline.spark.engine import SparkEngine
from xundian_pipeline.spark.session import demand_spark

__all__ = ["SparkEngine", "demand_spark"]
