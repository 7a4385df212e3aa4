"""`xundian rebuild`: a past night made again from the archive, compared file by file with what was published."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from schemas.published.exit_indicators import NIGHTS
from xundian_pipeline.archive import Archive, KeptNight, Ledger, Manifest, pruned_on, read_ledger, read_manifest
from xundian_pipeline.archive.ledger import read_ledgers
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.history import Past
from xundian_pipeline.kept_nights.one_night import make_tables
from xundian_pipeline.people.record_keys import record_secret, secret_path
from xundian_pipeline.publishing.building import build_night
from xundian_pipeline.publishing.folders import PARQUET, night_folders
from xundian_pipeline.publishing.kept_county import kept_county
from xundian_pipeline.publishing.night import no_such_night
from xundian_pipeline.publishing.nights import NightLine
from xundian_pipeline.publishing.past import past_of_objects
from xundian_pipeline.publishing.version import code_version
from xundian_pipeline.store import demand_known_format
from xundian_pipeline.store.folders import PRIVATE_FOLDER, READABLE_FOLDER, make_private_folder

EQUAL, DIFFERENT = 0, 1

Say = Callable[[str], None]

_REBUILDING = "rebuilding"
_OF_OTHER_NIGHTS = f"{PARQUET}/{NIGHTS.schema}/{NIGHTS.name}.parquet"
"""The one table that is about other nights, too."""


def rebuild(data: Path, assessment_date: datetime.date, out: Path, say: Say) -> int:
    """Rebuild the latest publication of a night into `out`, in the published layout; return the exit code.

    The code is DIFFERENT where a table does not come out byte for byte as it was published, `nights` aside. Raises
    PipelineError, `out` being left as it was, where `out` holds something, the night is not to be found or was made by
    another version of the code, or something that it was made from is gone or altered.
    """
    demand_known_format(data)
    _demand_empty(out)
    ledger = read_ledger(data)
    night = _find(data, ledger, assessment_date)
    manifest = read_manifest(data, assessment_date, night.number, night.manifest)
    if manifest.code_version != code_version():
        raise PipelineError(
            f"考核日 {assessment_date} 的一夜由程序版本 {manifest.code_version} 发布，现在的程序是 {code_version()}："
            "只有同一版本才能重建出同样的表。请换用那个版本的程序。"
        )
    _demand_objects(data, ledger, manifest)
    secret = record_secret(data)
    if night not in ledger.nights:
        say(f"考核日 {assessment_date} 的一夜已经从历史中去掉，按它最后一次发布重建。")
    say(f"重建考核日 {assessment_date} 第 {manifest.number} 次发布的表，来件 {len(manifest.source_objects())} 份。")
    with _building_beside(out) as building:
        _build(data, manifest, secret, building, say)
        differing = _differing(building, manifest)
        _put(building, out)
    return _conclude(differing, manifest, out, say)


def _find(data: Path, ledger: Ledger, assessment_date: datetime.date) -> KeptNight:
    """Return the night to rebuild: the kept one, else the last of the forgotten ones of the date."""
    forgotten = [night for night in ledger.forgotten if night.assessment_date == assessment_date]
    night = ledger.night(assessment_date) or max(forgotten, key=lambda night: night.number, default=None)
    if night is not None:
        return night
    if any(folder.assessment_date == assessment_date for folder in night_folders(data)):
        raise PipelineError(f"考核日 {assessment_date} 的一夜是旧版程序发布的，没有清单和存档，不能重建。")
    raise no_such_night(ledger, assessment_date)


def _demand_objects(data: Path, ledger: Ledger, manifest: Manifest) -> None:
    """Raise PipelineError unless everything that the night was made from is in the archive as it was kept."""
    archive, day = Archive(data), manifest.assessment_date
    inputs = {*manifest.county.values(), *manifest.inputs.values(), *manifest.past.values(), manifest.parameters}
    for sha256 in sorted({*manifest.source_objects(), *inputs}):
        if not archive.holds(sha256):
            on = pruned_on(ledger, day, sha256)
            if on is not None:
                raise PipelineError(f"考核日 {day} 的来件已于 {on} 清理，这一夜不能再重建；已发布的表不受影响。")
        archive.content(sha256)
    if not secret_path(data).is_file():
        raise PipelineError(f"数据文件夹里的 {secret_path(data).relative_to(data)} 不见了：请从备份恢复后再重建。")


def _build(data: Path, manifest: Manifest, secret: bytes, building: Path, say: Say) -> None:
    archive, day = Archive(data), manifest.assessment_date
    working = make_private_folder(building / _REBUILDING)
    county = kept_county(archive, manifest, working / "county")
    tables = make_tables(manifest, archive, secret, county, working / "tables", say)
    say("各步骤已重做，正在写出要发布的表。")
    past = Past()
    if manifest.night_before is not None:
        past = past_of_objects(archive, datetime.date.fromisoformat(manifest.night_before), manifest.past)
    line, others = _lines(data, manifest)
    with build_night(tables, county, day, past, line, others, building):
        pass
    shutil.rmtree(working)


def _lines(data: Path, manifest: Manifest) -> tuple[NightLine, list[NightLine]]:
    """Return the lines of `nights` as of the publication: the night's own, and those of the other nights kept then."""
    ledgers, _ = read_ledgers(data)
    day, number = manifest.assessment_date, manifest.number
    of_then = [ledger for ledger in ledgers if ledger.number >= number and _holds(ledger, day, number)]
    nights = of_then[0].nights if of_then else ()
    line = NightLine(
        day,
        datetime.datetime.fromisoformat(manifest.published_at).replace(tzinfo=None),
        manifest.rule_version,
        manifest.code_version,
        "[]",
        sealed=any(night.sealed_by is not None for night in nights if night.assessment_date == day),
    )
    return line, [NightLine.of(night) for night in nights if night.assessment_date != day]


