"""The sensor of messages: feeds that are late and runs that failed are told to their owners, once each."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from dagster import (
    AssetObservation,
    DagsterEventType,
    DagsterInstance,
    DagsterRunStatus,
    DefaultSensorStatus,
    MetadataValue,
    RunRecord,
    RunsFilter,
    SensorDefinition,
    SensorEvaluationContext,
    SensorResult,
    sensor,
)

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from xundian_pipeline import faults
from xundian_pipeline.arriving import arrivals
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.notifying.lateness import LateFeed, late_feeds
from xundian_pipeline.notifying.messages import Message, failure_message, late_key, late_messages
from xundian_pipeline.notifying.outbox import Outbox, open_outbox, tell_by_apprise
from xundian_pipeline.orchestration.department_rerun import DEPARTMENT_TAG, STARTED_RUN
from xundian_pipeline.orchestration.freshness import DUE
from xundian_pipeline.orchestration.resources import ASSESSMENT_DATE_TAG, Sources
from xundian_pipeline.orchestration.step_assets import LEADING_DEPARTMENT
from xundian_pipeline.orchestration.wiring import AFTER_PUBLISHING
from xundian_pipeline.reading import read_sources_file
from xundian_pipeline.settings import Settings, choose_assessment_date, read_settings
from xundian_pipeline.store import demand_known_format

NAME = "messages"
SECONDS_BETWEEN_LOOKS = 60
LOOKS_BACK = datetime.timedelta(days=1)
"""Runs that failed before are not told any more, though nobody was told: the interface may have been off for long."""

_REASONS = (faults.DISK_FULL, faults.OUT_OF_MEMORY)


def messages_sensor(data: Callable[[], Path], county: County) -> SensorDefinition:
    """Return the sensor. `data` gives the data folder; PipelineError where nobody has said which."""

    @sensor(
        name=NAME,
        minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
        default_status=DefaultSensorStatus.RUNNING,
        description=(
            "告知责任单位：过了送达期限还没有送到的名册（每个考核日一次），和失败的运行（每次一次）。"
            "告知到哪里、送达期限，写在数据文件夹的 config.yaml 里（notify、due）。没有送到的通知再试，一共三次。"
        ),
    )
    def tell(context: SensorEvaluationContext, sources: Sources) -> SensorResult:
        try:
            return _tell(data(), sources, context.instance, county.timezone)
        except (PipelineError, OSError) as error:
            said = faults.explain(error)
        return SensorResult(skip_reason=said)

    return tell


def _tell(data: Path, sources: Sources, instance: DagsterInstance, timezone: str) -> SensorResult:
    demand_known_format(data)
    settings = read_settings(data)
    now = datetime.datetime.now(datetime.UTC)
    with open_outbox(data) as outbox:
        outbox.forget_old(now.timestamp())
        said: list[str] = []
        messages = _failures(instance, now)
        observed: list[AssetObservation] = []
        try:
            day, late = _late(data, sources, settings, now, timezone)
        except (PipelineError, OSError) as error:
            said.append(faults.explain(error))
        else:
            observed = _observed(late, day, settings, outbox)
            messages += late_messages(late, day, settings, outbox.told)
        taken = outbox.put(messages, settings, now.timestamp())
        said += [f"告知{DEPARTMENTS[message.department]}：{message.title}" for message in taken]
        said += outbox.deliver(settings, tell_by_apprise)
    return SensorResult(skip_reason="\n".join(said) or "没有要告知的。", asset_events=observed)


def _late(
    data: Path, sources: Sources, settings: Settings, now: datetime.datetime, timezone: str
) -> tuple[datetime.date, list[LateFeed]]:
    day = choose_assessment_date(None, settings, timezone, now)
    elsewhere = read_sources_file(Path(sources.databases)) if sources.databases else {}
    found = arrivals.look(sources.path, data)
    return day, late_feeds(found, elsewhere, settings, day, now, timezone)


def _observed(
    late: Sequence[LateFeed], day: datetime.date, settings: Settings, outbox: Outbox
) -> list[AssetObservation]:
    """What the assets of late feeds show of it; once, when the department is told."""
    return [
        AssetObservation(
            asset_key=one.feed.id,
            description=f"过期没有送到：考核日 {day}，应当在{settings.due_of(one.feed.department).text()}送到。",
            metadata={DUE: MetadataValue.text(settings.due_of(one.feed.department).text())},
        )
        for one in late
        if settings.addresses_of(one.feed.department) and late_key(one, day) not in outbox.told
    ]


def _failures(instance: DagsterInstance, now: datetime.datetime) -> list[Message]:
    """One message for each run that failed lately and each department that has to do with it."""
    lately = RunsFilter(statuses=[DagsterRunStatus.FAILURE], updated_after=now - LOOKS_BACK)
    return [
        message
        for record in instance.get_run_records(lately)
        if not _failed(instance, record.dagster_run.tags.get(STARTED_RUN))
        for message in _failure(instance, record)
    ]


def _failed(instance: DagsterInstance, run_id: str | None) -> bool:
    """Say whether the run failed that another had only started: it is told itself."""
    run = instance.get_run_by_id(run_id) if run_id else None
    return run is not None and run.status == DagsterRunStatus.FAILURE


def _failure(instance: DagsterInstance, record: RunRecord) -> list[Message]:
    run = record.dagster_run
    failed: dict[str, list[str]] = defaultdict(list)
    reason = None
    for entry in instance.all_logs(run.run_id, of_type=DagsterEventType.STEP_FAILURE):
        event = entry.dagster_event
        if event is None or event.step_key is None:
            continue
        feed = FEEDS.get(event.step_key)
        failed[feed.department if feed else LEADING_DEPARTMENT].append(event.step_key)
        told = event.step_failure_data.user_failure_data
        reason = next((text for text in _REASONS if told is not None and told.description == text), reason)
    whose = _department(run.tags.get(DEPARTMENT_TAG))
    if whose is not None:
        failed = defaultdict(list, {whose: [asset for assets in failed.values() for asset in assets]})
    elif not failed:
        failed[LEADING_DEPARTMENT] = []
    day = run.tags.get(ASSESSMENT_DATE_TAG)
    return [
        failure_message(run.run_id, department, assets, day, reason, _only_after_publishing(assets))
        for department, assets in failed.items()
    ]


def _only_after_publishing(failed: Sequence[str]) -> bool:
    return bool(failed) and AFTER_PUBLISHING.issuperset(failed)


def _department(tag: str | None) -> str | None:
    """The department that a run was started for, by its identifier or its name."""
    return next((name for name, title in DEPARTMENTS.items() if tag in (name, title)), None)
