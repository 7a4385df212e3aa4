"""The published night in the office's own database, where one is set."""

from collections.abc import Mapping
from typing import Any

import pyarrow
from dagster import MaterializeResult, MetadataValue, asset

from xundian_pipeline.database_tables import replace_night
from xundian_pipeline.orchestration.failures import told_to_officers
from xundian_pipeline.orchestration.resources import Night, OfficeDatabase
from xundian_pipeline.orchestration.step_assets import LEADING_DEPARTMENT, WHEN_RED, owners
from xundian_pipeline.orchestration.wiring import DATABASE_TABLES, UPSTREAM


@asset(
    name=DATABASE_TABLES,
    deps=UPSTREAM[DATABASE_TABLES],
    group_name="published",
    owners=owners(LEADING_DEPARTMENT),
    description=(
        "写入数据库：把已发布的一夜写进单位自己的数据库（config.yaml 的 publish_to，如 PostgreSQL），"
        "一次换成新的一夜，正在查询的人不用等，也不会看到半夜。没有设置时什么也不做。" + WHEN_RED
    ),
    kinds={"postgres"},
    tags={"layer": "published"},
)
def database_tables(night: Night, database: OfficeDatabase) -> MaterializeResult[Mapping[str, Any]]:
    """The rows of each table that the database then holds."""
    with told_to_officers():
        night.inputs(UPSTREAM[DATABASE_TABLES])
        url = database.url or night.settings.publish_to
        rows = replace_night(night.folder, url, night.settings.publish_to_reader) if url else {}
        table = pyarrow.table(
            {
                "table": pyarrow.array(list(rows), pyarrow.string()),
                "rows": pyarrow.array(list(rows.values()), pyarrow.int64()),
            }
        )
        said = f"{len(rows)} 张表，{sum(rows.values()):,} 行" if url else "没有设置 publish_to，没有写入数据库"
        return MaterializeResult(value={DATABASE_TABLES: table}, metadata={"数据库": MetadataValue.text(said)})
