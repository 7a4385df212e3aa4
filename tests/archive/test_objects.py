"""Objects of the archive: whole or absent, private, kept once."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.architecture.project_files import REPOSITORY
from xundian_pipeline.archive import Archive, UnkeptFileError
from xundian_pipeline.errors import PipelineError


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _file(folder: Path, content: bytes, name: str = "来件.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_kept_under_its_sha256_and_for_its_owner_alone(tmp_path: Path) -> None:
    archive, content = Archive(tmp_path / "data"), os.urandom(3_000_000)
    sha256 = archive.keep_file(_file(tmp_path, content))
    assert sha256 == _sha256(content)
    assert archive.path(sha256) == tmp_path / "data" / "archive" / "objects" / sha256[:2] / sha256
    assert archive.path(sha256).read_bytes() == archive.content(sha256) == content
    assert _mode(archive.path(sha256)) == 0o400
    assert [_mode(folder) for folder in list(archive.path(sha256).parents)[:3]] == [0o700] * 3


def test_content_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data")
    sha256 = archive.keep_file(_file(tmp_path, b"a"))
    before = archive.path(sha256).stat()
    assert archive.keep_file(_file(tmp_path, b"a", "again.csv")) == archive.keep_bytes(b"a") == sha256
    after = archive.path(sha256).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert list((tmp_path / "data" / "archive" / "writing").iterdir()) == []


@pytest.mark.parametrize("way", ["file", "bytes"])
def test_a_damaged_object_is_made_whole_when_its_content_comes_again(tmp_path: Path, way: str) -> None:
    archive = Archive(tmp_path / "data")
    sha256 = archive.keep_bytes(b"abc")
    archive.path(sha256).chmod(0o600)
    archive.path(sha256).write_bytes(b"abd")
    if way == "file":
        archive.keep_file(_file(tmp_path, b"abc"))
    else:
        archive.keep_bytes(b"abc")
    assert archive.content(sha256) == b"abc"
    assert _mode(archive.path(sha256)) == 0o400


def test_an_object_that_is_gone_or_altered_is_told(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data")
    with pytest.raises(PipelineError, match="存档里没有内容"):
        archive.path("0" * 64)
    with pytest.raises(PipelineError, match="sha256"):
        archive.path("../../../etc/passwd")
    sha256 = archive.keep_bytes(b"abc")
    assert archive.holds(sha256)
    archive.path(sha256).chmod(0o600)
    archive.path(sha256).write_bytes(b"abd")
    with pytest.raises(PipelineError, match="被改动过"):
        archive.content(sha256)
    archive.erase(sha256)
    archive.erase(sha256)
    assert not archive.holds(sha256)


def test_a_source_that_is_not_there_is_no_error_of_the_archive(tmp_path: Path) -> None:
    with pytest.raises(UnkeptFileError) as told:
        Archive(tmp_path / "data").keep_file(tmp_path / "gone.csv")
    assert isinstance(told.value.cause, FileNotFoundError)
    with pytest.raises(UnkeptFileError) as told:
        Archive(tmp_path / "data").keep_file(tmp_path)
    assert isinstance(told.value.cause, IsADirectoryError)


def test_a_source_that_is_written_to_meanwhile_is_not_kept(tmp_path: Path) -> None:
    path = _file(tmp_path, b"first line\n" * 6_000_000)
    code = f"""
import time
with open({str(path)!r}, "ab", buffering=0) as file:
    print("ready", flush=True)
    while True:
        file.write(b"another line\\n")
"""
    writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        with pytest.raises(UnkeptFileError) as told:
            Archive(tmp_path / "data").keep_file(path)
    finally:
        writer.kill()
        writer.communicate()
    assert told.value.cause is None
    assert list(Archive(tmp_path / "data").all()) == []


def test_a_kill_while_a_file_is_kept_leaves_no_object(tmp_path: Path) -> None:
    path = _file(tmp_path, b"")
    os.truncate(path, 2 << 30)
    data = tmp_path / "data"
    code = (
        "import sys; from pathlib import Path; from xundian_pipeline.archive import Archive;"
        f"Archive(Path({str(data)!r})).keep_file(Path({str(path)!r}))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(REPOSITORY)})
    writing = data / "archive" / "writing"
    while not any(file.stat().st_size for file in writing.glob("*")):
        assert process.poll() is None
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    archive = Archive(data)
    assert list(archive.all()) == []
    [leftover] = writing.iterdir()
    archive.sweep()
    assert leftover.exists(), "one that was only just made may belong to a living process"
    os.utime(leftover, (0, 0))
    archive.sweep()
    assert not leftover.exists()
    path.write_bytes(b"small")
    assert archive.content(archive.keep_file(path)) == b"small"
