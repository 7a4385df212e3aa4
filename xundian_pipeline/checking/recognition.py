"""Which feed a file is of, told by its header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.feed import Feed
from xundian_pipeline.reading.file_kinds import check_kind
from xundian_pipeline.reading.headers import Header, HeaderReader
from xundian_pipeline.reading.opening import sheets_of
from xundian_pipeline.reading.sheets import RawSheet


def fitting_feeds(
    content: bytes, ending: str, feeds: Sequence[Feed], synonyms: Mapping[str, Sequence[str]]
) -> list[Feed]:
    """Return the feeds whose header a visible sheet of the file has, those alone that know most of its columns.

    `ending` is one of ENDINGS. Empty where no feed's header fits. Raises UnreadableError where the content cannot be
    read.
    """
    known = _known_columns(content, ending, feeds, synonyms)
    most = max(known.values(), default=0)
    return [feed for feed in feeds if most and known[feed.id] == most]


def _known_columns(
    content: bytes, ending: str, feeds: Sequence[Feed], synonyms: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """How many columns each feed knows in the file's best usable header; 0 where it finds none."""
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
