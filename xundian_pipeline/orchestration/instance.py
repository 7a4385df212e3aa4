"""The Dagster instance in DATA/dagster: its settings, its first making, and the runs whose process died."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster import DagsterInstance, DagsterRunStatus, RunsFilter

from xundian_pipeline.store import Store
from xundian_pipeline.store.folders import make_private_folder, write_whole

SETTINGS_FILE = "dagster.yaml"
SETTINGS = """\
# 由程序写入，请勿修改：不上传使用情况；不保存程序的屏幕输出；在界面上启动的运行立即开始；
# 通知很慢时，新到的文件不等它。
telemetry:
  enabled: false
nux:
  enabled: false
compute_logs:
  module: dagster._core.storage.noop_compute_log_manager
  class: NoOpComputeLogManager
run_coordinator:
  module: dagster._core.run_coordinator
  class: DefaultRunCoordinator
sensors:
  use_threads: true
  num_workers: 2
python_logs:
  python_log_level: CRITICAL
"""
DEAD_RUN = "运行的进程已经不在（被中断或断电），记为失败；其他运行不受影响。"

UNFINISHED = (
    DagsterRunStatus.NOT_STARTED,
    DagsterRunStatus.STARTING,
    DagsterRunStatus.STARTED,
    DagsterRunStatus.CANCELING,
)
"""The runs that may still change something."""

_SECONDS_TO_START = 120


def instance_folder(data: Path) -> Path:
    """Where the instance of a data folder lives."""
    return data / "dagster"


@contextmanager
def open_instance(data: Path) -> Iterator[DagsterInstance]:
    """Open the instance of DATA, made on first use."""
    folder = prepare_instance(data)
    with DagsterInstance.from_config(str(folder)) as instance:
        yield instance


def prepare_instance(data: Path) -> Path:
    """Make the instance where it is missing, whole or not at all, and bring its settings up to date."""
    folder = instance_folder(data)
    if not folder.exists():
        _make(data, folder)
    settings = folder / SETTINGS_FILE
    if not settings.exists() or settings.read_text("utf-8") != SETTINGS:
        write_whole(settings, SETTINGS)
    return folder


def _make(data: Path, folder: Path) -> None:
    """Make the databases beside their place and rename them into it: a kill leaves no half-made database there."""
    for leftover in data.glob(".dagster-*"):
        if time.time() - leftover.stat().st_mtime > _SECONDS_TO_START:
            shutil.rmtree(leftover, ignore_errors=True)
    making = make_private_folder(data / f".dagster-{secrets.token_hex(8)}")
    try:
        write_whole(making / SETTINGS_FILE, SETTINGS)
        with DagsterInstance.from_config(str(making)) as instance:
            instance.get_runs_count()
            instance.all_asset_keys()
            instance.all_instigator_state()
        try:
            making.rename(folder)
        except OSError:
            if not folder.exists():
                raise
    finally:
        shutil.rmtree(making, ignore_errors=True)


def fail_dead_runs(instance: DagsterInstance, store: Store, besides: str | None = None) -> int:
    """Mark the runs as failed that are unfinished and have no process any more; return how many.

    A run that the interface has just launched has not claimed its life yet: it is given time to.
    """
    failed = 0
    for record in instance.get_run_records(RunsFilter(statuses=list(UNFINISHED))):
        run = record.dagster_run
        if run.run_id == besides:
            continue
        alive = store.is_alive(run.run_id)
        if alive is None:
            alive = time.time() - record.create_timestamp.timestamp() < _SECONDS_TO_START
        if not alive:
            instance.report_run_failed(run, DEAD_RUN)
            failed += 1
    return failed
