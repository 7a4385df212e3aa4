"""The interface as an officer starts it: it shows the nights of the command line, runs assets again, and ends whole."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.orchestration.conftest import Office, copy_of
from tests.orchestration.nights import COMMAND, environment, is_running, published, xundian
from tests.ports import free_port
from xundian_pipeline.store import Store

LOCATION = {"repositoryLocationName": "xundian_pipeline.definitions", "repositoryName": "__repository__"}
FINISHED = {"SUCCESS", "FAILURE", "CANCELED"}


@dataclass(frozen=True)
class Interface:
    """A running interface, the page that checks files, and the office that they serve."""

    office: Office
    address: str
    check_port: int
    process: subprocess.Popen[str]

    def ask(self, query: str, **variables: Any) -> Any:
        """Ask by GraphQL, as the pages do."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(f"{self.address}/graphql", body, {"content-type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            content = json.load(answer)
        assert "errors" not in content, content
        return content["data"]

    def wait_for(self, run_id: str) -> str:
        """Wait for a run to end; return how."""
        while True:
            status = self.ask("query($id: ID!) {runOrError(runId: $id) {... on Run {status}}}", id=run_id)
            if status["runOrError"]["status"] in FINISHED:
                return str(status["runOrError"]["status"])
            time.sleep(0.3)


