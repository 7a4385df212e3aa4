"""CSV files: encodings, delimiters, quotes, ragged rows, row numbers."""

import codecs
import csv
import io
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xundian_pipeline.reading import csv_sheets
from xundian_pipeline.reading.csv_sheets import read_body

from .files import HEADER, ROW, only_problem, only_sheet, read, rows_of, texts, write_csv

PERSON = ["䶮㐂𠮷", *ROW[1:]]


@pytest.mark.parametrize(
    ("encoding", "mark", "told"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", codecs.BOM_UTF8, "UTF-8 BOM"),
        ("gb18030", b"", "GB18030"),
        ("gb18030", codecs.BOM_UTF8, "GB18030"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_every_encoding_with_every_delimiter(tmp_path, encoding, mark, told, delimiter):
    text = "\r\n".join(delimiter.join(row) for row in [["标题"], HEADER, ROW, PERSON])
    path = tmp_path / "a.CSV"
    path.write_bytes(mark + text.encode(encoding))
    sheet = only_sheet(read(path))
    assert sheet.encoding == told
    assert rows_of(sheet) == [tuple(ROW), tuple(PERSON)]
    assert (sheet.sheet, sheet.excel) == (None, False)


def test_characters_split_between_two_pieces_of_a_large_file_survive(tmp_path):
    rows = [["某" * 7, "53012919500101001X", "2017-06-01"]] * 60_000
    for encoding in ("gb18030", "utf-8", "utf-16"):
        path = write_csv(tmp_path / "a.csv", [HEADER, *rows], encoding=encoding)
        assert path.stat().st_size > 2 * 1024 * 1024
        assert set(texts(only_sheet(read(path)), "name")) == {"某" * 7}


def test_the_delimiter_is_the_one_under_which_the_header_is_found(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("死亡人员名单,2017,,,\n姓名\t身份证号\t死亡日期\n张,三\t1\t2017-06-01\n", "utf-8")
    assert rows_of(only_sheet(read(path))) == [("张,三", "1", "2017-06-01")]


def test_rows_are_numbered_as_excel_shows_them(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes('姓名,身份证号,死亡日期,备注\n"a",1,2017-06-01,"x\ny\r\nz"\n\nb,2,2017-06-02,\r\n'.encode())
    sheet = only_sheet(read(path))
    assert texts(sheet, "name") == ["a", "b"]
    assert sheet.row_numbers.to_pylist() == [2, 4]
    assert (sheet.rows_read, sheet.rows_ignored) == (3, 1)


@pytest.mark.parametrize("quote", ["", '"'])
def test_ragged_rows(tmp_path, quote):
    path = tmp_path / "a.csv"
    lines = [
        "姓名,身份证号,死亡日期",
        f"{quote}a{quote},1",
        "b",
        "c,3,2017-06-01,,多",
        "d,4,2017-06-02,,,",
        ",,,,,又多",
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    reading = read(path)
    sheet = only_sheet(reading)
    assert rows_of(sheet) == [
        ("a", "1", None),
        ("b", None, None),
        ("c", "3", "2017-06-01"),
        ("d", "4", "2017-06-02"),
        (None, None, None),
    ]
    assert sheet.row_numbers.to_pylist() == [2, 3, 4, 5, 6]
    assert sheet.columns_unknown == ["第5列（无表头）", "第6列（无表头）"]


def test_a_comma_at_the_end_of_every_row_is_no_column(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,身份证号,死亡日期\n" + "a,1,2017-06-01,\n" * 5, "utf-8")
    reading = read(path)
    assert len(only_sheet(reading).row_numbers) == 5
    assert reading.notices == []


def test_a_cell_of_a_megabyte_is_read(tmp_path):
    long = "长" * 1_000_000
    for cell in (long, f"{long}\n,"):
        path = write_csv(tmp_path / "a.csv", [HEADER, ROW, [cell, "1", "2017-06-01"], ROW])
        assert texts(only_sheet(read(path)), "name") == ["张三", cell, "张三"]


def test_a_row_longer_than_arrow_reads_at_once_falls_back(tmp_path):
    rows = [ROW, ["x" * (csv_sheets.BLOCK * 2), "1", "2017-06-01"], ROW]
    sheet = only_sheet(read(write_csv(tmp_path / "a.csv", [HEADER, *rows])))
    assert rows_of(sheet) == [tuple(row) for row in rows]


def test_quotes_within_a_line_are_read_as_excel_reads_them(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('姓名,身份证号,死亡日期\n"张""三"丰,1,5" 管\n', "utf-8")
    assert rows_of(only_sheet(read(path))) == [('张"三丰', "1", '5" 管')]


@pytest.mark.parametrize(
    "lines",
    [
        ['"张三,1,2017-06-01', "李四,2,2017-06-01", "王五,3,2017-06-01"],
        ['"张三,1,2017-06-01', "李四,2,2017-06-01", '王五,3,"2017-06-01"'],
        ['"张三,1,2017-06-01', '"李四",2,2017-06-01'],
    ],
)
def test_a_quote_that_swallows_rows_is_refused_with_its_row(tmp_path, lines):
    path = tmp_path / "a.csv"
    path.write_text("\n".join(["姓名,身份证号,死亡日期", "甲,0,2017-06-01", *lines]), "utf-8")
    reading = read(path)
    assert "第3行的英文双引号没有成对" in only_problem(reading)
    assert "张三" not in repr(reading)
    assert reading.broken[0].encoding == "UTF-8"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空的（0 字节）"),
        ("姓名,身份证号,死亡日期\n张\0三,1,2017-06-01\n".encode(), "空字符"),
        ("姓名,身份证号,死亡日期\n".encode("utf-16-le"), "空字符"),
        ("姓名,身份证号,死亡日期\n".encode() + b"\xff\xff\xff\n", "编码无法识别"),
        (codecs.BOM_UTF8 + b"\xff\xff\n", "编码无法识别"),
        (codecs.BOM_UTF16_LE + "姓名".encode("utf-16-le") + b"\x00\xd8\n", "编码无法识别"),
        ("姓名,身份證號,死亡日期\n".encode("big5"), "多半是其他编码"),
        ("姓名,身份证号,死亡日期\n张".encode() + b"\xb0\xa1\n", "编码无法识别"),
        (b"PK\x03\x04" + bytes(100), "不是能认出的其他格式"),
        (bytes(range(1, 32)) * 40, "二进制"),
        (b"\n\n\n", "没有任何内容"),
        ("姓名;身份证号;死亡日期\n".encode(), "没有表头"),
    ],
)
def test_what_is_no_csv_is_refused_and_told(tmp_path, content, said):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    message = only_problem(read(path))
    assert said in message
    assert message.endswith("。")


CELLS = st.text(st.sampled_from(list(" ab,\t\"'\n\r　1张é\u2028\ufeff\x0b-合计")), max_size=5)
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def by_the_csv_module(text: str, delimiter: str) -> list[list[str | None]]:
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    width = max(map(len, rows), default=0)
    return [[cell if cell.strip() else None for cell in row] + [None] * (width - len(row)) for row in rows]


def rows_read(text: str, delimiter: str, width: int) -> list[list[str | None]]:
    columns = read_body(text.encode(), 0, delimiter, width)
    rows = [list(row) for row in zip(*(column.texts.to_pylist() for column in columns), strict=True)]
    # Blank columns beyond the longest row say nothing.
    longest = max((len(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), default=0)
    assert all(cell is None for row in rows for cell in row[longest:])
    return [row[:longest] for row in rows]


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=12), st.sampled_from(",\t"), LINE_ENDS, st.integers(1, 5))
@example([["a"], [], ["b", "c"]], ",", "\n", 1)
@example([["\ufeffa", "b"]], ",", "\n", 2)
def test_rows_with_quotes_line_breaks_and_ragged_ends_equal_the_csv_module(rows, delimiter, line_end, width):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    assert rows_read(text.getvalue(), delimiter, width) == by_the_csv_module(text.getvalue(), delimiter)


@settings(deadline=None)
@given(
    st.text(st.sampled_from(list("ab,\t\n\r 　1张\x0b\u2028")), max_size=60), st.sampled_from(",\t"), st.integers(1, 4)
)
@example("a\n\r\n\rb", ",", 1)
@example("\n", ",", 1)
@example("a,b\n\nc", ",", 2)
def test_the_fast_way_and_the_exact_way_give_the_same_columns(text, delimiter, width):
    fast = rows_read(text, delimiter, width)
    with mock.patch.object(csv_sheets, "_read_plain", side_effect=csv_sheets.pyarrow.ArrowInvalid("not this way")):
        exact = rows_read(text, delimiter, width)
    assert fast == exact == by_the_csv_module(text, delimiter)


def test_ragged_rows_keep_their_place_over_many_blocks(tmp_path):
    rows = [
        ["合计"] if at % 997 == 5 else ["", "x"] if at % 1009 == 7 else [f"n{at}", *ROW[1:]] for at in range(200_000)
    ]
    path = write_csv(tmp_path / "a.csv", [HEADER, *rows], encoding="gb18030")
    assert path.stat().st_size > csv_sheets.BLOCK
    sheet = only_sheet(read(path))
    expected = [(at + 2, row) for at, row in enumerate(rows) if row != ["合计"]]
    assert sheet.row_numbers.to_pylist() == [number for number, _ in expected]
    assert texts(sheet, "name") == [row[0] or None for _, row in expected]
    assert sheet.rows_ignored == len(rows) - len(expected)


def test_pieces_of_quoted_files_join(tmp_path):
    rows = [[f"n{at}", f"{at}", "2017-06-01", "x\ny"] for at in range(csv_sheets.ROWS_AT_A_TIME + 10)]
    rows[-1].append("more")
    sheet = only_sheet(read(write_csv(tmp_path / "a.csv", [HEADER, *rows])))
    assert texts(sheet, "name") == [row[0] for row in rows]
    assert sheet.columns_unknown == ["第4列（无表头）", "第5列（无表头）"]
