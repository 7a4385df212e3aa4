"""Publishing one night, and what changes the nights that are kept: forgetting one, sealing one."""

from __future__ import annotations

import datetime
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pyarrow

from xundian_pipeline import faults
from xundian_pipeline.archive import (
    Archive,
    KeptNight,
    Ledger,
    Manifest,
    read_ledger,
    read_manifest,
    write_ledger,
    write_manifest,
)
from xundian_pipeline.archive.source_tables import ARCHIVED_INPUTS, ARCHIVED_SOURCES, read_inputs, read_sources
from xundian_pipeline.county import PARAMETERS_FILE, County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.history.fold import Folded
from xundian_pipeline.publishing import folders
from xundian_pipeline.publishing.building import BuiltNight, build_again, build_night
from xundian_pipeline.publishing.kept_county import keep_county, kept_county
from xundian_pipeline.publishing.nights import NightLine
from xundian_pipeline.publishing.past import KeptPast, fold_night, past_after, replay
from xundian_pipeline.publishing.version import code_version

_NIGHTS_NAMED = 12


@dataclass(frozen=True)
class NightContext:
    """What publishing must know of the night beside its tables.

    `nights_kept` is the number of nights whose folders stay. `published_at` has a time zone; None: the moment of
    publishing. `before_shown` is called once the night is built: what it raises stops the night before readers see it.
    """

    county: County
    assessment_date: datetime.date
    nights_kept: int = 2
    published_at: datetime.datetime | None = None
    before_shown: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class PublishedNight:
    """A night that was published. `rows` counts the rows of every table by its `schema.name`.

    `published_at` is in the county's time zone; in the table `nights` it stands without the zone. `shown` is the night
    that readers see: a later one where this night was filled in.
    """

    folder: Path
    assessment_date: datetime.date
    shown: datetime.date
    published_at: datetime.datetime
    rows: Mapping[str, int]
    texts_masked: int


def publish(tables_of_night: Mapping[str, Sequence[Path]], context: NightContext, data: Path) -> PublishedNight:
    """Build a night's folder under `data`, check it, take the night into the history, and show the latest night.

    `tables_of_night` maps the names of the tables that the steps have made, and each feed's identifier, to Parquet
    files. The caller holds the lock on `data`. Raises PipelineError where a table does not fit its description, the
    night is sealed or the disk is full; what was published stays as it was.
    """
    day, county = context.assessment_date, context.county
    if context.nights_kept < 1:
        raise PipelineError("保留的夜数至少是 1，请改正设置后重新发布。")
    ledger = read_ledger(data)
    demand_unsealed(ledger, day)
    with _told_in_chinese(), folders.building_folder(data) as building:
        published_at = _local(context.published_at or datetime.datetime.now(datetime.UTC), county)
        line = NightLine(
            day, published_at.replace(tzinfo=None), county.rules.version, code_version(), "[]", sealed=False
        )
        others = [NightLine.of(night) for night in ledger.nights if night.assessment_date != day]
        past = past_after(data, ledger.before(day))
        with build_night(tables_of_night, county, day, past.past, line, others, building) as built:
            manifest = _manifest(data, tables_of_night, context, published_at, past, built)
            rows, masked, feeds_absent = built.rows, built.texts_masked, built.feeds_absent
        context.before_shown()
        folder, kept = _settle(data, building, manifest, feeds_absent)
    replaced = folders.published_folder(data)
    ledger = ledger.with_night(kept)
    if ledger.latest is kept:
        _show(data, folder, ledger)
    else:
        with _told_in_chinese(), folders.gone_unless_done(folder):
            replayed = replay(data, ledger, kept)
            _show_again(data, replayed.ledger, replayed.folded)
    _remove_old(data, context.nights_kept, {replaced, folder})
    shown = ledger.latest.assessment_date if ledger.latest else day
    return PublishedNight(folder, day, shown, published_at, rows, masked)


