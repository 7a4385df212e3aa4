"""What has arrived: which files lie among the sources, which of them stand still, and which assets they concern.

Knows files and the store, not Dagster. What is remembered from one look to the next (`Seen`) holds hashes and times
only: names of files may be names of persons.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

from schemas.registry import FEEDS
from xundian_pipeline.archive.manifests import CORRECTION, FILE, UNREADABLE
from xundian_pipeline.archive.source_tables import ARCHIVED_INPUTS, ARCHIVED_SOURCES, read_inputs, read_sources
from xundian_pipeline.arriving.open_files import is_open_for_writing
from xundian_pipeline.corrections.form import ENDING
from xundian_pipeline.people.decisions import SOURCE as DECISIONS_FILE
from xundian_pipeline.reading.feed_files import CORRECTIONS, OTHER_TABLES, text_of_name
from xundian_pipeline.reading.file_kinds import ENDINGS
from xundian_pipeline.store import Dataset

DECISIONS, CORRECTION_FILES = "decisions", "correction_files"
"""The assets of files that are no feed's."""

SETTLED_SECONDS = 4.0
"""How long a file's size and time of change must have stood still; two looks are at least as far apart."""

LONGEST_OPEN_SECONDS = 600.0
"""A file that somebody keeps open for writing, but has not changed for so long, is taken as it is."""

_TEMPORARY_STARTS = (".", "~$")
_TEMPORARY_ENDINGS = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp")
_TABLES = (*ENDINGS, *OTHER_TABLES)
_FORM = 1


@dataclass(frozen=True)
class ArrivedFile:
    """A file as it lay there at one moment: `source` is its path as the archive has it, `size` in bytes."""

    path: Path
    source: str
    size: int
    changed_ns: int


Found: TypeAlias = Mapping[str, tuple[ArrivedFile, ...]]
"""Asset -> its files; of every feed, `decisions` and `correction_files`, unless their folder cannot be listed."""


