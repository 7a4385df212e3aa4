"""Writing a whole synthetic county: the command `xundian sample`."""

from __future__ import annotations

import datetime
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

import pandas

from schemas.registry import FEEDS
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.sample.broken_files import break_files
from xundian_pipeline.sample.calibration import Calibration, calibrate
from xundian_pipeline.sample.damage import Damage, Registered
from xundian_pipeline.sample.draws import Array, stream
from xundian_pipeline.sample.feed_files import FeedWriter
from xundian_pipeline.sample.labels import Labels
from xundian_pipeline.sample.likenesses import Likenesses
from xundian_pipeline.sample.shapes import clean_shapes, draw_shapes
from xundian_pipeline.sample.sheets import SYNTHETIC
from xundian_pipeline.sample.tables import make_tables
from xundian_pipeline.sample.world import World

Mess = Literal["none", "light", "heavy"]
MESSES: tuple[Mess, ...] = get_args(Mess)
MARKER = ".synthetic-county.json"
UNFINISHED = ".unfinished"
_LETTER = f"说明_{SYNTHETIC}.txt"
_LOCK = "~$register_households.xlsx"


@dataclass(frozen=True)
class Hardness:
    """What makes links hard beyond the sample's own mess: more damage, and people who are alike."""

    damage: Damage = field(default_factory=Damage)
    likenesses: Likenesses = field(default_factory=Likenesses)


@dataclass(frozen=True)
class Summary:
    """What was written. `rows` counts data rows by feed, duplicates and bad rows among them.

    `planted` counts by kind what is wrong in the files, `incidents` what is wrong in the county itself; `broken` names
    the files that cannot be read, relative to the folder. `labels`, where asked for, says whose each row is (see
    `Labels.table`).
    """

    out: Path
    mess: str
    seed: int
    assessment_date: datetime.date
    households: int
    members: int
    rows: dict[str, int]
    files: int
    size: int
    planted: dict[str, int]
    incidents: dict[str, int]
    broken: tuple[str, ...]
    labels: pandas.DataFrame | None = field(default=None, compare=False)

    def text(self) -> str:
        """Return the summary in Chinese, for the officer who asked for the county."""
        messes = {"none": "没有脏乱", "light": "轻度脏乱", "heavy": "重度脏乱"}
        return (
            f"已写出{SYNTHETIC}县（不是真实信息）：{self.households} 户建档立卡户、{self.members} 名建档立卡人口，"
            f"{len(self.rows)} 类名册共 {sum(self.rows.values())} 行，{self.files} 个文件，"
            f"{self.size / 1_000_000:.1f} MB，{messes[self.mess]}，种子 {self.seed}，"
            f"考核日 {self.assessment_date}。\n文件夹：{self.out}"
        )


def write_county(
    out: Path,
    county: County,
    households: int | None,
    seed: int,
    mess: Mess,
    assessment_date: datetime.date,
    *,
    hardness: Hardness | None = None,
    labelled: bool = False,
) -> Summary:
    """Write the files of a synthetic county into the folder `out` and say what was written.

    `households` is the number of registered households, None for the full size; `mess` says how dirty the files are.
    `hardness` and `labelled` are for measuring linkage: how hard it is made, and whether the summary says whose each
    row of a messy county is.
    The same arguments give the same bytes. `out` may hold an earlier sample, which is replaced; PipelineError where it
    holds anything else, so that synthetic and real files never lie together, or where it cannot be written.
    """
    calibration = calibrate(county, households, assessment_date)
    unfinished = out / UNFINISHED
    try:
        _earlier_sample(out)
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        labels = Labels() if labelled else None
        summary = _write(unfinished, out, county, calibration, seed, mess, hardness or Hardness(), labels)
        _replace(out, unfinished)
    except OSError as error:
        raise PipelineError(
            f"文件夹 {out} 不能写入（{error.strerror}），请换一个文件夹或检查权限和磁盘空间。"
        ) from None
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return summary


