"""Opening one file: what it is called, whether it can be read, and the sheets in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from xundian_pipeline.reading.csv_sheets import csv_sheet
from xundian_pipeline.reading.file_kinds import ENDINGS
from xundian_pipeline.reading.headers import HeaderReader
from xundian_pipeline.reading.parquet_sheets import parquet_sheet
from xundian_pipeline.reading.problems import UnreadableError
from xundian_pipeline.reading.sheets import RawSheet
from xundian_pipeline.reading.workbook_sheets import xls_sheets, xlsx_sheets

OpenFile = Callable[[], tuple[bytes, str]]
"""Gives the content of a file and its ending. Raises UnreadableError where it cannot."""

IS_FOLDER = "这是文件夹，里面的文件没有读入。文件要直接放在以数据编号命名的文件夹里，不能再套一层。"


def ending_of(path: Path) -> str:
    """Return a file's ending, in lower case. Raises UnreadableError for a folder and for an ending that is not read."""
    if path.is_dir():
        raise UnreadableError(IS_FOLDER)
    return ending_of_name(path.name)


def ending_of_name(name: str) -> str:
    """Return the ending of a file's name, in lower case. Raises UnreadableError for one that is not read."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in ENDINGS:
        raise UnreadableError(f"只收 {'、'.join(ENDINGS)} 文件，请另存为其中一种格式。")
    return ending


def check_regular(path: Path) -> None:
    """Raise UnreadableError where `path` is there and is no file, or cannot be looked at."""
    try:
        if path.is_dir():
            raise UnreadableError(IS_FOLDER)
        if path.exists() and not path.is_file():
            raise UnreadableError("不是普通文件，没有读入。请换成真正的表格文件。")
    except OSError as error:
        raise why_unreadable(error) from None


def why_unreadable(error: OSError | None) -> UnreadableError:
    """Return in words why a file could not be read; None: it was written to meanwhile."""
    if error is None:
        return UnreadableError("读取时文件正在被改写，内容前后不一致，没有读入。请等文件写完再运行。")
    if isinstance(error, FileNotFoundError):
        return UnreadableError("文件不存在，或读取时已被移走。请核对后再运行。")
    if isinstance(error, PermissionError):
        return UnreadableError("没有权限读取，请核对文件的访问权限后再运行。")
    return UnreadableError("无法读取，可能是磁盘或网络盘出错。请重新拷贝后再运行。")


def content_of(path: Path) -> bytes:
    """Return the bytes of a file. Raises UnreadableError where it is no file or cannot be read."""
    check_regular(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise why_unreadable(error) from None


def opened(path: Path) -> tuple[bytes, str]:
    """Return the content of a file and its ending. Raises UnreadableError where it cannot be read."""
    ending = ending_of(path)
    return content_of(path), ending


def sheets_of(content: bytes, ending: str, headers: HeaderReader) -> Iterable[RawSheet]:
    """Return the sheets of a file of one of the ENDINGS; of a CSV the one sheet that `headers` tells the delimiter of.

    Raises UnreadableError where the content cannot be read.
    """
    if ending == ".csv":
        return [csv_sheet(content, headers)]
    if ending == ".xlsx":
        return xlsx_sheets(content)
    if ending == ".xls":
        return xls_sheets(content)
    return [parquet_sheet(content)]
