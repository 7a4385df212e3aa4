"""A department's rerun: its feeds and all downstream, as a run of its own; the department is chosen by name."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

import pytest
from dagster import AssetKey, DagsterRunStatus, ExecuteInProcessResult

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from tests.orchestration.conftest import Office
from tests.orchestration.nights import and_downstream, environment, failure_texts, published, told_where
from xundian_pipeline.definitions import DATA_VARIABLE, SOURCES_VARIABLE, defs
from xundian_pipeline.orchestration.department_rerun import DEPARTMENT_RERUN, assets_of, department_partitions
from xundian_pipeline.orchestration.instance import open_instance

PENSION = "SELECT DISTINCT status FROM exit_indicators.household_exit_indicators WHERE indicator = 'H5'"


def _rerun(office: Office, department: str | None, tags: Mapping[str, str] | None = None) -> ExecuteInProcessResult:
    with told_where(office.sources, office.data), open_instance(office.data) as instance:
        job = defs.resolve_job_def(DEPARTMENT_RERUN)
        return job.execute_in_process(
            instance=instance, partition_key=department, tags=dict(tags or {}), raise_on_error=False
        )


def _interrupt_pensions(office: Office) -> None:
    pension = office.sources / "pension.csv"
    pension.write_text(pension.read_text("utf-8").replace("缴费", "中断"), "utf-8")


def test_the_departments_are_chosen_by_name() -> None:
    assert department_partitions().get_partition_keys() == list(DEPARTMENTS.values())
    assert defs.resolve_job_def(DEPARTMENT_RERUN).partitions_def == department_partitions()


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_department_is_its_feeds_and_all_that_reads_them(department: str) -> None:
    found = {key.to_user_string() for key in assets_of(department, defs)}
    feeds = {feed.id for feed in FEEDS.values() if feed.department == department}
    assert feeds
    assert found & set(FEEDS) == feeds
    assert found == and_downstream(feeds)
    assert {"people", "households", "published"} <= found


def test_a_rerun_is_a_run_of_its_own_and_is_published(office: Office) -> None:
    _interrupt_pensions(office)
    dibao = office.sources / "dibao.csv"
    dibao.unlink()
    result = _rerun(office, DEPARTMENTS["labour"])
    assert result.success, failure_texts(result)
    with open_instance(office.data) as instance:
        outer = instance.get_run_by_id(result.run_id)
        assert outer is not None
        run = instance.get_run_by_id(outer.tags["started_run"])
        assert run is not None
        assert run.status == DagsterRunStatus.SUCCESS
        assert run.asset_selection == assets_of("labour", defs)
        assert run.tags["department"] == DEPARTMENTS["labour"]
        made = {
            event.dagster_event.asset_key
            for event in instance.all_logs(run.run_id)
            if event.dagster_event and event.dagster_event.is_step_materialization
        }
        assert made == run.asset_selection
        assert AssetKey("dibao") not in made
    assert published(office.data, PENSION) == [("fail",)]
    assert published(office.data, "SELECT rows_accepted FROM quality.feed_runs WHERE feed = 'dibao'") == [(1,)]


def test_a_rerun_keeps_the_date_that_was_asked_for(office: Office) -> None:
    result = _rerun(office, DEPARTMENTS["labour"], {"assessment_date": "2017-06-30"})
    assert not result.success
    (text,) = failure_texts(result)
    assert "2017-12-31" in text
    assert "2017-06-30" in text


def test_a_rerun_is_red_in_chinese_where_its_run_is(office: Office) -> None:
    before = (office.data / "published").resolve()
    (office.sources / "register_members.csv").unlink()
    result = _rerun(office, DEPARTMENTS["poverty_office"])
    assert not result.success
    (text,) = failure_texts(result)
    assert "建档立卡" in text
    assert (office.data / "published").resolve() == before
    with open_instance(office.data) as instance:
        statuses = sorted(run.status.value for run in instance.get_runs(limit=2))
    assert statuses == ["FAILURE", "FAILURE"]


def test_without_a_department_nothing_runs(office: Office) -> None:
    result = _rerun(office, None)
    (text,) = failure_texts(result)
    assert "没有选部门" in text


def _started(office: Office, department: str) -> subprocess.Popen[str]:
    told = {
        DATA_VARIABLE: str(office.data),
        SOURCES_VARIABLE: str(office.sources),
        "DAGSTER_HOME": str(office.data / "dagster"),
        "DAGSTER_DISABLE_TELEMETRY": "1",
    }
    command = ["job", "execute", "-m", "xundian_pipeline.definitions", "-j", DEPARTMENT_RERUN]
    chosen = ["--tags", json.dumps({"dagster/partition": DEPARTMENTS[department]})]
    return subprocess.Popen(
        [sys.executable, "-m", "dagster", *command, *chosen],
        env=environment(**told),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_two_departments_at_a_time_do_not_lose_each_others_feeds(office: Office) -> None:
    _interrupt_pensions(office)
    (office.sources / "dibao.csv").unlink()
    for rerun in [_started(office, "labour"), _started(office, "civil_affairs")]:
        said = rerun.communicate()[0]
        assert rerun.returncode == 0, said
    assert published(office.data, PENSION) == [("fail",)]
    assert published(office.data, "SELECT source FROM quality.feed_runs WHERE feed = 'dibao'") == [(None,)]
