"""What has come of a feed, taken into the archive before anything of it is read: what is read later is what is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from schemas.feed import Feed
from xundian_pipeline.archive.manifests import DATABASE, FILE, UNREADABLE, SourceFile, canonical
from xundian_pipeline.archive.objects import Archive, UnkeptFileError
from xundian_pipeline.reading.database_sources import DatabaseSource
from xundian_pipeline.reading.database_tables import DatabaseUnreachable, fetched_table
from xundian_pipeline.reading.feed_files import FeedFile, files_beside_folder, files_in_folder
from xundian_pipeline.reading.fetched_records import to_parquet
from xundian_pipeline.reading.guarding import guarded
from xundian_pipeline.reading.opening import IS_FOLDER, check_regular, ending_of_name, why_unreadable
from xundian_pipeline.reading.problems import UnreadableError

FILES_AT_ONCE = 8


def receive_feed(
    sources: Path,
    feed: Feed,
    archive: Archive,
    databases: Sequence[DatabaseSource] = (),
    raise_unreachable: bool = False,
) -> list[SourceFile]:
    """Take every file of `feed` in the folder `sources`, and its tables and queries in `databases`, into the archive.

    What cannot be read is `unreadable`: its object holds the reason. Raises PipelineError where the sources folder is
    missing or a variable of a database's URL is not set, with `raise_unreachable` DatabaseUnreachable where a database
    does not answer, so that a caller can try again, and OSError where the archive cannot be written.
    """
    files = files_beside_folder(sources, feed)
    received: list[SourceFile] = []
    try:
        inside, others = files_in_folder(sources, feed)
        files.extend(inside)
        received.extend(others)
    except OSError:
        problem = UnreadableError("文件夹无法读取，里面的文件都没有读入。请核对访问权限后再运行。")
        received.append(keep_reason(feed.id, feed.id, problem, archive))
    with ThreadPoolExecutor(FILES_AT_ONCE) as threads:
        # Side by side: a file is on the disk before it counts as kept, and disks take several at once.
        received.extend(threads.map(lambda file: receive_file(file, feed.id, archive), files))
    received.extend(_database(database, feed, archive, raise_unreachable) for database in databases)
    return sorted(received, key=lambda source: (source.path, source.kind, source.sha256 or ""))


def reason_kept(content: bytes) -> UnreadableError:
    """Return the reason that an object of the kind `unreadable` holds."""
    kept = json.loads(content)
    return UnreadableError(kept["reason"], tuple(kept["missing"]), kept["encoding"])


def receive_file(file: FeedFile, feed_id: str | None, archive: Archive, kind: str = FILE) -> SourceFile:
    """Take one file into the archive as something of a `kind`; one that cannot be read is `unreadable`.

    Raises OSError where the archive cannot be written.
    """
    try:
        check_regular(file.path)
        sha256 = archive.keep_file(file.path)
    except UnkeptFileError as error:
        problem = why_unreadable(error.cause)
    except UnreadableError as error:
        problem = error
    else:
        return SourceFile(feed_id, file.source, sha256, archive.path(sha256).stat().st_size, kind)
    return keep_reason(feed_id, file.source, _more_telling(file, problem), archive)


def keep_reason(feed_id: str | None, source: str, problem: UnreadableError, archive: Archive) -> SourceFile:
    """Return something that cannot be read as `unreadable`: its object in the archive holds the reason."""
    reason = {"reason": problem.reason, "missing": problem.missing, "encoding": problem.encoding}
    content = canonical(reason).encode()
    return SourceFile(feed_id, source, archive.keep_bytes(content), len(content), UNREADABLE)


def _more_telling(file: FeedFile, problem: UnreadableError) -> UnreadableError:
    """Return the ending as the reason where a file could not be read and would not be read either."""
    try:
        ending_of_name(file.source)
    except UnreadableError as ending:
        return problem if problem.reason == IS_FOLDER else ending
    return problem


def _database(database: DatabaseSource, feed: Feed, archive: Archive, raise_unreachable: bool) -> SourceFile:
    def fetch() -> bytes:
        try:
            return to_parquet(*fetched_table(database))
        except DatabaseUnreachable as error:
            if raise_unreachable:
                raise DatabaseUnreachable(error.message, feed.department) from None
            raise UnreadableError(error.message.removeprefix(f"{database.source}：")) from None

    fetched = guarded(fetch, database.source)
    if isinstance(fetched, UnreadableError):
        return keep_reason(feed.id, database.source, fetched, archive)
    return SourceFile(feed.id, database.source, archive.keep_bytes(fetched), len(fetched), DATABASE)
