"""What the night would return of a file, told before the file is sent: the night's own reading and acceptance."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pyarrow
import pyarrow.compute as compute

from schemas.departments import DEPARTMENTS
from schemas.feed import Feed
from schemas.published.codes import QUARANTINE_KINDS
from schemas.published.quality import FEED_RUNS, NOTICES, QUARANTINE
from schemas.published.table import PublishedTable
from schemas.registry import FEEDS
from xundian_pipeline.acceptance import accept_feed
from xundian_pipeline.checking.recognition import fitting_feeds
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.publishing.masking import MARK, Masked, PersonalData, personal_data_in
from xundian_pipeline.reading import FeedReading, read_content, read_file
from xundian_pipeline.reading.feed_files import text_of_name
from xundian_pipeline.reading.guarding import guarded
from xundian_pipeline.reading.opening import OpenFile, ending_of_name, opened
from xundian_pipeline.reading.problems import UnreadableError

NOTHING_RETURNED, SOMETHING_RETURNED = 0, 1

OTHER_FILES = "只查了这一个文件：与同一名册其他文件的重复，要到夜间合并后才查得出。"
"""What a check of one file cannot know."""


class NotCheckedError(PipelineError):
    """A file that was not checked. `reason` says why without the file's name and without a word of the command line."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class CheckedFile:
    """What the night would make of one file alone.

    `quarantine`, `feed_runs` and `notices` are as outputs.md describes them, in the order of the file and with personal
    data masked as in the published tables: these may be shown. `reading` and `tables` are what `read_file` and
    `accept_feed` give, with the rows' personal data: they are for the file's own correction workbook alone.
    """

    feed: Feed
    assessment_date: datetime.date
    reading: FeedReading
    tables: dict[str, pyarrow.Table]
    quarantine: pyarrow.Table
    feed_runs: pyarrow.Table
    notices: pyarrow.Table

    @property
    def code(self) -> int:
        """SOMETHING_RETURNED where the night would quarantine a row, a cell or the whole file."""
        return SOMETHING_RETURNED if self.quarantine.num_rows else NOTHING_RETURNED

    @property
    def has_rows(self) -> bool:
        """Whether the night would accept at least one row."""
        return bool(compute.sum(self.feed_runs["rows_accepted"]).as_py())

    @property
    def heading(self) -> str:
        """As what the file was checked."""
        return (
            f"按 {DEPARTMENTS[self.feed.department]}《{self.feed.title}》（{self.feed.id}）检查，"
            f"考核日 {self.assessment_date}。"
        )

    @property
    def verdict(self) -> str:
        """Whether the file may be sent."""
        if self.quarantine.num_rows:
            return f"有 {self.quarantine.num_rows} 处要改正，请改好后再报送。"
        if not self.has_rows:
            return "没有会被退回的内容，但文件里一行数据也没有，请核对。"
        return "没有会被退回的内容，可以报送。"

    @property
    def returned(self) -> dict[str, pyarrow.Table]:
        """The lines of the quarantine by kind, in the order of QUARANTINE_KINDS; kinds without lines are left out."""
        kinds = self.quarantine["kind"]
        of_kind = {kind: self.quarantine.filter(compute.equal(kinds, kind)) for kind in QUARANTINE_KINDS}
        return {kind: lines for kind, lines in of_kind.items() if lines.num_rows}

    def text(self) -> str:
        """Return what is to be told of the file on a console."""
        lines = [self.heading]
        for kind, returned in self.returned.items():
            lines += _listed(QUARANTINE_KINDS[kind], returned["message"].to_pylist())
        lines += _listed("提示（不影响行）", self.notices["message"].to_pylist())
        return "\n".join([*lines, "", *_account(self.feed_runs), OTHER_FILES, f"结论：{self.verdict}"])


def check_file(path: Path, feed_id: str | None, county: County, assessment_date: datetime.date) -> CheckedFile:
    """Check a file on the disk.

    Without `feed_id` the feed is known by the file's name, its folder's, or its header. Raises PipelineError where
    there is no such file or feed, NotCheckedError where the feed cannot be told.
    """
    if not path.exists():
        raise PipelineError(f"文件 {path} 不存在：请核对路径。")
    name = text_of_name(path.name)
    feed = _feed(feed_id) if feed_id else _recognised(lambda: opened(path), name, path.absolute().parent.name, county)
    return _checked(read_file(path, name, feed, county.header_synonyms), feed, county, assessment_date)


def check_content(
    content: bytes, name: str, feed_id: str | None, county: County, assessment_date: datetime.date
) -> CheckedFile:
    """Check a file that is not on the disk, called `name` without any folder; see check_file. Writes nothing."""
    feed = _feed(feed_id) if feed_id else _recognised(lambda: (content, ending_of_name(name)), name, None, county)
    return _checked(read_content(content, name, feed, county.header_synonyms), feed, county, assessment_date)


def _checked(reading: FeedReading, feed: Feed, county: County, assessment_date: datetime.date) -> CheckedFile:
    tables = accept_feed(reading, feed, county, assessment_date)
    personal = personal_data_in(reading, feed, county.divisions)
    shown = {table.name: _masked(tables[table.name], table, personal) for table in (QUARANTINE, FEED_RUNS, NOTICES)}
    return CheckedFile(feed, assessment_date, reading, tables, **shown)


def _masked(rows: pyarrow.Table, table: PublishedTable, personal: PersonalData) -> pyarrow.Table:
    """Mask the free texts of rows as publishing does."""
    columns = [column for column in table.columns if column.free_text]
    texts = {text for column in columns for text in rows[column.name].to_pylist() if text is not None}
    masks = personal.masks(sorted(texts))
    for column in columns if masks else ():
        shown = [
            _shown(masks[text], place=column.type == "place", required=column.required) if text in masks else text
            for text in rows[column.name].to_pylist()
        ]
        index = rows.schema.get_field_index(column.name)
        rows = rows.set_column(index, column.name, pyarrow.array(shown, pyarrow.string()))
    return rows


def _shown(masked: Masked, *, place: bool, required: bool) -> str | None:
    if place:
        return masked.place
    return masked.text or (MARK if required else None)


def _feed(feed_id: str) -> Feed:
    if feed_id not in FEEDS:
        raise PipelineError(f"没有名册 {feed_id}。可以写：\n{_all_feeds()}")
    return FEEDS[feed_id]


def _recognised(open_file: OpenFile, name: str, folder: str | None, county: County) -> Feed:
    """The feed of a file: by its name or its folder's as the night would, by its header, by a name within its name."""
    stem = PurePosixPath(name).stem
    for feed in FEEDS.values():
        if feed.id in (stem, folder) or feed.title == stem:
            return feed
    fitting = guarded(lambda: fitting_feeds(*open_file(), list(FEEDS.values()), county.header_synonyms), name)
    if isinstance(fitting, UnreadableError):
        raise NotCheckedError(f"文件 {name}：{fitting.reason}", fitting.reason)
    named = [feed for feed in FEEDS.values() if feed.id in stem or feed.title in stem]
    for candidates in (fitting, named):
        if len(candidates) == 1:
            return candidates[0]
    raise NotCheckedError(
        f"看不出文件 {name} 是哪份名册：请用 --feed 写明。可以写：\n{_all_feeds()}",
        "看不出这个文件是哪份名册：请选定名册后再查；如果选对了仍查不出，请核对表头。",
    )


def _all_feeds() -> str:
    return "\n".join(f"  {feed.id}　{DEPARTMENTS[feed.department]}《{feed.title}》" for feed in FEEDS.values())


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
