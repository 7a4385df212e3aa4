"""What the night would return of a file, told before the file is sent: the night's own reading and acceptance."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import pyarrow
import pyarrow.compute as compute

from schemas.departments import DEPARTMENTS
from schemas.feed import Feed
from schemas.published.codes import QUARANTINE_KINDS
from schemas.registry import FEEDS
from xundian_pipeline.acceptance import accept_feed
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.publishing.masking import personal_data_in
from xundian_pipeline.reading import read_file
from xundian_pipeline.reading.feed_files import text_of_name
from xundian_pipeline.recognition import fitting_feeds

NOTHING_RETURNED, SOMETHING_RETURNED = 0, 1

_OTHER_FILES = "只查了这一个文件：与同一名册其他文件的重复，要到夜间合并后才查得出。"


def check_file(path: Path, feed_id: str | None, county: County, assessment_date: datetime.date) -> tuple[int, str]:
    """Return the exit code and what is to be told of a file, in Chinese and without personal data.

    The code is SOMETHING_RETURNED where the night would quarantine a row, a cell or the whole file. Without `feed_id`
    the feed is known by the file's name, its folder's, or its header. Raises PipelineError where there is no such file
    or feed, or the feed cannot be told.
    """
    if not path.exists():
        raise PipelineError(f"文件 {path} 不存在：请核对路径。")
    feed = _feed(feed_id) if feed_id else _recognised(path, county)
    reading = read_file(path, text_of_name(path.name), feed, county.header_synonyms)
    tables = accept_feed(reading, feed, county, assessment_date)
    quarantine, feed_runs = tables["quarantine"], tables["feed_runs"]
    lines = [
        f"按 {DEPARTMENTS[feed.department]}《{feed.title}》（{feed.id}）检查，考核日 {assessment_date}。",
        *_returned(quarantine),
        *_listed("提示（不影响行）", tables["notices"]["message"].to_pylist()),
        "",
        *_account(feed_runs),
        _OTHER_FILES,
        _verdict(quarantine, feed_runs),
    ]
    masks = personal_data_in(reading, feed, county.divisions).masks(lines)
    told = "\n".join(masks[line].place if line in masks else line for line in lines)
    return (SOMETHING_RETURNED if quarantine.num_rows else NOTHING_RETURNED), told


def _feed(feed_id: str) -> Feed:
    if feed_id not in FEEDS:
        raise PipelineError(f"没有名册 {feed_id}。可以写：\n{_all_feeds()}")
    return FEEDS[feed_id]


def _recognised(path: Path, county: County) -> Feed:
    """The feed of a file: by its name or its folder's as the night would, by its header, by a name within its name."""
    name = text_of_name(path.stem)
    for feed in FEEDS.values():
        if feed.id in (name, path.absolute().parent.name) or feed.title == name:
            return feed
    fitting = fitting_feeds(path, list(FEEDS.values()), county.header_synonyms)
    named = [feed for feed in FEEDS.values() if feed.id in name or feed.title in name]
    for candidates in (fitting, named):
        if len(candidates) == 1:
            return candidates[0]
    raise PipelineError(f"看不出文件 {path.name} 是哪份名册：请用 --feed 写明。可以写：\n{_all_feeds()}")


def _all_feeds() -> str:
    return "\n".join(f"  {feed.id}　{DEPARTMENTS[feed.department]}《{feed.title}》" for feed in FEEDS.values())


def _returned(quarantine: pyarrow.Table) -> list[str]:
    lines: list[str] = []
    for kind, label in QUARANTINE_KINDS.items():
        of_kind = quarantine.filter(compute.equal(quarantine["kind"], kind))
        lines += _listed(label, of_kind["message"].to_pylist())
    return lines


def _listed(label: str, messages: Sequence[str]) -> list[str]:
    return ["", f"{label}：{len(messages)} 处", *(f"  {message}" for message in messages)] if messages else []


def _account(feed_runs: pyarrow.Table) -> list[str]:
    """What became of the rows of each sheet, and which columns were not found or not known."""
    lines = []
    for run in feed_runs.to_pylist():
        sheet = f"工作表“{run['sheet']}”" if run["sheet"] else ""
        lines.append(
            f"{run['source']} {sheet}读入 {run['rows_read']} 行：接受 {run['rows_accepted']} 行，"
            f"退回 {run['rows_quarantined']} 行，忽略 {run['rows_ignored']} 行（空白、合计、说明、完全重复）。"
        )
        lines += [
            f"  {label}：{run[column]}"
            for column, label in (("columns_missing", "缺少的列"), ("columns_unknown", "不认识的列"))
            if run[column]
        ]
    return lines


def _verdict(quarantine: pyarrow.Table, feed_runs: pyarrow.Table) -> str:
    if quarantine.num_rows:
        return f"结论：有 {quarantine.num_rows} 处要改正，请改好后再报送。"
    if not compute.sum(feed_runs["rows_accepted"]).as_py():
        return "结论：没有会被退回的内容，但文件里一行数据也没有，请核对。"
    return "结论：没有会被退回的内容，可以报送。"
