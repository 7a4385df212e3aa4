"""Any night again: rebuilt from the archive alone, byte for byte, or a clear word why not."""

from __future__ import annotations

import datetime
import hashlib
import json
import stat
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet
import pytest

from tests.archive.conftest import FILLED_IN, FIRST, LAST, SECOND, Office, say_nothing
from tests.orchestration.nights import xundian_here
from xundian_pipeline.archive import Archive, Manifest, read_ledger, read_manifest, write_ledger, write_manifest
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.kept_nights.rebuilding import rebuild
from xundian_pipeline.publishing.night import forget

NIGHTS_TABLE = "parquet/exit_indicators/nights.parquet"


def _manifest(data: Path, day: datetime.date) -> Manifest:
    night = read_ledger(data).night(day)
    assert night is not None
    return read_manifest(data, day, night.number, night.manifest)


def _digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*.parquet")
    }


def _refused(office: Office, day: datetime.date, out: Path, *words: str) -> None:
    """Rebuild and see it refused, with nothing left behind."""
    with pytest.raises(PipelineError) as told:
        rebuild(office.data, day, out, say_nothing)
    for word in words:
        assert word in told.value.message
    assert not out.exists()
    assert [path.name for path in out.parent.iterdir() if path.name.startswith(".out")] == []


