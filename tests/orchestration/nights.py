"""How the tests run nights: the command line as a process, and selected assets as the interface runs them."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
from dagster import AssetKey, DagsterInstance, Definitions, ExecuteInProcessResult, GraphDefinition, JobDefinition

from tests.architecture.project_files import REPOSITORY
from tests.reckoning.small_county import SmallCounty
from xundian_pipeline.cli import main
from xundian_pipeline.definitions import build_defs
from xundian_pipeline.orchestration.instance import open_instance
from xundian_pipeline.orchestration.wiring import UPSTREAM

COMMAND = (sys.executable, "-m", "xundian_pipeline.cli")


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that runs the project."""
    return {**os.environ, "PYTHONPATH": str(REPOSITORY), "LANG": "C.UTF-8", **more}


def xundian(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, env=environment(), check=False
    )


def xundian_here(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in the tests' own process, where all is imported that a new one needs seconds for.

    What the command leaves in its process is put back: environment, mask of new files, what is warned of.
    """
    typed = [*map(str, arguments)]
    said, complained = io.StringIO(), io.StringIO()
    before, mask = dict(os.environ), os.umask(0o022)
    try:
        with (
            # What a new process loads, of the environment of now; the module itself was loaded in that of the tests.
            mock.patch("xundian_pipeline.cli.commands._definitions", build_defs),
            warnings.catch_warnings(),
            redirect_stdout(said),
            redirect_stderr(complained),
        ):
            code = main(typed)
    finally:
        os.umask(mask)
        os.environ.clear()
        os.environ.update(before)
    return subprocess.CompletedProcess(typed, code, said.getvalue(), complained.getvalue())


def nightly_here(sources: Path, data: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a night to its end in the tests' own process."""
    return xundian_here("nightly", "--sources", sources, "--data", data, *more)


def run_python(code: str) -> str:
    """Run code in a new interpreter; return what it printed."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True)
    return done.stdout


def nightly(sources: Path, data: Path, *more: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a night to its end."""
    return xundian("nightly", "--sources", sources, "--data", data, *more)


def start_nightly(sources: Path, data: Path, *more: str) -> subprocess.Popen[str]:
    """Start a night."""
    return subprocess.Popen(
        [*COMMAND, "nightly", "--sources", str(sources), "--data", str(data), *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )


def small_county(folder: Path) -> SmallCounty:
    """A county of two households, both ready to exit; all 29 feeds have come."""
    county = SmallCounty(folder)
    county.write()
    return county


def is_running(pid: int) -> bool:
    """Say whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def published(data: Path, query: str) -> list[tuple[Any, ...]]:
    """Ask the published database, as a reader does."""
    with contextlib.closing(duckdb.connect(str(data / "published" / "xundian.duckdb"), read_only=True)) as connection:
        return connection.execute(query).fetchall()


@contextlib.contextmanager
def told_where(sources: Path, data: Path) -> Iterator[None]:
    """Say by the environment where files and data are, as the processes of the interface are told."""
    told = {"XUNDIAN_SOURCES": str(sources), "XUNDIAN_DATA": str(data)}
    before = {name: os.environ.get(name) for name in told}
    os.environ.update(told)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def materialise(
    sources: Path,
    data: Path,
    assets: Sequence[str],
    *,
    tags: Mapping[str, str] | None = None,
    config: Mapping[str, Any] | None = None,
) -> ExecuteInProcessResult:
    """Run selected assets against the instance of `data`, as "Materialize selected" does."""
    with told_where(sources, data), open_instance(data) as instance:
        return run_assets(instance, assets, tags, config)


def run_assets(
    instance: DagsterInstance,
    assets: Sequence[str],
    tags: Mapping[str, str] | None = None,
    config: Mapping[str, Any] | None = None,
    defs: Definitions | None = None,
) -> ExecuteInProcessResult:
    """Run selected assets, of the project's definitions where no others are given."""
    if defs is None:
        from xundian_pipeline.definitions import defs
    job = defs.resolve_implicit_global_asset_job_def()
    return job.execute_in_process(
        instance=instance,
        asset_selection=[AssetKey(name) for name in assets],
        tags=dict(tags or {}),
        run_config=dict(config or {}),
        raise_on_error=False,
    )


def and_downstream(names: Iterable[str]) -> set[str]:
    """Assets and all that reads them, as the wiring has it."""
    found = set(names)
    while more := {name for name, upstream in UPSTREAM.items() if found & set(upstream)} - found:
        found |= more
    return found


def failure_texts(result: ExecuteInProcessResult) -> list[str]:
    """What the interface shows of the steps that failed."""
    texts = []
    for event in result.all_events:
        if event.is_step_failure:
            failure = event.step_failure_data.user_failure_data
            texts.append(failure.description or "" if failure else event.step_failure_data.error.message)
    return texts


def some_job() -> JobDefinition:
    """A job of which only the record of a run is wanted: that of the nightly job takes seconds to make."""
    return GraphDefinition(name="some_job").to_job()
