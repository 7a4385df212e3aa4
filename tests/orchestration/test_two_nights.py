"""Two nights at once over one data folder, each a process with a date of its own."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.orchestration.nights import nightly, published, start_nightly, xundian
from xundian_pipeline.store import Store

DATES = ("2017-12-31", "2017-09-30")


@pytest.fixture
def large_sources(tmp_path: Path) -> Path:
    """Enough households that two nights run side by side for a while."""
    done = xundian("sample", "--out", tmp_path / "sources", "--households", "60", "--mess", "light")
    assert done.returncode == 0, done.stderr
    return tmp_path / "sources"


def test_two_nights_at_once_do_not_mix(large_sources: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    nights = [start_nightly(large_sources, data, "--assessment-date", day) for day in DATES]
    said = [night.communicate() for night in nights]
    assert [night.returncode for night in nights] == [0, 0], said
    folders = sorted(path for path in (data / "nights").iterdir() if not path.name.startswith("."))
    assert {folder.name[:10] for folder in folders} == set(DATES)
    for folder in folders:
        for table in folder.glob("parquet/*/*.parquet"):
            days = (
                set(pyarrow.parquet.read_table(table)["assessment_date"].to_pylist())
                if table.stem != "labels"
                else set()
            )
            assert days <= {datetime.date.fromisoformat(folder.name[:10])} or table.stem == "nights", table


def test_each_publishes_what_it_would_have_alone(large_sources: Path, tmp_path: Path) -> None:
    query = "SELECT * EXCLUDE (assessment_date) FROM exit_indicators.household_exit ORDER BY household_id"
    alone = {}
    for day in DATES:
        data = tmp_path / f"alone-{day}"
        assert nightly(large_sources, data, "--assessment-date", day).returncode == 0
        alone[day] = published(data, query)
    data = tmp_path / "together"
    nights = [start_nightly(large_sources, data, "--assessment-date", day) for day in DATES]
    said = [night.communicate() for night in nights]
    assert [night.returncode for night in nights] == [0, 0], said
    for folder in (data / "nights").iterdir():
        (data / "published").unlink()
        (data / "published").symlink_to(folder)
        assert published(data, query) == alone[folder.name[:10]]


def test_afterwards_a_night_of_each_date_can_be_run(large_sources: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for night in [start_nightly(large_sources, data, "--assessment-date", day) for day in DATES]:
        night.communicate()
    done = nightly(large_sources, data, "--assessment-date", DATES[0])
    assert done.returncode == 0, done.stderr
    with Store(data).open_run("look", datetime.date.fromisoformat(DATES[0])) as view:
        assert {view.dataset(asset).assessment_date.isoformat() for asset in view.versions} == {DATES[0]}
