"""Reading all that has come of a feed: files, folders, databases. One broken file never stops another."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from schemas.feed import Feed
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading.database_sources import DatabaseSource
from xundian_pipeline.reading.database_tables import DatabaseUnreachable, database_sheet
from xundian_pipeline.reading.feed_files import files_beside_folder, files_in_folder
from xundian_pipeline.reading.file_kinds import check_kind
from xundian_pipeline.reading.headers import HeaderReader
from xundian_pipeline.reading.opening import content_of, ending_of, sheets_of
from xundian_pipeline.reading.problems import UnreadableError
from xundian_pipeline.reading.results import FeedReading
from xundian_pipeline.reading.sheets import Origin, broken_file, read_sheets

_LOG = logging.getLogger(__name__)

_GENERAL_REASON = "读取时发生意外错误，没有读入。请用 Excel 打开核对内容并另存后重新报送；仍不行请联系系统管理员。"


def read_feed(
    sources: Path,
    feed: Feed,
    synonyms: Mapping[str, Sequence[str]],
    databases: Sequence[DatabaseSource] = (),
    raise_unreachable: bool = False,
) -> FeedReading:
    """Read every file of `feed` in the folder `sources`, and its tables and queries in `databases`.

    `synonyms` maps exported headers to other spellings (ruling 18). What cannot be read is in `broken`, each with a
    message. Raises PipelineError where the sources folder is missing or a variable of a database's URL is not set, and
    with `raise_unreachable` DatabaseUnreachable where a database does not answer, so that a caller can try again.
    """
    headers = HeaderReader(feed, synonyms)
    result = FeedReading(feed.id)
    readings: list[tuple[str, FeedReading]] = []
    files = files_beside_folder(sources, feed)
    try:
        inside, notices = files_in_folder(sources, feed)
        files.extend(inside)
        result.notices.extend(notices)
    except OSError:
        problem = UnreadableError("文件夹无法读取，里面的文件都没有读入。请核对访问权限后再运行。")
        readings.append((feed.id, FeedReading(feed.id, broken=[broken_file(problem, feed.id, None)])))
    readings.extend((file.source, _read_file(file.path, file.source, feed, headers)) for file in files)
    readings.extend(
        (database.source, _read_database(database, feed, headers, raise_unreachable)) for database in databases
    )
    for _, reading in sorted(readings, key=lambda pair: pair[0]):
        result.sheets.extend(reading.sheets)
        result.broken.extend(reading.broken)
        result.notices.extend(reading.notices)
    return result


def read_file(path: Path, source: str, feed: Feed, synonyms: Mapping[str, Sequence[str]]) -> FeedReading:
    """Read one file as a file of `feed`; `source` is what it is called in messages and results. Never raises for it."""
    return _read_file(path, source, feed, HeaderReader(feed, synonyms))


def _read_file(path: Path, source: str, feed: Feed, headers: HeaderReader) -> FeedReading:
    digest: str | None = None

    def read() -> FeedReading:
        nonlocal digest
        ending = ending_of(path)
        content = content_of(path)
        digest = hashlib.sha256(content).hexdigest()
        check_kind(content, ending)
        return read_sheets(sheets_of(content, ending, headers), Origin(feed, source, digest), headers)

    return _guarded(read, source, feed, lambda: digest)


def _read_database(database: DatabaseSource, feed: Feed, headers: HeaderReader, raise_unreachable: bool) -> FeedReading:
    def read() -> FeedReading:
        try:
            sheet, digest = database_sheet(database)
        except DatabaseUnreachable as error:
            if raise_unreachable:
                raise DatabaseUnreachable(error.message, feed.department) from None
            raise UnreadableError(error.message.removeprefix(f"{database.source}：")) from None
        return read_sheets([sheet], Origin(feed, database.source, digest), headers)

    return _guarded(read, database.source, feed, lambda: None)


def _guarded(read: Callable[[], FeedReading], source: str, feed: Feed, digest: Callable[[], str | None]) -> FeedReading:
    """Run `read`; whatever goes wrong with this one source becomes a BrokenFile, without a word of its content."""
    try:
        return read()
    except UnreadableError as error:
        problem = error
    except PipelineError:
        raise
    except BaseException as error:
        # A panic inside calamine is no Exception, and must not end the night either.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        _LOG.error("reading %s failed: %s", source, type(error).__name__)
        problem = UnreadableError(_GENERAL_REASON)
    return FeedReading(feed.id, broken=[broken_file(problem, source, digest())])
