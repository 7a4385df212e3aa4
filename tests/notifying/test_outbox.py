"""The outbox: everything once, whatever the other channels do."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

import pytest

from tests.notifying.channels import SECRET, mail_address, mail_server, webhook
from tests.ports import free_port
from xundian_pipeline.notifying.messages import Message
from xundian_pipeline.notifying.outbox import TRIES, open_outbox, tell_by_apprise
from xundian_pipeline.settings import Settings

HEALTH = Message("health", ("late 2017-12-31 pension",), "没有按时送到", "请尽快把文件放进来件文件夹。")
NOW = 1_000_000.0


def _tick(data: Path, settings: Settings, *messages: Message, seconds: float = 10, now: float = NOW) -> list[str]:
    with open_outbox(data) as outbox:
        outbox.forget_old(now)
        outbox.put(messages, settings, now)
        return outbox.deliver(settings, tell_by_apprise, seconds)


def test_every_channel_is_told_once(tmp_path: Path) -> None:
    with mail_server() as mail, webhook() as hook:
        settings = Settings(notify={"health": (mail.address, hook.address)})
        assert [_tick(tmp_path, settings, HEALTH) for _ in range(3)] == [[], [], []]
    assert mail.came == [(HEALTH.title, HEALTH.body)]
    assert hook.came == [(HEALTH.title, HEALTH.body)]
    kept = tmp_path / "messages" / "outbox.json"
    assert SECRET not in kept.read_text("utf-8")
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.parent.stat().st_mode & 0o077 == 0


def test_a_mail_server_that_refuses_stops_no_other_and_is_given_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with webhook() as hook, caplog.at_level(logging.DEBUG, "xundian_pipeline"):
        settings = Settings(notify={"default": (mail_address(free_port()), hook.address)})
        said = [_tick(tmp_path, settings, HEALTH) for _ in range(TRIES + 2)]
    assert hook.came == [(HEALTH.title, HEALTH.body)]
    assert [len(lines) for lines in said] == [1, 1, 1, 0, 0]
    assert "卫健局、医保局的第 1 个通知渠道（mailto）" in said[0][0]
    assert "下次再试" in said[0][0]
    assert "不再试" in said[2][0]
    assert [record.getMessage() for record in caplog.records] == [line for lines in said for line in lines]
    assert SECRET not in caplog.text


def test_a_channel_that_answers_again_is_told(tmp_path: Path) -> None:
    port = free_port()
    with webhook() as hook:
        settings = Settings(notify={"default": (f"json://127.0.0.1:{port}", hook.address)})
        assert len(_tick(tmp_path, settings, HEALTH)) == 1
        moved = Settings(notify={"default": (f"json://127.0.0.1:{port}",)})
        assert len(_tick(tmp_path, moved)) == 1
        assert len(hook.came) == 1


def test_a_webhook_that_hangs_holds_up_nobody(tmp_path: Path) -> None:
    with webhook(answers=False) as hanging, webhook() as hook:
        settings = Settings(notify={"default": (hanging.address, hook.address)})
        started = time.monotonic()
        said = [_tick(tmp_path, settings, HEALTH, seconds=1) for _ in range(TRIES + 1)]
        assert time.monotonic() - started < TRIES + 3
    assert [len(lines) for lines in said] == [1, 1, 1, 0]
    assert hook.came == [(HEALTH.title, HEALTH.body)]


def test_an_address_of_a_kind_that_there_is_not_is_told_without_quoting_it(tmp_path: Path) -> None:
    (said,) = _tick(tmp_path, Settings(notify={"default": (f"nonsense://{SECRET}",)}), HEALTH)
    assert "nonsense" in said
    assert SECRET not in said


def test_without_an_address_nothing_is_told_until_there_is_one(tmp_path: Path) -> None:
    assert _tick(tmp_path, Settings(), HEALTH) == []
    with webhook() as hook:
        _tick(tmp_path, Settings(notify={"default": (hook.address,)}), HEALTH)
        assert len(hook.came) == 1


def test_a_kill_while_telling_counts_as_a_try(tmp_path: Path) -> None:
    settings = Settings(notify={"default": ("json://127.0.0.1/x",)})

    def killed(address: str, title: str, body: str) -> bool:
        os._exit(9)

    for _ in range(TRIES):
        if (child := os.fork()) == 0:
            with open_outbox(tmp_path) as outbox:
                outbox.put([HEALTH], settings, NOW)
                outbox.deliver(settings, killed)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    (said,) = _tick(tmp_path, settings, HEALTH, seconds=1)
    assert "不再试" in said
    assert _tick(tmp_path, settings, HEALTH, seconds=1) == []


def test_a_damaged_account_is_begun_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "outbox.json").write_text('{"letters": [{"who": 1}]}', "utf-8")
    with webhook() as hook:
        assert _tick(tmp_path, Settings(notify={"default": (hook.address,)}), HEALTH) == []
        assert len(hook.came) == 1
    assert "重新开始" in caplog.text


def test_occasions_of_long_ago_are_forgotten(tmp_path: Path) -> None:
    with webhook() as hook:
        settings = Settings(notify={"default": (hook.address,)})
        _tick(tmp_path, settings, HEALTH)
        _tick(tmp_path, settings, now=NOW + 401 * 24 * 3600)
    assert "pension" not in (tmp_path / "messages" / "outbox.json").read_text("utf-8")
