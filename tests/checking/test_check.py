"""What `xundian check` says of a file before it is sent."""

from __future__ import annotations

import datetime
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
import xlsxwriter

from schemas.registry import FEEDS
from xundian_pipeline.acceptance import accept_feed
from xundian_pipeline.checking.check import NOTHING_RETURNED, SOMETHING_RETURNED, check_file
from xundian_pipeline.county import County, load_county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading import read_feed

NIGHT = datetime.date(2017, 12, 31)
NUMBER = "530129198001011234"
HEADER = ["姓名", "身份证号", "户主身份证号", "行政村代码", "保障类别", "月保障金额", "开始月份", "停发月份"]
GOOD = ["钱多多", NUMBER, NUMBER, "530129103002", "A", "200", "2017-01", ""]
NO_MONEY = ["孙小山", NUMBER, NUMBER, "530129103002", "B", "三百", "2017-01", ""]
NO_CODE = ["李小水", NUMBER, NUMBER, "5301", "D", "200", "2017-02", ""]


@pytest.fixture(scope="module")
def county() -> County:
    return load_county()


def _csv(path: Path, *rows: list[str], header: list[str] | None = None, delimiter: str = ",") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(delimiter.join(row) + "\n" for row in (header or HEADER, *rows)), "utf-8")
    return path


def _xlsx(path: Path, *rows: list[str], sheet: str = "Sheet1") -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        first = workbook.add_worksheet(sheet)
        first.write_row(0, 0, ["农村最低生活保障花名册"])
        for number, row in enumerate((HEADER, *rows), 1):
            first.write_row(number, 0, row)
        workbook.add_worksheet("填表说明").write(0, 0, "请按月填报")
    return path


def _check(path: Path, county: County, feed: str | None = None) -> tuple[int, str]:
    checked = check_file(path, feed, county, NIGHT)
    return checked.code, checked.text()


def test_a_clean_file_may_be_sent(tmp_path: Path, county: County) -> None:
    code, told = _check(_csv(tmp_path / "dibao.csv", GOOD), county)
    assert code == NOTHING_RETURNED
    assert told.splitlines()[0] == "按 民政局《农村最低生活保障花名册》（dibao）检查，考核日 2017-12-31。"
    assert "dibao.csv 读入 1 行：接受 1 行，退回 0 行，忽略 0 行" in told
    assert told.endswith("结论：没有会被退回的内容，可以报送。")


def test_what_would_be_returned_is_said_in_the_nights_own_words(tmp_path: Path, county: County) -> None:
    path = _csv(tmp_path / "dibao.csv", GOOD, NO_MONEY, NO_CODE)
    code, told = _check(path, county)
    assert code == SOMETHING_RETURNED
    feed = FEEDS["dibao"]
    night = accept_feed(read_feed(tmp_path, feed, county.header_synonyms), feed, county, NIGHT)["quarantine"]
    messages = night["message"].to_pylist()
    assert len(messages) == 3
    assert [line.strip() for line in told.splitlines() if line.strip() in messages] == messages
    assert "整行退回：3 处" in told
    assert "第 3 行" in told
    assert "月保障金额" in told
    assert told.endswith("结论：有 3 处要改正，请改好后再报送。")


def test_a_cell_that_only_becomes_missing_is_returned_too(tmp_path: Path, county: County) -> None:
    header = [column.header for column in FEEDS["county_statistics"].columns]
    path = _csv(tmp_path / "county_statistics.csv", ["2017", "八千", "7000", "0.1", "是", "0", "0"], header=header)
    code, told = _check(path, county)
    assert code == SOMETHING_RETURNED
    assert "单元格作废、行保留：1 处" in told
    assert "接受 1 行，退回 0 行" in told


def test_a_file_without_a_usable_header_is_returned(tmp_path: Path, county: County) -> None:
    code, told = _check(_csv(tmp_path / "dibao.csv", GOOD[1:], header=HEADER[1:]), county)
    assert code == SOMETHING_RETURNED
    assert "整个文件无法使用：1 处" in told
    assert "姓名" in told


def test_a_file_without_rows_is_said_to_be_empty(tmp_path: Path, county: County) -> None:
    code, told = _check(_csv(tmp_path / "dibao.csv"), county)
    assert code == NOTHING_RETURNED
    assert told.endswith("结论：没有会被退回的内容，但文件里一行数据也没有，请核对。")


