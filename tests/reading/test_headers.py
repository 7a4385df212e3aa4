"""Headers: how they compare, where they are found, what makes them unusable (rulings 14, 17, 18)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.registry import FEEDS
from xundian_pipeline.reading.headers import Header, HeaderProblem, HeaderReader, cleaned_header

from .files import HEADER, ROW, SYNONYMS, only_problem, only_sheet, read, rows_of, write_csv, write_xlsx


def find(feed: str, *rows: list[str | None]) -> Header | HeaderProblem:
    return HeaderReader(FEEDS[feed], SYNONYMS).find(rows)


def headers_of(feed: str) -> list[str | None]:
    return [column.header for column in FEEDS[feed].columns]


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("身份证号", "身份证号"),
        (" 身 份\n证　号 ", "身份证号"),
        ("＊身份证号*", "身份证号"),
        ("金额（元）", "金额"),
        ("金额(元)[必填]【注】〔2017〕", "金额"),
        ("金额（元（必填））", "金额"),
        ("金额（元", "金额(元"),
        ("ＩＤ", "ID"),
        ("（元）", ""),
    ],
)
def test_headers_compare_without_width_space_stars_and_brackets(written, compared):
    assert cleaned_header(written) == compared


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([" ", "\n", "　", "*", "＊", "（必填）", "[说明]", "【a】", "〔b〕", "\t"]), max_size=6)
)
def test_decorations_never_change_a_header(decorations):
    written = "月保障" + "".join(decorations) + "金额" + "".join(decorations)
    assert cleaned_header(written) == "月保障金额"


def test_every_exported_header_of_every_feed_is_known_as_it_stands():
    for feed in FEEDS.values():
        found = find(feed.id, headers_of(feed.id))
        assert isinstance(found, Header), feed.id
        assert list(found.positions) == [column.name for column in feed.columns]


def test_columns_may_come_in_any_order():
    found = find("deaths", ["死亡日期", "备注", "身份证号", "姓名"])
    assert isinstance(found, Header)
    assert found.positions == {"death_date": 0, "id_number": 2, "name": 3}


def test_a_synonym_serves_in_every_feed_that_has_the_exported_header():
    assert isinstance(find("deaths", ["姓名", "公民身份号码", "死亡日期"]), Header)
    assert isinstance(find("training", ["姓名", "身份证号码", "培训类别", "开始日期"]), Header)
    # register_members calls it 证件号码, which has no synonym; the head's number is another header.
    members = ["身份证号" if header == "证件号码" else header for header in headers_of("register_members")]
    found = find("register_members", members)
    assert isinstance(found, Header)
    assert "id_number" not in found.positions


def test_a_header_beside_its_synonym_is_unusable():
    found = find("deaths", ["姓名", "身份证号", "身份证号码", "死亡日期"])
    assert isinstance(found, HeaderProblem)
    assert found.missing == ()
    assert "第2列“身份证号”、第3列“身份证号码”都是“身份证号”" in found.reason


def test_two_known_headers_that_clean_to_one_are_unusable_but_unknown_ones_are_not():
    assert isinstance(find("deaths", ["姓名", "身份证号", "死亡日期", "死亡日期（必填）"]), HeaderProblem)
    assert isinstance(find("deaths", [*HEADER, "备注", "备注"]), Header)


def test_the_header_is_found_in_row_20_and_not_in_row_21(tmp_path):
    for suffix, write in ((".csv", write_csv), (".xlsx", write_xlsx)):
        title = [["死亡人员名单"]] + [[""]] * 18
        twentieth = write(tmp_path / f"a{suffix}", [*title, HEADER, ROW])
        sheet = only_sheet(read(twentieth))
        assert sheet.row_numbers.to_pylist() == [21]
        later = write(tmp_path / f"b{suffix}", [*title, [""], HEADER, ROW])
        assert "前20行里没有表头" in only_problem(read(later))


def test_title_rows_of_any_width_stand_above_the_header(tmp_path):
    path = write_csv(tmp_path / "a.csv", [["死亡人员名单", "", "", "", "", ""], ["单位：", "民政局"], [], HEADER, ROW])
    sheet = only_sheet(read(path))
    assert rows_of(sheet) == [tuple(ROW)]
    assert sheet.row_numbers.to_pylist() == [5]


def test_a_header_short_of_a_required_column_names_it(tmp_path):
    path = write_csv(tmp_path / "a.csv", [["标题"], ["姓名", "备注", "死亡日期"], ["张三", "x", "2017-06-01"]])
    reading = read(path)
    assert reading.broken[0].columns_missing == ["身份证号"]
    message = only_problem(reading)
    assert message == (
        "a.csv：第2行最像表头，但缺少必填的列：身份证号。"
        "请按《死亡人员名单》的表头补上（文字要一致，列的先后不限）后重新报送。"
    )


def test_a_missing_optional_column_is_told_by_its_header(tmp_path):
    feed = FEEDS["dibao"]
    header = [column.header for column in feed.columns if column.required]
    sheet = only_sheet(read(write_csv(tmp_path / "a.csv", [header]), "dibao"))
    assert sheet.columns_missing == ["停发月份"]
    assert "end_date" not in sheet.columns
    assert sheet.rows_read == 0


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("月保障金额", None),
        ("月保障金额（元）", "元"),
        ("月保障金额(千元)*", "千元"),
        ("月保障金额【万元】", "万元"),
        ("月保障金额［亿元］", "亿元"),
        ("月保障金额（必填）", None),
        ("月保障金额（必填，万元）", "万元"),
        ("月保障金额（万元、选填项；*）", "万元"),
        ("月保障金额（可空）（ 万 元 ）", "万元"),
        ("月保障金额（单位：元）", "元"),
        ("月保障金额（元）（元）", "元"),
    ],
)
def test_units_of_money(written, unit):
    row = [written if header == "月保障金额" else header for header in headers_of("dibao")]
    found = find("dibao", row)
    assert isinstance(found, Header)
    assert found.units.get("monthly_amount") == unit


@pytest.mark.parametrize("bracket", ["美元", "元/月", "角", "元）（万元", "必填，百元"])
def test_another_unit_of_money_makes_the_header_unusable(bracket):
    row = [f"月保障金额（{bracket}）" if header == "月保障金额" else header for header in headers_of("dibao")]
    found = find("dibao", row)
    assert isinstance(found, HeaderProblem)
    assert found.missing == ()
    assert "元、千元、万元、亿元" in found.reason


def test_an_optional_money_column_with_another_unit_makes_the_header_unusable_too():
    row = [f"{header}（欧元）" if header == "工资性收入" else header for header in headers_of("register_households")]
    assert isinstance(find("register_households", row), HeaderProblem)


@pytest.mark.parametrize(
    ("header", "unit"),
    [("面积（公顷）", "公顷"), ("面积（亩）", "亩"), ("面积", None), ("面积（必填，亩）", "亩")],
)
def test_units_of_area(header, unit):
    row = [header if "面积" in (known or "") else known for known in headers_of("grain_for_green")]
    found = find("grain_for_green", row)
    assert isinstance(found, Header)
    assert found.units.get("area_ha") == unit


def test_another_unit_of_area_makes_the_header_unusable():
    row = ["面积（平方米）" if "面积" in (known or "") else known for known in headers_of("grain_for_green")]
    found = find("grain_for_green", row)
    assert isinstance(found, HeaderProblem)
    assert "公顷、亩" in found.reason


@pytest.mark.parametrize(("bracket", "unit"), [("%", "%"), ("％", "%"), ("必填,%", "%"), ("小数", None)])
def test_a_rate_may_be_headed_by_percent(bracket, unit):
    row = [
        f"小学辍学率（{bracket}）" if header == "小学辍学率" else header for header in headers_of("county_statistics")
    ]
    found = find("county_statistics", row)
    assert isinstance(found, Header)
    assert found.units.get("primary_dropout_rate") == unit


def test_brackets_of_other_columns_say_nothing():
    row = [f"{header}（万元、美元、%）" if header == "安置面积" else header for header in headers_of("relocation")]
    found = find("relocation", row)
    assert isinstance(found, Header)
    assert found.units == {}


def test_unknown_columns_are_told_once_each_and_kept_out(tmp_path):
    path = write_csv(tmp_path / "a.csv", [[*HEADER, "备注", "备注", "电话\n（手机）"], [*ROW, "", "x", "138"]])
    reading = read(path)
    sheet = only_sheet(reading)
    assert sheet.columns_unknown == ["备注", "备注", "电话\n（手机）"]
    assert [(notice.kind, notice.feed, notice.source, notice.what, notice.count) for notice in reading.notices] == [
        ("unknown_column", "deaths", "a.csv", "备注", 0),
        ("unknown_column", "deaths", "a.csv", "备注", 1),
        ("unknown_column", "deaths", "a.csv", "电话\n（手机）", 1),
    ]
    assert "“电话 （手机）”" in reading.notices[2].message
    assert set(sheet.columns) == {"name", "id_number", "death_date"}


def test_columns_without_header_are_told_only_where_they_hold_something(tmp_path):
    blank = [""] * 200
    path = write_csv(tmp_path / "a.csv", [[*HEADER, *blank, "", ""], [*ROW, *blank, "x"], [*ROW, *blank, " ", ""]])
    reading = read(path)
    assert only_sheet(reading).columns_unknown == ["第204列（无表头）"]
    assert [(notice.what, notice.count) for notice in reading.notices] == [("第204列（无表头）", 1)]


@pytest.mark.parametrize(
    "number", ["53012919900101001X", "530129900101001", "５３０１２９１９９００１０１００１５", "530129 19900101 0015"]
)
def test_an_identity_number_as_header_is_not_repeated(tmp_path, number):
    reading = read(write_csv(tmp_path / "a.csv", [[*HEADER, number], [*ROW, "x"]]))
    assert only_sheet(reading).columns_unknown == ["第4列"]
    assert reading.notices[0].what == "第4列"
    assert number not in repr(reading.notices)


def test_a_header_of_a_megabyte_does_not_fill_the_report(tmp_path):
    reading = read(write_csv(tmp_path / "a.csv", [[*HEADER, "字" * 1_000_000], [*ROW, "x"]]))
    assert len(only_sheet(reading).columns_unknown[0]) == 40
    assert len(reading.notices[0].message) < 200
