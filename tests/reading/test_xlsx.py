"""xlsx workbooks: cells of every kind, sheets, row numbers, error cells (rulings 20, 21, 46)."""

import datetime
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from xundian_pipeline.reading import workbook_sheets, xlsx_package

from .files import (
    HEADER,
    ROW,
    inline_row,
    only_problem,
    only_sheet,
    read,
    rows_of,
    texts,
    write_sheet_xml,
    write_xlsx,
)


def test_cells_of_every_kind_become_text(tmp_path):
    path = tmp_path / "a.XLSX"
    day = datetime.date(2017, 6, 1)
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        formats = {
            name: workbook.add_format({"num_format": name})
            for name in ("yyyy-mm-dd", "yyyy/m/d h:mm", "h:mm", "[h]:mm", '0.00"元"', "0%")
        }
        cells = [
            ("文本 ", None, None, "文本 ", False),
            (4.0, None, None, "4", True),
            (0.1, None, None, "0.1", True),
            (1e-7, None, None, "0.0000001", True),
            (1.5e21, None, None, "1500000000000000000000", True),
            (-2.50, '0.00"元"', None, "-2.5", True),
            (0.99, "0%", None, "0.99", True),
            (530129195001010011, None, None, str(int(float(530129195001010011))), True),
            (42887.0, None, None, "42887", True),
            (True, None, None, "TRUE", False),
            (day, "yyyy-mm-dd", None, "2017-06-01", False),
            (
                datetime.datetime.fromisoformat("2017-06-01T08:30:00"),
                "yyyy/m/d h:mm",
                None,
                "2017-06-01 08:30:00",
                False,
            ),
            (
                datetime.datetime.fromisoformat("2017-06-01T23:59:59.999000"),
                "yyyy/m/d h:mm",
                None,
                "2017-06-01 23:59:59",
                False,
            ),
            (0.5, "h:mm", None, "12:00:00", False),
            (1.5, "[h]:mm", None, "36:00:00", False),
            ("=1+1", None, 2, "2", True),
            ('="甲"', None, "甲", "甲", False),
            ("=1+1", None, "", None, False),
            (" \n　", None, None, None, False),
            (None, None, None, None, False),
        ]
        sheet.write_row(0, 0, HEADER)
        for at, (value, form, saved, _, _) in enumerate(cells, start=1):
            sheet.write(at, 0, "x")
            if saved is not None:
                sheet.write_formula(at, 1, value, None, saved)
            elif isinstance(value, datetime.date):
                sheet.write_datetime(at, 1, value, formats[form])
            elif value is not None:
                sheet.write(at, 1, value, formats.get(form))
    column = only_sheet(read(path)).columns["id_number"]
    assert column.texts.to_pylist() == [text for *_, text, _ in cells]
    assert column.numeric.to_pylist() == [numeric for *_, numeric in cells]
    assert column.error is None