def _holds(ledger: Ledger, day: datetime.date, number: int) -> bool:
    night = ledger.night(day)
    return night is not None and night.number == number


def _differing(building: Path, manifest: Manifest) -> list[str]:
    """Return the Parquet files that are not as they were published, those that only one side has among them."""
    built = {path.relative_to(building).as_posix(): path for path in (building / PARQUET).rglob("*") if path.is_file()}
    published = {name: sha for name, sha in manifest.published.items() if name.startswith(f"{PARQUET}/")}
    return [
        name
        for name in sorted({*built, *published} - {_OF_OTHER_NIGHTS})
        if name not in built or hashlib.sha256(built[name].read_bytes()).hexdigest() != published.get(name)
    ]


def _conclude(differing: list[str], manifest: Manifest, out: Path, say: Say) -> int:
    say(f"结果在 {out}。")
    if differing:
        say(f"和发布时不同的表有 {len(differing)} 张：{'、'.join(differing)}。")
        return DIFFERENT
    compared = sum(name.startswith(f"{PARQUET}/") and name != _OF_OTHER_NIGHTS for name in manifest.published)
    say(f"{compared} 张表的 sha256 都和发布时的清单相同（夜次表 nights 随各夜变化，不比）。")
    return EQUAL


def _demand_empty(out: Path) -> None:
    try:
        if not out.exists() or not any(out.iterdir()):
            return
    except NotADirectoryError:
        raise PipelineError(f"{out} 不是文件夹：请另写一个还没有的文件夹。") from None
    raise PipelineError(f"文件夹 {out} 里已经有东西：请另写一个还没有的或空的文件夹。")


@contextlib.contextmanager
def _building_beside(out: Path) -> Iterator[Path]:
    """A private folder beside `out`, gone on leaving unless it took the place of `out`; so are those of killed runs."""
    out = out.absolute()
    out.parent.mkdir(parents=True, exist_ok=True)
    for leftover in out.parent.glob(f".{out.name}.{_REBUILDING}-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    building = out.parent / f".{out.name}.{_REBUILDING}-{secrets.token_hex(8)}"
    building.mkdir(mode=PRIVATE_FOLDER)
    try:
        yield building
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _put(building: Path, out: Path) -> None:
    """Make the finished folder `out`, which is absent or empty."""
    building.chmod(READABLE_FOLDER)
    try:
        building.rename(out.absolute())
    except OSError:
        raise PipelineError(f"{out} 在重建时有了别的内容，不能放进去：请另写一个还没有的文件夹。") from None
