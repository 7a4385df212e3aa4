"""The version of what a data folder holds: DATA/format, a number. Newer code migrates an older folder in place.

1: store and nights, without this file. 2: also the archive, in which the nights kept from then on have their past.
"""

from __future__ import annotations

from pathlib import Path

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.store.folders import locked, prepare_data_folder, sync, write_whole

FORMAT_FILE = "format"
FORMAT = 2

_BEFORE_THE_FILE = 1
_READABLE_FILE = 0o644
_OLD_FOLDERS = ("store", "nights")


def demand_known_format(data: Path) -> int | None:
    """Return the version of a data folder, None for a new one. Raises PipelineError for one that this code cannot read.

    Changes nothing, so that whoever may only read can ask.
    """
    path = data / FORMAT_FILE
    try:
        text = path.read_text("utf-8").strip()
    except NotADirectoryError:
        return None  # DATA itself is no folder: whoever wants to write there says so
    except FileNotFoundError:
        return _BEFORE_THE_FILE if any((data / name).is_dir() for name in _OLD_FOLDERS) else None
    except (IsADirectoryError, UnicodeDecodeError):
        text = ""
    if not (text.isascii() and text.isdecimal() and int(text) >= 1):
        raise PipelineError(
            f"数据文件夹的版本文件 {path} 读不出来：里面应当只有一个数字（现在是 {FORMAT}）。请从备份恢复。"
        )
    if int(text) > FORMAT:
        raise PipelineError(
            f"数据文件夹 {data} 是第 {int(text)} 版，由更新的程序建立；"
            f"本程序只认到第 {FORMAT} 版，不能打开。请改用新版程序。"
        )
    return int(text)


def open_data_folder(data: Path) -> str | None:
    """Make DATA ready to be written by this process, and bring it to the version of this code.

    Returns one Chinese line where an older folder was migrated. Raises PipelineError where DATA cannot be written, or
    is of a newer version.
    """
    demand_known_format(data)
    prepare_data_folder(data)
    version = demand_known_format(data)
    if version == FORMAT:
        return None
    if version == _BEFORE_THE_FILE:
        _retire_stored_versions(data / "store")
    write_whole(data / FORMAT_FILE, f"{FORMAT}\n")
    (data / FORMAT_FILE).chmod(_READABLE_FILE)
    if version is None:
        return None
    return (
        f"数据文件夹已从第 {version} 版升级到第 {FORMAT} 版：以前发布的表仍可以查看，但那时没有存档，不计入历史；"
        "各步骤的数据要重新运行一夜。"
    )


def _retire_stored_versions(store: Path) -> None:
    """Take back what is current: it was made of sources that were not archived, so no night can be made from it."""
    if store.is_dir():
        with locked(store / ".lock"):
            for pointer in store.glob("*/current"):
                pointer.unlink(missing_ok=True)
                sync(pointer.parent)
