"""The version of a data folder: new ones have it, older ones are migrated, newer ones are refused."""

from __future__ import annotations

import datetime
import stat
from pathlib import Path

import pyarrow
import pytest

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store import Store, demand_known_format, open_data_folder

DAY = datetime.date(2017, 12, 31)


def test_a_new_folder_gets_the_version_and_nothing_is_said(tmp_path: Path) -> None:
    assert open_data_folder(tmp_path / "data") is None
    path = tmp_path / "data" / "format"
    assert path.read_text("utf-8") == "2\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert open_data_folder(tmp_path / "data") is None
    assert demand_known_format(tmp_path / "data") == 2


def test_a_folder_of_before_is_migrated_once_and_its_nights_stay(tmp_path: Path) -> None:
    night = tmp_path / "nights" / "2017-06-30-000003"
    night.mkdir(parents=True)
    (tmp_path / "published").symlink_to("nights/2017-06-30-000003")
    assert demand_known_format(tmp_path) == 1
    said = open_data_folder(tmp_path)
    assert said is not None
    assert "从第 1 版升级到第 2 版" in said
    assert "\n" not in said
    assert open_data_folder(tmp_path) is None
    assert (tmp_path / "published").resolve() == night


def test_what_was_stored_before_is_not_taken_for_archived(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.open_run("old", DAY) as view:
        view.write("dibao", {"accepted": pyarrow.table({"a": [1]})}, ())
    open_data_folder(tmp_path)
    with store.open_run("new", DAY) as view, pytest.raises(PipelineError, match="还没有“dibao”的数据"):
        view.dataset("dibao")


def test_a_newer_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "format").write_text("3\n")
    for check in (open_data_folder, demand_known_format):
        with pytest.raises(PipelineError, match=r"第 3 版.*只认到第 2 版"):
            check(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["format"]


@pytest.mark.parametrize("content", [b"", b"two", b"0", b"-1", b"\xff\xfe", "２".encode()])
def test_a_version_that_cannot_be_read_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "format").write_bytes(content)
    with pytest.raises(PipelineError, match="读不出来"):
        open_data_folder(tmp_path)
