"""Late feeds and failed runs reach their departments over several looks of the sensor, once each, with no name."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from dagster import (
    AssetKey,
    DagsterInstance,
    DefaultSensorStatus,
    SensorDefinition,
    SensorResult,
    build_sensor_context,
)

from tests.notifying.channels import SECRET, Channel, mail_server, webhook
from tests.orchestration.conftest import Office
from tests.orchestration.nights import run_assets, some_job, told_where
from xundian_pipeline.definitions import defs
from xundian_pipeline.orchestration import messages_sensor
from xundian_pipeline.orchestration.instance import DEAD_RUN, open_instance
from xundian_pipeline.orchestration.resources import Sources

NAME, NUMBER = "张桂芬", "532224198003050022"


@pytest.fixture
def instance(office: Office) -> Iterator[DagsterInstance]:
    with told_where(office.sources, office.data), open_instance(office.data) as opened:
        yield opened


@pytest.fixture
def mail() -> Iterator[Channel]:
    with mail_server() as channel:
        yield channel


@pytest.fixture
def hook() -> Iterator[Channel]:
    with webhook() as channel:
        yield channel


def _look(office: Office, instance: DagsterInstance) -> SensorResult:
    sensor = defs.resolve_sensor_def(messages_sensor.NAME)
    assert isinstance(sensor, SensorDefinition)
    resources = {"sources": Sources(folder=str(office.sources))}
    result = sensor(build_sensor_context(instance, definitions=defs, resources=resources))
    assert isinstance(result, SensorResult)
    return result


def _notify(office: Office, text: str) -> None:
    (office.data / "config.yaml").write_text(text, "utf-8")


def _remove(office: Office, feed: str) -> Path:
    (path,) = office.sources.glob(f"{feed}.*")
    path.unlink()
    return path


def _fail(office: Office, instance: DagsterInstance, asset: str, **tags: str) -> str:
    """Run an asset that cannot be stored."""
    folder = office.data / "store" / asset
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("", "utf-8")
    result = run_assets(instance, [asset], tags)
    assert not result.success
    folder.unlink()
    return result.run_id


def test_it_is_on_from_the_start() -> None:
    assert defs.resolve_sensor_def(messages_sensor.NAME).default_status == DefaultSensorStatus.RUNNING


def test_late_feeds_and_failed_runs_are_told_once(
    office: Office, instance: DagsterInstance, mail: Channel, hook: Channel
) -> None:
    _notify(office, f"notify:\n  default:\n    - {mail.address}\n    - {hook.address}\n")
    _remove(office, "deaths")
    old = office.sources / "dibao" / f"{NAME}{NUMBER}.csv"
    old.parent.mkdir()
    shutil.move(next(office.sources.glob("dibao.*")), old)
    os.utime(old, (0, 0))
    run_id = _fail(office, instance, "enrolment")
    first, *others = [_look(office, instance) for _ in range(4)]

    assert {event.asset_key for event in first.asset_events} == {AssetKey("deaths"), AssetKey("dibao")}
    assert not any(look.asset_events for look in others)
    for channel in (mail, hook):
        failed, late = sorted(channel.came)
        assert late[0] == "脱贫退出：民政局有 2 份名册没有按时送到"
        assert "（deaths）：没有收到" in late[1]
        assert "（dibao）：最新的文件是 1970-01-01 的，太旧" in late[1]
        assert "考核日 2017-12-31" in late[1]
        assert failed[0] == "脱贫退出：教育局，有一次运行失败了"
        assert "（enrolment）" in failed[1]
        assert "考核日 2017-12-31" in failed[1]
        assert run_id[:8] in failed[1]
    told = "".join(title + text for channel in (mail, hook) for title, text in channel.came)
    assert not re.search(rf"{NAME}|\d{{15,}}|{SECRET}", told)
    assert str(office.data.parent) not in told
    assert "/" not in told


def test_a_run_that_is_repeated_and_fails_again_is_told_again(
    office: Office, instance: DagsterInstance, hook: Channel
) -> None:
    _notify(office, f"notify:\n  教育局: {hook.address}\n")
    for times in (1, 2):
        _fail(office, instance, "enrolment")
        _look(office, instance)
        _look(office, instance)
        assert len(hook.came) == times
    _fail(office, instance, "dibao")
    _look(office, instance)
    assert len(hook.came) == 2, "civil affairs have no address"


def test_a_run_for_a_department_is_told_to_it_alone(office: Office, instance: DagsterInstance, hook: Channel) -> None:
    _notify(office, f"notify: {{health: {hook.address}}}")
    run_id = _fail(office, instance, "people", department="health")
    for _ in range(2):
        _look(office, instance)
    ((title, text),) = hook.came
    assert "卫健局、医保局" in title
    assert "people" in text
    assert run_id[:8] in text


def test_a_run_that_only_started_the_failed_one_is_not_told_too(
    office: Office, instance: DagsterInstance, hook: Channel
) -> None:
    _notify(office, f"notify: {{default: {hook.address}}}")
    tags = {"department": "教育局"}
    started = instance.create_run_for_job(some_job(), tags=tags)
    starter = instance.create_run_for_job(some_job(), tags={**tags, "started_run": started.run_id})
    instance.report_run_failed(starter)
    _look(office, instance)
    instance.report_run_failed(started)
    another = instance.create_run_for_job(some_job(), tags={**tags, "started_run": started.run_id})
    instance.report_run_failed(another)
    _look(office, instance)
    assert len(hook.came) == 2
    assert [run.run_id[:8] in text for run, (_, text) in zip((starter, started), hook.came, strict=True)] == [
        True,
        True,
    ]
    assert all("教育局" in title for title, _ in hook.came)


def test_a_run_that_died_is_told_to_the_leading_department(
    office: Office, instance: DagsterInstance, hook: Channel
) -> None:
    _notify(office, f"notify: {{poverty_office: {hook.address}}}")
    run = instance.create_run_for_job(some_job())
    instance.report_run_failed(run, DEAD_RUN)
    cancelled = instance.create_run_for_job(some_job())
    instance.report_run_canceled(cancelled)
    for _ in range(2):
        _look(office, instance)
    ((_, text),) = hook.came
    assert "中途断了" in text


def test_a_promise_still_to_come_is_not_broken(office: Office, instance: DagsterInstance, hook: Channel) -> None:
    _remove(office, "dibao")
    _notify(office, f"notify: {{default: {hook.address}}}\ndue: {{civil_affairs: 2999-01-01}}")
    assert "没有要告知的" in str(_look(office, instance).skip_reason)
    _notify(office, f"notify: {{default: {hook.address}}}")
    _look(office, instance)
    assert len(hook.came) == 1


@pytest.mark.parametrize("text", ["notify: {healt: json://a/" + SECRET + "}", "notify: {health: " + SECRET + "}"])
def test_settings_that_cannot_be_read_are_told_without_the_secret(
    office: Office, instance: DagsterInstance, text: str
) -> None:
    _notify(office, text)
    said = str(_look(office, instance).skip_reason)
    assert "notify" in said
    assert SECRET not in said
