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
from tests.work_ahead.called import die_elsewhere, has_loaded, persons, pid, refuse
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.second_process import SecondProcess, begin_early, second_process
from xundian_pipeline.work_ahead import Call, WorkAhead


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


def test_an_interruption_is_not_for_the_process_not_even_while_it_begins(process: SecondProcess) -> None:
    process.begin("xundian_pipeline.sample.likenesses")
    assert process._executor is not None
    (its_pid,) = process._executor._processes
    for _ in range(20):
        os.kill(its_pid, signal.SIGINT)
        time.sleep(0.05)
    assert process.run(pid) == its_pid


def test_where_the_process_dies_the_work_is_done_here(process: SecondProcess) -> None:
    assert process.run(die_elsewhere, os.getpid()) == os.getpid()
    assert process.run(pid) == os.getpid()


@pytest.mark.parametrize("count", [2, 200_000])
def test_a_table_arrives_as_it_was_made_and_leaves_no_file(process: SecondProcess, count: int) -> None:
    arrived = process.run(persons, count)
    folder = Path(process._tables.name)
    assert folder.stat().st_mode & 0o077 == 0
    assert list(folder.iterdir()) == []
    assert arrived.equals(persons(count))
    process.close()
    assert not folder.exists()
    assert arrived.equals(persons(count))


def test_a_table_arrives_where_no_file_can_be_written(process: SecondProcess) -> None:
    Path(process._tables.name).rmdir()
    assert process.run(persons, 200_000).equals(persons(200_000))


def test_what_was_begun_early_is_given_to_the_first_that_asks() -> None:
    begin_early("xundian_pipeline.sample.likenesses")
    with closing(second_process()) as early, closing(second_process()) as late:
        assert early._executor is not None
        assert early.run(has_loaded, "xundian_pipeline.sample.likenesses")
        assert late._executor is None
        assert not late.run(has_loaded, "xundian_pipeline.sample.likenesses")


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
    number, tables = told.read_text("utf-8").split(" ", 1)
    its_pid = int(number)
    for _ in range(200):
        if not is_running(its_pid):
            assert not Path(tables).exists()
            return
        time.sleep(0.05)
    os.kill(its_pid, signal.SIGKILL)
    pytest.fail("it goes on without the run")


_STARTS_AND_IS_KILLED = """
import os, pathlib, signal, sys
from xundian_pipeline.second_process import SecondProcess
process = SecondProcess()
pathlib.Path(sys.argv[1]).write_text(f"{process.run(os.getpid)} {process._tables.name}")
os.kill(os.getpid(), signal.SIGKILL)
"""
