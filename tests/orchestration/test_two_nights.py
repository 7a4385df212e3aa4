"""Two nights at once over one data folder, each a process with a date of its own."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.orchestration.nights import nightly, start_nightly, xundian
from xundian_pipeline.history.fold import SHOWN
from xundian_pipeline.store import Store

DATES = ("2017-12-31", "2017-09-30")
STAMPS = {"published_at", "assessment_date"}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough households that two nights run side by side for a while."""
    folder = tmp_path_factory.mktemp("county") / "sources"
    done = xundian("sample", "--out", folder, "--households", "60", "--mess", "light")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def together(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which both nights ran at once."""
    data = tmp_path_factory.mktemp("together") / "data"
    nights = [start_nightly(sources, data, "--assessment-date", day) for day in DATES]
    said = [night.communicate() for night in nights]
    assert [night.returncode for night in nights] == [0, 0], said
    return data


def _tables(data: Path, day: str) -> dict[str, pyarrow.Table]:
    """The tables last published for a date, without what says when and what the other night has a part in."""
    folder = max((data / "nights").glob(f"{day}-*"))
    tables = {}
    for path in folder.glob("parquet/*/*.parquet"):
        table = pyarrow.parquet.read_table(path)
        days = set(table["assessment_date"].to_pylist()) if "assessment_date" in table.column_names else set()
        if path.stem in {*SHOWN, "nights"}:
            continue
        assert days <= {datetime.date.fromisoformat(day)}, path
        tables[path.stem] = table.drop_columns([name for name in STAMPS if name in table.column_names])
    return tables


def test_it_publishes_what_it_would_have_alone(together: Path, sources: Path, tmp_path: Path) -> None:
    assert nightly(sources, tmp_path / "data", "--assessment-date", DATES[1]).returncode == 0
    alone = _tables(tmp_path / "data", DATES[1])
    assert {"household_exit_indicators", "village_exit", "linkage", "quarantine"} <= set(alone)
    assert _tables(together, DATES[1]) == alone


@pytest.mark.long
def test_afterwards_a_night_finds_all_in_order_and_publishes_the_same(together: Path, sources: Path) -> None:
    beside_the_other = _tables(together, DATES[0])
    done = nightly(sources, together, "--assessment-date", DATES[0])
    assert done.returncode == 0, done.stderr
    assert _tables(together, DATES[0]) == beside_the_other
    with Store(together).open_run("look", datetime.date.fromisoformat(DATES[0])) as view:
        assert {view.dataset(asset).assessment_date.isoformat() for asset in view.versions} == {DATES[0]}
        assert len({view.dataset(asset).run_id for asset in view.versions}) == 1
