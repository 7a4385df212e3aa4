"""The store: whole versions or none, what a run sees of it, and what is removed when."""

from __future__ import annotations

import datetime
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store import Store, combine

DAY = datetime.date(2017, 12, 31)
OTHER_DAY = datetime.date(2017, 6, 30)


def _table(*numbers: int) -> pyarrow.Table:
    return pyarrow.table({"number": list(numbers)})


def _numbers(paths: list[Path]) -> list[int]:
    return [number for path in paths for number in pyarrow.parquet.read_table(path)["number"].to_pylist()]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def test_what_is_written_is_read(store: Store) -> None:
    with store.open_run("night", DAY) as view:
        view.write("dibao", {"accepted": _table(1, 2), "quarantine": _table(3)}, ())
        dataset = view.dataset("dibao")
    assert {name: _numbers(paths) for name, paths in dataset.items()} == {"dibao": [1, 2], "quarantine": [3]}


def test_a_table_may_come_batch_by_batch(store: Store) -> None:
    reader = pyarrow.RecordBatchReader.from_batches(_table(1).schema, _table(*range(300_000)).to_batches(1000))
    with store.open_run("night", DAY) as view:
        dataset = view.write("people", {"members": reader}, ())
        assert _numbers(dataset["members"]) == list(range(300_000))


def test_a_version_says_its_date_its_run_and_its_inputs(store: Store) -> None:
    with store.open_run("night", DAY) as view:
        feed = view.write("dibao", {"accepted": _table(1)}, ())
        people = view.write("people", {"members": _table(2)}, ["dibao"])
        meta = json.loads((people.folder / "meta.json").read_text("utf-8"))
    assert (meta["assessment_date"], meta["run_id"]) == ("2017-12-31", "night")
    assert meta["inputs"] == {"dibao": feed.version}


def test_nobody_else_may_look_into_the_store(store: Store, tmp_path: Path) -> None:
    with store.open_run("night", DAY) as view:
        view.write("dibao", {"accepted": _table(1)}, ())
        found = [path for path in [tmp_path / "store", *(tmp_path / "store").rglob("*")] if path.stat().st_mode & 0o077]
    assert found == []


def test_a_write_that_fails_leaves_the_old_version(store: Store, tmp_path: Path) -> None:
    def batches() -> Iterator[pyarrow.RecordBatch]:
        yield from _table(1, 2).to_batches()
        raise OSError("the source broke")

    with store.open_run("night", DAY) as view:
        before = view.write("dibao", {"accepted": _table(7)}, ())
        broken = pyarrow.RecordBatchReader.from_batches(_table(1).schema, batches())
        with pytest.raises(OSError, match="the source broke"):
            view.write("dibao", {"accepted": broken}, ())
        assert view.dataset("dibao").version == before.version
    folders = [path.name for path in (tmp_path / "store" / "dibao").iterdir() if path.is_dir()]
    assert folders == [before.version]


def test_a_run_reads_what_it_started_with_or_made(store: Store) -> None:
    with store.open_run("first", DAY) as first:
        first.write("dibao", {"accepted": _table(1)}, ())
        with store.open_run("second", DAY) as second:
            first.write("dibao", {"accepted": _table(2)}, ())
            second.write("tekun", {"accepted": _table(3)}, ())
            assert _numbers(second.dataset("dibao")["dibao"]) == [1]
            assert _numbers(first.dataset("dibao")["dibao"]) == [2]
            with pytest.raises(PipelineError, match="还没有“tekun”的数据"):
                first.dataset("tekun")
    with store.open_run("third", DAY) as third:
        assert _numbers(third.dataset("dibao")["dibao"]) == [2]
        assert _numbers(third.dataset("tekun")["tekun"]) == [3]


def test_a_version_goes_when_no_run_can_need_it(store: Store) -> None:
    with store.open_run("first", DAY) as first:
        old = first.write("dibao", {"accepted": _table(1)}, ())
        with store.open_run("second", DAY) as second:
            new = second.write("dibao", {"accepted": _table(2)}, ())
        assert old.folder.exists()
    assert not old.folder.exists()
    assert new.folder.exists()


def test_data_of_another_date_stop_the_run(store: Store) -> None:
    with store.open_run("summer", OTHER_DAY) as view:
        view.write("dibao", {"accepted": _table(1)}, ())
    with store.open_run("winter", DAY) as view, pytest.raises(PipelineError) as caught:
        view.dataset("dibao")
    for word in ("dibao", "2017-06-30", "2017-12-31", "重跑"):
        assert word in caught.value.message


