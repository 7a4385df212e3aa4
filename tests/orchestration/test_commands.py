"""The commands for people: `sample`, `check` and `explain` as an officer types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.orchestration.conftest import Office
from tests.orchestration.nights import xundian_here


@pytest.mark.parametrize("mess", ["none", "light", "heavy"])
def test_a_sample_is_the_same_for_the_same_seed(tmp_path: Path, mess: str) -> None:
    contents = []
    for name in ("one", "two"):
        folder = tmp_path / name
        done = xundian_here("sample", "--out", folder, "--households", "20", "--seed", "7", "--mess", mess)
        assert done.returncode == 0, done.stderr
        assert "合成" in done.stdout
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        contents.append([(path.relative_to(folder), path.read_bytes()) for path in files])
    assert contents[0]
    assert contents[0] == contents[1]


def test_a_sample_is_not_laid_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "register_households.csv").write_text("real", "utf-8")
    failed = xundian_here("sample", "--out", tmp_path, "--households", "20")
    assert failed.returncode == 1
    assert failed.stderr.startswith("没有写成：")
    assert (tmp_path / "register_households.csv").read_text("utf-8") == "real"


def test_a_file_that_is_in_order(office: Office) -> None:
    done = xundian_here("check", office.sources / "dibao.csv")
    assert done.returncode == 0
    assert "2017-12-31" in done.stdout


def test_a_file_of_which_something_would_be_returned(office: Office) -> None:
    file = office.sources / "dibao.csv"
    file.write_text(file.read_text("utf-8").replace("2016-01", "someday"), "utf-8")
    failed = xundian_here("check", file, "--feed", "dibao", "--assessment-date", "2017-11-30")
    assert failed.returncode == 1
    assert "2017-11-30" in failed.stdout
    assert "第 2 行" in failed.stdout


@pytest.mark.parametrize("more", [(), ("--feed", "no_such_feed"), ("--assessment-date", "2100-01-01")])
def test_what_cannot_be_checked_is_told(office: Office, more: tuple[str, ...]) -> None:
    failed = xundian_here("check", office.sources / ("dibao.csv" if more else "nowhere.csv"), *more)
    assert failed.returncode == 1
    assert failed.stderr.startswith("没有检查完：")
    assert len(failed.stderr.splitlines()) == 1


@pytest.mark.parametrize(("unit", "indicator"), [("A", "H1"), ("530129103201", "V1")])
def test_a_status_is_explained(office: Office, unit: str, indicator: str) -> None:
    done = xundian_here("explain", unit, indicator, "--data", office.data)
    assert done.returncode == 0, done.stderr
    assert indicator in done.stdout
    assert "达标" in done.stdout


def test_a_unit_that_is_not_there_is_told(office: Office, tmp_path: Path) -> None:
    for data in (office.data, tmp_path / "nowhere"):
        failed = xundian_here("explain", "nobody", "--data", data)
        assert failed.returncode == 1
        assert failed.stderr.startswith("没有查到：")
