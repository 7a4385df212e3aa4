"""Reading all that has come of a feed: files, folders, databases. One broken file never stops another."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from schemas.feed import Feed
from xundian_pipeline.archive.manifests import DATABASE, UNREADABLE, SourceFile
from xundian_pipeline.archive.objects import Archive
from xundian_pipeline.reading.database_sources import DatabaseSource
from xundian_pipeline.reading.database_tables import database_sheet
from xundian_pipeline.reading.feed_files import is_unknown, unknown_notice
from xundian_pipeline.reading.fetched_records import from_parquet
from xundian_pipeline.reading.file_kinds import check_kind
from xundian_pipeline.reading.guarding import guarded
from xundian_pipeline.reading.headers import HeaderReader
from xundian_pipeline.reading.opening import OpenFile, ending_of_name, opened, sheets_of
from xundian_pipeline.reading.problems import UnreadableError
from xundian_pipeline.reading.receiving import reason_kept, receive_feed
from xundian_pipeline.reading.results import FeedReading
from xundian_pipeline.reading.sheets import Origin, broken_file, read_sheets


def read_received(
    received: Sequence[SourceFile], feed: Feed, synonyms: Mapping[str, Sequence[str]], archive: Archive
) -> FeedReading:
    """Read what `receive_feed` took into the archive: nothing but `received` and the archive is looked at.

    `synonyms` maps exported headers to other spellings (ruling 18). What cannot be read is in `broken`, each with a
    message. Raises PipelineError where an object of the archive is gone or was altered.
    """
    headers = HeaderReader(feed, synonyms)
    result = FeedReading(feed.id, notices=[unknown_notice(source) for source in received if is_unknown(source)])
    for source in received:
        if not is_unknown(source):
            reading = _read_source(source, feed, headers, archive)
            result.sheets.extend(reading.sheets)
            result.broken.extend(reading.broken)
            result.notices.extend(reading.notices)
    return result


def read_feed(
    sources: Path,
    feed: Feed,
    synonyms: Mapping[str, Sequence[str]],
    databases: Sequence[DatabaseSource] = (),
    raise_unreachable: bool = False,
) -> FeedReading:
    """Receive and read a feed at once, without keeping anything; see receive_feed and read_received."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        received = receive_feed(sources, feed, archive, databases, raise_unreachable)
        return read_received(received, feed, synonyms, archive)


def read_file(path: Path, source: str, feed: Feed, synonyms: Mapping[str, Sequence[str]]) -> FeedReading:
    """Read one file as a file of `feed`; `source` is what it is called in messages and results. Never raises for it."""
    return _read_file(lambda: opened(path), source, feed, HeaderReader(feed, synonyms))


def read_content(content: bytes, source: str, feed: Feed, synonyms: Mapping[str, Sequence[str]]) -> FeedReading:
    """Read one file that is not on the disk: its content, and what it is called; see read_file."""
    return _read_file(lambda: (content, ending_of_name(source)), source, feed, HeaderReader(feed, synonyms))


def _read_source(source: SourceFile, feed: Feed, headers: HeaderReader, archive: Archive) -> FeedReading:
    content = archive.content(str(source.sha256))
    if source.kind == UNREADABLE:
        return _broken(reason_kept(content), source.path, feed, None)
    if source.kind == DATABASE:
        return _read_database(content, source.path, feed, headers)
    return _read_file(lambda: (content, ending_of_name(source.path)), source.path, feed, headers)


def _read_file(open_file: OpenFile, source: str, feed: Feed, headers: HeaderReader) -> FeedReading:
    digest: str | None = None

    def read() -> FeedReading:
        nonlocal digest
        content, ending = open_file()
        digest = hashlib.sha256(content).hexdigest()
        check_kind(content, ending)
        return read_sheets(sheets_of(content, ending, headers), Origin(feed, source, digest), headers)

    reading = guarded(read, source)
    return _broken(reading, source, feed, digest) if isinstance(reading, UnreadableError) else reading


def _read_database(content: bytes, source: str, feed: Feed, headers: HeaderReader) -> FeedReading:
    def read() -> FeedReading:
        sheet, digest = database_sheet(*from_parquet(content))
        return read_sheets([sheet], Origin(feed, source, digest), headers)

    reading = guarded(read, source)
    return _broken(reading, source, feed, None) if isinstance(reading, UnreadableError) else reading


def _broken(problem: UnreadableError, source: str, feed: Feed, digest: str | None) -> FeedReading:
    return FeedReading(feed.id, broken=[broken_file(problem, source, digest)])
