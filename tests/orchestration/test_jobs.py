"""The jobs of an officer's day: what each runs, what it says of itself, and that what it leaves can be published."""

from __future__ import annotations

import re

import pytest
from dagster import ExecuteInProcessResult

from schemas.registry import FEEDS
from tests.orchestration.conftest import Office
from tests.orchestration.nights import and_downstream, failure_texts, materialise, published, told_where
from xundian_pipeline.definitions import defs
from xundian_pipeline.orchestration.instance import open_instance
from xundian_pipeline.orchestration.wiring import UPSTREAM
from xundian_pipeline.rules import FAMILIES

TITLES = {
    "nightly": "全县夜间任务",
    "department_rerun": "我部门重跑",
    "indicators_only": "只重算指标",
    "publish": "发布",
}
BEGINNINGS = {"nightly": {*FEEDS, *UPSTREAM}, "indicators_only": set(FAMILIES), "publish": {"published"}}


def _run(office: Office, name: str) -> ExecuteInProcessResult:
    with told_where(office.sources, office.data), open_instance(office.data) as instance:
        return defs.resolve_job_def(name).execute_in_process(instance=instance, raise_on_error=False)


def test_there_is_a_job_for_each_thing_to_do() -> None:
    assert {job.name for job in defs.jobs or ()} >= set(TITLES)


@pytest.mark.parametrize("name", TITLES)
def test_a_job_says_in_chinese_what_it_is_and_what_to_do(name: str) -> None:
    description = defs.resolve_job_def(name).description or ""
    assert description.startswith(f"{TITLES[name]}：")
    assert "变红时怎么办" in description
    named = set(re.findall(r"\b[a-z]+(?:_[a-z]+)*\b", description)) - {"all"}
    assert named <= set(TITLES), "a description names jobs that there are not"


@pytest.mark.parametrize("name", BEGINNINGS)
def test_a_job_runs_what_it_says_to_the_end(name: str) -> None:
    keys = defs.resolve_job_def(name).asset_layer.executable_asset_keys
    assert {key.to_user_string() for key in keys} == and_downstream(BEGINNINGS[name])


def test_indicators_and_publication_alone_leave_a_night_that_is_published(office: Office) -> None:
    query = "SELECT household_id, indicator, status FROM exit_indicators.household_exit_indicators ORDER BY ALL"
    before, rows = (office.data / "published").resolve(), published(office.data, query)
    for name in ("indicators_only", "publish"):
        result = _run(office, name)
        assert result.success, failure_texts(result)
        after = (office.data / "published").resolve()
        assert after != before
        assert published(office.data, query) == rows
        before = after


def test_indicators_alone_do_not_hide_that_a_feed_has_changed(office: Office) -> None:
    before = (office.data / "published").resolve()
    pension = office.sources / "pension.csv"
    pension.write_text(pension.read_text("utf-8").replace("缴费", "中断"), "utf-8")
    assert materialise(office.sources, office.data, ["pension"]).success
    result = _run(office, "indicators_only")
    texts = failure_texts(result)
    assert any("下游的全部资产" in text for text in texts), texts
    assert (office.data / "published").resolve() == before
