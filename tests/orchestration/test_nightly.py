"""The command `nightly`: what it publishes, what it says, and how it fails."""

from __future__ import annotations

import datetime
import fcntl
import json
import re
from pathlib import Path

import pytest
from dagster import DagsterRunStatus

from schemas.registry import CONTRACT_FEEDS, FEEDS
from tests.orchestration.conftest import Office
from tests.orchestration.nights import nightly_here, published, xundian, xundian_here
from xundian_pipeline.orchestration.instance import open_instance
from xundian_pipeline.orchestration.wiring import UPSTREAM

REGISTERS = {"register_households": "建档立卡贫困户基本信息", "register_members": "建档立卡贫困人口信息"}


def _one_line(text: str) -> str:
    lines = text.splitlines()
    assert len(lines) == 1, text
    return lines[0]


def test_a_night_is_published(office: Office) -> None:
    assert published(office.data, "SELECT household_id, result FROM exit_indicators.household_exit ORDER BY 1") == [
        ("A", "exit_ready"),
        ("B", "exit_ready"),
    ]
    assert (office.data / "published" / "parquet" / "exit_indicators" / "household_exit.parquet").is_file()


def test_a_night_tells_its_progress_and_what_it_came_to(office: Office) -> None:
    not_of_the_contract = "、".join(f"《{feed.title}》" for feed in FEEDS.values() if feed.id not in CONTRACT_FEEDS)
    for words in (
        "考核日 2017-12-31",
        "民政局《农村最低生活保障花名册》：接受 1 行",
        "人员比对：",
        "贫困户：共 2 户，可退出 2 户，未达标 0 户，待核实 0 户",
        "退回的行：扶贫办 0 行，民政局 0 行",
        "读不了的文件：无",
        f"没有收到的名册：{not_of_the_contract or '无'}",
        str(Path("published", "xundian.duckdb")),
    ):
        assert words in office.said
    assert "dagster" not in office.said.lower().replace(str(office.data), "")


def test_the_interface_knows_the_run(office: Office) -> None:
    with open_instance(office.data) as instance:
        (run,) = instance.get_runs()
    assert run.status == DagsterRunStatus.SUCCESS
    assert run.job_name == "nightly"
    assert run.tags["assessment_date"] == "2017-12-31"
    assert run.tags["engine"] == "duckdb"
    origin = run.remote_job_origin
    assert origin is not None
    assert origin.location_name == "xundian_pipeline.definitions"


