"""From a sheet of any format to what is known of it: header, data rows, unknown columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy
import pyarrow
import pyarrow.compute as compute

from schemas.feed import Feed
from xundian_pipeline.reading.cells import CellColumn
from xundian_pipeline.reading.headers import Header, HeaderProblem, HeaderReader
from xundian_pipeline.reading.problems import UnreadableError, place, quoted, safe_header
from xundian_pipeline.reading.results import BrokenFile, FeedReading, Notice, ReadColumn, ReadSheet
from xundian_pipeline.reading.rows import data_rows


@dataclass(frozen=True)
class RawSheet:
    """One sheet, file or table before its header is known.

    `first_rows` are the cells of its first rows as text, where the header is looked for. `read_below` gives all columns
    of the rows below the header, by position, all of one length. `rows` counts the used rows where the sheet is not
    read. `numbered` is false for Parquet and databases, whose column names stand outside the rows.
    """

    name: str | None
    first_rows: Sequence[Sequence[str | None]]
    read_below: Callable[[Header], Sequence[CellColumn]]
    rows: int = 0
    visible: bool = True
    excel: bool = False
    encoding: str | None = None
    numbered: bool = True


@dataclass(frozen=True)
class Origin:
    """Where sheets come from: the feed, the source as it is reported, and the digest of its content."""

    feed: Feed
    source: str
    sha256: str


def read_sheets(sheets: Iterable[RawSheet], origin: Origin, headers: HeaderReader) -> FeedReading:
    """Read the sheets of one file or table.

    Every visible sheet with a usable header is read. Beside one, the others are notices; without one, the file is
    broken as a whole (rulings 2 and 20).
    """
    reading = FeedReading(origin.feed.id)
    unread: list[tuple[RawSheet, HeaderProblem | None]] = []
    for sheet in sheets:
        header = headers.find(sheet.first_rows, sheet.numbered) if sheet.visible else None
        if isinstance(header, Header):
            read, notices = _read_sheet(sheet, header, origin)
            reading.sheets.append(read)
            reading.notices.extend(notices)
        else:
            # Only what a notice needs is kept: a sheet holds its cells.
            unread.append((_emptied(sheet), header))
    if reading.sheets:
        reading.notices.extend(_unread_notice(sheet, problem, origin) for sheet, problem in unread)
    else:
        reading.broken.append(_broken(unread, origin))
    return reading


def broken_file(error: UnreadableError, source: str, sha256: str | None) -> BrokenFile:
    """Return the report on a file that cannot be opened or has no usable header."""
    message = f"{place(source)}：{error.reason}"
    return BrokenFile(source, None, error.encoding, sha256, list(error.missing), message)


def _emptied(sheet: RawSheet) -> RawSheet:
    return RawSheet(sheet.name, (), lambda _header: (), sheet.rows, sheet.visible, sheet.excel, sheet.encoding)


def _read_sheet(sheet: RawSheet, header: Header, origin: Origin) -> tuple[ReadSheet, list[Notice]]:
    below = sheet.read_below(header)
    rows = len(below[0].texts) if below else 0
    keep = data_rows(below, rows)
    kept = compute.sum(keep).as_py() or 0
    columns = list(below) if kept == rows else [column.filter(keep) for column in below]
    first_number = header.index + 2 if sheet.numbered else 1
    numbers = pyarrow.array(numpy.arange(first_number, first_number + rows, dtype=numpy.int32))
    known = {
        name: ReadColumn(
            header=header.texts[position],
            texts=columns[position].texts,
            numeric=columns[position].numeric,
            error=columns[position].error,
            unit=header.units.get(name),
        )
        for name, position in header.positions.items()
    }
    unknown = _unknown_columns(header, columns)
    read = ReadSheet(
        source=origin.source,
        sheet=sheet.name,
        encoding=sheet.encoding,
        sha256=origin.sha256,
        excel=sheet.excel,
        columns=known,
        row_numbers=numbers if kept == rows else numbers.filter(keep),
        rows_read=rows,
        rows_ignored=rows - kept,
        columns_missing=[column.header for column in origin.feed.columns if column.name not in known],
        columns_unknown=[name for name, _ in unknown],
    )
    return read, [_unknown_column_notice(sheet, name, filled, origin) for name, filled in unknown]


def _unknown_columns(header: Header, columns: Sequence[CellColumn]) -> list[tuple[str, int]]:
    """Return the unknown columns with the number of data rows that have something in them.

    A column without a header counts only where a data row has something in it (ruling 46).
    """
    known = set(header.positions.values())
    unknown = []
    for position, column in enumerate(columns):
        if position in known:
            continue
        text = header.texts[position] if position < header.width else ""
        filled = len(column.texts) - column.texts.null_count
        if text.strip() or filled:
            unknown.append((safe_header(text, position), filled))
    return unknown


def _unknown_column_notice(sheet: RawSheet, name: str, filled: int, origin: Origin) -> Notice:
    message = (
        f"{place(origin.source, sheet.name)}：{quoted(name)}这一列不在《{origin.feed.title}》的表头里，没有读入。"
        "如果它本应是表里的某一列，请改正表头；否则不必处理。"
    )
    return Notice("unknown_column", origin.feed.id, origin.source, sheet.name, name, filled, message)


def _unread_notice(sheet: RawSheet, problem: HeaderProblem | None, origin: Origin) -> Notice:
    if problem is None:
        reason = "是隐藏的工作表，没有读入。如果里面有要报送的数据，请取消隐藏后重新报送；否则不必处理。"
    elif problem.known == 0:
        reason = f"没有《{origin.feed.title}》的表头，没有读入。填表说明一类不必处理，否则请补上表头后重新报送。"
    else:
        reason = f"没有可用的表头，没有读入。{problem.reason}"
    message = f"{place(origin.source, sheet.name)}：{reason}"
    return Notice(
        "sheet_without_header", origin.feed.id, origin.source, sheet.name, sheet.name or "", sheet.rows, message
    )


def _broken(unread: Sequence[tuple[RawSheet, HeaderProblem | None]], origin: Origin) -> BrokenFile:
    visible = [(sheet, problem) for sheet, problem in unread if problem is not None]
    encoding = unread[0][0].encoding if unread else None
    if not visible:
        reason = "工作簿里没有可读的工作表（全部隐藏或没有内容）。请取消隐藏后重新报送。"
        return broken_file(UnreadableError(reason), origin.source, origin.sha256)
    sheet, problem = max(visible, key=lambda pair: pair[1].known)
    where = "" if sheet.name is None or (len(unread) == 1) else f"工作表{quoted(sheet.name)}："
    if len(visible) < len(unread):
        where = f"（隐藏的工作表不读）{where}"
    return broken_file(UnreadableError(where + problem.reason, problem.missing, encoding), origin.source, origin.sha256)
