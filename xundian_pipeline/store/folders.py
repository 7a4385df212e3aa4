"""Files and folders of the store: private, whole or absent, and locked while several processes change them."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.settings import CONFIG_FILE

PRIVATE_UMASK = 0o077
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
READABLE_FOLDER = 0o755
BYTES_TO_FINISH = 4 * 2**20


def prepare_data_folder(data: Path) -> None:
    """Make DATA where it is missing, readable by all; keep everything that this process writes below it private.

    Readers have to pass DATA to reach what is published, hence its mode and that of the parents made here. Raises
    PipelineError where DATA cannot be made or written.
    """
    os.umask(PRIVATE_UMASK)
    try:
        for folder in reversed([data, *data.parents]):
            if not folder.exists():
                folder.mkdir(exist_ok=True)
                folder.chmod(READABLE_FOLDER)
        probe = data / f".{secrets.token_hex(8)}.tmp"
        probe.touch(PRIVATE_FILE)
        probe.unlink()
        config = data / CONFIG_FILE
        if config.is_file() and config.stat().st_mode & PRIVATE_UMASK:
            config.chmod(PRIVATE_FILE)
    except (PermissionError, FileExistsError, NotADirectoryError):
        raise PipelineError(f"数据文件夹 {data} 不能写入：请检查它是不是文件夹、有没有写权限。") from None


def make_private_folder(folder: Path) -> Path:
    """Make a folder that only its owner may enter, and the missing ones above it."""
    for missing in reversed([folder, *folder.parents]):
        if not missing.exists():
            missing.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return folder


def write_whole(path: Path, content: str | bytes) -> None:
    """Put `content` in place of the file at `path`: a reader, and a kill at any moment, finds the old or the new."""
    write_beside(path, content).replace(path)
    sync(path.parent)


def write_beside(path: Path, content: str | bytes) -> Path:
    """Write a new private file beside `path`, all of it on the disk; return where it is, to be renamed or linked."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    return temporary


def sync(path: Path) -> None:
    """Have a file's or folder's content on the disk before going on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def room_to_finish(data: Path) -> Iterator[None]:
    """Hold some disk space back while the block runs and free it at the end, also of an error.

    What is written after a publication (the run's own record) then finds room: a disk that fills up stops the night
    before readers see it, or not at all.
    """
    path = data / ".reserve"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE)
        try:
            os.posix_fallocate(descriptor, 0, BYTES_TO_FINISH)
        finally:
            os.close(descriptor)
        yield
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at `path` alone; the kernel frees it when the process ends, however it ends."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