def forget(data: Path, assessment_date: datetime.date) -> datetime.date:
    """Take a night out of the history; return the night that is shown then. What it was made from stays archived.

    The caller holds the lock on `data`. Raises PipelineError for a night that is not kept, sealed or the only one, and
    where the night to be shown instead has no folder any more.
    """
    ledger = read_ledger(data)
    night = demand_kept(ledger, assessment_date)
    demand_unsealed(ledger, assessment_date)
    if len(ledger.nights) == 1:
        raise PipelineError(f"考核日 {assessment_date} 是唯一的一夜，不能去掉：去掉后就没有可以发布的结果了。")
    with _told_in_chinese():
        if ledger.latest is night:
            ledger = ledger.without(assessment_date)
            latest = ledger.nights[-1]
            _show_again(data, ledger, fold_night(data, ledger.before(latest.assessment_date), latest))
        else:
            replayed = replay(data, ledger.without(assessment_date), ledger.before(assessment_date))
            _show_again(data, replayed.ledger, replayed.folded)
    return read_ledger(data).nights[-1].assessment_date


def seal(data: Path, assessment_date: datetime.date, by: str, on: datetime.date) -> None:
    """Seal a night, signed `by` somebody `on` a day: it is never replaced or forgotten. The caller holds the lock.

    Raises PipelineError for a night that is not kept, or is sealed already.
    """
    ledger = read_ledger(data)
    demand_kept(ledger, assessment_date)
    demand_unsealed(ledger, assessment_date)
    with _told_in_chinese():
        _show_again(data, ledger.sealed(assessment_date, by, on.isoformat()), None)


def show_again(data: Path, ledger: Ledger) -> None:
    """Make a changed ledger the one in force: the latest night is shown again. The caller holds the lock on `data`."""
    with _told_in_chinese():
        _show_again(data, ledger, None)


def demand_kept(ledger: Ledger, assessment_date: datetime.date) -> KeptNight:
    """Return the kept night of a date; PipelineError where there is none."""
    night = ledger.night(assessment_date)
    if night is not None:
        return night
    if any(other.assessment_date == assessment_date for other in ledger.forgotten):
        raise PipelineError(f"考核日 {assessment_date} 的一夜已经去掉，不在历史里。")
    raise no_such_night(ledger, assessment_date)


def no_such_night(ledger: Ledger, assessment_date: datetime.date) -> PipelineError:
    """The error of asking for a night that never was; it names the latest that there are."""
    there = "、".join(str(night.assessment_date) for night in ledger.nights[-_NIGHTS_NAMED:]) or "无"
    return PipelineError(
        f"没有考核日 {assessment_date} 的一夜：请核对日期。现有的（最近 {_NIGHTS_NAMED} 夜）：{there}。"
    )


def demand_unsealed(ledger: Ledger, assessment_date: datetime.date) -> None:
    """Raise PipelineError where the night of a date is sealed, naming by whom."""
    night = ledger.night(assessment_date)
    if night is not None and night.sealed_by is not None:
        raise PipelineError(
            f"考核日 {assessment_date} 的一夜已由 {night.sealed_by} 于 {night.sealed_on} 封存，不能重跑、替换或去掉。"
        )


def _manifest(
    data: Path,
    tables_of_night: Mapping[str, Sequence[Path]],
    context: NightContext,
    published_at: datetime.datetime,
    past: KeptPast,
    built: BuiltNight,
) -> Manifest:
    """Keep what the night was made from and what it adds to the history; `number` and `published` are still open."""
    archive = Archive(data)
    county = keep_county(archive, context.county)
    return Manifest(
        assessment_date=context.assessment_date,
        number=0,
        published_at=published_at.isoformat(),
        code_version=code_version(),
        rule_version=context.county.rules.version,
        parameters=county[PARAMETERS_FILE],
        county=county,
        inputs=read_inputs(tables_of_night.get(ARCHIVED_INPUTS, ())),
        sources=read_sources(tables_of_night.get(ARCHIVED_SOURCES, ())),
        night_before=past.night,
        past=dict(past.objects),
        record={name: archive.keep_file(path) for name, path in built.record.items()},
        state={name: archive.keep_file(path) for name, path in built.state.items()},
        published={},
    )


