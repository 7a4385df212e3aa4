"""Content that never changes, kept once under its sha256: DATA/archive/objects/<first two digits>/<sha256>."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store.folders import PRIVATE_FILE, make_private_folder, sync

ARCHIVE = "archive"
OBJECTS = "objects"
OBJECT_MODE = 0o400
IS_SHA256 = re.compile(r"[0-9a-f]{64}")

_WRITING = "writing"
_BYTES_AT_A_TIME = 1 << 20
_SECONDS_TO_LOCK = 60


class UnkeptFileError(Exception):
    """The file to be kept cannot be read to its end (`cause`), or was written to meanwhile (no cause)."""

    def __init__(self, cause: OSError | None) -> None:
        super().__init__("the file cannot be read" if cause else "the file changed while it was copied")
        self.cause = cause


class Archive:
    """The objects under DATA/archive. Each is there whole or not at all, and only its owner may read it.

    Several processes may keep objects at once.
    """

    def __init__(self, data: Path) -> None:
        self._objects = data / ARCHIVE / OBJECTS
        self._writing = data / ARCHIVE / _WRITING

    def keep_file(self, path: Path) -> str:
        """Copy a file into the archive, in one reading; return its sha256. Content that is there is not written again.

        Raises UnkeptFileError where the file cannot be read or changes meanwhile, OSError where the archive cannot be
        written.
        """
        try:
            source = path.open("rb")
        except OSError as error:
            raise UnkeptFileError(error) from None
        with source, self._new_file() as (temporary, target):
            before = _state(source)
            digest = hashlib.sha256()
            for piece in _pieces(source):
                digest.update(piece)
                target.write(piece)
            if _state(source) != before:
                raise UnkeptFileError(None)
            return self._settle(temporary, target, digest.hexdigest())

    def keep_bytes(self, content: bytes) -> str:
        """Keep `content`; return its sha256."""
        sha256 = hashlib.sha256(content).hexdigest()
        if not self._is_whole(sha256):
            with self._new_file() as (temporary, target):
                target.write(content)
                self._settle(temporary, target, sha256)
        return sha256

    def path(self, sha256: str) -> Path:
        """Return the file of an object; PipelineError where it is gone."""
        path = self.place(sha256)
        if not path.is_file():
            raise PipelineError(f"存档里没有内容 {sha256[:12]}…：已经清理，或已丢失。可以用 xundian verify 查对存档。")
        return path

    def content(self, sha256: str) -> bytes:
        """Return the bytes of an object; PipelineError where it is gone, or is no longer what was kept."""
        content = self.path(sha256).read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise PipelineError(f"存档内容 {sha256[:12]}… 被改动过，不能再用。可以用 xundian verify 查对存档。")
        return content

    def holds(self, sha256: str) -> bool:
        """Say whether an object is there."""
        return self.place(sha256).is_file()

    def place(self, sha256: str) -> Path:
        """Return where an object lies, or would lie; PipelineError for what is no sha256."""
        if not IS_SHA256.fullmatch(sha256):
            raise PipelineError(
                "存档的编号不是 64 位的 sha256：登记的文件可能被改动过。可以用 xundian verify 查对存档。"
            )
        return self._objects / sha256[:2] / sha256

    def all(self) -> Iterator[Path]:
        """Yield the file of every object, in order; what lies there besides has another name."""
        yield from sorted(path for path in self._objects.glob("*/*") if not path.is_dir())

    def erase(self, sha256: str) -> None:
        """Remove an object, if it is there."""
        place = self.place(sha256)
        place.unlink(missing_ok=True)
        if place.parent.is_dir():
            sync(place.parent)

    def sweep(self) -> None:
        """Remove what processes that were killed left half-written."""
        for path in self._writing.glob("*"):
            with contextlib.suppress(OSError):
                # A file that its writer has only just made is not locked yet.
                if time.time() - path.stat().st_mtime > _SECONDS_TO_LOCK and _is_abandoned(path):
                    path.unlink()

    def _is_whole(self, sha256: str) -> bool:
        """Say whether an object is there and is what was kept: a damaged one is to be written anew."""
        try:
            with self.place(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return False

    @contextlib.contextmanager
    def _new_file(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A locked file beside the objects; gone on leaving unless it became one."""
        temporary = make_private_folder(self._writing) / secrets.token_hex(16)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        try:
            with os.fdopen(descriptor, "wb") as target:
                fcntl.flock(target, fcntl.LOCK_EX)
                yield temporary, target
        finally:
            temporary.unlink(missing_ok=True)

    def _settle(self, temporary: Path, target: BinaryIO, sha256: str) -> str:
        """Give a written file its place among the objects, on the disk before it is seen there."""
        if self._is_whole(sha256):
            return sha256
        target.flush()
        os.fchmod(target.fileno(), OBJECT_MODE)
        os.fsync(target.fileno())
        place = self.place(sha256)
        make_private_folder(place.parent)
        temporary.rename(place)
        sync(place.parent)
        return sha256


def _pieces(source: BinaryIO) -> Iterable[bytes]:
    while True:
        try:
            piece = source.read(_BYTES_AT_A_TIME)
        except OSError as error:
            raise UnkeptFileError(error) from None
        if not piece:
            return
        yield piece


def _state(file: BinaryIO) -> tuple[int, int]:
    state = os.fstat(file.fileno())
    return state.st_size, state.st_mtime_ns


def _is_abandoned(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
