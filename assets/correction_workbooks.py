"""What the departments are to correct: one workbook each, written once the night is published."""

import datetime
from collections.abc import Mapping
from typing import Any

import pyarrow
import pyarrow.compute as compute
import pyarrow.parquet
from dagster import MaterializeResult, MetadataValue, asset

from schemas.departments import DEPARTMENTS
from schemas.published.exit_indicators import FINDINGS
from schemas.registry import FEEDS
from xundian_pipeline.corrections.department_workbooks import write_department_workbooks
from xundian_pipeline.orchestration.failures import told_to_officers
from xundian_pipeline.orchestration.previews import table_of
from xundian_pipeline.orchestration.resources import Night
from xundian_pipeline.orchestration.step_assets import LEADING_DEPARTMENT, WHEN_RED, owners
from xundian_pipeline.orchestration.wiring import CORRECTION_WORKBOOKS, UPSTREAM
from xundian_pipeline.people.record_keys import record_secret
from xundian_pipeline.publishing.folders import published_table


@asset(
    name=CORRECTION_WORKBOOKS,
    deps=UPSTREAM[CORRECTION_WORKBOOKS],
    group_name="published",
    owners=owners(LEADING_DEPARTMENT),
    description=(
        "更正表：每个部门一份 Excel，列出本夜退回的行和疑点涉及的行，写错的单元格涂色、批注应当怎样写。"
        "放在数据文件夹的 corrections/考核日 下，有个人信息，只有本账号能读。"
        "部门改好后放进来件文件夹的 corrections，下一夜采用。" + WHEN_RED
    ),
    kinds={"excel"},
    tags={"layer": "published"},
)
def correction_workbooks(night: Night) -> MaterializeResult[Mapping[str, Any]]:
    """The correction workbooks of the night, in place of those that it had."""
    with told_to_officers():
        night.inputs(UPSTREAM[CORRECTION_WORKBOOKS])
        due = night.now().date() + datetime.timedelta(days=night.settings.correction_days)
        written = write_department_workbooks(
            {feed: night.view.dataset(feed) for feed in FEEDS},
            night.view.dataset("findings")["found"],
            _open_findings(night),
            night.county,
            night.day,
            due,
            record_secret(night.folder),
            night.folder,
            night.call_beside,
        )
        rows = [
            {"部门": DEPARTMENTS[department], "更正表": path.relative_to(night.folder).as_posix()}
            for department, path in written.items()
        ]
        table = pyarrow.table({"department": pyarrow.array(list(written), pyarrow.string())})
        metadata: dict[str, MetadataValue[Any]] = {
            "更正表": table_of(["部门", "更正表"], rows),
            "送回期限": MetadataValue.text(due.isoformat()),
        }
        return MaterializeResult(value={CORRECTION_WORKBOOKS: table}, metadata=metadata)


def _open_findings(night: Night) -> set[str] | None:
    """The findings that are open as published; None where the folder of the night is gone: then all found are."""
    path = published_table(night.folder, night.day, FINDINGS)
    if path is None:
        return None
    findings = pyarrow.parquet.read_table(path, columns=["finding_id", "status"])
    return set(findings.filter(compute.equal(findings["status"], "open"))["finding_id"].to_pylist())