def test_tables_of_several_datasets_are_one(store: Store) -> None:
    with store.open_run("night", DAY) as view:
        for feed, number in (("dibao", 1), ("tekun", 2)):
            view.write(feed, {"accepted": _table(number), "notices": _table(10 + number)}, ())
        tables = combine([view.dataset("dibao"), view.dataset("tekun")])
    assert set(tables) == {"dibao", "tekun", "notices"}
    assert [path.parent.parent.name for path in tables["notices"]] == ["dibao", "tekun"]


def test_what_was_made_from_another_content_does_not_mix(store: Store) -> None:
    with store.open_run("night", DAY) as view:
        view.write("dibao", {"accepted": _table(1)}, ())
        view.write("people", {"members": _table(5)}, ["dibao"])
        view.write("dibao", {"accepted": _table(2)}, ())
        with pytest.raises(PipelineError, match=r"“people”是用另一次的“dibao”做出来的.*重跑“dibao”"):
            combine([view.dataset("dibao"), view.dataset("people")])


def test_what_lies_further_back_does_not_mix_either(store: Store) -> None:
    with store.open_run("night", DAY) as view:
        view.write("dibao", {"accepted": _table(1)}, ())
        view.write("people", {"members": _table(5)}, ["dibao"])
        view.write("households", {"households": _table(6)}, ["people"])
        view.write("dibao", {"accepted": _table(2)}, ())
        with pytest.raises(PipelineError, match="“households”是用另一次的“dibao”"):
            combine([view.dataset("dibao"), view.dataset("households")])


def test_the_same_content_made_again_changes_nothing(store: Store) -> None:
    with store.open_run("night", DAY) as view:
        view.write("dibao", {"accepted": _table(1)}, ())
        view.write("people", {"members": _table(5)}, ["dibao"])
        view.write("dibao", {"accepted": _table(1)}, ())
        assert set(combine([view.dataset("dibao"), view.dataset("people")])) == {"dibao", "members"}


def test_a_run_is_alive_as_long_as_its_process(store: Store, tmp_path: Path) -> None:
    assert store.is_alive("other") is None
    process = _start_run(tmp_path, "other", "time.sleep(600)")
    assert store.is_alive("other") is True
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert store.is_alive("other") is False


def test_a_killed_run_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    with store.open_run("night", DAY) as view:
        kept = view.write("dibao", {"accepted": _table(1)}, ())
    endless = (
        "schema = pyarrow.schema([('number', pyarrow.int64())])\n"
        "def batches():\n"
        "    yield from pyarrow.table({'number': [1]}, schema=schema).to_batches()\n"
        "    time.sleep(600)\n"
        "view.write('dibao', {'accepted': pyarrow.RecordBatchReader.from_batches(schema, batches())}, ())"
    )
    process = _start_run(tmp_path, "killed", endless)
    folder = tmp_path / "store" / "dibao"
    while not list(folder.glob(".writing-*/*.parquet")):
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with store.open_run("next", DAY) as view:
        assert view.dataset("dibao").version == kept.version
        assert [path.name for path in folder.iterdir() if path.is_dir()] == [kept.version]
        assert [path.stem for path in (tmp_path / "store" / "runs").glob("*.json")] == ["next"]


def test_a_view_of_more_than_two_days_keeps_nothing(store: Store, tmp_path: Path) -> None:
    with store.open_run("first", DAY) as first:
        old = first.write("dibao", {"accepted": _table(1)}, ())
        path = tmp_path / "store" / "runs" / "first.json"
        view = json.loads(path.read_text("utf-8"))
        path.write_text(json.dumps({**view, "opened_at": view["opened_at"] - 49 * 3600}), "utf-8")
        with store.open_run("second", DAY) as second:
            second.write("dibao", {"accepted": _table(2)}, ())
        assert not old.folder.exists()
        with pytest.raises(PipelineError, match="还没有“dibao”的数据"):
            first.dataset("dibao")


def _start_run(data: Path, run_id: str, then: str) -> subprocess.Popen[str]:
    """Open a run in a process of its own; return when it is open."""
    code = (
        "import datetime, pathlib, sys, time\nimport pyarrow\nfrom xundian_pipeline.store import Store\n"
        f"opened = Store(pathlib.Path(sys.argv[1])).open_run({run_id!r}, datetime.date(2017, 12, 31))\n"
        f"view = opened.__enter__()\nprint('open', flush=True)\n{then}\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(data)], stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process
