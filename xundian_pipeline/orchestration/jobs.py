"""The jobs of an officer's day, one for each thing that is done as a whole, and the hour of the nightly one.

A department's rerun is a job of its own kind (`department_rerun`).
"""

from __future__ import annotations

from dagster import AssetSelection, DefaultScheduleStatus, ScheduleDefinition, define_asset_job

from xundian_pipeline.county import County
from xundian_pipeline.orchestration.wiring import PUBLISHED
from xundian_pipeline.rules import FAMILIES

NIGHTLY = "nightly"
INDICATORS_ONLY = "indicators_only"
PUBLISH = "publish"
AT_TWO_IN_THE_MORNING = "0 2 * * *"

_WHEN_RED = "\n\n变红时怎么办：打开失败的运行，读红色的中文说明，照它说的做，再运行一次；上次发布的表不受影响。"
_OTHER_DATA = "提示和另一次的数据对不上时，先运行全县夜间任务 nightly。"

nightly = define_asset_job(
    NIGHTLY,
    selection=AssetSelection.all(),
    description=(
        "全县夜间任务：读入各部门的名册，比对人员，合并到户，判定 6、10、5 项退出指标，发布结果。每天凌晨两点自动运行，"
        "也可以点 Materialize 立即运行。" + _WHEN_RED
    ),
)

indicators_only = define_asset_job(
    INDICATORS_ONLY,
    selection=AssetSelection.assets(*FAMILIES).downstream(),
    description=(
        "只重算指标：不重新读入名册，用最近一次合并好的户，重算帮扶措施、全部指标、疑点、管理表和公布数字，再发布。"
        "改了参数、标准或现行规则以后用它。" + _WHEN_RED + _OTHER_DATA
    ),
)

publish = define_asset_job(
    PUBLISH,
    selection=AssetSelection.assets(PUBLISHED).downstream(),
    description=(
        "发布：不重算，只把最近一次算好的表检查一遍，做成数据库和 Parquet 文件，一次替换已发布的表。"
        "夜里别的都成功、只有发布没有成功时用它。"
        + _WHEN_RED
        + "提示和另一次的数据对不上时，先运行全县夜间任务 nightly。"
    ),
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
