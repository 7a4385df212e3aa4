"""CSV files: comma or tab, any of the encodings, rows numbered as Excel shows them.

A body without quotation marks is read by Arrow, any other by the csv module, which knows about quoted line breaks.
Both give the same columns (a property test holds them together); Arrow is ten times as fast.
"""

from __future__ import annotations

import csv
import io
import itertools
import sys
from collections.abc import Iterator, Sequence

import numpy
import pyarrow
import pyarrow.csv

from xundian_pipeline.reading.cells import CellColumn, blank_column, column_of_values, concatenated, text_column
from xundian_pipeline.reading.headers import HEADER_ROWS, Header, HeaderReader
from xundian_pipeline.reading.problems import UnreadableError
from xundian_pipeline.reading.sheets import RawSheet
from xundian_pipeline.reading.text_encoding import GB18030, to_utf_8

DELIMITERS = (",", "\t")
ROWS_AT_A_TIME = 50_000
BLOCK = 4 << 20

# The csv module refuses longer cells otherwise; a cell of 1 MB is a matter for validation (ruling 46), not for reading.
csv.field_size_limit(sys.maxsize)


def csv_sheet(content: bytes, headers: HeaderReader) -> RawSheet:
    """Return a CSV file as a sheet. Raises UnreadableError for an unknown encoding or quotes that do not close."""
    text, encoding = to_utf_8(content)
    # The delimiter under which the header is found is the file's.
    attempts = [(delimiter, _first_records(text, delimiter)) for delimiter in DELIMITERS]
    delimiter, records = max(attempts, key=lambda attempt: _fit(attempt[1], headers))
    if encoding == GB18030 and _fit(records, headers) == (False, 0):
        # Almost any bytes can be read as GB18030.
        raise UnreadableError(
            "按 GB18030 编码读出的内容里没有表头，多半是其他编码（如 Big5）或夹有损坏的字节。"
            "请用记事本打开核对，能看清时另存为 UTF-8 编码，否则重新导出后报送。",
            encoding=encoding,
        )
    ends = [end for _, end in records]

    def read_below(header: Header) -> Sequence[CellColumn]:
        return read_body(text, ends[header.index], delimiter, header.width, header.index + 2, encoding)

    return RawSheet(None, [cells for cells, _ in records], read_below, encoding=encoding)


def read_body(
    text: bytes, start: int, delimiter: str, width: int, first_row_number: int = 1, encoding: str | None = None
) -> list[CellColumn]:
    """Return the columns of the rows from byte `start` on: at least `width`, more where a row has more cells.

    Short rows are filled with blank cells, blank lines are rows.
    """
    if start >= len(text):
        return [blank_column(0)] * width
    if text.find(b'"', start) < 0 and not text.startswith(b"\xef\xbb\xbf", start):
        try:
            return _read_plain(text, start, delimiter, max(width, _width_of_line(text, start, delimiter)))
        except pyarrow.ArrowInvalid:
            # A row longer than Arrow's block, for one: the exact way reads it.
            pass
    return _read_quoted(text, start, delimiter, width, first_row_number, encoding)


def _width_of_line(text: bytes, start: int, delimiter: str) -> int:
    end = text.find(b"\n", start)
    return text.count(delimiter.encode(), start, end if end >= 0 else len(text)) + 1


def _fit(records: list[tuple[list[str], int]], headers: HeaderReader) -> tuple[bool, int]:
    found = headers.find([cells for cells, _ in records])
    return (True, 0) if isinstance(found, Header) else (False, found.known)


def _first_records(text: bytes, delimiter: str) -> list[tuple[list[str], int]]:
    """Return the first rows, each with the byte at which the next begins."""
    consumed = 0

    def counted() -> Iterator[str]:
        nonlocal consumed
        for line in _lines(text, 0):
            consumed += len(line.encode("utf-8"))
            yield line

    reader = csv.reader(counted(), delimiter=delimiter)
    return [(cells, consumed) for cells in itertools.islice(reader, HEADER_ROWS)]


