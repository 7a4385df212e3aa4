"""How a cell may be written, and what it means (rulings 13 to 16 and 46)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.acceptance.rows import sound
from tests.acceptance.sheets import ErrorCell, Numeric, accept

MISSING_MARKS = [
    None, "", " ", "　", "-", "--", "—", "——", "/", "\\", "N/A", "n/a", "#N/A", "NULL", "null", "None", "nan", "NaN",
    "空", "不详", "未知", "暂无", " - ", "－", "／", "Ｎ／Ａ", "ｎｕｌｌ",
]  # fmt: skip
FAILED = object()


def read(feed: str, column: str, cell: str | None, **described: Any) -> Any:
    """The value of the cell; (FAILED, check) where its row or the cell is quarantined."""
    result = accept(feed, sound(feed, **{column: cell}), **described)
    checks = [check for _, found, _, check in result.checks if found == column]
    if checks:
        (check,) = checks
        return FAILED, check
    assert not result.checks, "another column must not fail"
    (row,) = result.accepted
    return row[column]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2017-06-01", "2017-06-01"),
        ("2017-6-1", "2017-06-01"),
        ("2017/6/1", "2017-06-01"),
        ("2017/06/01", "2017-06-01"),
        ("2017.6.1", "2017-06-01"),
        ("20170601", "2017-06-01"),
        ("2017年6月1日", "2017-06-01"),
        ("2017年06月01日", "2017-06-01"),
        (" 2017-06-01　", "2017-06-01"),
        ("２０１７－０６－０１", "2017-06-01"),
        ("２０１７年６月１日", "2017-06-01"),
        ("2017-06-01 00:00:00", "2017-06-01"),
        ("2017-06-01 08:30:00", "2017-06-01"),
        ("2017-06-01 08:30", "2017-06-01"),
        ("2017-06-01T23:59:59", "2017-06-01"),
        ("2017-06-01 08:30:00.123456", "2017-06-01"),
        ("2017/6/1 8:30", "2017-06-01"),
        ("2017年6月1日 8:30", "2017-06-01"),
        ("20170601 08:30:00", "2017-06-01"),
        ("2016-02-29", "2016-02-29"),
        ("1900-01-01", "1900-01-01"),
    ],
)
def test_a_date_is_read(cell: str, value: str) -> None:
    assert read("family_doctors", "date", cell) == day(value)


@pytest.mark.parametrize(
    "cell",
    ["2017-02-29", "2017-13-01", "2017-00-01", "2017-06-31", "2017-06", "2017", "六月一日", "2017-06-01 早上",
     "01/06/2017",
     "2017-6/1", "2017-06-01-02", "2017060", "201706011", "昨天"],
)  # fmt: skip
def test_what_is_no_date_fails_type(cell: str) -> None:
    assert read("family_doctors", "date", cell) == (FAILED, "type")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("42887", "2017-06-01"),
        ("42887.5", "2017-06-01"),
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("61", "1900-03-01"),
        ("20170601", "2017-06-01"),
    ],
)
def test_a_serial_number_is_its_day_in_a_workbook(cell: str, value: str) -> None:
    assert read("family_doctors", "date", cell, excel=True) == day(value)


@pytest.mark.parametrize("cell", ["42887", "42887.5", "1"])
def test_a_serial_number_is_no_date_in_a_csv(cell: str) -> None:
    assert read("family_doctors", "date", cell) == (FAILED, "type")


@pytest.mark.parametrize(
    ("cell", "check"),
    [
        ("1899-12-31", "range"),
        ("1900-01-01", None),
        ("2019-01-01", None),
        ("2019-01-02", "range"),
        ("0001-01-01", "range"),
        ("9999-12-31", "range"),
    ],
)
def test_a_date_lies_between_1900_and_366_days_after_the_night(cell: str, check: str | None) -> None:
    """Ruling 12, D = 2017-12-31: D + 366 is 2019-01-01."""
    assert read("family_doctors", "date", cell) == ((FAILED, check) if check else day(cell))


def test_the_latest_date_follows_the_night() -> None:
    late = {"day": datetime.date(2016, 1, 1)}
    assert read("family_doctors", "date", "2017-01-01", **late) == day("2017-01-01")
    assert read("family_doctors", "date", "2017-01-02", **late) == (FAILED, "range")


@pytest.mark.parametrize(
    ("cell", "kept"), [("1899-12-31", False), ("1900-01-01", True), ("2017-12-31", True), ("2018-01-01", False)]
)
def test_nobody_is_born_after_the_night(cell: str, kept: bool) -> None:
    expected = day(cell) if kept else (FAILED, "range")
    assert read("register_members", "birth_date", cell) == expected


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2017-06", "2017-06-01"),
        ("201706", "2017-06-01"),
        ("2017/6", "2017-06-01"),
        ("2017/06", "2017-06-01"),
        ("2017年6月", "2017-06-01"),
        ("2017年06月", "2017-06-01"),
        ("２０１７年６月", "2017-06-01"),
        ("2017-06-15", "2017-06-01"),
        ("2017-06-15 08:30:00", "2017-06-01"),
        ("20170630", "2017-06-01"),
        ("2017年6月30日", "2017-06-01"),
        ("1900-01", "1900-01-01"),
        ("2019-01", "2019-01-01"),
    ],
)
@pytest.mark.parametrize("feed", ["dibao", "tekun"])
def test_a_month_is_its_first_day(feed: str, cell: str, value: str) -> None:
    result = accept(feed, sound(feed, start_date=cell, end_date=None))
    assert [row["start_date"] for row in result.accepted] == [day(value)]


@pytest.mark.parametrize(
    ("cell", "check"),
    [
        ("2017-13", "type"),
        ("2017-00", "type"),
        ("六月", "type"),
        ("2017", "type"),
        ("1899-12", "range"),
        ("2019-02", "range"),
    ],
)
def test_what_is_no_month_fails(cell: str, check: str) -> None:
    result = accept("dibao", sound("dibao", start_date=cell, end_date=None))
    assert result.checks == [(2, "start_date", "row", check)]


def test_a_serial_number_is_its_month_in_a_workbook() -> None:
    assert read("dibao", "start_date", "42370", excel=True) == day("2016-01-01")
    assert read("dibao", "start_date", "201601", excel=True) == day("2016-01-01")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("2017", 2017), ("2017年", 2017), ("2017年度", 2017), ("2017.0", 2017), (" 2017 ", 2017), ("２０１７年度", 2017)],
)
@pytest.mark.parametrize("feed", ["medical_insurance", "forest_rangers", "pension", "village_survey"])
def test_a_year_is_read(feed: str, cell: str, value: int) -> None:
    assert read(feed, "year", cell) == value


@pytest.mark.parametrize("cell", ["17", "2017.5", "2017-2018", "2017学年", "今年", "20170"])
def test_what_is_no_year_fails_type(cell: str) -> None:
    assert read("pension", "year", cell) == (FAILED, "type")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2017", 2017),
        ("2017年", 2017),
        ("2017年度", 2017),
        ("2017.0", 2017),
        ("2017-2018", 2017),
        ("2017学年", 2017),
        ("2017-2018学年", 2017),
        ("２０１７－２０１８学年", 2017),
    ],
)
def test_a_school_year_is_the_year_in_which_it_starts(cell: str, value: int) -> None:
    assert read("enrolment", "school_year", cell) == value


@pytest.mark.parametrize("cell", ["2017-2016", "2017-2019", "2017-18", "学年", "2017-2018年"])
def test_what_is_no_school_year_fails_type(cell: str) -> None:
    assert read("enrolment", "school_year", cell) == (FAILED, "type")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("4", 4), ("4.0", 4), ("4.00", 4), ("１，２３４", 1234), ("1,234", 1234), ("1,234.0", 1234), ("0", 0)],
)
def test_a_whole_number_is_read(cell: str, value: int) -> None:
    assert read("village_clinics", "doctors", cell) == value


@pytest.mark.parametrize(("cell", "check"), [("4.5", "type"), ("四", "type"), ("12,34", "type"), ("-1", "range")])
def test_what_is_no_whole_number_fails(cell: str, check: str) -> None:
    assert read("village_clinics", "doctors", cell) == (FAILED, check)


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("1250.5", None, "1250.50"),
        ("1,250.50", None, "1250.50"),
        ("1,234,567.89", None, "1234567.89"),
        ("１２５０．５", None, "1250.50"),
        ("1250.5元", None, "1250.50"),
        ("10,000 元", None, "10000.00"),
        ("1250.5元", "元", "1250.50"),
        ("1250.5", "元", "1250.50"),
        ("1.2505", "千元", "1250.50"),
        ("0.12505", "万元", "1250.50"),
        ("0.0000125", "亿元", "1250.00"),
        ("0.004", None, "0.00"),
        ("0.005", None, "0.01"),
        ("0.0149999", None, "0.01"),
        ("0.015", None, "0.02"),
        ("0.025", None, "0.03"),
        ("2.675", None, "2.68"),
        ("0.0000005", "万元", "0.01"),
        ("0.00000049", "万元", "0.00"),
        ("0", None, "0.00"),
        (".5", None, "0.50"),
        ("+5", None, "5.00"),
        ("9999999999999999.99", None, "9999999999999999.99"),
    ],
)
def test_money_is_read_to_the_fen(cell: str, unit: str | None, value: str) -> None:
    units = {"annual_wage": unit} if unit else {}
    assert read("employment", "annual_wage", cell, units=units) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "check"),
    [
        ("-0.01", "range"),
        ("一千", "type"),
        ("1,25.5", "type"),
        ("1.2.3", "type"),
        ("1e3", "type"),
        ("(5)", "type"),
        ("，", "type"),
        (".", "type"),
        ("元", "type"),
        ("10000000000000000", "range"),
    ],
)
def test_what_is_no_amount_fails(cell: str, check: str) -> None:
    assert read("employment", "annual_wage", cell) == (FAILED, check)


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [("80.5", None, "80.5"), ("1,080.5", None, "1080.5"), ("８０", None, "80"), ("80.0", None, "80")],
)
def test_a_number_is_read(cell: str, unit: str | None, value: str) -> None:
    assert read("relocation", "floor_area_m2", cell) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [("1.5", None, "1.5"), ("1.5", "公顷", "1.5"), ("15", "亩", "1"), ("1,500", "亩", "100"), ("7.5", "亩", "0.5")],
)
@pytest.mark.parametrize("feed", ["public_forest_compensation", "grain_for_green"])
def test_an_area_is_read_in_hectares(feed: str, cell: str, unit: str | None, value: str) -> None:
    units = {"area_ha": unit} if unit else {}
    assert read(feed, "area_ha", cell, units=units) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("0.99", None, "0.99"),
        ("99%", None, "0.99"),
        ("99 %", None, "0.99"),
        ("99％", None, "0.99"),
        ("99", "%", "0.99"),
        ("99%", "%", "0.99"),
        ("0.99", "%", "0.0099"),
        ("0", None, "0"),
        ("1", None, "1"),
        ("1.0", None, "1"),
        ("100%", None, "1"),
        ("100", "%", "1"),
        ("0.5%", None, "0.005"),
    ],
)
def test_a_rate_is_read_as_a_share(cell: str, unit: str | None, value: str) -> None:
    units = {"broadcast_coverage": unit} if unit else {}
    assert read("village_survey", "broadcast_coverage", cell, units=units) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "unit", "check"),
    [
        ("99", None, "range"),
        ("1.01", None, "range"),
        ("100.1%", None, "range"),
        ("101", "%", "range"),
        ("-0.1", None, "range"),
        ("-1%", None, "range"),
        ("高", None, "type"),
        ("%", None, "type"),
    ],
)
def test_a_rate_out_of_bounds_fails(cell: str, unit: str | None, check: str) -> None:
    units = {"broadcast_coverage": unit} if unit else {}
    assert read("village_survey", "broadcast_coverage", cell, units=units) == (FAILED, check)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("-5%", "-0.05"), ("-1", "-1"), ("1", "1"), ("-100%", "-1"), ("-1.01", None), ("1.01", None), ("-101%", None)],
)
def test_the_growth_of_the_province_may_be_negative(cell: str, expected: str | None) -> None:
    value = Decimal(expected) if expected else (FAILED, "range")
    assert read("county_statistics", "province_growth", cell) == value


YES = [
    "是",
    "有",
    "Y",
    "y",
    "yes",
    "YES",
    "Yes",
    "1",
    "TRUE",
    "true",
    "√",
    "✓",
    "✔",
    "达标",
    "合格",
    "已",
    "通",
    "已通",
]
NO = ["否", "无", "N", "n", "no", "NO", "0", "FALSE", "false", "×", "✗", "✘", "x", "X", "不达标", "未达标", "不合格",
"未",
      "不通", "未通"]  # fmt: skip
WIDE = [("Ｙ", True), ("ＹＥＳ", True), ("１", True), ("ＴＲＵＥ", True), ("Ｎ", False), ("０", False), ("ｘ", False)]
SPACED = [(" 是 ", True), ("已 通", True), ("未　达标", False)]


@pytest.mark.parametrize(
    ("cell", "value"), [*((cell, True) for cell in YES), *((cell, False) for cell in NO), *WIDE, *SPACED]
)
@pytest.mark.parametrize(
    ("feed", "column"),
    [("village_survey", "poor_village"), ("training", "passed")],
)
def test_yes_and_no_in_every_spelling(feed: str, column: str, cell: str, value: bool) -> None:
    assert read(feed, column, cell) is value


@pytest.mark.parametrize("cell", ["也许", "2", "是否", "YN", "1.0", "通了", "不"])
def test_what_is_neither_yes_nor_no_fails_enum(cell: str) -> None:
    assert read("village_survey", "road_hardened", cell) == (FAILED, "enum")


@pytest.mark.parametrize("mark", [mark for mark in MISSING_MARKS if mark not in ("", " ", "　")])
def test_every_missing_mark_is_missing(mark: str | None) -> None:
    assert read("register_households", "hamlet", mark) is None


@pytest.mark.parametrize("mark", ["-", "N/A", "／", "不详"])
@pytest.mark.parametrize(
    ("feed", "column"),
    [
        ("register_members", "id_number"),
        ("register_members", "health_status"),
        ("dibao", "end_date"),
        ("training", "end_date"),
        ("register_households", "exit_year"),
        ("village_clinics", "floor_area_m2"),
        ("register_households", "wage_income"),
        ("village_survey", "broadcast_coverage"),
        ("village_survey", "road_hardened"),
    ],
)
def test_a_missing_mark_is_missing_in_every_type(feed: str, column: str, mark: str) -> None:
    assert read(feed, column, mark) is None


@pytest.mark.parametrize("cell", ["", " ", "　", "\t"])
def test_white_space_is_missing(cell: str) -> None:
    assert read("register_households", "hamlet", cell) is None
    assert read("register_households", "wage_income", cell) is None


@pytest.mark.parametrize(
    ("feed", "column"),
    [
        ("register_households", "hamlet"),
        ("register_members", "id_number"),
        ("register_members", "health_status"),
        ("training", "end_date"),
        ("register_households", "wage_income"),
        ("village_survey", "safe_water_rate"),
    ],
)
def test_none_is_missing_outside_yes_and_no(feed: str, column: str) -> None:
    assert read(feed, column, "无") is None


@pytest.mark.parametrize("cell", ["-", "无", "不详", None])
def test_a_missing_mark_in_a_required_column_fails_required(cell: str | None) -> None:
    assert read("village_clinics", "clinic_id", cell) == (FAILED, "required")
    assert read("village_clinics", "doctors", cell) == (FAILED, "required")


@pytest.mark.parametrize(("cell", "value"), [(None, False), ("是", True), ("否", False), ("√", True), ("无", False)])
def test_a_blank_spot_check_is_no(cell: str | None, value: bool) -> None:
    """The one column of feeds.yaml that says blank = 否 (ruling 13)."""
    assert read("economic_checks", "county_spot_check", cell) is value


@pytest.mark.parametrize("cell", [None, "-"])
def test_blank_is_missing_in_other_yes_and_no_columns(cell: str | None) -> None:
    assert read("training", "passed", cell) is None


@pytest.mark.parametrize(
    ("cell", "value"), [("一般贫困户", "一般贫困户"), (" 一般 贫困户 ", "一般贫困户"), ("一般贫　困户", "一般贫困户")]
)
def test_an_enum_compares_without_white_space(cell: str, value: str) -> None:
    assert read("register_households", "household_type", cell) == value


@pytest.mark.parametrize(("cell", "value"), [("Ａ", "A"), ("A", "A"), (" B ", "B")])
def test_an_enum_compares_after_nfkc(cell: str, value: str) -> None:
    assert read("dibao", "category", cell) == value


@pytest.mark.parametrize("cell", ["E", "AB", "A级"])
def test_another_value_than_the_allowed_fails_enum(cell: str) -> None:
    assert read("dibao", "category", cell) == (FAILED, "enum")


@pytest.mark.parametrize(
    ("cell", "value"), [(" 羊街 ", "羊街"), ("Ａ１组", "A1组"), ("上 村", "上 村"), ("㈠组", "(一)组"), ("0", "0")]
)
def test_a_text_is_taken_to_nfkc_and_trimmed(cell: str, value: str) -> None:
    assert read("register_households", "hamlet", cell) == value


@pytest.mark.parametrize(
    ("cell", "value"), [("张 三", "张三"), (" 张　三 ", "张三"), ("买买提·艾力", "买买提·艾力"), ("張三", "張三")]
)
def test_white_space_is_out_of_names(cell: str, value: str) -> None:
    assert read("family_doctors", "name", cell) == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("530129197003050016", "530129197003050016"),
        ("5301 2919 7003 0500 16", "530129197003050016"),
        ("５３０１２９１９７００３０５００１６", "530129197003050016"),
        ("11010519491231002x", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        ("530129700305001", "530129197003050016"),
        ("123", "123"),
        ("abc", "ABC"),
    ],
)
def test_an_identity_number_is_cleaned_and_never_refused(cell: str, value: str) -> None:
    """Ruling 9: a malformed number is linkage's and S02's business."""
    assert read("family_doctors", "id_number", cell) == value


def test_a_number_that_excel_rounded_is_kept_and_marked() -> None:
    result = accept("family_doctors", sound("family_doctors", id_number=Numeric("530129197003050000")))
    (row,) = result.accepted
    assert (row["id_number"], row["id_number_state"]) == ("530129197003050000", "precision_lost")


@pytest.mark.parametrize(
    ("feed", "column"),
    [
        ("family_doctors", "team"),
        ("family_doctors", "name"),
        ("family_doctors", "id_number"),
        ("family_doctors", "date"),
        ("dibao", "start_date"),
        ("dibao", "category"),
        ("dibao", "monthly_amount"),
        ("dibao", "village_code"),
        ("village_clinics", "floor_area_m2"),
        ("village_clinics", "up_to_standard"),
        ("register_households", "hamlet"),
        ("register_households", "wage_income"),
        ("village_survey", "broadcast_coverage"),
        ("enrolment", "grade"),
        ("enrolment", "school_year"),
        ("economic_checks", "county_spot_check"),
    ],
)
def test_an_error_cell_fails_type_in_every_column(feed: str, column: str) -> None:
    """Ruling 46, text columns among them."""
    assert read(feed, column, ErrorCell("#DIV/0!")) == (FAILED, "type")


@pytest.mark.parametrize(
    ("feed", "column"),
    [
        ("family_doctors", "team"),
        ("family_doctors", "name"),
        ("family_doctors", "id_number"),
        ("register_households", "hamlet"),
        ("dibao", "category"),
        ("dibao", "monthly_amount"),
        ("family_doctors", "date"),
    ],
)
def test_a_text_that_no_cell_holds_fails_range(feed: str, column: str) -> None:
    assert read(feed, column, "长" * 32_768) == (FAILED, "range")


def test_the_longest_text_of_a_cell_is_kept() -> None:
    assert read("register_households", "hamlet", "长" * 32_767) == "长" * 32_767
