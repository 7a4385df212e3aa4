"""The sheets of Excel workbooks: xlsx by calamine, xls by xlrd (calamine would give an xls's error cells as blank)."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

import python_calamine
import xlrd

from xundian_pipeline.reading.cells import CellColumn, blank_column, column_of_values, concatenated, text_of
from xundian_pipeline.reading.headers import HEADER_ROWS, Header
from xundian_pipeline.reading.problems import UnreadableError
from xundian_pipeline.reading.sheets import RawSheet
from xundian_pipeline.reading.xlsx_package import Errors, inspect_package

ROWS_AT_A_TIME = 10_000

RowReader = Callable[[], Iterator[Sequence[object]]]

_DAMAGED = "工作簿无法打开，可能没有传完或已损坏。请用 Excel 打开后另存，再重新报送。"
_PASSWORD = "工作簿加了打开密码，无法读取。请取消密码后另存，再重新报送。"


def xlsx_sheets(content: bytes) -> Iterator[RawSheet]:
    """Yield the sheets of an xlsx workbook. Raises UnreadableError where it cannot be opened (see xlsx_package)."""
    errors = inspect_package(content)
    try:
        with python_calamine.CalamineWorkbook.from_object(io.BytesIO(content)) as workbook:
            for index, about in enumerate(workbook.sheets_metadata):
                visible = about.visible == python_calamine.SheetVisibleEnum.Visible
                yield _xlsx_sheet(workbook.get_sheet_by_index(index), visible, errors.get(about.name, {}))
    except python_calamine.PasswordError:
        raise UnreadableError(_PASSWORD) from None
    except python_calamine.CalamineError:
        raise UnreadableError(_DAMAGED) from None


def xls_sheets(content: bytes) -> Iterator[RawSheet]:
    """Yield the worksheets of an xls workbook. Raises UnreadableError where it cannot be opened."""
    try:
        workbook = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), ragged_rows=True)
    except xlrd.XLRDError as error:
        raise UnreadableError(_PASSWORD if "encrypted" in str(error) else _DAMAGED) from None
    except Exception:  # noqa: BLE001 (xlrd answers damaged records with whatever error they lead to)
        raise UnreadableError(_DAMAGED) from None
    for sheet in workbook.sheets():
        yield _xls_sheet(sheet, workbook.datemode)


def _xlsx_sheet(sheet: python_calamine.CalamineSheet, visible: bool, errors: Errors) -> RawSheet:
    if sheet.start is None or sheet.end is None:
        return _raw_sheet(sheet.name, visible, 0, 0, lambda: iter(()), errors)
    # calamine leaves out the empty columns on the left, but not the empty rows above.
    left = [""] * sheet.start[1]

    def rows() -> Iterator[Sequence[object]]:
        return ([*left, *row] for row in sheet.iter_rows()) if left else sheet.iter_rows()

    return _raw_sheet(sheet.name, visible, sheet.end[0] + 1, sheet.end[1] + 1, rows, errors)


def _xls_sheet(sheet: xlrd.sheet.Sheet, datemode: int) -> RawSheet:
    errors: Errors = {}
    for row in range(sheet.nrows):
        types = sheet.row_types(row)
        if xlrd.XL_CELL_ERROR in types:
            for column, cell_type in enumerate(types):
                if cell_type == xlrd.XL_CELL_ERROR:
                    text = xlrd.error_text_from_code.get(sheet.cell_value(row, column), "#VALUE!")
                    errors.setdefault(column, {})[row] = text

    def rows() -> Iterator[Sequence[object]]:
        for row in range(sheet.nrows):
            cells = [
                _xls_value(value, cell_type, datemode)
                for value, cell_type in zip(sheet.row_values(row), sheet.row_types(row), strict=True)
            ]
            yield cells + [""] * (sheet.ncols - len(cells))

    return _raw_sheet(sheet.name, sheet.visibility == 0, sheet.nrows, sheet.ncols, rows, errors)


def _xls_value(value: object, cell_type: int, datemode: int) -> object:
    if cell_type == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell_type != xlrd.XL_CELL_DATE or not isinstance(value, float) or value < 0:
        # Excel shows a negative date as a row of #: it stays the number that it is.
        return value
    try:
        moment = xlrd.xldate.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    # A cell below 1 is a time of day.
    return moment.time() if value < 1 else moment


def _raw_sheet(name: str, visible: bool, rows: int, width: int, read: RowReader, errors: Errors) -> RawSheet:
    first_rows = [[text_of(cell) for cell in row] for row in itertools.islice(read(), HEADER_ROWS)]

    def read_below(header: Header) -> Sequence[CellColumn]:
        return _columns(read(), header.index + 1, width, errors)

    return RawSheet(name, first_rows, read_below, rows, visible, excel=True)


def _columns(rows: Iterable[Sequence[object]], start: int, width: int, errors: Errors) -> list[CellColumn]:
    """Return the columns of the rows from `start` on (from 0), taken a piece at a time so that memory stays low."""
    below = itertools.islice(rows, start, None)
    parts: list[list[CellColumn]] = []
    while piece := list(itertools.islice(below, ROWS_AT_A_TIME)):
        end = start + len(piece)
        parts.append(
            [
                column_of_values(
                    cells,
                    {row - start: text for row, text in errors.get(position, {}).items() if start <= row < end},
                )
                for position, cells in enumerate(zip(*piece, strict=True))
            ]
        )
        start = end
    if not parts:
        return [blank_column(0)] * width
    return [concatenated(column) for column in zip(*parts, strict=True)]