def _children(pid: int) -> list[int]:
    """All processes below a process."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            child = int(status.parent.name)
            found += [child, *_children(child)]
    return found


def _is_open_to_others(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        # The interface opens and closes its databases meanwhile: their logs come and go.
        return False
    return not stat.S_ISLNK(mode) and bool(mode & 0o077)


@contextmanager
def served(office: Office) -> Iterator[Interface]:
    """The interface over an office, until the block is left."""
    port, check_port = free_port(), free_port()
    arguments = ["ui", "--sources", str(office.sources), "--data", str(office.data)]
    arguments += ["--port", str(port), "--check-port", str(check_port)]
    process = subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment()
    )
    address = f"http://127.0.0.1:{port}"
    try:
        while process.poll() is None:
            try:
                urllib.request.urlopen(f"{address}/server_info").close()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.3)
        assert process.poll() is None
        yield Interface(office, address, check_port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


@pytest.fixture(scope="module")
def interface(office_after_a_night: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interface]:
    """An interface that the tests below share, in their order."""
    with served(copy_of(office_after_a_night, tmp_path_factory.mktemp("interface"))) as started:
        yield started


@pytest.fixture
def own_interface(office: Office) -> Iterator[Interface]:
    """An interface for a test that ends it."""
    with served(office) as started:
        yield started


def test_nights_are_shown_and_assets_run_again(interface: Interface) -> None:
    schedules = "{schedulesOrError(repositorySelector: %s) {... on Schedules {results {name scheduleState {status}}}}}"
    selector = "{" + ", ".join(f'{name}: "{value}"' for name, value in LOCATION.items()) + "}"
    (schedule,) = interface.ask(schedules % selector)["schedulesOrError"]["results"]
    assert schedule == {"name": "nightly_at_two", "scheduleState": {"status": "RUNNING"}}

    (night,) = interface.ask("{runsOrError {... on Runs {results {runId status jobName}}}}")["runsOrError"]["results"]
    assert (night["status"], night["jobName"]) == ("SUCCESS", "nightly")

    again = interface.ask(
        "mutation($p: ReexecutionParams!) {launchRunReexecution(reexecutionParams: $p)"
        " {... on LaunchRunSuccess {run {runId}} ... on PythonError {message}}}",
        p={"parentRunId": night["runId"], "strategy": "ALL_STEPS"},
    )["launchRunReexecution"]
    assert interface.wait_for(again["run"]["runId"]) == "SUCCESS"

    one = interface.ask(
        "mutation($p: ExecutionParams!) {launchPipelineExecution(executionParams: $p)"
        " {... on LaunchRunSuccess {run {runId}} ... on PythonError {message}}}",
        p={
            "selector": {
                **LOCATION,
                "pipelineName": "__ASSET_JOB",
                "assetSelection": [{"path": ["household_results"]}],
            },
            "runConfigData": {},
            "mode": "default",
        },
    )["launchPipelineExecution"]
    assert interface.wait_for(one["run"]["runId"]) == "SUCCESS"
    assert published(interface.office.data, "SELECT count(*) FROM exit_indicators.household_exit") == [(2,)]

    data = interface.office.data
    for_readers = (data / "nights", data / "reports")
    others = [path for path in data.rglob("*") if not any(path.is_relative_to(folder) for folder in for_readers)]
    assert [path.name for path in others if _is_open_to_others(path)] == ["format"]


def test_a_file_that_arrives_is_published_with_no_command(interface: Interface) -> None:
    office = interface.office
    (dibao,) = office.sources.glob("dibao.*")
    before = (office.data / "published").readlink()
    content = dibao.read_bytes()
    with dibao.open("wb") as written:
        for piece in (content, b"\n"):
            written.write(piece)
            written.flush()
            time.sleep(6)
            assert (office.data / "published").readlink() == before, "it was read before it was complete"
    give_up = time.monotonic() + 180
    while (office.data / "published").readlink() == before:
        assert time.monotonic() < give_up
        time.sleep(0.5)
    query = "{runsOrError {... on Runs {results {jobName tags {key value} assetSelection {path}}}}}"
    run = interface.ask(query)["runsOrError"]["results"][0]
    assert {"key": "started_from", "value": "arrival"} in run["tags"]
    made = {name for asset in run["assetSelection"] for name in asset["path"]}
    assert "dibao" in made
    assert "deaths" not in made


STOPPED_FROM = {
    "department_rerun": ("SAFE_TERMINATE", {"department_rerun": "CANCELED", "__ASSET_JOB": "FAILURE"}),
    "__ASSET_JOB": ("MARK_AS_CANCELED_IMMEDIATELY", {"department_rerun": "FAILURE", "__ASSET_JOB": "CANCELED"}),
}
"""Which of a rerun's two runs is stopped -> how the interface stops it, as it cannot reach the one within the other;
and how both end."""


@pytest.mark.parametrize("job", STOPPED_FROM)
def test_a_department_rerun_stops_from_either_of_its_runs(interface: Interface, job: str) -> None:
    data = interface.office.data
    policy, ends = STOPPED_FROM[job]
    before = (data / "published").resolve()
    interface.ask(
        "mutation($p: ExecutionParams!) {launchPipelineExecution(executionParams: $p)"
        " {... on LaunchRunSuccess {run {runId}} ... on PythonError {message}}}",
        p={
            "selector": {**LOCATION, "pipelineName": "department_rerun"},
            "runConfigData": {},
            "mode": "default",
            "executionMetadata": {"tags": [{"key": "dagster/partition", "value": "扶贫办"}]},
        },
    )
    runs: dict[str, str] = {}
    while "__ASSET_JOB" not in runs:
        found = interface.ask("{runsOrError(limit: 2) {... on Runs {results {runId status jobName}}}}")
        runs = {run["jobName"]: run["runId"] for run in found["runsOrError"]["results"] if run["status"] == "STARTED"}
    interface.ask(
        "mutation($id: String!, $policy: TerminateRunPolicy) {terminateRun(runId: $id, terminatePolicy: $policy)"
        " {__typename}}",
        id=runs[job],
        policy=policy,
    )
    assert {name: interface.wait_for(run) for name, run in runs.items()} == ends
    while Store(data).living_runs():
        time.sleep(0.2)
    assert (data / "published").resolve() == before


def test_it_is_seen_on_this_machine_alone_and_ends_whole(own_interface: Interface) -> None:
    own_interface.ask("{version}")
    port = int(own_interface.address.rpartition(":")[2])
    with urllib.request.urlopen(f"http://127.0.0.1:{own_interface.check_port}") as page:
        assert "报送前自查" in page.read().decode()
    for served in (port, own_interface.check_port):
        with socket.socket() as other, pytest.raises(OSError, match="refused"):
            other.connect(("127.0.0.2", served))
    processes = _children(own_interface.process.pid)
    assert len(processes) >= 2
    own_interface.process.send_signal(signal.SIGTERM)
    said = own_interface.process.communicate()[0]
    assert own_interface.process.returncode == 0
    for served in (port, own_interface.check_port):
        assert f"http://127.0.0.1:{served}" in said
    assert "Traceback" not in said
    assert [pid for pid in processes if is_running(pid)] == []


@pytest.mark.parametrize(
    "module", [b"dagster._daemon", pytest.param(b"xundian_pipeline.self_check", marks=pytest.mark.long)]
)
def test_when_one_ends_the_others_end_too(own_interface: Interface, module: bytes) -> None:
    processes = _children(own_interface.process.pid)
    ended = [pid for pid in processes if module in Path(f"/proc/{pid}/cmdline").read_bytes()]
    os.kill(ended[0], signal.SIGKILL)
    said = own_interface.process.communicate()[0]
    assert own_interface.process.returncode == 1
    assert "界面停止" in said
    assert [pid for pid in processes if is_running(pid)] == []


def test_a_port_that_is_taken_is_told(office: Office) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        failed = xundian("ui", "--sources", office.sources, "--data", office.data, "--port", str(port))
    assert failed.returncode == 1
    assert f"端口 {port} 不能用" in failed.stderr


def test_without_sources_it_does_not_start(tmp_path: Path) -> None:
    failed = xundian("ui", "--sources", tmp_path / "nowhere", "--data", tmp_path / "data")
    assert failed.returncode == 1
    assert "来件文件夹" in failed.stderr
