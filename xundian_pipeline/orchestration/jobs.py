"""The nightly job, and its hour."""

from __future__ import annotations

from dagster import AssetSelection, DefaultScheduleStatus, ScheduleDefinition, define_asset_job

from xundian_pipeline.county import County

NIGHTLY = "nightly"
AT_TWO_IN_THE_MORNING = "0 2 * * *"

nightly = define_asset_job(
    NIGHTLY,
    selection=AssetSelection.all(),
    description="全县夜间任务：读入各部门的名册，比对人员，合并到户，判定 6、10、5 项退出指标，发布结果。",
)


def nightly_schedule(county: County) -> ScheduleDefinition:
    """Return the schedule of the nightly job: two in the morning in the county, on from the start."""
    return ScheduleDefinition(
        name="nightly_at_two",
        job=nightly,
        cron_schedule=AT_TWO_IN_THE_MORNING,
        execution_timezone=county.timezone,
        default_status=DefaultScheduleStatus.RUNNING,
        description="每天凌晨两点运行全县夜间任务。考核日按数据文件夹里 config.yaml 的 assessment_date。",
    )
