"""One night from the command line: the nightly job, in this process, against the instance in DATA/dagster."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from contextlib import redirect_stderr
from pathlib import Path

from dagster import DagsterInstance, Definitions
from dagster._core.utils import make_new_run_id

from xundian_pipeline.archive import read_ledger
from xundian_pipeline.county import load_county
from xundian_pipeline.engine_choice import engine_named
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.orchestration.instance import fail_dead_runs, instance_folder, open_instance
from xundian_pipeline.orchestration.interrupts import heeding_interrupts
from xundian_pipeline.orchestration.jobs import NIGHTLY
from xundian_pipeline.orchestration.progress import Progress
from xundian_pipeline.orchestration.records import writing_records
from xundian_pipeline.orchestration.resources import ASSESSMENT_DATE_TAG, ENGINE_TAG, usable_sources
from xundian_pipeline.orchestration.runs import STARTED_FROM, carry_out, create_run
from xundian_pipeline.publishing.night import demand_unsealed
from xundian_pipeline.reading import read_sources_file
from xundian_pipeline.settings import choose_assessment_date, read_settings
from xundian_pipeline.store import Store, open_data_folder

FROM_COMMAND_LINE = {STARTED_FROM: "command_line"}

Say = Callable[[str], None]


def run_nightly(
    definitions: Callable[[], Definitions],
    sources: Path,
    data: Path,
    assessment_date: str | None,
    sources_file: Path | None,
    engine: str | None,
    publish_to: str | None,
    say: Say,
) -> bool:
    """Run the nightly job and tell its progress and its summary line by line; say whether every step was done.

    `definitions` loads the code location, once the environment says where everything is. `engine` is what the rules run
    on and `publish_to` the database to which the night is written too, None for those of the settings. Raises
    PipelineError where the night was not published, KeyboardInterrupt where the keyboard stopped it; last night's
    tables are then as they were. What fails after publishing only is told.
    """
    sources, data = sources.absolute(), data.absolute()
    usable_sources(sources)
    if sources_file is not None:
        read_sources_file(sources_file)
    migrated = open_data_folder(data)
    if migrated:
        say(migrated)
    engine = engine or read_settings(data).engine
    engine_named(engine)
    day = _choose_day(data, assessment_date)
    say(f"考核日 {day}；来件 {sources}；数据 {data}")
    ledger = read_ledger(data)
    demand_unsealed(ledger, day)
    if ledger.after(day):
        say(
            f"考核日 {day} 早于已有的 {ledger.nights[-1].assessment_date}：作为补录的一夜插入历史，"
            "后面各夜的历史随之更新，发布的仍是最近的一夜。"
        )
    set_environment(sources, data, sources_file, publish_to)
    with open_instance(data) as instance:
        store = Store(data)
        dead = fail_dead_runs(instance, store)
        if dead:
            say(f"有 {dead} 次以前的运行中途断了，已记为失败。")
        run_id = make_new_run_id()
        store.claim(run_id)
        progress = Progress(say)
        record = writing_records(instance_folder(data), run_id)
        with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere), record:
            _execute(
                definitions(), instance, run_id, {ASSESSMENT_DATE_TAG: day.isoformat(), ENGINE_TAG: engine}, progress
            )
    if progress.summary is None:
        raise PipelineError(progress.failure or "运行没有走到发布这一步：请在界面上查看这次运行。")
    for line in progress.summary:
        say(line)
    say(f"结果在 {data / 'published' / 'xundian.duckdb'} 和 {data / 'published' / 'parquet'}")
    if progress.failure is not None:
        say(f"本夜已经发布，但发布以后有一步没有做成：{progress.failure}")
    return progress.failure is None


def _choose_day(data: Path, chosen: str | None) -> datetime.date:
    county = load_county()
    day = choose_assessment_date(chosen, read_settings(data), county.timezone)
    county.parameters.on(day)
    return day


def set_environment(sources: Path, data: Path, sources_file: Path | None, publish_to: str | None = None) -> None:
    """Say where everything is the way the interface's processes are told, so that both run the same definitions."""
    os.environ["XUNDIAN_DATA"] = str(data)
    os.environ["XUNDIAN_SOURCES"] = str(sources)
    os.environ["XUNDIAN_SOURCES_FILE"] = str(sources_file.absolute()) if sources_file else ""
    os.environ["XUNDIAN_PUBLISH_TO"] = publish_to or ""
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"


def _execute(
    defs: Definitions, instance: DagsterInstance, run_id: str, tags: dict[str, str], progress: Progress
) -> None:
    job = defs.resolve_job_def(NIGHTLY)
    run = create_run(instance, job, run_id, {**tags, **FROM_COMMAND_LINE})
    with heeding_interrupts() as interrupted:
        carry_out(instance, job, run, progress, interrupted)
