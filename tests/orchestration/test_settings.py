"""DATA/config.yaml, and which date a run assesses."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.settings import Settings, choose_assessment_date, read_settings

SHANGHAI = "Asia/Shanghai"
EVENING = datetime.datetime(2018, 3, 1, 15, 59, tzinfo=datetime.UTC)
"""One minute before midnight in Shanghai."""


def _write(folder: Path, text: str) -> Settings:
    (folder / "config.yaml").write_text(text, "utf-8")
    return read_settings(folder)


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    settings = read_settings(tmp_path)
    assert settings.assessment_date == datetime.date(2017, 12, 31)
    assert settings.publish_wait_seconds == 600
    assert settings.nights_kept == 2


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "assessment_date:\n"])
def test_what_is_not_written_has_its_default(tmp_path: Path, text: str) -> None:
    assert _write(tmp_path, text) == Settings()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("assessment_date: 2017-06-30", datetime.date(2017, 6, 30)),
        ('assessment_date: "2017-06-30"', datetime.date(2017, 6, 30)),
        ("assessment_date: today", "today"),
    ],
)
def test_the_date_is_a_day_or_today(tmp_path: Path, text: str, day: object) -> None:
    assert _write(tmp_path, text).assessment_date == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("assessment_date: tomorrow", "tomorrow"),
        ("assessment_date: 2017-02-30", "2017-12-31 这样"),
        ("assessment_date: 20171231", "assessment_date"),
        ("assessment_date: 2017-06-30 02:00:00", "assessment_date"),
        ("assesment_date: today", "assesment_date"),
        ("nights_kept: 0", "nights_kept"),
        ("nights_kept: yes", "nights_kept"),
        ("publish_wait_seconds: -1", "publish_wait_seconds"),
        ("publish_wait_seconds: 1.5", "publish_wait_seconds"),
        ("- assessment_date", "名称: 值"),
        ("assessment_date: [", "YAML"),
        ("due: 3", "due"),
        ("due: {healt: 3}", "healt"),
        ("due: {health: soon}", "“health”的值"),
        ("due: {health: 2017-02-30 18:00}", "“health”的值"),
        ("due: {health: -3 25:00}", "“health”的值"),
        ("due: {health: yes}", "“health”的值"),
        ("due: {health: 99999}", "“health”的值"),
        ("oldest_days: {health: -1}", "“health”的值"),
        ("notify: {health: office@example.org}", "mailto://"),
        ("notify: {health: [json://localhost, 1]}", "mailto://"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(PipelineError) as caught:
        _write(tmp_path, text)
    assert words in caught.value.message


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_bytes("# 设置\n".encode("gb18030"))
    with pytest.raises(PipelineError, match="UTF-8"):
        read_settings(tmp_path)


def test_the_runs_own_date_wins() -> None:
    settings = Settings(assessment_date=datetime.date(2017, 6, 30))
    assert choose_assessment_date("2017-11-30", settings, SHANGHAI) == datetime.date(2017, 11, 30)
    assert choose_assessment_date(None, settings, SHANGHAI) == datetime.date(2017, 6, 30)
    assert choose_assessment_date("", settings, SHANGHAI) == datetime.date(2017, 6, 30)


@pytest.mark.parametrize(
    ("now", "day"),
    [(EVENING, datetime.date(2018, 3, 1)), (EVENING + datetime.timedelta(minutes=1), datetime.date(2018, 3, 2))],
)
def test_today_is_the_day_in_the_county(now: datetime.datetime, day: datetime.date) -> None:
    assert choose_assessment_date(None, Settings(assessment_date="today"), SHANGHAI, now) == day


def test_a_day_still_to_come_is_refused() -> None:
    assert choose_assessment_date("2018-03-01", Settings(), SHANGHAI, EVENING) == datetime.date(2018, 3, 1)
    with pytest.raises(PipelineError, match="2018-03-02 还没有到（今天是 2018-03-01）"):
        choose_assessment_date("2018-03-02", Settings(), SHANGHAI, EVENING)


def test_what_is_no_day_is_refused() -> None:
    with pytest.raises(PipelineError, match="不是日期"):
        choose_assessment_date("2017年底", Settings(), SHANGHAI)


@pytest.mark.parametrize(
    "text",
    [
        "notify:\n  health:\n    - mailto:secret@example.org",
        "notify:\n  mailto://user:secret@example.org: health",
        "mailto://user:secret@example.org: health",
        "notify: mailto://user:secret@example.org",
    ],
)
def test_a_wrong_address_is_not_quoted(tmp_path: Path, text: str) -> None:
    with pytest.raises(PipelineError) as caught:
        _write(tmp_path, text)
    assert "secret" not in caught.value.message


def test_addresses_are_a_departments_or_everybodys(tmp_path: Path) -> None:
    settings = _write(
        tmp_path,
        "notify: {default: 'json://a/key', 民政局: ['json://a/1', 'json://a/1', 'json://b/2'], health: []}",
    )
    assert settings.addresses_of("civil_affairs") == ("json://a/1", "json://b/2")
    assert settings.addresses_of("health") == ()
    assert settings.addresses_of("labour") == ("json://a/key",)
    assert "key" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "deadline", "words"),
    [
        ("", "2017-12-31T02:00:00+08:00", "考核日当天 02:00 前"),
        ("due: {health: 0}", "2018-01-01T00:00:00+08:00", "考核日当天 24 时前"),
        ("due: {default: 2}", "2018-01-03T00:00:00+08:00", "考核日后 2 天 24 时前"),
        ("due: {health: -3, default: 9}", "2017-12-29T00:00:00+08:00", "考核日前 3 天 24 时前"),
        ("due: {卫健局、医保局: -3 18:00}", "2017-12-28T18:00:00+08:00", "考核日前 3 天 18:00 前"),
        ("due: {health: 2017-12-25}", "2017-12-26T00:00:00+08:00", "2017-12-25 24 时前"),
        ("due: {health: 2017-12-25 8:30}", "2017-12-25T08:30:00+08:00", "2017-12-25 08:30 前"),
        ("due: {health: 2017-12-25 08:30:00}", "2017-12-25T08:30:00+08:00", "2017-12-25 08:30 前"),
    ],
)
def test_a_promise_is_a_moment(tmp_path: Path, text: str, deadline: str, words: str) -> None:
    due = _write(tmp_path, text).due_of("health")
    assert due.deadline(datetime.date(2017, 12, 31), SHANGHAI).isoformat() == deadline
    assert due.text() == words
