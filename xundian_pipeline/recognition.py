"""Which feed a file is of, told by its header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from schemas.feed import Feed
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading.file_kinds import check_kind
from xundian_pipeline.reading.headers import Header, HeaderReader
from xundian_pipeline.reading.opening import content_of, ending_of, sheets_of
from xundian_pipeline.reading.problems import UnreadableError
from xundian_pipeline.reading.sheets import RawSheet


def fitting_feeds(path: Path, feeds: Sequence[Feed], synonyms: Mapping[str, Sequence[str]]) -> list[Feed]:
    """Return the feeds whose header a visible sheet of the file has, those alone that know most of its columns.

    Empty where no feed's header fits. Raises PipelineError where the file cannot be opened.
    """
    try:
        known = _known_columns(path, feeds, synonyms)
    except UnreadableError as error:
        raise PipelineError(f"文件 {path.name}：{error.reason}") from None
    most = max(known.values(), default=0)
    return [feed for feed in feeds if most and known[feed.id] == most]


def _known_columns(path: Path, feeds: Sequence[Feed], synonyms: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many columns each feed knows in the file's best usable header; 0 where it finds none."""
    ending = ending_of(path)
    content = content_of(path)
    check_kind(content, ending)
    readers = {feed.id: HeaderReader(feed, synonyms) for feed in feeds}
    if ending == ".csv":
        # The delimiter of a text file is the one under which the header is found.
        return {feed: _best(list(sheets_of(content, ending, reader)), reader) for feed, reader in readers.items()}
    sheets = [sheet for sheet in sheets_of(content, ending, next(iter(readers.values()))) if sheet.visible]
    return {feed: _best(sheets, reader) for feed, reader in readers.items()}


def _best(sheets: Sequence[RawSheet], reader: HeaderReader) -> int:
    found = [reader.find(sheet.first_rows, sheet.numbered) for sheet in sheets]
    return max((len(header.positions) for header in found if isinstance(header, Header)), default=0)
