"""Work beside a run: who does it, what becomes of its errors, and what happens where the second process dies."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.orchestration.nights import is_running, run_python
from tests.work_ahead.called import die_elsewhere, pid, refuse
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.work_ahead import Call, SecondProcess, WorkAhead


@pytest.fixture
def process() -> Iterator[SecondProcess]:
    with closing(SecondProcess()) as second:
        yield second


def _made_here(piece: str) -> str:
    return f"{piece} here"


def _make(piece: str, call: Call[str]) -> str:
    return call(_made_here, piece)


def test_the_thread_goes_first_through_what_is_given_and_every_piece_is_made_once() -> None:
    begun, made = threading.Event(), []

    def beside(_function: object, piece: str) -> str:
        begun.set()
        made.append(piece)
        return f"{piece} beside"

    with closing(WorkAhead(_make, ["large", "small"], beside)) as ahead:
        assert begun.wait(10)
        assert ahead.take("large") == "large beside"
        assert ahead.take("not given") == "not given here"
        assert ahead.take("small") in ("small beside", "small here")
        assert ahead.take("large") == "large here"
    assert made[0] == "large"
    assert len(made) == len(set(made))


def test_what_nobody_has_begun_is_made_here() -> None:
    go = threading.Event()

    def beside(_function: object, _piece: str) -> str:
        go.wait(10)
        return "beside"

    with closing(WorkAhead(_make, ["first", "second"], beside)) as ahead:
        while not ahead._begun["first"].running():
            time.sleep(0.01)
        assert ahead.take("second") == "second here"
        go.set()
        assert ahead.take("first") == "beside"


def test_an_error_comes_when_the_piece_is_asked_for() -> None:
    def beside(_function: object, piece: str) -> str:
        raise PipelineError(f"{piece} 读不了")

    with closing(WorkAhead(_make, ["helpers"], beside)) as ahead:
        ahead._begun["helpers"].exception(10)
        with pytest.raises(PipelineError, match="helpers 读不了"):
            ahead.take("helpers")


def test_the_work_is_done_in_another_process_the_same_each_time(process: SecondProcess) -> None:
    first = process.run(pid)
    assert first != os.getpid()
    assert process.run(pid, _name="again") == first


def test_an_error_arrives_whole(process: SecondProcess) -> None:
    with pytest.raises(PipelineError) as told:
        process.run(refuse, "文件读不了", department="health")
    assert (told.value.message, told.value.department) == ("文件读不了", "health")


def test_where_the_process_dies_the_work_is_done_here(process: SecondProcess) -> None:
    assert process.run(die_elsewhere, os.getpid()) == os.getpid()
    assert process.run(pid) == os.getpid()


def test_the_process_ends_when_it_is_closed() -> None:
    second = SecondProcess()
    its_pid = second.run(pid)
    assert is_running(its_pid)
    second.close()
    assert not is_running(its_pid)


def test_the_process_ends_with_a_run_that_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    run_python(
        "import os, pathlib, signal, subprocess, sys\n"
        f"code = {_STARTS_AND_IS_KILLED!r}\n"
        f"subprocess.run([sys.executable, '-c', code, {str(told)!r}])"
    )
    its_pid = int(told.read_text("ascii"))
    for _ in range(200):
        if not is_running(its_pid):
            return
        time.sleep(0.05)
    os.kill(its_pid, signal.SIGKILL)
    pytest.fail("it goes on without the run")


_STARTS_AND_IS_KILLED = """
import os, pathlib, signal, sys
from xundian_pipeline.work_ahead import SecondProcess
pathlib.Path(sys.argv[1]).write_text(str(SecondProcess().run(os.getpid)))
os.kill(os.getpid(), signal.SIGKILL)
"""