@pytest.mark.parametrize("day", [FIRST, FILLED_IN, LAST], ids=str)
def test_every_night_comes_out_as_it_was_published(
    office_after_four_nights: Office, tmp_path: Path, day: datetime.date
) -> None:
    data, out = office_after_four_nights.data, tmp_path / "deep" / "out"
    done = xundian_here("rebuild", str(day), "--data", data, "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "sha256 都和发布时的清单相同" in done.stdout
    published = {name: sha for name, sha in _manifest(data, day).published.items() if name.endswith(".parquet")}
    assert len(published) > 15
    assert _digests(out) == published, "the nights of then among them"
    assert sorted(path.name for path in out.iterdir()) == ["parquet", "xundian.duckdb"]
    assert [path.name for path in out.parent.iterdir()] == ["out"]
    assert stat.S_IMODE(out.stat().st_mode) == 0o755
    if day == LAST:
        _what_was_read_is_the_same_to_the_row(out)


def _what_was_read_is_the_same_to_the_row(out: Path) -> None:
    runs = pyarrow.parquet.read_table(out / "parquet" / "quality" / "feed_runs.parquet").to_pylist()
    by_source = {run["source"]: run for run in runs}
    assert by_source["db:deaths:亡故"]["rows_read"] == 3
    assert by_source["db:deaths:没有"]["rows_read"] == 0
    messages = pyarrow.parquet.read_table(out / "parquet" / "quality" / "quarantine.parquet")["message"].to_pylist()
    assert any("没有表或视图" in message for message in messages)
    assert any("文件不存在" in message for message in messages)
    notices = pyarrow.parquet.read_table(out / "parquet" / "quality" / "notices.parquet").to_pylist()
    unknown = {notice["what"] for notice in notices if notice["kind"] == "unknown_file"}
    assert {"第2夜.txt", "旧文件", "dibao/备忘.doc"} <= unknown
    decisions = [notice["message"] for notice in notices if notice["kind"] == "decision"]
    assert len(decisions) == 1, "the file of that night, not the one that lies there now"


def test_a_night_that_never_was(office: Office, tmp_path: Path) -> None:
    _refused(office, datetime.date(2017, 7, 1), tmp_path / "out", "没有考核日 2017-07-01 的一夜", str(SECOND))
    done = xundian_here("rebuild", "2017-07-01", "--data", office.data, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert done.stderr.startswith("没有重建：没有考核日 2017-07-01 的一夜")
    assert done.stderr.count("\n") == 1


def test_a_night_of_before_the_archive(office: Office, tmp_path: Path) -> None:
    (office.data / "nights" / "2016-12-31-000001").mkdir()
    _refused(office, datetime.date(2016, 12, 31), tmp_path / "out", "旧版程序")


def test_a_forgotten_night_is_said_to_be_one_and_rebuilt(office: Office, tmp_path: Path) -> None:
    before = _manifest(office.data, SECOND).published
    forget(office.data, SECOND)
    done = xundian_here("rebuild", str(SECOND), "--data", office.data, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"考核日 {SECOND} 的一夜已经从历史中去掉" in done.stdout
    assert _digests(tmp_path / "out") == {name: sha for name, sha in before.items() if name.endswith(".parquet")}


def test_the_latest_night_is_rebuilt_as_it_is_shown_after_its_past_has_changed(office: Office, tmp_path: Path) -> None:
    forget(office.data, SECOND)
    killed = tmp_path / ".out.rebuilding-0123"
    (killed / "parquet").mkdir(parents=True)
    done = xundian_here("rebuild", str(LAST), "--data", office.data, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not killed.exists()
    rebuilt, shown = _digests(tmp_path / "out"), _digests((office.data / "published").resolve())
    assert rebuilt == shown


@pytest.mark.parametrize("kind", ["source", "database", "county", "past"])
@pytest.mark.parametrize("fate", ["altered", "gone"])
def test_an_object_that_is_altered_or_gone(office: Office, tmp_path: Path, kind: str, fate: str) -> None:
    manifest = _manifest(office.data, LAST)
    sha256 = {
        "source": next(str(source.sha256) for source in manifest.sources if source.kind == "file" and source.sha256),
        "database": next(str(source.sha256) for source in manifest.sources if source.kind == "database"),
        "county": manifest.county["divisions.csv"],
        "past": next(iter(manifest.past.values())),
    }[kind]
    path = Archive(office.data).path(sha256)
    if fate == "gone":
        path.unlink()
    else:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 4
        path.chmod(0o600)
        path.write_bytes(content)
    word = "被改动过" if fate == "altered" else "存档里没有内容"
    _refused(office, LAST, tmp_path / "out", word, sha256[:12])


def test_a_lost_secret_of_the_record_keys(office: Office, tmp_path: Path) -> None:
    (office.data / "restricted" / "record_key").unlink()
    _refused(office, LAST, tmp_path / "out", "restricted/record_key 不见了")
    assert not (office.data / "restricted" / "record_key").exists()


def test_a_manifest_that_is_altered_or_gone(office: Office, tmp_path: Path) -> None:
    path = office.data / "archive" / "manifests" / f"{FIRST}-000001.json"
    path.write_text(path.read_text("utf-8").replace('"size": 12', '"size": 11', 1) + "\n", "utf-8")
    _refused(office, FIRST, tmp_path / "out", path.name, "被改动过")
    path.unlink()
    _refused(office, FIRST, tmp_path / "out", path.name, "不见了")


def test_another_version_of_the_code_is_refused_by_name(office: Office, tmp_path: Path) -> None:
    # A ledger and a manifest as another version of the code would have written them.
    manifest = office.data / "archive" / "manifests" / f"{FIRST}-000001.json"
    content = json.loads(manifest.read_text("utf-8"))
    version = content["code_version"]
    sha256 = write_manifest(office.data, replace(_manifest(office.data, FIRST), code_version="0.0.9+abcdef012345"))
    ledger = read_ledger(office.data)
    night = ledger.night(FIRST)
    assert night is not None
    write_ledger(office.data, ledger.with_night(replace(night, manifest=sha256)))
    _refused(office, FIRST, tmp_path / "out", "0.0.9+abcdef012345", version)


def test_a_folder_that_holds_something_is_left_alone(office_after_four_nights: Office, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    done = xundian_here("rebuild", str(FIRST), "--data", office_after_four_nights.data, "--out", out)
    assert done.returncode == 1
    assert "已经有东西" in done.stderr
    done = xundian_here("rebuild", str(FIRST), "--data", office_after_four_nights.data, "--out", out / "mine.txt")
    assert done.returncode == 1
    assert "不是文件夹" in done.stderr
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_a_night_that_was_filled_in_says_its_own_past(office_after_four_nights: Office) -> None:
    data = office_after_four_nights.data
    assert _manifest(data, FIRST).night_before is None
    assert _manifest(data, FILLED_IN).night_before == str(FIRST)
    assert _manifest(data, LAST).night_before == str(SECOND)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("rebuild", "--data", "x", "--out", "y"), "还缺少 考核日"),
        (("rebuild", "2017-13-01", "--data", "x", "--out", "y"), "2017-12-31 这样的日期"),
        (("rebuild", "2017-12-31", "--data", "x"), "还缺少 --out"),
        (("verify",), "还缺少 --data"),
        (("prune", "--data", "x"), "还缺少 --before"),
        (("prune", "--before", "去年", "--data", "x"), "2017-12-31 这样的日期"),
    ],
)
def test_wrong_usage_is_told_in_chinese(arguments: tuple[str, ...], word: str) -> None:
    done = xundian_here(*arguments)
    assert done.returncode == 2
    assert word in done.stderr