def _write(
    folder: Path,
    out: Path,
    county: County,
    calibration: Calibration,
    seed: int,
    mess: Mess,
    hardness: Hardness,
    labels: Labels | None,
) -> Summary:
    """Write everything into `folder`, which is empty and will become `out`."""
    day = calibration.assessment_date
    world, tables = make_tables(county, calibration, seed, hardness.likenesses)
    rows = {feed: len(table) for feed, table in tables.items()}
    # A feed that is in no contract is not made up here: its department has sent nothing.
    feeds = {feed.id: feed for feed in FEEDS.values() if feed.id in tables}
    random = stream(seed, "shapes", mess)
    shapes = clean_shapes(rows)
    if mess != "none":
        shapes = draw_shapes(random, list(feeds.values()), rows, calibration.households)
    registered = Registered(*(column[world.registered] for column in _described(world)))
    writer = FeedWriter(
        folder,
        county,
        world.villages,
        seed,
        mess,
        day,
        registered,
        hardness.damage,
        labels,
        bool(calibration.settings.get("own_spelling")),
    )
    members = tables["register_members"][["member_id", "_person"]]
    copy_of = world.people.copy_of
    del world
    plans, planted = {}, dict[str, int]()
    for feed in feeds.values():
        plans[feed.id], messy = writer.write(feed, shapes[feed.id], tables)
        rows[feed.id] = len(messy.table)
        for kind, count in messy.planted.items():
            planted[kind] = planted.get(kind, 0) + count
    broken = break_files(random, folder, feeds, plans) if mess == "heavy" else []
    if mess != "none":
        _write_strays(folder, county)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in files)
    _mark(folder, files, seed, mess)
    return Summary(
        out=out,
        mess=mess,
        seed=seed,
        assessment_date=day,
        households=calibration.households,
        members=len(members),
        rows=rows,
        files=len(files),
        size=size,
        planted=planted,
        incidents=dict(calibration.incidents),
        broken=tuple(broken),
        labels=labels.table(members, copy_of) if labels is not None else None,
    )


def _described(world: World) -> tuple[Array, Array, Array]:
    return world.people.name, world.people.birth, world.people.male


def _earlier_sample(out: Path) -> list[Path]:
    """Return the files of the earlier sample in `out`; PipelineError where anything else lies there."""
    marker = out / MARKER
    known = [path for path in (marker, *(out / name for name in _marked(marker))) if path.exists()]
    if set(known) != {path for path in _below(out) if path.is_file()}:
        raise PipelineError(
            f"文件夹 {out} 里有不是以前生成的{SYNTHETIC}的文件，为免与真实来件混在一起，没有写入。请另选一个空文件夹。"
        )
    return known


def _below(out: Path) -> list[Path]:
    """Return everything below `out` but the sample that is being written."""
    unfinished = out / UNFINISHED
    return [path for path in out.rglob("*") if path != unfinished and unfinished not in path.parents]


def _marked(marker: Path) -> list[str]:
    """Return the files that the marker of an earlier sample names; none where there is no such marker."""
    try:
        return list(json.loads(marker.read_text("utf-8"))["files"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return []


def _replace(out: Path, finished: Path) -> None:
    """Let the finished sample take the place of the earlier one; the marker comes first, for it tells what is ours."""
    for path in reversed(_earlier_sample(out)):
        path.unlink()
    for folder in sorted((path for path in _below(out) if path.is_dir()), reverse=True):
        folder.rmdir()
    for path in sorted(finished.iterdir(), key=lambda path: (path.name != MARKER, path.name)):
        path.rename(out / path.name)


def _mark(out: Path, files: list[Path], seed: int, mess: str) -> None:
    content = {
        "note": f"{SYNTHETIC}，不是真实信息",
        "seed": seed,
        "mess": mess,
        "files": [path.relative_to(out).as_posix() for path in files],
    }
    (out / MARKER).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _write_strays(out: Path, county: County) -> None:
    """Leave what lies about in every such folder: a letter, and the trace of a workbook that was open."""
    (out / _LETTER).write_text(f"{county.name}{SYNTHETIC}：本文件夹中没有一条真实信息。\n", "utf-8")
    (out / _LOCK).write_bytes(SYNTHETIC.encode("gb18030"))
