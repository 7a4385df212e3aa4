"""The data folder: who may read what, and what an officer hears where it cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store import prepare_data_folder, room_to_finish
from xundian_pipeline.store.folders import BYTES_TO_FINISH, write_whole


def test_a_new_data_folder_lets_readers_pass(tmp_path: Path) -> None:
    data = tmp_path / "county" / "data"
    prepare_data_folder(data)
    assert [folder.stat().st_mode & 0o777 for folder in (data.parent, data)] == [0o755, 0o755]


def test_what_the_process_writes_then_is_private(tmp_path: Path) -> None:
    prepare_data_folder(tmp_path / "data")
    (tmp_path / "data" / "file").write_text("", "utf-8")
    (tmp_path / "data" / "folder").mkdir()
    assert [path.stat().st_mode & 0o077 for path in (tmp_path / "data").iterdir()] == [0, 0]


def test_the_settings_of_the_office_become_private(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text("assessment_date: today\n", "utf-8")
    config.chmod(0o644)
    prepare_data_folder(tmp_path)
    assert config.stat().st_mode & 0o777 == 0o600
    assert config.read_text("utf-8") == "assessment_date: today\n"


def test_a_file_in_the_place_of_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("", "utf-8")
    with pytest.raises(PipelineError, match=r"数据文件夹 .*data.* 不能写入"):
        prepare_data_folder(tmp_path / "data")
    with pytest.raises(PipelineError, match="不能写入"):
        prepare_data_folder(tmp_path / "data" / "below")


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "current"
    write_whole(path, "old")
    with path.open("r", encoding="utf-8") as reader:
        write_whole(path, "new")
        assert reader.read() == "old"
    assert path.read_text("utf-8") == "new"
    assert [found.name for found in tmp_path.iterdir()] == ["current"]


def test_room_is_held_back_and_freed(tmp_path: Path) -> None:
    with room_to_finish(tmp_path):
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) == BYTES_TO_FINISH
    assert list(tmp_path.iterdir()) == []
