"""Correction workbooks that came back: what lies in SOURCES/corrections, taken into the archive and read."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import pyarrow
import pyarrow.compute as compute

from schemas.feed import Feed
from schemas.registry import FEEDS
from xundian_pipeline.acceptance.values import read_date
from xundian_pipeline.archive import Archive, SourceFile
from xundian_pipeline.archive.manifests import CORRECTION, UNREADABLE
from xundian_pipeline.corrections import form
from xundian_pipeline.reading import Notice, ReadSheet
from xundian_pipeline.reading.feed_files import CORRECTIONS, FeedFile, entries_of, text_of_name
from xundian_pipeline.reading.guarding import guarded
from xundian_pipeline.reading.headers import Header, HeaderReader
from xundian_pipeline.reading.problems import UnreadableError, quoted
from xundian_pipeline.reading.receiving import keep_reason, reason_kept, receive_file
from xundian_pipeline.reading.rows import data_rows
from xundian_pipeline.reading.sheets import Origin, RawSheet, read_sheets
from xundian_pipeline.reading.workbook_sheets import xlsx_sheets
from xundian_pipeline.reading.xlsx_package import formula_cells

_TAKE_IT_ANEW = "请重新打开夜间任务写出的更正表，只改涂色的单元格，存盘后再放进来。"
_NO_DATE = f"“{form.SUMMARY_SHEET}”工作表里的{form.DATE_LABEL}不见了或不是日期，看不出是哪一夜的更正表：{_TAKE_IT_ANEW}"
_NO_KEYS = f"最后一列（隐藏的行编号 {form.ROW_KEY}）不见了，找不到要更正的是哪一行：{_TAKE_IT_ANEW}"


@dataclass(frozen=True)
class SentBackSheet:
    """The sheet of one feed in a workbook that came back.

    `sheet` holds its data rows as they were read, `keys` the row key that each carries, `formulas` the columns of each
    row in which a formula stands. With a `problem` no row of it can be taken: `sheet` is then None, and `row_numbers`
    are those of the rows that it has.
    """

    file: str
    assessment_date: datetime.date | None
    sheet: ReadSheet | None
    row_numbers: list[int]
    keys: list[str | None]
    formulas: list[tuple[str, ...]]
    problem: str | None = None


@dataclass(frozen=True)
class SentBackWorkbook:
    """A workbook that came back: its sheets by feed, and what else is to be said of it."""

    source: SourceFile
    sheets: Mapping[str, SentBackSheet] = field(default_factory=dict)
    notices: Sequence[Notice] = ()

    def of_feed(self, feed: Feed) -> SourceFile:
        """The workbook as something that came of one feed."""
        return replace(self.source, feed=feed.id)


def receive_corrections(sources: Path, archive: Archive) -> list[SourceFile]:
    """Take everything in the folder of corrections into the archive, by name.

    Raises OSError where the archive cannot be written.
    """
    folder = sources / CORRECTIONS
    try:
        paths = sorted(entries_of(folder)) if folder.is_dir() else []
    except OSError:
        problem = UnreadableError("文件夹无法读取，里面的更正表都没有采用。请核对访问权限后再运行。")
        return [keep_reason(None, CORRECTIONS, problem, archive)]
    files = [FeedFile(path, f"{CORRECTIONS}/{text_of_name(path.name)}") for path in paths]
    return sorted((receive_file(file, None, archive, CORRECTION) for file in files), key=lambda source: source.path)


def read_corrections(
    received: Iterable[SourceFile], synonyms: Mapping[str, Sequence[str]], archive: Archive
) -> list[SentBackWorkbook]:
    """Read what `receive_corrections` took; what cannot be used says why in its notices, and stops nothing else."""
    return [_read(source, synonyms, archive) for source in received]


def correction_notice(file: str, text: str, feed: str | None = None, sheet: str | None = None) -> Notice:
    """A notice on a workbook that came back, or on one of its sheets."""
    where = f"工作表{quoted(sheet)}" if sheet else ""
    return Notice(
        "correction", feed, file, sheet, sheet or file, 1, f"更正表 {file} {where}：{text}".replace(" ：", "：")
    )


def _read(source: SourceFile, synonyms: Mapping[str, Sequence[str]], archive: Archive) -> SentBackWorkbook:
    content = archive.content(str(source.sha256))
    if source.kind == UNREADABLE:
        return SentBackWorkbook(source, {}, [correction_notice(source.path, reason_kept(content).reason)])
    read = guarded(lambda: _workbook(content, source, synonyms), source.path)
    if isinstance(read, UnreadableError):
        return SentBackWorkbook(source, {}, [correction_notice(source.path, read.reason)])
    return read


def _workbook(content: bytes, source: SourceFile, synonyms: Mapping[str, Sequence[str]]) -> SentBackWorkbook:
    if PurePosixPath(source.path).suffix.lower() != form.ENDING:
        raise UnreadableError(f"更正表要存成 {form.ENDING} 文件，没有采用。请另存后再放进来。")
    raw = list(xlsx_sheets(content))
    formulas = formula_cells(content)
    day = next((_day(sheet) for sheet in raw if sheet.name == form.SUMMARY_SHEET), None)
    sheets, notices = {}, []
    if day is None:
        notices.append(correction_notice(source.path, _NO_DATE))
    for sheet in raw:
        name = sheet.name or ""
        if name in FEEDS:
            read = _sheet(sheet, source, FEEDS[name], HeaderReader(FEEDS[name], synonyms), formulas.get(name, set()))
            if day is None:
                read = _refused(source, _NO_DATE, read.row_numbers)
            elif read.problem:
                notices.append(correction_notice(source.path, read.problem, name, name))
            sheets[name] = replace(read, assessment_date=day)
        elif name not in (form.SUMMARY_SHEET, form.LISTS_SHEET) and sheet.rows:
            text = "工作表的名字不是名册代号，里面的内容没有采用。请改回更正表原来的名字。"
            notices.append(correction_notice(source.path, text, None, name))
    if not sheets:
        notices.append(correction_notice(source.path, f"里面没有要更正的名册，没有采用。{_TAKE_IT_ANEW}"))
    return SentBackWorkbook(source, sheets, notices)


def _day(sheet: RawSheet) -> datetime.date | None:
    for row in sheet.first_rows:
        if len(row) > 1 and row[0] and row[0].strip() == form.DATE_LABEL:
            return read_date((row[1] or "").strip(), excel=True)
    return None


def _sheet(
    raw: RawSheet, source: SourceFile, feed: Feed, headers: HeaderReader, formulas: set[tuple[int, int]]
) -> SentBackSheet:
    header = headers.find(raw.first_rows)
    if not isinstance(header, Header):
        return _refused(source, f"{header.reason}{_TAKE_IT_ANEW}", range(2, raw.rows + 1))
    below = raw.read_below(header)
    keep = data_rows(below, len(below[0].texts))
    below = [column.filter(keep) for column in below]
    first = header.index + 2
    numbers = [first + place for place, kept in enumerate(keep.to_pylist()) if kept]
    missing = [column.header for column in feed.columns if column.name not in header.positions]
    if missing:
        return _refused(source, f"缺少列 {'、'.join(missing)}：更正表的列不能删。{_TAKE_IT_ANEW}", numbers)
    if form.ROW_KEY not in header.texts:
        return _refused(source, _NO_KEYS, numbers)
    keys = below[header.texts.index(form.ROW_KEY)].texts
    reading = read_sheets([raw], Origin(feed, source.path, str(source.sha256)), headers)
    of_columns = {position: name for name, position in header.positions.items()}
    in_formulas: dict[int, list[str]] = {}
    for row, position in sorted(formulas):
        if position in of_columns:
            in_formulas.setdefault(row + 1, []).append(of_columns[position])
    return SentBackSheet(
        source.path,
        None,
        reading.sheets[0],
        numbers,
        compute.utf8_trim_whitespace(keys.cast(pyarrow.string())).to_pylist(),
        [tuple(in_formulas.get(number, ())) for number in numbers],
    )


def _refused(source: SourceFile, problem: str, row_numbers: Iterable[int]) -> SentBackSheet:
    numbers = list(row_numbers)
    return SentBackSheet(source.path, None, None, numbers, [None] * len(numbers), [()] * len(numbers), problem)
