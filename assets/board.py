"""What leaders hang on the wall: one page of the published night, which opens with no network."""

from collections.abc import Mapping
from typing import Any

import pyarrow
from dagster import MaterializeResult, MetadataValue, asset

from xundian_pipeline.board import board_page
from xundian_pipeline.board.page import FILE
from xundian_pipeline.orchestration.failures import told_to_officers
from xundian_pipeline.orchestration.resources import Night
from xundian_pipeline.orchestration.step_assets import LEADING_DEPARTMENT, WHEN_RED, owners
from xundian_pipeline.orchestration.wiring import BOARD, UPSTREAM
from xundian_pipeline.reports import write_report


@asset(
    name=BOARD,
    deps=UPSTREAM[BOARD],
    group_name="published",
    owners=owners(LEADING_DEPARTMENT),
    description=(
        "挂图作战：本夜的一个网页，县、乡镇、村的退出指标，待核实由谁答复，疑点、一夜回落、资金和签字进展。"
        "放在数据文件夹的 reports/考核日/board.html，拷到 U 盘上没有网络也能打开，可以打印成 A3；没有个人信息。"
        + WHEN_RED
    ),
    kinds={"html"},
    tags={"layer": "published"},
)
def board(night: Night) -> MaterializeResult[Mapping[str, Any]]:
    """The board of the night, in place of the one that it had."""
    with told_to_officers():
        night.inputs(UPSTREAM[BOARD])
        page = board_page(night.folder, night.county, night.day)
        path = write_report(night.folder, night.day, FILE, page).relative_to(night.folder).as_posix()
        metadata = {
            "挂图": MetadataValue.text(path),
            "大小": MetadataValue.text(f"{len(page.encode()) / 2**20:.1f} MB"),
        }
        return MaterializeResult(value={BOARD: pyarrow.table({"file": [path]})}, metadata=metadata)
