"""Which files of the sources folder belong to which feed (feeds.yaml, ruling 20)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from schemas.feed import Feed
from xundian_pipeline.archive.manifests import FILE, FOLDER, SourceFile
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading.file_kinds import ENDINGS
from xundian_pipeline.reading.problems import place
from xundian_pipeline.reading.results import Notice

CORRECTIONS = "corrections"
OTHER_TABLES = (".et", ".ett", ".ods", ".xlsm", ".xlsb", ".xltx", ".tsv", ".dbf", ".zip", ".rar", ".7z")
"""Endings under which a department's rows may well have come, though nothing here reads them. In a feed's folder such a
file is one that cannot be opened: were it only noticed, persons in it would count as absent (ruling 2)."""
_TAKEN = "只收 .csv、.xlsx、.xls、.parquet"


@dataclass(frozen=True)
class FeedFile:
    """A file and its source: the path relative to the sources folder, with /."""

    path: Path
    source: str


def files_beside_folder(sources: Path, feed: Feed) -> list[FeedFile]:
    """Return the files that are called like the feed, whatever their ending: reading says which it cannot open.

    Raises PipelineError where `sources` is missing or cannot be listed.
    """
    return [
        FeedFile(path, text_of_name(path.name))
        for path in _listed(sources)
        if path.stem == feed.id and not path.is_dir()
    ]


def files_in_folder(sources: Path, feed: Feed) -> tuple[list[FeedFile], list[SourceFile]]:
    """Return what lies in the folder <feed> and may hold rows of it, and the rest.

    A folder within it is not looked into: reading refuses it as a whole.

    Raises OSError where the folder cannot be listed; without a folder there are no files.
    """
    files, others = [], []
    folder = sources / feed.id
    for path in entries_of(folder) if folder.is_dir() else ():
        source = f"{feed.id}/{text_of_name(path.name)}"
        if _may_hold_rows(path):
            files.append(FeedFile(path, source))
        else:
            others.append(_unknown(path, source, feed.id))
    return files, others


def find_unknown_files(sources: Path, feeds: Mapping[str, Feed]) -> list[SourceFile]:
    """Return everything in the sources folder that is no feed's (ruling 20).

    What lies in the folder of a feed is told by receive_feed. Raises PipelineError where the folder is missing or
    cannot be listed.
    """
    unknown = []
    for path in _listed(sources):
        is_folder = path.is_dir()
        if is_folder and (path.name == CORRECTIONS or path.name in feeds):
            continue
        if path.stem in feeds and not is_folder:
            continue
        feed = path.stem if path.stem in feeds else None
        unknown.append(_unknown(path, text_of_name(path.name), feed))
    return sorted(unknown, key=lambda file: file.path)


def is_unknown(file: SourceFile) -> bool:
    """Say whether something among the sources is no feed's, known by its name only."""
    return file.sha256 is None


def unknown_notice(file: SourceFile) -> Notice:
    """Return the notice on something that is no feed's: kind unknown_file (ruling 20)."""
    source = file.path
    if file.kind == FOLDER:
        count, kind = file.size, f"文件夹里的 {file.size} 个文件没有读入"
        remedy = "文件要直接放在来源文件夹，或放在以数据编号命名的文件夹里，不能再套一层文件夹。"
    else:
        count, kind = 1, "没有读入"
        if PurePosixPath(source).suffix.lower() in ENDINGS:
            remedy = "文件名不是已知的数据编号。如果是要报送的数据，请按数据编号改名（如 dibao.xlsx）或放进同名文件夹。"
        else:
            remedy = f"{_TAKEN} 文件。如果是要报送的数据，请另存为其中一种格式。"
    return Notice("unknown_file", file.feed, source, None, source, count, f"{place(source)}：{kind}。{remedy}")


def text_of_name(name: str) -> str:
    """Return a file's name as text: one that is not UTF-8, as from an unpacked Windows archive, is read as GB18030."""
    try:
        return os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return os.fsencode(name).decode("gb18030", "replace")


def _listed(sources: Path) -> list[Path]:
    if not sources.is_dir():
        raise PipelineError(f"数据来源文件夹 {sources} 不存在，请核对路径，或先建好文件夹并放入各部门的文件。")
    try:
        return list(entries_of(sources))
    except OSError:
        raise PipelineError(f"数据来源文件夹 {sources} 无法读取，请核对访问权限。") from None


def _may_hold_rows(path: Path) -> bool:
    """Say whether rows of the feed may lie in what stands in its folder: in a table, an archive, a folder of such."""
    if path.is_dir():
        return any(_is_table(Path(name)) for _, _, names in os.walk(path) for name in names)
    return _is_table(path)


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in (*ENDINGS, *OTHER_TABLES)


def entries_of(folder: Path) -> Iterator[Path]:
    """Yield what lies in a folder, without the files that Excel and systems leave there."""
    for path in folder.iterdir():
        if not path.name.startswith((".", "~$")):
            yield path


def _unknown(path: Path, source: str, feed: str | None) -> SourceFile:
    if path.is_dir():
        return SourceFile(feed, source, None, sum(len(files) for _, _, files in os.walk(path)), FOLDER)
    try:
        size = path.lstat().st_size
    except OSError:
        size = 0
    return SourceFile(feed, source, None, size, FILE)
