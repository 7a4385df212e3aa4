"""Nights killed at any moment: what is published stays whole, and the next night succeeds.

The number of kills is the environment variable XUNDIAN_KILLS, without it a few.
"""

from __future__ import annotations

import datetime
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from dagster import DagsterRunStatus

from tests.orchestration.conftest import Office
from tests.orchestration.nights import nightly, published, start_nightly
from xundian_pipeline.orchestration.instance import open_instance
from xundian_pipeline.orchestration.interrupts import heeding_interrupts
from xundian_pipeline.store import Store

KILLS = int(os.environ.get("XUNDIAN_KILLS", "2"))
TABLES = (
    "exit_indicators.household_exit",
    "exit_indicators.household_exit_indicators",
    "exit_indicators.village_exit",
    "exit_indicators.county_exit_indicators",
    "quality.feed_runs",
    "quality.linkage",
)


def _published_rows(data: Path) -> list[list[tuple[object, ...]]]:
    return [published(data, f"SELECT * FROM {table}") for table in TABLES]


def _kill_somewhere(sources: Path, data: Path, after: float) -> None:
    night = start_nightly(sources, data)
    time.sleep(after)
    night.send_signal(signal.SIGKILL)
    night.communicate()


def test_what_is_published_stays_whole_and_the_next_night_succeeds(office: Office) -> None:
    rows = _published_rows(office.data)
    moments = random.Random(20)
    for _ in range(KILLS):
        _kill_somewhere(office.sources, office.data, moments.uniform(0.05, 1) * office.seconds)
        assert _published_rows(office.data) == rows
    done = nightly(office.sources, office.data)
    assert done.returncode == 0, done.stderr
    assert _published_rows(office.data) == rows
    _nothing_is_left_behind(office.data)


def _nothing_is_left_behind(data: Path) -> None:
    with open_instance(data) as instance:
        statuses = {run.status for run in instance.get_runs()}
    assert statuses <= {DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE}
    store = data / "store"
    assert list(store.glob("*/.writing-*")) == []
    assert list((store / "runs").glob("*.json")) == []
    versions = [path for path in store.glob("*/*/") if path.parent.name != "runs"]
    assert len(versions) == len({path.parent for path in versions})
    assert [path for path in data.iterdir() if path.name.startswith((".dagster-", ".published-", ".reserve"))] == []
    assert [path for path in (data / "nights").iterdir() if path.name.startswith(".")] == []


@pytest.mark.long
def test_a_first_night_that_is_killed_while_it_makes_its_instance(sources: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    night = start_nightly(sources, data)
    while not list(data.glob(".dagster-*")) and not (data / "dagster").exists():
        time.sleep(0.005)
    night.send_signal(signal.SIGKILL)
    night.communicate()
    done = nightly(sources, data)
    assert done.returncode == 0, done.stderr


def test_a_run_killed_in_the_middle_is_marked_failed_by_the_next_night(office: Office) -> None:
    night = start_nightly(office.sources, office.data)
    assert night.stdout is not None
    for line in night.stdout:
        if "建档立卡贫困人口信息" in line:
            break
    night.send_signal(signal.SIGKILL)
    night.communicate()
    with open_instance(office.data) as instance:
        started = [run for run in instance.get_runs() if run.status == DagsterRunStatus.STARTED]
        assert len(started) == 1
        assert Store(office.data).is_alive(started[0].run_id) is False
    done = nightly(office.sources, office.data)
    assert done.returncode == 0
    assert "有 1 次以前的运行中途断了，已记为失败。" in done.stdout
    with open_instance(office.data) as instance:
        killed = instance.get_run_by_id(started[0].run_id)
    assert killed is not None
    assert killed.status == DagsterRunStatus.FAILURE


@pytest.mark.usefixtures("_interrupts_as_python_has_them")
def test_an_interrupt_from_the_keyboard_ends_in_order(office: Office) -> None:
    before = (office.data / "published").resolve()
    night = start_nightly(office.sources, office.data)
    assert night.stdout is not None
    for line in night.stdout:
        if "建档立卡贫困人口信息" in line:
            break
    night.send_signal(signal.SIGINT)
    said = night.communicate()
    assert night.returncode == 1
    assert said[1].strip() == "没有发布：被中断。"
    assert (office.data / "published").resolve() == before


@pytest.fixture
def _interrupts_as_python_has_them() -> Iterator[None]:
    """Whatever ran before in this process, or started it, may have left another handler."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interrupts_as_python_has_them")
def test_an_interrupt_is_heard_also_where_its_exception_was_lost() -> None:
    with heeding_interrupts() as interrupted:
        assert not interrupted()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert interrupted()
        assert interrupted()
    with heeding_interrupts() as interrupted:
        assert not interrupted()


@pytest.mark.long
@pytest.mark.parametrize("day", ["2017-12-31"])
def test_a_killed_publication_leaves_the_lock_free(office: Office, day: str) -> None:
    night = start_nightly(office.sources, office.data)
    while not list((office.data / "nights").glob(".building-*")) and night.poll() is None:
        time.sleep(0.002)
    night.send_signal(signal.SIGKILL)
    night.communicate()
    query = "SELECT DISTINCT assessment_date FROM exit_indicators.household_exit"
    assert published(office.data, query) == [(datetime.date.fromisoformat(day),)]
    assert nightly(office.sources, office.data).returncode == 0
