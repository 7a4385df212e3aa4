"""The code location: what is in it, and that it loads as the server loads it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from dagster import AssetKey, AssetSpec, DefaultScheduleStatus, JobDefinition

from schemas.departments import DEPARTMENTS
from schemas.registry import CONTRACT_FEEDS, FEEDS
from tests.orchestration.nights import environment
from xundian_pipeline.definitions import build_defs, defs
from xundian_pipeline.orchestration.wiring import UPSTREAM
from xundian_pipeline.rules import FAMILIES

BESIDE_FEEDS = {
    "unknown_files",
    "correction_files",
    "decisions",
    "people",
    "households",
    *FAMILIES,
    "published",
    "correction_workbooks",
    "board",
    "leaders_workbook",
    "database_tables",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def specs() -> dict[str, AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}


@pytest.fixture(scope="module")
def nightly() -> JobDefinition:
    return defs.resolve_job_def("nightly")


def test_one_asset_per_feed_and_per_step(specs: dict[str, AssetSpec]) -> None:
    assert len(CONTRACT_FEEDS) == 29
    assert set(specs) == set(FEEDS) | BESIDE_FEEDS


def test_the_nightly_job_runs_all_of_them(nightly: JobDefinition, specs: dict[str, AssetSpec]) -> None:
    assert {key.to_user_string() for key in nightly.asset_layer.executable_asset_keys} == set(specs)


def test_every_run_stays_in_one_process(nightly: JobDefinition) -> None:
    assert nightly.executor_def.name == "in_process"
    assert defs.resolve_implicit_global_asset_job_def().executor_def.name == "in_process"


def test_the_night_starts_at_two_in_the_county() -> None:
    (schedule,) = defs.schedules or ()
    assert schedule.job_name == "nightly"
    assert schedule.cron_schedule == "0 2 * * *"
    assert schedule.execution_timezone == "Asia/Shanghai"
    assert schedule.default_status == DefaultScheduleStatus.RUNNING


def test_every_asset_says_in_chinese_what_it_is_and_what_to_do(specs: dict[str, AssetSpec]) -> None:
    for spec in specs.values():
        assert spec.description is not None
        assert CHINESE.search(spec.description)
        assert "怎么办" in spec.description


def test_every_asset_has_an_owner_a_group_kinds_and_tags(specs: dict[str, AssetSpec]) -> None:
    teams = {f"team:{name}" for name in DEPARTMENTS.values()}
    for spec in specs.values():
        assert set(spec.owners) <= teams
        assert len(spec.owners) == 1
        assert spec.kinds
        assert spec.tags["layer"]
        assert spec.group_name not in (None, "default")


@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_a_feed_is_its_departments(feed, specs: dict[str, AssetSpec]) -> None:
    spec = specs[feed.id]
    assert spec.owners == [f"team:{DEPARTMENTS[feed.department]}"]
    assert spec.group_name == feed.department
    assert feed.title in (spec.description or "")
    shown = spec.metadata["dagster/column_schema"].columns
    assert [column.name for column in shown] == [column.name for column in feed.columns]
    assert all(column.header in shown[number].description for number, column in enumerate(feed.columns))


def test_every_feed_has_two_checks_that_stop_nothing() -> None:
    checks = {
        (spec.asset_key.to_user_string(), spec.name): spec
        for check in defs.resolve_asset_graph().assets_defs
        for spec in check.check_specs
    }
    assert set(checks) == {(feed, name) for feed in FEEDS for name in ("complete", "no_rows_returned")}
    for (feed, _), spec in checks.items():
        assert not spec.blocking
        assert DEPARTMENTS[FEEDS[feed].department] in (spec.description or "")


def test_the_graph_is_the_wiring(specs: dict[str, AssetSpec]) -> None:
    for name, spec in specs.items():
        upstream = {dependency.asset_key for dependency in spec.deps}
        assert upstream == {AssetKey(other) for other in UPSTREAM.get(name, ())}


def test_it_loads_as_workspace_yaml_says(repository: Path, tmp_path: Path) -> None:
    workspace = repository / "workspace.yaml"
    (location,) = yaml.safe_load(workspace.read_text("utf-8"))["load_from"]
    assert location == {"python_module": {"module_name": "xundian_pipeline.definitions"}}
    loaded = subprocess.run(
        [sys.executable, "-m", "dagster", "definitions", "validate", "--workspace", str(workspace)],
        cwd=tmp_path,
        env=environment(DAGSTER_HOME=str(tmp_path), DAGSTER_DISABLE_TELEMETRY="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert loaded.returncode == 0, loaded.stdout + loaded.stderr


def test_resources_may_be_replaced() -> None:
    from xundian_pipeline.orchestration.resources import Sources

    other = Sources(folder="elsewhere")
    assert (build_defs(resources={"sources": other}).resources or {})["sources"] is other


def test_a_feed_says_by_when_it_comes_and_the_published_tables_are_of_the_day(specs: dict[str, AssetSpec]) -> None:
    for feed in FEEDS:
        assert "送达期限：考核日当天 02:00 前" in (specs[feed].description or "")
        assert specs[feed].freshness_policy is None
    assert specs["published"].freshness_policy is not None


def test_the_promise_of_a_department_is_that_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.yaml").write_text("due: {民政局: -3 18:00}", "utf-8")
    monkeypatch.setenv("XUNDIAN_DATA", str(tmp_path))
    described = {spec.key.to_user_string(): spec.description or "" for spec in build_defs().resolve_all_asset_specs()}
    assert "送达期限：考核日前 3 天 18:00 前" in described["dibao"]
    assert "送达期限：考核日当天 02:00 前" in described["enrolment"]