def test_only_what_is_published_may_be_read_by_others(office_after_a_night: Office) -> None:
    data = office_after_a_night.data
    nights = data / "nights"
    assert data.stat().st_mode & 0o777 == 0o755
    for path in [nights, *nights.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path
    reports = data / "reports"
    for path in [reports, *reports.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644), path
    for_readers = (nights, reports)
    others = [
        path
        for path in data.rglob("*")
        if not path.is_symlink() and not any(path.is_relative_to(folder) for folder in for_readers)
    ]
    assert {"store", "dagster", "publish.lock", "archive", "restricted"} <= {path.name for path in others}
    assert [path.name for path in others if path.stat().st_mode & 0o077] == ["format"]


def test_the_same_night_again_publishes_the_same_rows_and_keeps_no_old_versions(office: Office) -> None:
    query = "SELECT * EXCLUDE (published_at) FROM exit_indicators.nights"
    tables = ["exit_indicators.household_exit_indicators", "quality.feed_runs", "quality.linkage"]
    before = [published(office.data, query)] + [published(office.data, f"FROM {table}") for table in tables]
    assert nightly_here(office.sources, office.data).returncode == 0
    assert [published(office.data, query)] + [published(office.data, f"FROM {table}") for table in tables] == before
    versions = [path for path in (office.data / "store").glob("*/*/") if path.parent.name != "runs"]
    assert len(versions) == len({folder.parent for folder in versions}) == len(FEEDS) + len(UPSTREAM)
    assert list((office.data / "store" / "runs").glob("*.json")) == []


def test_the_command_lines_date_wins_over_the_settings(office: Office) -> None:
    (office.data / "config.yaml").write_text("assessment_date: 2018-06-30\nnights_kept: 3\n", "utf-8")
    assert nightly_here(office.sources, office.data, "--assessment-date", "2018-03-31").returncode == 0
    assert published(office.data, "SELECT max(assessment_date) FROM exit_indicators.household_exit") == [
        (datetime.date(2018, 3, 31),)
    ]


@pytest.mark.parametrize(("feed", "title"), REGISTERS.items())
def test_without_a_register_nothing_is_published(office: Office, feed: str, title: str) -> None:
    (office.sources / f"{feed}.csv").unlink()
    before = (office.data / "published").resolve()
    failed = nightly_here(office.sources, office.data)
    assert failed.returncode == 1
    line = _one_line(failed.stderr)
    for word in ("没有发布", title, feed, "扶贫办"):
        assert word in line
    assert (office.data / "published").resolve() == before
    assert published(office.data, "SELECT count(*) FROM exit_indicators.household_exit") == [(2,)]


def test_a_register_without_an_accepted_row(office: Office) -> None:
    register = office.sources / "register_households.csv"
    header = register.read_text("utf-8").splitlines()[0]
    register.write_text(header + "\n", "utf-8")
    failed = nightly_here(office.sources, office.data)
    assert failed.returncode == 1
    assert "register_households" in _one_line(failed.stderr)


def test_a_sources_folder_that_is_not_there(tmp_path: Path) -> None:
    failed = nightly_here(tmp_path / "nowhere", tmp_path / "data")
    assert failed.returncode == 1
    assert _one_line(failed.stderr).startswith(f"没有发布：来件文件夹 {tmp_path / 'nowhere'} 不存在")
    assert not (tmp_path / "data").exists()


def test_a_data_folder_that_cannot_be_written(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")
    failed = nightly_here(sources, tmp_path / "data")
    assert failed.returncode == 1
    assert re.search(r"没有发布：数据文件夹 .*data 不能写入", _one_line(failed.stderr))


def test_a_sources_file_that_is_wrong(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "databases.yaml").write_text("no_such_feed:\n  - {url: 'sqlite://', table: t}\n", "utf-8")
    failed = nightly_here(sources, tmp_path / "data", "--sources-file", tmp_path / "databases.yaml")
    assert failed.returncode == 1
    assert "no_such_feed" in _one_line(failed.stderr)


@pytest.mark.parametrize(
    ("day", "words"), [("2100-01-01", "还没有到"), ("2013-12-31", "poverty_line"), ("2015-12-31", "没有数值")]
)
def test_a_date_that_cannot_be_assessed(sources: Path, tmp_path: Path, day: str, words: str) -> None:
    failed = nightly_here(sources, tmp_path / "data", "--assessment-date", day)
    assert failed.returncode == 1
    line = _one_line(failed.stderr)
    assert words in line
    assert day in line


def test_settings_that_are_wrong(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "config.yaml").write_text("assessment_date: soon\n", "utf-8")
    failed = nightly_here(sources, tmp_path / "data")
    assert failed.returncode == 1
    assert "soon" in _one_line(failed.stderr)


def test_while_somebody_else_publishes(office: Office) -> None:
    (office.data / "config.yaml").write_text("publish_wait_seconds: 0\n", "utf-8")
    before = (office.data / "published").resolve()
    holder = {"run_id": "feedbeef-1", "assessment_date": "2017-10-31", "pid": 4711, "since": "2018-01-01T02:00:00"}
    with (office.data / "publish.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(json.dumps(holder))
        lock.flush()
        failed = nightly_here(office.sources, office.data)
    assert failed.returncode == 1
    line = _one_line(failed.stderr)
    for word in ("2017-10-31", "feedbeef", "4711", "2018-01-01T02:00:00"):
        assert word in line
    assert (office.data / "published").resolve() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "还缺少 命令"),
        (("nightly",), "还缺少 --sources, --data"),
        (("nightly", "--sources", "a", "--data", "b", "--assessment-date", "2017-13-01"), "2017-12-31 这样的日期"),
        (("nightly", "--sources", "a", "--data", "b", "--fast"), "不认识 --fast"),
        (("sample", "--out", "a", "--households", "0"), "不是大于 0 的整数"),
        (("sample", "--out", "a", "--mess", "huge"), "没有这个选择 'huge'"),
        (("explain", "--data", "b"), "还缺少 编号"),
        (("publish",), "没有这个选择 'publish'"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], words: str) -> None:
    failed = xundian_here(*arguments)
    assert failed.returncode == 2
    assert words in failed.stderr
    assert "用法" in failed.stderr
    assert not re.search(r"[a-z]+ (is|are|not|arguments?)\b", failed.stderr)


def test_help_is_there_at_once_and_in_chinese() -> None:
    for arguments in (("--help",), ("nightly", "--help"), ("ui", "--help")):
        shown = xundian(*arguments)
        assert shown.returncode == 0
        assert "用法：" in shown.stdout
        assert "show this help" not in shown.stdout


def test_help_loads_nothing_heavy() -> None:
    from tests.orchestration.nights import run_python

    loaded = run_python("import sys, xundian_pipeline.cli.arguments; print(*sys.modules)").split()
    assert not {"dagster", "duckdb", "pandas", "pyarrow", "yaml"} & set(loaded)
