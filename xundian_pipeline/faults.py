"""What goes wrong beneath the pipeline (disk, memory, rights), said in Chinese and without any value of a cell.

The texts of library errors are never passed on: they may quote cells.
"""

from __future__ import annotations

import errno
import re
import sqlite3
import traceback
from collections.abc import Iterator
from pathlib import Path

from schemas.added import AddedFeedError
from xundian_pipeline.errors import PipelineError

DISK_FULL = "磁盘空间不足：请清理磁盘后再运行；上次发布的结果没有变。"
INTERRUPTED = "被中断。"
OUT_OF_MEMORY = "内存不足：请关掉别的程序后再运行；上次发布的结果没有变。"

_DISK_FULL_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DISK_FULL_TEXTS = (
    "no space left on device",
    "database or disk is full",
    "disk quota exceeded",
    "file too large",
    "errno 28",
    "max_temp_directory_size",
)
_DISK_FULL_NAMES = frozenset({"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_WRITE"})
"""SQLite on a full disk: it says so, or it could not make or grow one of the files beside its database."""
_OUT_OF_MEMORY_NAMES = frozenset({"MemoryError", "ArrowMemoryError", "OutOfMemoryException"})
_TRANSIENT_NUMBERS = frozenset(
    {
        errno.EAGAIN,
        errno.EBUSY,
        errno.EINTR,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ESTALE,
        errno.ETIMEDOUT,
        errno.ECONNRESET,
        errno.ECONNREFUSED,
    }
)
_INTERRUPTED_QUERY = "Query interrupted"
_LIKE_IDENTITY_NUMBER = re.compile(r"\d{15,}[\dXx]?|\d(?:\.\d+)?[Ee]\+\d+")
_PROJECT = Path(__file__).resolve().parents[1]


def is_disk_full(error: BaseException) -> bool:
    """Say whether the disk being full lies behind `error`, whichever library noticed it."""
    for link in _chain(error):
        if isinstance(link, OSError) and link.errno in _DISK_FULL_NUMBERS:
            return True
        if isinstance(link, sqlite3.Error) and getattr(link, "sqlite_errorname", "") in _DISK_FULL_NAMES:
            return True
        if tells_of_full_disk(str(link)):
            return True
    return False


def tells_of_full_disk(text: str) -> bool:
    """Say whether the text of an error says that the disk is full."""
    return any(phrase in text.lower() for phrase in _DISK_FULL_TEXTS)


def is_transient(error: BaseException) -> bool:
    """Say whether trying again may help: the file system or the network did not answer this time."""
    return isinstance(error, OSError) and error.errno in _TRANSIENT_NUMBERS


def is_interruption(error: BaseException) -> bool:
    """Say whether `error` is what DuckDB makes of an interrupt: it takes the exception of the signal for its own."""
    return isinstance(error, RuntimeError) and str(error) == _INTERRUPTED_QUERY


def explain(error: BaseException) -> str:
    """Return one Chinese line for any error, with no value of any cell in it."""
    if isinstance(error, PipelineError):
        return mask(one_line(error.message))
    if isinstance(error, AddedFeedError):
        reason = mask(one_line(error.reason))
        return (
            f"新名册的定义 schemas/added/{error.file} 第 {error.line} 行写错了（{reason}）：请改正，或先移走这个文件。"
        )
    if is_disk_full(error):
        return DISK_FULL
    if is_interruption(error):
        return INTERRUPTED
    if any(type(link).__name__ in _OUT_OF_MEMORY_NAMES for link in _chain(error)):
        return OUT_OF_MEMORY
    if isinstance(error, PermissionError):
        return f"没有权限读写 {_file_of(error)}：请检查文件夹的权限。"
    if isinstance(error, OSError) and error.errno == errno.EROFS:
        return f"{_file_of(error)} 所在的磁盘是只读的，写不进去。"
    return f"出现意外错误（{type(error).__name__}，{position(error)}）：请把这一行告诉维护人员；上次发布的结果没有变。"


def position(error: BaseException) -> str:
    """Return where in the project's own code an error arose, as file:line."""
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        path = Path(frame.filename)
        if path.is_relative_to(_PROJECT) and "site-packages" not in path.parts:
            return f"{path.relative_to(_PROJECT)}:{frame.lineno}"
    return "位置不明"


def mask(text: str) -> str:
    """Take out of a text whatever looks like an identity number."""
    return _LIKE_IDENTITY_NUMBER.sub("***", text)


def one_line(text: str) -> str:
    """Return the text on one line."""
    return " ".join(text.split())


def _file_of(error: OSError) -> str:
    name = error.filename
    return mask(str(name)) if isinstance(name, (str, Path)) else "文件"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        yield link
        seen.add(id(link))
        link = link.__cause__ or link.__context__
