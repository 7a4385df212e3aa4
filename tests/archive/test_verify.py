"""Whatever was altered or lost is found, down to one bit; what is whole is said to be."""

from __future__ import annotations

import datetime
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.archive.conftest import FIRST, LAST, SECOND, Office
from tests.orchestration.nights import xundian_here
from xundian_pipeline.archive import Archive, Manifest, read_ledger, read_manifest
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.kept_nights.verification import ALTERED, WHOLE, verify
from xundian_pipeline.publishing.night import forget, seal


@contextmanager
def _flipped(path: Path, bits: random.Random) -> Iterator[None]:
    """Flip one bit of a file, without a trace in its size or its times."""
    before, content = path.stat(), path.read_bytes()
    altered = bytearray(content)
    altered[bits.randrange(len(content))] ^= 1 << bits.randrange(8)
    path.chmod(0o600)
    try:
        path.write_bytes(altered)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        yield
    finally:
        path.write_bytes(content)


def _manifest(data: Path, day: datetime.date) -> Manifest:
    night = read_ledger(data).night(day)
    assert night is not None
    return read_manifest(data, day, night.number, night.manifest)


def test_what_is_whole_is_said_to_be(office_after_four_nights: Office) -> None:
    done = xundian_here("verify", "--data", office_after_four_nights.data)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == "结论：存档和已发布的表都没有被改动过。"


def test_nights_replaced_forgotten_and_sealed_are_whole(office: Office) -> None:
    seal(office.data, FIRST, "县扶贫办", datetime.date(2018, 1, 2))
    forget(office.data, SECOND)
    code, text = verify(office.data)
    assert code == WHOLE, text


def test_one_flipped_bit_in_any_object_is_found(office: Office) -> None:
    bits = random.Random(7)
    objects = [path for path in Archive(office.data).all() if path.stat().st_size]
    assert len(objects) > 60
    for path in objects:
        with _flipped(path, bits):
            code, text = verify(office.data)
        assert code == ALTERED
        assert f"存档内容 archive/objects/{path.name[:2]}/{path.name} 被改动过：考核日 2017-" in text
    assert verify(office.data)[0] == WHOLE


def test_one_flipped_bit_in_any_published_file_is_found(office: Office) -> None:
    bits = random.Random(8)
    files = [path for path in (office.data / "nights").rglob("*") if path.is_file()]
    assert len({path.parents[2] for path in files}) >= 2
    for path in files:
        with _flipped(path, bits):
            code, text = verify(office.data)
        assert code == ALTERED
        assert str(path.relative_to(office.data)) in text
        assert "被改动过。" in text


def test_one_flipped_bit_in_any_manifest_or_ledger_is_found(office: Office) -> None:
    bits = random.Random(9)
    archive = office.data / "archive"
    for path in [*(archive / "manifests").iterdir(), *(archive / "ledgers").iterdir()]:
        for _ in range(5):
            with _flipped(path, bits):
                code, text = verify(office.data)
            assert code == ALTERED
            assert path.name in text


def test_a_source_is_told_with_its_night_and_feed_but_never_by_its_name(office: Office) -> None:
    manifest = _manifest(office.data, LAST)
    [broken] = [source for source in manifest.sources if source.path.startswith("dibao/坏的")]
    with _flipped(Archive(office.data).path(str(broken.sha256)), random.Random(1)):
        done = xundian_here("verify", "--data", office.data)
    assert done.returncode == 1
    [line] = [line for line in done.stdout.splitlines() if "被改动过：" in line]
    assert f"考核日 {LAST} 第 3 次发布的来件（民政局《农村最低生活保障花名册》）" in line
    assert "坏的" not in done.stdout


def test_what_is_gone_is_found(office: Office) -> None:
    for group in ("county", "record", "state", "past", "published", "sources"):
        data = office.data
        manifest = _manifest(data, LAST)
        if group == "published":
            path = data / "published" / next(iter(manifest.published))
        elif group == "sources":
            path = Archive(data).path(next(str(source.sha256) for source in manifest.sources if source.sha256))
        else:
            path = Archive(data).path(next(iter(getattr(manifest, group).values())))
        content = path.read_bytes()
        path.unlink()
        code, text = verify(data)
        assert (code, path.name in text, "不见了" in text) == (ALTERED, True, True), group
        path.write_bytes(content)
    assert verify(office.data)[0] == WHOLE


def test_a_manifest_a_ledger_or_a_night_that_is_gone_is_found(office: Office) -> None:
    data = office.data
    manifest = data / "archive" / "manifests" / f"{FIRST}-000001.json"
    content = manifest.read_bytes()
    manifest.unlink()
    assert manifest.name in verify(data)[1]
    manifest.write_bytes(content)
    ledger = max((data / "archive" / "ledgers").iterdir())
    content = ledger.read_bytes()
    ledger.unlink()
    code, text = verify(data)
    assert (code, ledger.name in text) == (ALTERED, True)
    ledger.write_bytes(content)
    assert verify(data)[0] == WHOLE
    (data / "published").resolve().rename(data / "elsewhere")
    code, text = verify(data)
    assert code == ALTERED
    assert "published 指向的文件夹" in text


def test_what_does_not_belong_is_found(office: Office) -> None:
    data = office.data
    (data / "published" / "parquet" / "更正.parquet").write_bytes(b"x")
    (data / "archive" / "objects" / "00").mkdir(exist_ok=True)
    (data / "archive" / "objects" / "00" / "notes.txt").write_bytes(b"x")
    (data / "nights" / "2017-12-31-000099").mkdir()
    code, text = verify(data)
    assert code == ALTERED
    assert "更正.parquet 是多出来的" in text
    assert "多出一个文件 archive/objects/00/notes.txt" in text
    assert "nights/2017-12-31-000099 没有清单" in text
    assert text.splitlines()[-1] == "结论：有 3 处被改动或缺失。"


def test_nights_of_before_the_archive_are_said_to_have_no_manifest(tmp_path: Path) -> None:
    (tmp_path / "nights" / "2017-06-30-000003").mkdir(parents=True)
    (tmp_path / "published").symlink_to("nights/2017-06-30-000003")
    code, text = verify(tmp_path)
    assert code == WHOLE
    assert "1 个旧版程序发布的文件夹没有清单" in text


def test_a_folder_without_nights_is_told(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="还没有发布过"):
        verify(tmp_path)
    done = xundian_here("verify", "--data", tmp_path / "nowhere")
    assert done.returncode == 1
    assert done.stderr.startswith("没有查对完：")


def test_a_newer_folder_is_refused(office: Office, tmp_path: Path) -> None:
    (office.data / "format").write_text("3\n")
    for arguments in (
        ("verify",),
        ("rebuild", str(LAST), "--out", tmp_path / "out"),
        ("prune", "--before", "2018-01-01"),
        ("explain", "A"),
        ("nightly", "--sources", tmp_path),
    ):
        done = xundian_here(*arguments, "--data", office.data)
        assert done.returncode == 1
        assert "只认到第 2 版" in done.stderr
