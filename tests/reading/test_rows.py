"""Which rows are data, and their numbers (rulings 19 and 20)."""

import pytest

from .files import HEADER, ROW, only_sheet, read, rows_of, write_csv, write_xlsx

WRITERS = [pytest.param(".csv", write_csv, id="csv"), pytest.param(".xlsx", write_xlsx, id="xlsx")]


@pytest.mark.parametrize(("suffix", "write"), WRITERS)
def test_blank_rows_and_totals_are_ignored_wherever_they_stand(tmp_path, suffix, write):
    rows = [HEADER, ROW, ["", "", ""], ["小 计", "1", ""], ROW, ["", "　合计", "2"], [" ", "\t", ""], ["总计"], ROW]
    sheet = only_sheet(read(write(tmp_path / f"a{suffix}", rows)))
    assert rows_of(sheet) == [tuple(ROW)] * 3
    assert sheet.row_numbers.to_pylist() == [2, 5, 9]
    assert (sheet.rows_read, sheet.rows_ignored) == (8, 5)


@pytest.mark.parametrize(("suffix", "write"), WRITERS)
def test_notes_are_ignored_after_the_last_data_row_only(tmp_path, suffix, write):
    rows = [HEADER, ["备注：在前"], ROW, ["合计"], ["制表人：张三"], ["", "审 核：李四"], ["", "", ""], ["注"]]
    sheet = only_sheet(read(write(tmp_path / f"a{suffix}", rows)))
    assert sheet.row_numbers.to_pylist() == [2, 3]
    assert rows_of(sheet)[0] == ("备注：在前", None, None)
    assert (sheet.rows_read, sheet.rows_ignored) == (7, 5)


def test_a_note_beside_another_cell_is_a_row_and_ends_the_notes(tmp_path):
    rows = [HEADER, ROW, ["填报：张三"], ["制表：张三", "日期：6 月"], ["说明"]]
    sheet = only_sheet(read(write_csv(tmp_path / "a.csv", rows)))
    assert sheet.row_numbers.to_pylist() == [2, 3, 4]


def test_totals_are_known_by_the_whole_first_cell(tmp_path):
    rows = [HEADER, ["合计数", "x", ""], ["x", "合计", ""], ["统计", "", ""], ROW]
    assert only_sheet(read(write_csv(tmp_path / "a.csv", rows))).rows_ignored == 0


def test_the_first_cell_may_stand_in_an_unknown_column(tmp_path):
    rows = [["序号", *HEADER], ["1", *ROW], ["合计", "", "2", ""], ["", "制表人", "", ""]]
    sheet = only_sheet(read(write_csv(tmp_path / "a.csv", rows)))
    assert sheet.row_numbers.to_pylist() == [2]
    assert sheet.rows_ignored == 2
    # A row with a serial number and nothing else is a row: its department must fill or delete it.
    filled = only_sheet(read(write_csv(tmp_path / "b.csv", [*rows[:2], ["2", "", "", ""]])))
    assert rows_of(filled)[1] == (None, None, None)


def test_a_usable_header_without_rows_is_a_sheet_of_none(tmp_path):
    for rows in ([HEADER], [HEADER, ["合计"]], [HEADER, ["", "", ""], ["制表人："]]):
        for suffix, write in ((".csv", write_csv), (".xlsx", write_xlsx)):
            sheet = only_sheet(read(write(tmp_path / f"a{suffix}", rows)))
            assert len(sheet.row_numbers) == 0
            assert sheet.rows_read == sheet.rows_ignored
            assert set(sheet.columns) == {"name", "id_number", "death_date"}


def test_row_numbers_are_32_bit_integers(tmp_path):
    sheet = only_sheet(read(write_csv(tmp_path / "a.csv", [HEADER, ROW])))
    assert str(sheet.row_numbers.type) == "int32"
    assert str(sheet.columns["name"].texts.type) == "string"
