"""The folders of the nights: which stay, with which modes, behind which link."""

from __future__ import annotations

import datetime
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.published import PUBLISHED
from tests.publishing.reading_back import query
from tests.publishing.small_night import NIGHT, SmallNight, small_night
from xundian_pipeline.errors import PipelineError


@pytest.fixture
def night() -> SmallNight:
    return small_night()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture(params=[0o000, 0o077], ids=["umask 000", "umask 077"])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def _day(number: int) -> datetime.date:
    return NIGHT + datetime.timedelta(days=number)


def _nights(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "nights").iterdir())


def test_modes_do_not_depend_on_the_umask(umask: None, night: SmallNight, tmp_path: Path, data: Path) -> None:
    done = night.publish(tmp_path / "in", data)
    found = {
        path: stat.S_IMODE(path.stat().st_mode) for path in [done.folder.parent, done.folder, *done.folder.rglob("*")]
    }
    assert {mode for path, mode in found.items() if path.is_dir()} == {0o755}
    assert {mode for path, mode in found.items() if path.is_file()} == {0o644}
    assert len([path for path in found if path.is_file()]) == len(PUBLISHED) + 1, "and the database"


def test_the_link_is_relative_so_that_data_can_be_moved(night: SmallNight, tmp_path: Path, data: Path) -> None:
    done = night.publish(tmp_path / "in", data)
    assert (data / "published").readlink() == Path("nights", done.folder.name)
    data.rename(tmp_path / "moved")
    assert query(tmp_path / "moved", "SELECT count(*) FROM exit_indicators.household_exit") == [(2,)]


def test_nothing_but_the_tables_lies_in_the_folder(night: SmallNight, tmp_path: Path, data: Path) -> None:
    done = night.publish(tmp_path / "in", data)
    assert sorted(path.name for path in done.folder.iterdir()) == ["parquet", "xundian.duckdb"]
    assert sorted(path.name for path in data.iterdir()) == ["nights", "published"]


@pytest.mark.parametrize(("count", "stays"), [(2, 2), (3, 3)])
def test_the_latest_nights_stay(count: int, stays: int, night: SmallNight, tmp_path: Path, data: Path) -> None:
    folders = [
        night.publish(tmp_path / "in", data, assessment_date=_day(number), nights_kept=count).folder.name
        for number in range(5)
    ]
    assert _nights(data) == sorted(folders[-stays:])


def test_one_night_kept_leaves_the_replaced_one_to_its_readers_until_the_next(
    night: SmallNight, tmp_path: Path, data: Path
) -> None:
    for number in range(3):
        last = night.publish(tmp_path / "in", data, assessment_date=_day(number), nights_kept=1)
    assert len(_nights(data)) == 2
    assert query(data, "SELECT assessment_date FROM exit_indicators.nights") == [(_day(2),)]
    assert (data / "published").resolve() == last.folder


def test_a_night_run_again_does_not_push_the_other_night_out(night: SmallNight, tmp_path: Path, data: Path) -> None:
    first = night.publish(tmp_path / "in", data, assessment_date=_day(0)).folder.name
    reruns = [night.publish(tmp_path / "in", data, assessment_date=_day(1)).folder.name for _ in range(3)]
    assert _nights(data) == sorted([first, *reruns[-2:]])
    assert query(data, "SELECT assessment_date FROM exit_indicators.nights") == [(_day(0),), (_day(1),)]


def test_an_earlier_night_published_later_is_the_published_one(night: SmallNight, tmp_path: Path, data: Path) -> None:
    for number in (5, 6, 1):
        last = night.publish(tmp_path / "in", data, assessment_date=_day(number))
    assert (data / "published").resolve() == last.folder
    assert query(data, "SELECT assessment_date FROM exit_indicators.nights") == [(_day(1),), (_day(6),)]


def test_leftovers_of_a_killed_publication_go(night: SmallNight, tmp_path: Path, data: Path) -> None:
    night.publish(tmp_path / "in", data)
    (data / "nights" / ".building-0123456789abcdef" / "parquet").mkdir(parents=True)
    (data / ".published-0123456789abcdef").symlink_to("nights/nowhere")
    last = night.publish(tmp_path / "in", data, assessment_date=_day(1))
    assert not [name for name in _nights(data) if name.startswith(".")]
    assert sorted(path.name for path in data.iterdir()) == ["nights", "published"]
    assert (data / "published").resolve() == last.folder


def test_what_is_not_ours_under_nights_stays(night: SmallNight, tmp_path: Path, data: Path) -> None:
    own = data / "nights" / "2017-12-31-我的备份"
    own.mkdir(parents=True)
    for number in range(4):
        night.publish(tmp_path / "in", data, assessment_date=_day(number))
    assert own.is_dir()


def test_a_kept_night_whose_tables_are_damaged_does_not_stop_the_next(
    night: SmallNight, tmp_path: Path, data: Path
) -> None:
    first = night.publish(tmp_path / "in", data)
    (first.folder / "parquet" / "exit_indicators" / "nights.parquet").unlink()
    night.publish(tmp_path / "in", data, assessment_date=_day(1))
    assert query(data, "SELECT assessment_date FROM exit_indicators.nights") == [(_day(1),)]


def test_a_folder_where_the_link_should_be_is_told_and_left(night: SmallNight, tmp_path: Path, data: Path) -> None:
    mine = data / "published" / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("x")
    with pytest.raises(PipelineError, match="published"):
        night.publish(tmp_path / "in", data)
    assert mine.read_text() == "x"
    assert _nights(data) == []
    assert sorted(path.name for path in data.iterdir()) == ["nights", "published"]


def test_a_night_that_keeps_none_is_refused(night: SmallNight, tmp_path: Path, data: Path) -> None:
    with pytest.raises(PipelineError, match="至少是 1"):
        night.publish(tmp_path / "in", data, nights_kept=0)
