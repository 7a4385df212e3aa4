"""What the console hears of a run: one line per asset, and why it failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dagster import DagsterEvent, DagsterEventType
from dagster._core.events import JobFailureData
from dagster_shared.error import SerializableErrorInfo

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from xundian_pipeline import faults
from xundian_pipeline.arriving.arrivals import CORRECTION_FILES, DECISIONS
from xundian_pipeline.orchestration.failures import DEPARTMENT
from xundian_pipeline.orchestration.metadata import RESULT
from xundian_pipeline.orchestration.summary import SUMMARY
from xundian_pipeline.orchestration.wiring import (
    BOARD,
    CORRECTION_WORKBOOKS,
    DATABASE_TABLES,
    HOUSEHOLDS,
    LEADERS_WORKBOOK,
    PEOPLE,
    PUBLISHED,
    UNKNOWN_FILES,
)
from xundian_pipeline.rules import FAMILIES

_TITLES = {
    UNKNOWN_FILES: "认不出的文件",
    CORRECTION_FILES: "送回的更正表",
    DECISIONS: "人工认定",
    PEOPLE: "人员比对",
    HOUSEHOLDS: "合并到户",
    PUBLISHED: "发布",
    CORRECTION_WORKBOOKS: "写出更正表",
    BOARD: "挂图作战",
    LEADERS_WORKBOOK: "领导用的 Excel",
    DATABASE_TABLES: "写入数据库",
    **{name: family.title for name, family in FAMILIES.items()},
    **{feed.id: f"{DEPARTMENTS[feed.department]}《{feed.title}》" for feed in FEEDS.values()},
}
_INTERRUPTIONS = frozenset({"KeyboardInterrupt", "DagsterExecutionInterruptedError"})


class Progress:
    """Follows the events of a run.

    `failure` is the first error, in Chinese; `summary` the lines of a published night. None where there is none.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self.failure: str | None = None
        self.summary: Sequence[str] | None = None

    def see(self, event: DagsterEvent) -> None:
        """Take the next event of the run."""
        if event.event_type == DagsterEventType.ASSET_MATERIALIZATION:
            self._materialised(event)
        elif event.event_type == DagsterEventType.STEP_UP_FOR_RETRY:
            self._say(f"  {_title(event)}：这次没有成功，稍后重试")
        elif event.event_type == DagsterEventType.STEP_FAILURE:
            self._failed(event)
        elif event.event_type == DagsterEventType.RUN_FAILURE and self.failure is None:
            data = event.event_specific_data
            self.failure = _told(data.error if isinstance(data, JobFailureData) else None)

    def _materialised(self, event: DagsterEvent) -> None:
        metadata = event.step_materialization_data.materialization.metadata
        result = metadata.get(RESULT)
        self._say(f"  {_title(event)}：{result.value if result else '完成'}")
        if SUMMARY in metadata:
            lines = str(metadata[SUMMARY].value).splitlines()
            self.summary = [line.removeprefix("- ") for line in lines]

    def _failed(self, event: DagsterEvent) -> None:
        data = event.step_failure_data
        failure = data.user_failure_data
        if failure is not None and failure.description:
            text = failure.description
            department = failure.metadata.get(DEPARTMENT)
            if department is not None and str(department.value) not in text:
                text += f"（责任单位：{department.value}）"
        else:
            text = _told(data.error)
        self._say(f"  {_title(event)}：失败")
        self.failure = self.failure or text


def _title(event: DagsterEvent) -> str:
    name = event.asset_key.path[-1] if event.asset_key else event.step_key or ""
    return _TITLES.get(name, name)


def _told(error: SerializableErrorInfo | None) -> str:
    """Return the Chinese text of a Failure in a chain of serialised errors; of any other error only its kind."""
    kind = None
    while error is not None:
        kind = error.cls_name
        if kind in _INTERRUPTIONS:
            return faults.INTERRUPTED
        if kind == "Failure":
            return faults.one_line(error.message.split(": ", 1)[-1])
        if faults.tells_of_full_disk(error.message):
            return faults.DISK_FULL
        error = error.cause
    return f"运行出现意外错误（{kind or '原因不明'}）：请在界面上查看这次运行，并告诉维护人员。"
