"""What readers see: the night's folder, made visible by one rename."""

from collections.abc import Mapping
from typing import Any

import pyarrow
import pyarrow.parquet
from dagster import AssetExecutionContext, MaterializeResult, asset

from xundian_pipeline.leaders_workbook import leaders_workbook
from xundian_pipeline.orchestration.failures import told_to_officers
from xundian_pipeline.orchestration.metadata import published_columns
from xundian_pipeline.orchestration.pictures import rows_by_feed
from xundian_pipeline.orchestration.publication import publication_table, tables_of_night
from xundian_pipeline.orchestration.resources import Night
from xundian_pipeline.orchestration.step_assets import LEADING_DEPARTMENT, WHEN_RED, owners
from xundian_pipeline.orchestration.summary import SUMMARY, summarise
from xundian_pipeline.orchestration.wiring import LEADERS_WORKBOOK, PUBLISHED, UPSTREAM
from xundian_pipeline.publishing import NightContext, publish
from xundian_pipeline.restricted import persons_of_the_night
from xundian_pipeline.store import publish_lock, room_to_finish


@asset(
    name=PUBLISHED,
    deps=UPSTREAM[PUBLISHED],
    group_name="published",
    owners=owners(LEADING_DEPARTMENT),
    description=(
        "发布：把本夜的表做成 DuckDB 数据库和 Parquet 文件，检查无误后一次替换 published 链接；"
        "正在读旧表的人不受影响。同时做成一户一本台账（restricted/persons.duckdb，含姓名和身份证号，只有本账号能读）。"
        "别的运行正在发布时会等待，等不到就停下，并说明是谁占用。" + WHEN_RED
    ),
    kinds={"duckdb", "parquet"},
    tags={"layer": "published"},
    metadata=published_columns(),
)
def published(context: AssetExecutionContext, night: Night) -> MaterializeResult[Mapping[str, Any]]:
    """The published night. Holds the lock on DATA while it publishes."""
    with told_to_officers():
        tables = tables_of_night(night.inputs(UPSTREAM[PUBLISHED]))
        summary = summarise(tables)
        settings = night.settings
        lock = publish_lock(night.folder, context.run.run_id, night.day, settings.publish_wait_seconds, night.now)
        persons = persons_of_the_night(tables, night.county, night.day, night.folder)
        with lock, room_to_finish(night.folder), persons as persons_built:
            night_context = NightContext(night.county, night.day, settings.nights_kept, before_shown=persons_built)
            done = publish(tables, night_context, night.folder)
        night.begin(LEADERS_WORKBOOK, leaders_workbook)
        pictures = rows_by_feed(pyarrow.concat_tables(map(pyarrow.parquet.read_table, tables["feed_runs"])))
        metadata = {SUMMARY: summary.as_markdown(), **pictures}
        return MaterializeResult(value=publication_table(done), metadata=metadata)