def _lines(text: bytes, start: int) -> Iterator[str]:
    stream = io.BytesIO(text)
    stream.seek(start)
    return io.TextIOWrapper(stream, "utf-8", newline="")


def _read_plain(text: bytes, start: int, delimiter: str, width: int) -> list[CellColumn]:
    """Read a body without quotation marks; rows of another length than `width` come back one by one."""
    ragged: list[tuple[int, str]] = []

    def keep_ragged(row: pyarrow.csv.InvalidRow) -> str:
        ragged.append((row.number, row.text))
        return "skip"

    names = [str(position) for position in range(width)]
    table = pyarrow.csv.read_csv(
        pyarrow.BufferReader(pyarrow.py_buffer(text).slice(start)),
        # Rows are numbered for the handler only in a single thread.
        read_options=pyarrow.csv.ReadOptions(use_threads=False, column_names=names, block_size=BLOCK),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=delimiter,
            quote_char=False,
            double_quote=False,
            escape_char=False,
            newlines_in_values=False,
            ignore_empty_lines=False,
            invalid_row_handler=keep_ragged,
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            check_utf8=False,
            column_types={name: pyarrow.string() for name in names},
            strings_can_be_null=False,
        ),
    )
    columns = [text_column(column) for column in table.columns]
    return _with_ragged(columns, table.num_rows, ragged, delimiter) if ragged else columns


def _with_ragged(
    columns: list[CellColumn], rows: int, ragged: list[tuple[int, str]], delimiter: str
) -> list[CellColumn]:
    """Put the ragged rows (number from 1, text) back between the others."""
    others = _columns_of_rows([text.split(delimiter) for _, text in ragged], len(columns))
    columns = columns + [blank_column(rows)] * (len(others) - len(columns))
    total = rows + len(ragged)
    is_ragged = numpy.zeros(total, dtype=bool)
    is_ragged[[number - 1 for number, _ in ragged]] = True
    order = numpy.empty(total, dtype=numpy.int64)
    order[~is_ragged] = numpy.arange(rows)
    order[is_ragged] = numpy.arange(rows, total)
    indices = pyarrow.array(order)
    return [concatenated(pair).take(indices) for pair in zip(columns, others, strict=True)]


def _read_quoted(
    text: bytes, start: int, delimiter: str, width: int, first_row_number: int, encoding: str | None
) -> list[CellColumn]:
    parts: list[list[CellColumn]] = []
    records = _checked_records(_lines(text, start), delimiter, first_row_number, encoding)
    while rows := list(itertools.islice(records, ROWS_AT_A_TIME)):
        parts.append(_columns_of_rows(rows, width))
        width = len(parts[-1])
    for part in parts:
        part.extend([blank_column(len(part[0].texts))] * (width - len(part)))
    return [concatenated(column) for column in zip(*parts, strict=True)]


def _checked_records(
    lines: Iterator[str], delimiter: str, row_number: int, encoding: str | None
) -> Iterator[list[str]]:
    """Yield the rows; a quotation mark that swallows lines without closing properly raises UnreadableError.

    Within one line quotes are read as Excel reads them. Over several lines they must be right, for otherwise a stray
    quotation mark would make many rows vanish in one cell.
    """
    taken: list[str] = []

    def noted() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    for row in csv.reader(noted(), delimiter=delimiter):
        if len(taken) > 1:
            try:
                list(csv.reader(taken, delimiter=delimiter, strict=True))
            except csv.Error:
                raise UnreadableError(
                    f"第{row_number}行的英文双引号没有成对，后面的行会被并进同一格。请改正这一行的引号，"
                    "或用 Excel 打开后另存为 .xlsx，再重新报送。",
                    encoding=encoding,
                ) from None
        taken.clear()
        row_number += 1
        yield row


def _columns_of_rows(rows: list[list[str]], width: int) -> list[CellColumn]:
    longest = max(width, *map(len, rows))
    if any(len(row) != longest for row in rows):
        rows = [row + [""] * (longest - len(row)) for row in rows]
    return [column_of_values(cells) for cells in zip(*rows, strict=True)]
