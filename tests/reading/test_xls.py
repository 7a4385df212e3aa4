"""xls workbooks (Excel 97 to 2003)."""

import datetime

import pytest
import xlwt

from .files import HEADER, ROW, only_problem, only_sheet, read, rows_of, texts


def workbook_of(*names: str) -> tuple[xlwt.Workbook, list[xlwt.Worksheet]]:
    workbook = xlwt.Workbook(encoding="utf-8")
    return workbook, [workbook.add_sheet(name) for name in names]


def write_row(sheet: xlwt.Worksheet, at: int, cells: list[object], left: int = 0) -> None:
    for place, cell in enumerate(cells):
        sheet.write(at, left + place, cell)


def test_cells_of_every_kind_become_text(tmp_path):
    workbook, [sheet] = workbook_of("数据")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    chinese = xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
    moment = xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm")
    clock = xlwt.easyxf(num_format_str="h:mm")
    cells = [
        ("文本", None, "文本", False),
        (4, None, "4", True),
        (0.1, None, "0.1", True),
        (1e-7, None, "0.0000001", True),
        (5.30129195001e17, None, "530129195001000000", True),
        (True, None, "TRUE", False),
        (datetime.date(2017, 6, 1), day, "2017-06-01", False),
        (datetime.date(2017, 6, 1), chinese, "2017-06-01", False),
        (datetime.datetime.fromisoformat("2017-06-01T08:30:00"), moment, "2017-06-01 08:30:00", False),
        (0.5, clock, "12:00:00", False),
        (-5.0, day, "-5", True),
        (" ", None, None, False),
    ]
    write_row(sheet, 0, HEADER)
    for at, (value, style, _, _) in enumerate(cells, start=1):
        sheet.write(at, 0, "x")
        sheet.write(at, 1, value, style or xlwt.Style.default_style)
    workbook.save(str(tmp_path / "a.XLS"))
    read_sheet = only_sheet(read(tmp_path / "a.XLS"))
    assert read_sheet.excel
    column = read_sheet.columns["id_number"]
    assert column.texts.to_pylist() == [text for _, _, text, _ in cells]
    assert column.numeric.to_pylist() == [numeric for *_, numeric in cells]


def test_error_cells_are_told_from_blank_ones(tmp_path):
    workbook, [sheet] = workbook_of("数据")
    write_row(sheet, 2, HEADER, left=1)
    for at, code in enumerate((0x07, 0x2A, 0x17), start=3):
        sheet.write(at, 1, "x")
        sheet.row(at).set_cell_error(2, code)
    workbook.save(str(tmp_path / "a.xls"))
    read_sheet = only_sheet(read(tmp_path / "a.xls"))
    assert texts(read_sheet, "id_number") == ["#DIV/0!", "#N/A", "#REF!"]
    assert read_sheet.columns["id_number"].error.to_pylist() == [True, False, True]
    assert read_sheet.row_numbers.to_pylist() == [4, 5, 6]


def test_sheets_merged_titles_and_ragged_rows(tmp_path):
    workbook, [first, hidden, last] = workbook_of("一", "藏", "三")
    for sheet in (first, hidden, last):
        sheet.write_merge(0, 1, 0, 5, "死亡人员名单")
        write_row(sheet, 2, HEADER)
        write_row(sheet, 3, ROW)
        write_row(sheet, 4, ["李四"])
        write_row(sheet, 5, ["合计", 2])
    hidden.visibility = 1
    last.write(3, 5, "多")
    workbook.save(str(tmp_path / "a.xls"))
    reading = read(tmp_path / "a.xls")
    assert [sheet.sheet for sheet in reading.sheets] == ["一", "三"]
    assert rows_of(reading.sheets[0]) == [tuple(ROW), ("李四", None, None)]
    assert [(notice.kind, notice.sheet, notice.what) for notice in reading.notices] == [
        ("unknown_column", "三", "第6列（无表头）"),
        ("sheet_without_header", "藏", "藏"),
    ]


def test_the_1904_date_system(tmp_path):
    workbook, [sheet] = workbook_of("数据")
    workbook.dates_1904 = True
    write_row(sheet, 0, HEADER)
    write_row(sheet, 1, ROW[:2])
    sheet.write(1, 2, datetime.date(2017, 6, 1), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    workbook.save(str(tmp_path / "a.xls"))
    assert texts(only_sheet(read(tmp_path / "a.xls")), "death_date") == ["2017-06-01"]


@pytest.fixture
def saved(tmp_path):
    workbook, [sheet] = workbook_of("数据")
    write_row(sheet, 0, HEADER)
    for at in range(1, 500):
        write_row(sheet, at, ROW)
    path = tmp_path / "a.xls"
    workbook.save(str(path))
    return path


def test_a_password_is_told(saved):
    content = saved.read_bytes()
    # The record WRITEACCESS at the head of the workbook becomes FILEPASS: so begins an encrypted one.
    head, record, rest = content.partition(b"\x5c\x00\x70\x00")
    assert record
    saved.write_bytes(head + b"\x2f\x00\x70\x00" + rest)
    assert "加了打开密码" in only_problem(read(saved))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_workbook_is_told(saved, share):
    content = saved.read_bytes()
    saved.write_bytes(content[: int(len(content) * share)])
    assert "已损坏" in only_problem(read(saved))