def test_no_name_and_no_number_is_told(tmp_path: Path, county: County) -> None:
    header = [*HEADER, "孙小山", NUMBER]
    rows = [[*GOOD, "x", "x"], [*NO_MONEY, "x", "x"], [*NO_CODE[:4], "李小水", *NO_CODE[5:], "x", "x"]]
    code, told = _check(_csv(tmp_path / "dibao" / "李小水.csv", *rows, header=header), county)
    assert code == SOMETHING_RETURNED
    for word in ("钱多多", "孙小山", "李小水", NUMBER):
        assert word not in told
    assert "不认识的列：＊" in told


def test_a_mark_for_no_name_is_no_name(tmp_path: Path, county: County) -> None:
    nobody = ["不详", *GOOD[1:5], "不详", *GOOD[6:]]
    checked = check_file(_csv(tmp_path / "dibao.csv", nobody), None, county, NIGHT)
    values = dict(zip(checked.quarantine["column"].to_pylist(), checked.quarantine["value"].to_pylist(), strict=True))
    assert values["monthly_amount"] == "不详"


def _named(name: str) -> pytest.param:  # type: ignore[valid-type]
    return pytest.param(name, id=name)


@pytest.mark.parametrize(
    "name",
    [
        _named("dibao.csv"),
        _named("dibao/仁德街道.csv"),
        _named("农村最低生活保障花名册.csv"),
        _named("一月份报表.csv"),
    ],
)
def test_the_feed_is_known_by_name_folder_title_or_header(name: str, tmp_path: Path, county: County) -> None:
    _, told = _check(_csv(tmp_path / name, GOOD), county)
    assert "（dibao）" in told


def test_the_header_tells_the_feed_in_every_format(tmp_path: Path, county: County) -> None:
    table = pyarrow.table({header: [value] for header, value in zip(HEADER, GOOD, strict=True)})
    pyarrow.parquet.write_table(table, tmp_path / "甲.parquet")
    files = [
        _xlsx(tmp_path / "乙.xlsx", GOOD, sheet="一月"),
        _csv(tmp_path / "丙.csv", GOOD, delimiter="\t"),
        tmp_path / "甲.parquet",
    ]
    for path in files:
        code, told = _check(path, county)
        assert (code, "（dibao）" in told) == (NOTHING_RETURNED, True), told


def test_a_name_within_the_files_name_helps_where_the_header_does_not(tmp_path: Path, county: County) -> None:
    code, told = _check(_csv(tmp_path / "2017年 dibao 汇总.csv", GOOD[1:], header=HEADER[1:]), county)
    assert code == SOMETHING_RETURNED
    assert "（dibao）" in told


def test_the_header_outweighs_a_name_within_the_files_name(tmp_path: Path, county: County) -> None:
    _, told = _check(_csv(tmp_path / "dibao 与 tekun 对照.csv", GOOD), county)
    assert "（dibao）" in told
    _, told = _check(_csv(tmp_path / "tekun 对照.csv", GOOD), county)
    assert "（dibao）" in told


def test_a_feed_that_is_given_counts_whatever_the_name(tmp_path: Path, county: County) -> None:
    code, told = _check(_csv(tmp_path / "dibao.csv", GOOD), county, "tekun")
    assert code == SOMETHING_RETURNED
    assert "（tekun）" in told


@pytest.mark.parametrize(
    ("name", "feed", "told"),
    [
        ("unknown.csv", None, "看不出文件 unknown.csv 是哪份名册"),
        ("dibao.csv", "dibaoo", "没有名册 dibaoo"),
    ],
)
def test_a_feed_that_cannot_be_told_lists_them_all(
    name: str, feed: str | None, told: str, tmp_path: Path, county: County
) -> None:
    with pytest.raises(PipelineError, match=told) as raised:
        _check(_csv(tmp_path / name, ["1", "2"], header=["甲", "乙"]), county, feed)
    for declared in FEEDS.values():
        assert f"{declared.id}　" in raised.value.message
        assert f"《{declared.title}》" in raised.value.message


def test_a_file_that_is_not_there_or_cannot_be_opened_is_said(tmp_path: Path, county: County) -> None:
    with pytest.raises(PipelineError, match="不存在"):
        _check(tmp_path / "dibao.csv", county)
    path = tmp_path / "报表.xlsx"
    path.write_bytes(b"%PDF-1.4 no workbook")
    with pytest.raises(PipelineError, match=r"报表\.xlsx"):
        _check(path, county)
    path.rename(tmp_path / "报表.docx")
    with pytest.raises(PipelineError, match="只收"):
        _check(tmp_path / "报表.docx", county)
    known = tmp_path / "dibao.xlsx"
    known.write_bytes(b"%PDF-1.4 no workbook")
    assert _check(known, county)[0] == SOMETHING_RETURNED