def _settle(data: Path, building: Path, manifest: Manifest, feeds_absent: str) -> tuple[Path, KeptNight]:
    """Give a built folder its number and its place, not yet seen by readers; return it with the night to be kept."""
    number = folders.next_number(data)
    manifest = replace(manifest, number=number, published=_digests(building))
    kept = KeptNight(
        assessment_date=manifest.assessment_date,
        number=number,
        manifest=write_manifest(data, manifest),
        published_at=manifest.published_at,
        rule_version=manifest.rule_version,
        code_version=manifest.code_version,
        feeds_absent=feeds_absent,
        state=manifest.state,
    )
    return folders.settle(building, data, manifest.assessment_date, number), kept


def _show(data: Path, folder: Path, ledger: Ledger) -> None:
    """Make a settled folder and its ledger the ones in force, by one rename."""
    write_ledger(data, ledger.numbered(folders.number_of(folder)))
    folders.show(folder, data)


def _show_again(data: Path, ledger: Ledger, folded: Folded | None) -> None:
    """Show the latest night of a changed ledger: anew where its past has changed (`folded`), else only `nights`."""
    latest = ledger.nights[-1]
    shown = folders.folder_of(data, latest.assessment_date, latest.number)
    if not shown.is_dir():
        raise PipelineError(
            f"要重新发布的考核日 {latest.assessment_date} 已经没有文件夹：请先重新运行这一夜"
            f"（xundian nightly --assessment-date {latest.assessment_date}），再做这一步。"
        )
    before = past_after(data, ledger.before(latest.assessment_date))
    manifest = read_manifest(data, latest.assessment_date, latest.number, latest.manifest)
    if folded is not None:
        manifest = replace(manifest, night_before=before.night, past=dict(before.objects), state=dict(latest.state))
    with tempfile.TemporaryDirectory() as files, folders.building_folder(data) as building:
        county = kept_county(Archive(data), manifest, Path(files))
        lines = [NightLine.of(night) for night in ledger.nights]
        build_again(shown, folded, county, latest.assessment_date, lines, building)
        folder, kept = _settle(data, building, manifest, latest.feeds_absent)
    kept = replace(kept, sealed_by=latest.sealed_by, sealed_on=latest.sealed_on, state=latest.state)
    _show(data, folder, ledger.with_night(kept))


def _remove_old(data: Path, count: int, besides: Iterable[Path | None]) -> None:
    """Remove the folders of all but the latest kept nights.

    The one just replaced is among `besides`: a reader that has just followed the link finds its files.
    """
    latest = read_ledger(data).nights[-count:]
    kept = {folders.folder_of(data, night.assessment_date, night.number) for night in latest}
    folders.remove_all_but(data, {*kept, *(path for path in besides if path)})


def _digests(folder: Path) -> dict[str, str]:
    """The sha256 of every file of a folder, by its path within it."""
    digests = {}
    for parent, _, files in os.walk(folder):
        for name in sorted(files):
            path = Path(parent, name)
            with path.open("rb") as file:
                digests[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return digests


def _local(moment: datetime.datetime, county: County) -> datetime.datetime:
    return moment.astimezone(ZoneInfo(county.timezone)).replace(microsecond=0)


@contextmanager
def _told_in_chinese() -> Iterator[None]:
    """Tell in Chinese what stopped publishing: the texts of DuckDB's and Arrow's errors may hold values of the rows.

    Errors of the file system go through, so that the caller can see which are worth another try.
    """
    try:
        yield
    except (duckdb.Error, pyarrow.ArrowException, OSError) as error:
        if isinstance(error, OSError) and not faults.is_disk_full(error):
            raise
        raise PipelineError(faults.explain(error)) from None
