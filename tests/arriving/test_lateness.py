"""Which feeds are late, and when."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from schemas.registry import FEEDS
from xundian_pipeline.arriving import arrivals
from xundian_pipeline.notifying.lateness import late_feeds
from xundian_pipeline.notifying.promises import Due
from xundian_pipeline.settings import Settings

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = datetime.date(2017, 12, 31)
AT_TWO = datetime.datetime(2017, 12, 31, 2, tzinfo=SHANGHAI)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """All feeds but `dibao` have come, on the assessment date."""
    for feed in FEEDS:
        if feed != "dibao":
            _write(tmp_path / f"{feed}.csv", DAY)
    return tmp_path


def _write(path: Path, day: datetime.date) -> None:
    path.parent.mkdir(exist_ok=True)
    path.touch()
    noon = datetime.datetime.combine(day, datetime.time(12), SHANGHAI).timestamp()
    os.utime(path, (noon, noon))


def _late(sources: Path, settings: Settings, now: datetime.datetime, elsewhere: tuple[str, ...] = ()) -> list[str]:
    found = arrivals.look(sources, sources / "data")
    return [late.feed.id for late in late_feeds(found, elsewhere, settings, DAY, now, "Asia/Shanghai")]


def test_a_feed_that_has_not_come_is_late_from_its_deadline_on(sources: Path) -> None:
    assert _late(sources, Settings(), AT_TWO - datetime.timedelta(seconds=1)) == []
    assert _late(sources, Settings(), AT_TWO) == ["dibao"]
    later = Settings(due={"civil_affairs": Due(days=1, time=datetime.time(2))})
    assert _late(sources, later, AT_TWO) == []
    assert _late(sources, later, AT_TWO + datetime.timedelta(days=1)) == ["dibao"]


def test_what_comes_from_a_database_is_never_late(sources: Path) -> None:
    assert _late(sources, Settings(), AT_TWO, ("dibao",)) == []


def test_a_half_copied_file_has_not_come(sources: Path) -> None:
    _write(sources / "dibao.csv.part", DAY)
    assert _late(sources, Settings(), AT_TWO) == ["dibao"]


@pytest.mark.parametrize(("days", "late"), [(366, []), (367, ["dibao"])])
def test_the_newest_file_may_be_a_year_old(sources: Path, days: int, late: list[str]) -> None:
    _write(sources / "dibao" / "一月.csv", DAY - datetime.timedelta(days=days))
    _write(sources / "dibao" / "旧.csv", DAY - datetime.timedelta(days=2000))
    assert _late(sources, Settings(), AT_TWO) == late
    assert _late(sources, Settings(oldest_days={"civil_affairs": 367, "default": 1}), AT_TWO) == []
