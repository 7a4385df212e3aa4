"""Runs that are recorded and carried out in this process, as if the interface had launched them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from dagster import AssetKey, DagsterInstance, DagsterRun, DagsterRunStatus, JobDefinition
from dagster._core.definitions.job_base import InMemoryJob
from dagster._core.definitions.repository_definition import SINGLETON_REPOSITORY_NAME
from dagster._core.execution.api import execute_run_iterator
from dagster._core.remote_origin import ManagedGrpcPythonEnvCodeLocationOrigin, RemoteJobOrigin, RemoteRepositoryOrigin
from dagster._core.types.loadable_target_origin import LoadableTargetOrigin

from xundian_pipeline.orchestration.progress import Progress

DEFINITIONS = "xundian_pipeline.definitions"
STARTED_FROM = "started_from"

_STOPPED = frozenset({DagsterRunStatus.CANCELING, DagsterRunStatus.CANCELED})


def create_run(
    instance: DagsterInstance,
    job: JobDefinition,
    run_id: str,
    tags: Mapping[str, str],
    assets: frozenset[AssetKey] | None = None,
) -> DagsterRun:
    """Record a run as one of the code location that workspace.yaml names: the interface shows and repeats it.

    `assets` are those that `job` has been narrowed to; None where it runs all of its own.
    """
    location = ManagedGrpcPythonEnvCodeLocationOrigin(
        LoadableTargetOrigin(executable_path=sys.executable, module_name=DEFINITIONS), location_name=DEFINITIONS
    )
    origin = RemoteJobOrigin(RemoteRepositoryOrigin(location, SINGLETON_REPOSITORY_NAME), job.name)
    return instance.create_run_for_job(
        job, run_id=run_id, tags=dict(tags), asset_selection=assets, remote_job_origin=origin
    )


def carry_out(
    instance: DagsterInstance, job: JobDefinition, run: DagsterRun, progress: Progress, interrupted: Callable[[], bool]
) -> None:
    """Carry out a recorded run to its end; `progress` sees its events. Raises KeyboardInterrupt where it is to stop."""
    for event in execute_run_iterator(InMemoryJob(job), run, instance):
        progress.see(event)
        # Once a night is published, stopping would only leave its run unfinished.
        if progress.summary is None and interrupted():
            raise KeyboardInterrupt


def was_stopped(instance: DagsterInstance, run_id: str) -> bool:
    """Say whether somebody has stopped a run in the interface, which cannot reach a run inside another's process."""
    run = instance.get_run_by_id(run_id)
    return run is not None and run.status in _STOPPED