def test_a_formula_without_a_saved_value_is_blank(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(HEADER)
    workbook.active.append(["张三", "=A1", "2017-06-01"])
    workbook.save(tmp_path / "a.xlsx")
    assert texts(only_sheet(read(tmp_path / "a.xlsx")), "id_number") == [None]


def test_a_column_of_texts_only_has_no_marks(tmp_path):
    sheet = only_sheet(read(write_xlsx(tmp_path / "a.xlsx", [HEADER, ROW])))
    assert sheet.excel
    assert sheet.encoding is None
    assert all(column.numeric is None and column.error is None for column in sheet.columns.values())


def test_the_1904_date_system(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"date_1904": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
        sheet.write_datetime(
            1, 2, datetime.datetime.fromisoformat("2017-06-01"), workbook.add_format({"num_format": "yyyy-mm-dd"})
        )
    assert texts(only_sheet(read(tmp_path / "a.xlsx")), "death_date") == ["2017-06-01"]


def test_dates_of_iso_cells_and_rich_and_inline_texts(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        bold = workbook.add_format({"bold": True})
        sheet.write_row(0, 0, HEADER)
        sheet.write_rich_string(1, 0, bold, "张", "三")
        sheet.write(1, 1, "行1\n行2 & <b>")
    assert rows_of(only_sheet(read(tmp_path / "a.xlsx"))) == [("张三", "行1\n行2 & <b>", None)]


def test_row_numbers_are_absolute_whatever_is_empty_above_and_on_the_left(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.merge_range(3, 2, 4, 6, "死亡人员名单", workbook.add_format({"align": "center"}))
        sheet.write_row(7, 3, HEADER)
        sheet.write_row(8, 3, ROW)
        sheet.write_row(12, 3, ROW)
        sheet.write_blank(400, 3, None, workbook.add_format({"bold": True}))
    sheet = only_sheet(read(tmp_path / "a.xlsx"))
    assert sheet.row_numbers.to_pylist() == [9, 13]
    assert (sheet.rows_read, sheet.rows_ignored) == (5, 3)
    assert sheet.columns_unknown == []


def test_two_hundred_blank_columns_pass_in_silence(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        yellow = workbook.add_format({"bg_color": "yellow"})
        for at, row in enumerate([HEADER, ROW]):
            sheet.write_row(at, 0, row)
            for place in range(3, 203):
                sheet.write_blank(at, place, None, yellow)
        sheet.write(1, 203, " ")
    reading = read(tmp_path / "a.xlsx")
    assert rows_of(only_sheet(reading)) == [tuple(ROW)]
    assert reading.notices == []


ERRORS = ["#DIV/0!", "#N/A", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"]


@pytest.mark.parametrize("left", [0, 3])
def test_error_cells_are_told_from_blank_ones(tmp_path, left):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        workbook.add_worksheet("说明").write_formula("A1", "=1/0", None, "#DIV/0!")
        sheet = workbook.add_worksheet("数据")
        sheet.write_row(1, left, HEADER)
        for at, error in enumerate(ERRORS, start=2):
            sheet.write_row(at, left, ROW)
            sheet.write_formula(at, left + 2, "=1/0", None, error)
        sheet.write_row(9, left, ["x", "", "#DIV/0!"])
        # A row whose only cell is an error is no blank row, though it is the last one.
        sheet.write_formula(10, left + 1, "=1/0", None, "#REF!")
    reading = read(tmp_path / "a.xlsx")
    sheet = only_sheet(reading)
    assert texts(sheet, "death_date") == [*ERRORS, "#DIV/0!", None]
    assert sheet.columns["death_date"].error.to_pylist() == [text != "#N/A" for text in ERRORS] + [False, False]
    assert texts(sheet, "id_number")[-1] == "#REF!"
    assert sheet.columns["id_number"].error.to_pylist() == [False] * 8 + [True]
    assert sheet.columns["name"].error is None
    assert sheet.row_numbers.to_pylist() == list(range(3, 12))


def test_error_cells_far_down_and_between_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_package, "_PIECE", 700)
    monkeypatch.setattr(workbook_sheets, "ROWS_AT_A_TIME", 7)
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for at in range(1, 200):
            sheet.write_row(at, 0, [f"n{at}", 5.0, "2017-06-01"])
            if at % 3 == 0:
                sheet.write_formula(at, 1, "=1/0", None, "#DIV/0!")
    sheet = only_sheet(read(tmp_path / "a.xlsx"))
    assert texts(sheet, "name") == [f"n{at}" for at in range(1, 200)]
    assert texts(sheet, "id_number") == ["#DIV/0!" if at % 3 == 0 else "5" for at in range(1, 200)]
    assert sheet.columns["id_number"].error.to_pylist() == [at % 3 == 0 for at in range(1, 200)]
    assert sheet.columns["id_number"].numeric.to_pylist() == [at % 3 != 0 for at in range(1, 200)]


def test_error_cells_of_other_writers(tmp_path):
    cells = (
        "<c t='e' r='A2'><v>#DIV/0!</v></c>"
        '<c r="B2" s="1" cm="1" t="e" vm="1"><f>X()</f><v>#VALUE!</v></c>'
        '<c r="C2" t="inlineStr"><is><t>x t="e" y</t></is></c>'
    )
    path = write_sheet_xml(tmp_path / "a.xlsx", f'{inline_row(1, HEADER)}<row r="2">{cells}</row>')
    sheet = only_sheet(read(path))
    assert rows_of(sheet) == [("#DIV/0!", "#VALUE!", 'x t="e" y')]
    assert sheet.columns["name"].error.to_pylist() == sheet.columns["id_number"].error.to_pylist() == [True]
    assert sheet.columns["death_date"].error is None
    # Without a reference its place is not known.
    path = write_sheet_xml(tmp_path / "b.xlsx", f'{inline_row(1, HEADER)}<row><c t="e"><v>#DIV/0!</v></c></row>')
    assert "没有写明位置" in only_problem(read(path))


def test_every_visible_sheet_with_a_header_is_read_and_the_others_are_told(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        workbook.add_worksheet("填表说明").write(0, 0, "请认真填写")
        for name in ("仁德", "羊街"):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, [name, *ROW[1:]])
        hidden = workbook.add_worksheet("旧数据")
        hidden.write_row(0, 0, HEADER)
        hidden.write_row(1, 0, ROW)
        hidden.hide()
        very_hidden = workbook.add_worksheet("更旧")
        very_hidden.write_row(0, 0, HEADER)
        very_hidden.very_hidden()
        short = workbook.add_worksheet("缺列")
        short.write_row(0, 0, HEADER[:2])
        workbook.add_worksheet("空")
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=仁德!$A$1:$A$2"})
        workbook.add_chartsheet("图").set_chart(chart)
    reading = read(tmp_path / "a.xlsx")
    assert not reading.broken
    assert [(sheet.sheet, texts(sheet, "name")) for sheet in reading.sheets] == [("仁德", ["仁德"]), ("羊街", ["羊街"])]
    notices = {notice.sheet: notice for notice in reading.notices}
    assert list(notices) == ["填表说明", "旧数据", "更旧", "缺列", "空", "图"]
    assert {notice.kind for notice in reading.notices} == {"sheet_without_header"}
    assert all(notice.what == sheet for sheet, notice in notices.items())
    assert notices["旧数据"].count == 2
    assert "隐藏" in notices["更旧"].message
    assert "死亡日期" in notices["缺列"].message
    assert notices["填表说明"].message.startswith("a.xlsx 的工作表“填表说明”：没有《死亡人员名单》的表头")


def test_a_workbook_without_a_usable_sheet_is_broken_once(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
        workbook.add_worksheet("说明").write(0, 0, "请认真填写")
        workbook.add_worksheet("数据").write_row(2, 0, ["姓名", "死亡日期"])
        hidden = workbook.add_worksheet("好的")
        hidden.write_row(0, 0, HEADER)
        hidden.hide()
    reading = read(tmp_path / "a.xlsx")
    message = only_problem(reading)
    assert reading.broken[0].sheet is None
    assert reading.broken[0].columns_missing == ["身份证号"]
    assert reading.notices == []
    assert "工作表“数据”：第3行最像表头，但缺少必填的列：身份证号" in message
    assert "隐藏的工作表不读" in message


def test_a_workbook_of_hidden_or_empty_sheets_is_broken(tmp_path):
    empty = write_xlsx(tmp_path / "a.xlsx", [], [])
    assert "没有任何内容" in only_problem(read(empty))


def test_a_stray_cell_far_away_is_refused_before_it_takes_the_memory(tmp_path):
    for number, stray in enumerate(['<c r="ZZ1048576"><v>1</v></c>', '<c r="XFD1048576" t="str"><v>x</v></c>']):
        data = f'{inline_row(1, HEADER)}{inline_row(2, ROW)}<row r="1048576">{stray}</row>'
        message = only_problem(read(write_sheet_xml(tmp_path / f"{number}.xlsx", data)))
        assert "工作表“表”的内容一直到第1048576行" in message


def test_stray_cells_within_reason_and_empty_ones_anywhere_are_read(tmp_path):
    for number, stray in enumerate(
        ['<c r="D1048576"><v>1</v></c>', '<c r="XFD1048576" s="1"/>', '<c r="XFD1048576"></c>']
    ):
        data = f'{inline_row(1, HEADER)}{inline_row(2, ROW)}<row r="1048576">{stray}</row>'
        reading = read(write_sheet_xml(tmp_path / f"{number}.xlsx", data))
        assert texts(only_sheet(reading), "name")[0] == "张三"


VALUES = st.one_of(
    st.text(st.sampled_from(list("ab 1张三\n　<&\"'")), min_size=1, max_size=6).map(lambda text: f"t{text}"),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.integers(-(10**15), 10**15),
    st.booleans(),
    st.none(),
)


def as_openpyxl_sees_it(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{float(value):.0f}" if float(value).is_integer() else f"{float(value):.60f}".rstrip("0")
    return value if isinstance(value, str) and value.strip() else None


@settings(deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=30))
def test_cells_equal_those_that_openpyxl_reads(tmp_path_factory, rows):
    path = write_xlsx(tmp_path_factory.mktemp("peer") / "a.xlsx", [HEADER, *rows])
    sheet = only_sheet(read(path))
    peer = openpyxl.load_workbook(path, read_only=True).active
    expected = [
        [as_openpyxl_sees_it(cell) for cell in row] for row in peer.iter_rows(min_row=2, max_col=3, values_only=True)
    ]
    expected = [row for row in expected if any(cell is not None for cell in row)]
    found = [list(row) for row in rows_of(sheet)]
    for row in expected + found:
        for place, cell in enumerate(row):
            if cell is not None and not cell.startswith("t") and cell not in ("TRUE", "FALSE"):
                assert "e" not in cell
                row[place] = repr(float(cell))
    assert found == expected


def test_a_cell_of_a_megabyte_is_read_whole(tmp_path):
    long = "长" * 1_000_000
    path = write_sheet_xml(tmp_path / "a.xlsx", inline_row(1, HEADER) + inline_row(2, [long, *ROW[1:]]))
    assert texts(only_sheet(read(path)), "name") == [long]


def test_names_of_parts_may_be_absolute(tmp_path):
    path = write_sheet_xml(
        tmp_path / "a.xlsx", f'{inline_row(1, HEADER)}<row r="2"><c r="A2" t="e"><v>#REF!</v></c></row>'
    )
    moved = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(moved, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'Target="worksheets', b'Target="/xl/worksheets'))
    assert texts(only_sheet(read(moved)), "name") == ["#REF!"]
