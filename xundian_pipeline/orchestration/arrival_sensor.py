"""The sensor of arrivals: files that have come and stand still start one run of what they concern, up to publishing."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import time as now

from dagster import (
    AssetKey,
    AssetSelection,
    DagsterInstance,
    DefaultSensorStatus,
    RunRequest,
    RunsFilter,
    SensorDefinition,
    SensorEvaluationContext,
    SensorResult,
    sensor,
)
from dagster._core.definitions.assets.graph.asset_graph import AssetGraph

from schemas.registry import FEEDS
from xundian_pipeline import faults
from xundian_pipeline.archive import read_ledger
from xundian_pipeline.arriving import arrivals
from xundian_pipeline.arriving.arrivals import CORRECTION_FILES, DECISIONS, Found, Seen
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.orchestration.instance import UNFINISHED, fail_dead_runs
from xundian_pipeline.orchestration.jobs import NIGHTLY, nightly
from xundian_pipeline.orchestration.resources import ASSESSMENT_DATE_TAG, Sources
from xundian_pipeline.orchestration.runs import STARTED_FROM
from xundian_pipeline.settings import choose_assessment_date, read_settings
from xundian_pipeline.store import Dataset, Store, demand_known_format

NAME = "arrivals"
SECONDS_BETWEEN_LOOKS = 5
FROM_ARRIVAL = {STARTED_FROM: "arrival"}

_TITLES = {**{feed.id: feed.title for feed in FEEDS.values()}, DECISIONS: "人工认定", CORRECTION_FILES: "更正表"}


def arrival_sensor(data: Callable[[], Path], county: County) -> SensorDefinition:
    """Return the sensor. `data` gives the data folder; PipelineError where nobody has said which."""

    @sensor(
        name=NAME,
        job=nightly,
        minimum_interval_seconds=SECONDS_BETWEEN_LOOKS,
        default_status=DefaultSensorStatus.RUNNING,
        description=(
            "文件到了就开工：来件文件夹里的名册、更正表或人工认定有新增、改动或删去，等文件不再变化（拷贝完）以后，"
            "自动运行这几份和它们下游的全部资产，一直到发布。还没有完整的一夜时运行整个夜间任务。有运行正在进行时先等它结束。"
        ),
    )
    def arrived(context: SensorEvaluationContext, sources: Sources) -> SensorResult:
        seen = Seen.from_text(context.cursor)
        try:
            assert context.repository_def is not None
            graph = context.repository_def.asset_graph
            return _look(data(), sources.path, seen, graph, context.instance, county.timezone)
        except (PipelineError, OSError) as error:
            said = faults.explain(error)
        return SensorResult(skip_reason=said, cursor=seen.text())

    return arrived


def _look(
    data: Path, sources: Path, seen: Seen, graph: AssetGraph, instance: DagsterInstance, timezone: str
) -> SensorResult:
    demand_known_format(data)
    found = {asset: files for asset, files in arrivals.look(sources, data).items() if graph.has(AssetKey(asset))}
    seen, settled = arrivals.watch(seen, found, now())
    if not settled:
        waiting = f"{_named(seen.watched)}正在变化，等文件拷贝完。" if seen.watched else "没有新到的文件。"
        return SensorResult(skip_reason=waiting, cursor=seen.text())
    fail_dead_runs(instance, Store(data))
    if instance.get_run_ids(RunsFilter(statuses=list(UNFINISHED)), limit=1):
        said = f"{_named(settled)}有变化；有运行正在进行，等它结束。"
        return SensorResult(skip_reason=said, cursor=seen.text())
    stored = Store(data).current()
    answers = arrivals.changed(found, settled, stored.get)
    changed = sorted(asset for asset, differs in answers.items() if differs)
    if not changed:
        return SensorResult(skip_reason="没有新到的内容。", cursor=seen.accounting(found, answers).text())
    day = choose_assessment_date(None, read_settings(data), timezone)
    night = read_ledger(data).night(day)
    if night is not None and night.sealed_by is not None:
        said = f"{_named(changed)}有变化；考核日 {day} 的一夜已经封存，不能重跑，所以没有运行。"
        return SensorResult(skip_reason=said, cursor=seen.text())
    request = RunRequest(
        run_key=_run_key(seen, found, changed, day),
        job_name=NIGHTLY,
        asset_selection=_selection(changed, found, stored, day, graph),
        tags={**FROM_ARRIVAL, ASSESSMENT_DATE_TAG: day.isoformat()},
    )
    seen = seen.accounting(found, answers).counting_a_run()
    return SensorResult(run_requests=[request], cursor=seen.text())


def _selection(
    changed: Iterable[str],
    found: Found,
    stored: Mapping[str, Dataset],
    day: datetime.date,
    graph: AssetGraph,
) -> list[AssetKey] | None:
    """What the run makes: the changed assets and all that is made of them; None, everything, where the rest is missing.

    What the run does not make itself it takes from the store, which has to have it for the same date.
    """
    begun = set(changed)
    if CORRECTION_FILES in begun:
        begun |= arrivals.corrected_feeds(found[CORRECTION_FILES], stored.get)
    selection = AssetSelection.assets(*sorted(begun)).downstream().resolve(graph)
    rest = {key.to_user_string() for key in graph.executable_asset_keys - selection}
    complete = all(name in stored and stored[name].assessment_date == day for name in rest)
    return sorted(selection) if complete else None


def _run_key(seen: Seen, found: Found, changed: Iterable[str], day: datetime.date) -> str:
    """Name the request, so that one whose account was lost in a crash is not carried out twice."""
    content = "\n".join(f"{asset} {arrivals.fingerprint(found[asset])}" for asset in changed)
    return f"{day}-{seen.started}-{hashlib.sha256(content.encode()).hexdigest()[:16]}"


def _named(assets: Iterable[str]) -> str:
    return "、".join(f"《{_TITLES[asset]}》" for asset in sorted(assets))
