"""Parquet files: every type as text, record 1 is row 1 (ruling 20)."""

import datetime
from decimal import Decimal

import pyarrow
import pyarrow.parquet
import pytest

from xundian_pipeline.reading import parquet_sheets

from .files import HEADER, ROW, only_problem, only_sheet, read, rows_of, texts, write_csv

MOMENT = datetime.datetime.fromisoformat("2017-06-01T08:30:15.999999")
MIDNIGHT = datetime.datetime.fromisoformat("2017-06-01")


def write(path, values: pyarrow.Array, **others: pyarrow.Array):
    names = pyarrow.array([f"n{at}" for at in range(len(values))])
    columns = {"姓名": names, "身份证号": values, "死亡日期": pyarrow.nulls(len(values), pyarrow.string()), **others}
    pyarrow.parquet.write_table(pyarrow.table(columns), path)
    return path


@pytest.mark.parametrize(
    ("values", "expected", "numeric"),
    [
        (pyarrow.array(["a", " ", "", None, "1.0"]), ["a", None, None, None, "1.0"], False),
        (pyarrow.array(["a", None], pyarrow.large_string()), ["a", None], False),
        (pyarrow.array(["a", None], pyarrow.string_view()), ["a", None], False),
        (pyarrow.array(["a", None, "a"]).dictionary_encode(), ["a", None, "a"], False),
        (pyarrow.array([b"a", None]), ["a", None], False),
        (pyarrow.array([1, -2, None, 530129195001010011]), ["1", "-2", None, "530129195001010011"], False),
        (pyarrow.array([18446744073709551615], pyarrow.uint64()), ["18446744073709551615"], False),
        (pyarrow.array([4.0, 0.1, 1e-7, 1e21, None]), ["4", "0.1", "0.0000001", "1" + "0" * 21, None], True),
        (pyarrow.array([float("nan"), 5.5]), [None, "5.5"], True),
        (pyarrow.array([0.1, 4.0, 1e-7], pyarrow.float32()), ["0.1", "4", "0.0000001"], True),
        (pyarrow.array([0.5, 4.0, None], pyarrow.float32()).cast(pyarrow.float16()), ["0.5", "4", None], True),
        (pyarrow.array([Decimal("295.50"), Decimal("4.00"), None]), ["295.5", "4", None], False),
        (pyarrow.array([Decimal("0.00000010")]), ["0.0000001"], False),
        (pyarrow.array([Decimal(100)], pyarrow.decimal256(50, 0)), ["100"], False),
        (pyarrow.array([True, False, None]), ["TRUE", "FALSE", None], False),
        (pyarrow.array([datetime.date(2017, 6, 1), None]), ["2017-06-01", None], False),
        (pyarrow.array([datetime.date(1899, 12, 31)], pyarrow.date64()), ["1899-12-31"], False),
        (pyarrow.array([MOMENT, MIDNIGHT, None]), ["2017-06-01 08:30:15", "2017-06-01", None], False),
        (pyarrow.array([MOMENT], pyarrow.timestamp("ns")), ["2017-06-01 08:30:15"], False),
        (
            pyarrow.array([datetime.datetime.fromisoformat("1950-01-01T23:59:59.500000")]),
            ["1950-01-01 23:59:59"],
            False,
        ),
        (
            pyarrow.array([MIDNIGHT - datetime.timedelta(hours=8)], pyarrow.timestamp("us", "Asia/Shanghai")),
            ["2017-06-01"],
            False,
        ),
        (pyarrow.array([datetime.time(8, 30)]), ["08:30:00"], False),
        (pyarrow.array([datetime.timedelta(hours=36)]), ["36:00:00"], False),
        (pyarrow.array([[1, 2]]), ["[1, 2]"], False),
        (pyarrow.nulls(2), [None, None], False),
    ],
)
def test_every_type_becomes_text(tmp_path, values, expected, numeric):
    column = only_sheet(read(write(tmp_path / "a.parquet", values))).columns["id_number"]
    assert column.texts.to_pylist() == expected
    assert column.texts.type == pyarrow.string()
    if numeric:
        assert column.numeric.to_pylist() == [text is not None for text in expected]
    else:
        assert column.numeric is None


def test_records_are_numbered_from_one_over_all_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_sheets, "ROWS_AT_A_TIME", 3)
    values = pyarrow.array([None, "b", "c", "d", "e", "f", "g"])
    path = write(tmp_path / "a.parquet", values, 备注=values, 空=pyarrow.nulls(7, pyarrow.string()))
    reading = read(path)
    sheet = only_sheet(reading)
    assert sheet.row_numbers.to_pylist() == list(range(1, 8))
    assert texts(sheet, "id_number") == values.to_pylist()
    assert (sheet.sheet, sheet.encoding, sheet.excel) == (None, None, False)
    assert [(notice.what, notice.count) for notice in reading.notices] == [("备注", 6), ("空", 0)]


def test_blank_records_and_totals_are_ignored(tmp_path):
    table = pyarrow.table(dict(zip(HEADER, zip(*[ROW, [None] * 3, ["合计", "1", None]], strict=True), strict=True)))
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    sheet = only_sheet(read(tmp_path / "a.parquet"))
    assert rows_of(sheet) == [tuple(ROW)]
    assert (sheet.rows_read, sheet.rows_ignored) == (3, 2)


def test_an_empty_table_is_a_sheet_of_no_rows(tmp_path):
    sheet = only_sheet(read(write(tmp_path / "a.parquet", pyarrow.array([], pyarrow.int64()))))
    assert sheet.rows_read == 0


def test_column_names_that_are_no_header_are_told(tmp_path):
    pyarrow.parquet.write_table(pyarrow.table({"姓名": ["a"], "x": [1]}), tmp_path / "a.parquet")
    message = only_problem(read(tmp_path / "a.parquet"))
    assert message.startswith("a.parquet：列名缺少必填的列：身份证号、死亡日期。")


def test_damaged_and_foreign_files_are_told(tmp_path):
    path = write(tmp_path / "a.parquet", pyarrow.array(["某" * 50] * 1000))
    content = path.read_bytes()
    path.write_bytes(content[:-100])
    assert "不完整或已损坏" in only_problem(read(path))
    path.write_bytes(content[:2000] + bytes(1000) + content[3000:])
    damaged = read(path)
    assert damaged.broken or damaged.sheets
    path.write_bytes(b"PAR1" + bytes(range(256)) * 4 + b"PAR1")
    assert "Parquet 文件无法读取" in only_problem(read(path))
    write_csv(path, [HEADER, ROW])
    assert "内容其实是文本。请把后缀改成 .csv" in only_problem(read(path))
    values = pyarrow.array([b"\xff\xfe"])
    assert "Parquet 文件无法读取" in only_problem(read(write(path, values)))


def test_a_bomb_of_run_lengths_is_refused(tmp_path):
    rows = parquet_sheets.MOST_ROWS + 1
    column = pyarrow.DictionaryArray.from_arrays(pyarrow.array(bytearray(rows), pyarrow.int8()), ["某" * 100])
    pyarrow.parquet.write_table(pyarrow.table(dict.fromkeys(HEADER, column)), tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").stat().st_size < 5_000_000
    assert "多得不正常" in only_problem(read(tmp_path / "a.parquet"))