@dataclass(frozen=True)
class Seen:
    """What earlier looks have seen.

    `accounted` maps assets to the fingerprint of the files that a run was started for, or that needed none; `watched`
    to a different fingerprint and since when (seconds since 1970) it has been the same; `started` counts the runs.
    """

    accounted: Mapping[str, str] = field(default_factory=dict)
    watched: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    started: int = 0

    @classmethod
    def from_text(cls, text: str | None) -> Seen:
        """Read what `text` gives; nothing seen where it is none, or of another form."""
        try:
            content: Any = json.loads(text or "")
            if content["form"] != _FORM:
                return cls()
            watched = {asset: (str(print_), float(since)) for asset, (print_, since) in content["watched"].items()}
            return cls(dict(content["accounted"]), watched, int(content["started"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def text(self) -> str:
        """Return it as a text to keep."""
        content = {
            "form": _FORM,
            "accounted": dict(self.accounted),
            "watched": dict(self.watched),
            "started": self.started,
        }
        return json.dumps(content, sort_keys=True)

    def accounting(self, found: Found, assets: Iterable[str]) -> Seen:
        """Return this with the files of `assets`, as found, accounted for."""
        accounted = {**self.accounted, **{asset: fingerprint(found[asset]) for asset in assets}}
        watched = {asset: value for asset, value in self.watched.items() if accounted.get(asset) != value[0]}
        return Seen(accounted, watched, self.started)

    def counting_a_run(self) -> Seen:
        """Return this with one more run started."""
        return Seen(self.accounted, self.watched, self.started + 1)


def look(sources: Path, data: Path) -> Found:
    """Return what lies among the sources now, and the officers' decisions in DATA.

    Temporary names, as of a copy that is not complete, are left out, and what vanishes meanwhile. Raises OSError where
    the sources folder cannot be listed.
    """
    beside: dict[str, list[ArrivedFile]] = {feed: [] for feed in FEEDS}
    for path in sources.iterdir():
        if path.stem in beside and not _is_temporary(path.name) and not path.is_dir():
            beside[path.stem].extend(_arrived(path, text_of_name(path.name)))
    found: dict[str, tuple[ArrivedFile, ...]] = {}
    for asset, folder in {**dict(zip(FEEDS, FEEDS, strict=True)), CORRECTION_FILES: CORRECTIONS}.items():
        try:
            found[asset] = (*beside.get(asset, ()), *_inside(sources, folder))
        except OSError:
            continue
    decisions = data / DECISIONS_FILE
    found[DECISIONS] = tuple(_arrived(decisions, DECISIONS_FILE))
    return found


def fingerprint(files: Iterable[ArrivedFile]) -> str:
    """Return a text that changes when a file comes, goes, grows or is written anew; it tells nothing of the names."""
    lines = sorted(f"{file.source}\n{file.size}\n{file.changed_ns}" for file in files)
    return hashlib.sha256("\0".join(lines).encode()).hexdigest()[:32]


def watch(seen: Seen, found: Found, now: float) -> tuple[Seen, frozenset[str]]:
    """Return what is seen after this look, at `now`, and the assets whose changed files stand still.

    An asset's files stand still together: who replaces a file by deleting and writing it anew has not taken it away.
    """
    watched: dict[str, tuple[str, float]] = {}
    settled = set()
    for asset, files in found.items():
        current = fingerprint(files)
        if current == seen.accounted.get(asset):
            continue
        before, since = seen.watched.get(asset, ("", now))
        since = since if before == current and since <= now else now
        watched[asset] = (current, since)
        stood = now - since
        if stood >= SETTLED_SECONDS and (stood >= LONGEST_OPEN_SECONDS or not _somebody_writes(files)):
            settled.add(asset)
    return Seen(seen.accounted, watched, seen.started), frozenset(settled)


def changed(found: Found, settled: Iterable[str], stored: Callable[[str], Dataset | None]) -> dict[str, bool]:
    """Say for each settled asset whether its files differ from those that its stored version was made from.

    A night may have read them already, and a file that was only copied again says the same. An asset whose files change
    while they are looked at is left out: it is looked at again.
    """
    answers = {}
    for asset in settled:
        try:
            answers[asset] = _differs(found[asset], _read_by(stored(asset), asset))
        except OSError:
            continue
    return answers


def corrected_feeds(workbooks: Iterable[ArrivedFile], stored: Callable[[str], Dataset | None]) -> set[str]:
    """Return the feeds whose stored version was made with other correction workbooks than lie there now.

    A workbook concerns the feeds that its sheets are called after; one that cannot be read concerns none.
    """
    now: dict[str, dict[str, str | None]] = {feed: {} for feed in FEEDS}
    for workbook in workbooks:
        for feed in _sheets(workbook) & set(FEEDS):
            now[feed][workbook.source] = _sha256(workbook)
    return {feed for feed in FEEDS if now[feed] != _sources_of(stored(feed), {CORRECTION})}


def _differs(files: Iterable[ArrivedFile], read: Mapping[str, str | None]) -> bool:
    arrived = {file.source: file for file in files}
    if arrived.keys() != read.keys():
        return True
    return any(_sha256(file) != read[source] for source, file in arrived.items())


def _read_by(dataset: Dataset | None, asset: str) -> dict[str, str | None]:
    """What a stored version was made from: path -> sha256, None for what could not be read. Databases are no files."""
    if dataset is not None and asset == DECISIONS:
        kept = read_inputs(dataset.get(ARCHIVED_INPUTS, ()))
        return dict.fromkeys([DECISIONS_FILE] if kept else [], next(iter(kept.values()), None))
    return _sources_of(dataset, {FILE, UNREADABLE, *([CORRECTION] if asset == CORRECTION_FILES else [])})


def _sources_of(dataset: Dataset | None, kinds: Container[str]) -> dict[str, str | None]:
    sources = read_sources(dataset.get(ARCHIVED_SOURCES, ())) if dataset is not None else ()
    return {
        source.path: None if source.kind == UNREADABLE else source.sha256
        for source in sources
        if source.sha256 is not None and source.kind in kinds
    }


def _sheets(workbook: ArrivedFile) -> set[str]:
    if workbook.path.suffix.lower() != ENDING:
        return set()
    try:
        return set(CalamineWorkbook.from_path(workbook.path).sheet_names)
    except (CalamineError, OSError):
        return set()


def _sha256(file: ArrivedFile) -> str | None:
    """Return the checksum of a file, None where it cannot be read; OSError where it is no longer what was found."""
    digest = None
    if file.path.is_file():
        with suppress(PermissionError), file.path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    after = file.path.stat()
    if (after.st_size, after.st_mtime_ns) != (file.size, file.changed_ns):
        raise OSError("the file changed while it was read")
    return digest


def _somebody_writes(files: Iterable[ArrivedFile]) -> bool:
    return any(is_open_for_writing(file.path) for file in files)


def _inside(sources: Path, name: str) -> list[ArrivedFile]:
    folder = sources / name
    if not folder.is_dir():
        return []
    return [
        file
        for path in folder.iterdir()
        if not _is_temporary(path.name) and (name == CORRECTIONS or _may_hold_rows(path))
        for file in _arrived(path, f"{name}/{text_of_name(path.name)}")
    ]


def _may_hold_rows(path: Path) -> bool:
    names = [name for _, _, names in os.walk(path) for name in names] if path.is_dir() else [path.name]
    return any(Path(name).suffix.lower() in _TABLES for name in names)


def _arrived(path: Path, source: str) -> list[ArrivedFile]:
    try:
        state = path.stat()
    except OSError:
        return []
    return [ArrivedFile(path, source, state.st_size, state.st_mtime_ns)]


def _is_temporary(name: str) -> bool:
    return name.startswith(_TEMPORARY_STARTS) or name.lower().endswith(_TEMPORARY_ENDINGS)
