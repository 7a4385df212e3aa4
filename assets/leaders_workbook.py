"""The published tables as leaders read them: one Excel workbook a night."""

from collections.abc import Mapping
from typing import Any

import pyarrow
from dagster import MaterializeResult, MetadataValue, asset

from xundian_pipeline.leaders_workbook import FILE
from xundian_pipeline.leaders_workbook import leaders_workbook as workbook_of
from xundian_pipeline.orchestration.failures import told_to_officers
from xundian_pipeline.orchestration.resources import Night
from xundian_pipeline.orchestration.step_assets import LEADING_DEPARTMENT, WHEN_RED, owners
from xundian_pipeline.orchestration.wiring import LEADERS_WORKBOOK, UPSTREAM
from xundian_pipeline.reports import write_report


@asset(
    name=LEADERS_WORKBOOK,
    deps=UPSTREAM[LEADERS_WORKBOOK],
    group_name="published",
    owners=owners(LEADING_DEPARTMENT),
    description=(
        "领导用的 Excel：本夜的表做成一个工作簿，中文表头、代码写成文字，可以筛选；第一张表是概况。"
        "放在数据文件夹的 reports/考核日/tables.xlsx，没有个人信息。" + WHEN_RED
    ),
    kinds={"excel"},
    tags={"layer": "published"},
)
def leaders_workbook(night: Night) -> MaterializeResult[Mapping[str, Any]]:
    """The workbook of the night, in place of the one that it had."""
    with told_to_officers():
        night.inputs(UPSTREAM[LEADERS_WORKBOOK])
        content = night.made(LEADERS_WORKBOOK, workbook_of)
        path = write_report(night.folder, night.day, FILE, content).relative_to(night.folder).as_posix()
        table = pyarrow.table({"file": [path]})
        return MaterializeResult(value={LEADERS_WORKBOOK: table}, metadata={"工作簿": MetadataValue.text(path)})
