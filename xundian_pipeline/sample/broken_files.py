"""Files that cannot be read: cut off, under a wrong ending, empty, short of a required column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from schemas.feed import Feed
from xundian_pipeline.sample.draws import Generator
from xundian_pipeline.sample.shapes import FilePlan
from xundian_pipeline.sample.sheets import SYNTHETIC

_NEVER = ("register_households", "register_members")
_MORE = "补报"


def break_files(
    random: Generator, out: Path, feeds: Mapping[str, Feed], plans: Mapping[str, Sequence[FilePlan]]
) -> list[str]:
    """Break one file each of some feeds that come in several files; return the paths of the broken ones.

    The register is left whole. Each way of breaking is used once where there are feeds enough.
    """
    candidates = [feed for feed, files in plans.items() if len(files) > 1 and feed not in _NEVER]
    order = [candidates[place] for place in random.permutation(len(candidates))]
    return [change(random, out, feeds[feed], plans[feed]) for change, feed in zip(_CHANGES, order, strict=False)]


def _truncate(random: Generator, out: Path, feed: Feed, plans: Sequence[FilePlan]) -> str:
    """Cut a workbook off in the middle; where the feed has none, leave a second one that was cut off."""
    books = [plan.path for plan in plans if plan.kind == "xlsx"]
    path = out / (books[int(random.integers(len(books)))] if books else f"{feed.id}/{_MORE}_{SYNTHETIC}.xlsx")
    if books:
        data = path.read_bytes()
    else:
        path.parent.mkdir(exist_ok=True)
        data = b"PK\x03\x04" + bytes(2000)
    path.write_bytes(data[: len(data) * 3 // 5])
    return path.relative_to(out).as_posix()


def _wrong_ending(random: Generator, out: Path, feed: Feed, plans: Sequence[FilePlan]) -> str:
    """Give a file the ending of another kind."""
    del feed
    plan = plans[int(random.integers(len(plans)))]
    path = out / plan.path
    wrong = path.with_suffix(".xlsx" if plan.kind == "csv" else ".csv")
    if wrong.exists():
        wrong = path.with_name(f"{_MORE}_{path.stem}{wrong.suffix}")
    path.rename(wrong)
    return wrong.relative_to(out).as_posix()


def _empty(random: Generator, out: Path, feed: Feed, plans: Sequence[FilePlan]) -> str:
    """Leave a file in which nothing stands."""
    del random, plans
    path = out / feed.id / f"{_MORE}_{SYNTHETIC}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    return path.relative_to(out).as_posix()


def _short_header(random: Generator, out: Path, feed: Feed, plans: Sequence[FilePlan]) -> str:
    """Leave a csv file that lacks one required column."""
    del plans
    required = [column.header for column in feed.columns if column.required]
    lost = required[int(random.integers(len(required)))]
    headers = [column.header for column in feed.columns if column.header != lost]
    lines = [f"{feed.title}（{SYNTHETIC}，不是真实信息）", ",".join(headers), ",".join("1" for _ in headers)]
    path = out / feed.id / f"{_MORE}缺列_{SYNTHETIC}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes("\n".join([*lines, ""]).encode("gb18030"))
    return path.relative_to(out).as_posix()


_CHANGES: tuple[Callable[[Generator, Path, Feed, Sequence[FilePlan]], str], ...] = (
    _truncate,
    _wrong_ending,
    _empty,
    _short_header,
)
