"""Exact duplicates and keys (ruling 10)."""

from __future__ import annotations

import pytest

from schemas.registry import CONTRACT_FEEDS as FEEDS
from tests.acceptance.rows import sound
from tests.acceptance.sheets import Numeric, accept, accept_sheets, sheet

KEYS = {
    "register_households": "household_id",
    "register_members": "member_id",
    "helpers": "household_id helper_name start_date",
    "projects": "project_id village_code",
    "project_beneficiaries": "project_id household_id date",
    "third_party_assessment": "problem_id",
    "sign_offs": "unit_id level sign_date signer",
    "dibao": "id_number start_date",
    "tekun": "id_number start_date",
    "temporary_assistance": "approval_no",
    "economic_checks": "head_id_number check_date",
    "deaths": "id_number",
    "medical_insurance": "id_number scheme year",
    "medical_assistance": "settlement_no",
    "family_doctors": "id_number",
    "village_clinics": "clinic_id",
    "enrolment": "student_no school_year",
    "student_aid": "id_number programme date",
    "public_forest_compensation": "id_number village_code year",
    "grain_for_green": "id_number village_code year",
    "forest_rangers": "id_number year",
    "energy_subsidies": "id_number item year",
    "training": "id_number course start_date",
    "employment": "id_number employer start_date",
    "pension": "id_number scheme year",
    "housing_assessment": "household_id assessed_date",
    "relocation": "household_id",
    "village_survey": "village_code year",
    "county_statistics": "year",
}
"""The keys of feeds.yaml, as ruling 10 widens them."""

OTHER_CONTENT = {
    "register_households": {"main_cause": "因残"},
    "register_members": {"relation": "其他"},
    "helpers": {"organisation": "乡政府"},
    "projects": {"budget": "101"},
    "project_beneficiaries": {"amount": "501"},
    "third_party_assessment": {"problem": "住房"},
    "sign_offs": {"decision": "不同意"},
    "dibao": {"monthly_amount": "201"},
    "tekun": {"monthly_amount": "601"},
    "temporary_assistance": {"amount": "101"},
    "economic_checks": {"result": "不符合"},
    "deaths": {"death_date": "2017-05-21"},
    "medical_insurance": {"subsidy": "151"},
    "medical_assistance": {"facility": "县医院"},
    "family_doctors": {"team": "二队"},
    "village_clinics": {"doctors": "2"},
    "enrolment": {"school": "二小"},
    "student_aid": {"amount": "81"},
    "public_forest_compensation": {"amount": "151"},
    "grain_for_green": {"amount": "151"},
    "forest_rangers": {"amount": "9001"},
    "energy_subsidies": {"amount": "601"},
    "training": {"passed": "否"},
    "employment": {"annual_wage": "6001"},
    "pension": {"state": "代缴"},
    "housing_assessment": {"grade": "D"},
    "relocation": {"site": "别处"},
    "village_survey": {"rural_population": "401"},
    "county_statistics": {"rural_income_per_capita": "8896"},
}

OTHER_KEYS = {
    "text": "另一个", "name": "另一人", "id_number": "530129197003050032", "date": "2017-01-02", "month": "2015-01",
    "year": "2015", "school_year": "2016", "village_code": "530129103202",
}  # fmt: skip
OTHER_ENUMS = {"scheme": {"medical_insurance": "城镇职工基本医疗保险", "pension": "城镇职工基本养老保险"},
               "item": {"energy_subsidies": "太阳能热水器"}, "course": {"training": "创业培训"},
               "level": {"sign_offs": "乡"}}  # fmt: skip
KEY_COLUMNS = [(feed, column) for feed, columns in KEYS.items() for column in columns.split()]


@pytest.mark.parametrize("feed", list(FEEDS))
def test_a_row_equal_in_all_columns_is_ignored(feed: str) -> None:
    result = accept(feed, sound(feed), sound(feed), sound(feed))
    assert result.checks == []
    assert result.counts == [(3, 1, 0, 2)]
    assert [row["row_number"] for row in result.accepted] == [2]


@pytest.mark.parametrize("feed", list(FEEDS))
def test_the_same_key_with_other_content_quarantines_every_row(feed: str) -> None:
    """The line names the first key column (ruling 8)."""
    result = accept(feed, sound(feed), sound(feed, **OTHER_CONTENT[feed]))
    first_key = KEYS[feed].split()[0]
    assert result.checks == [(2, first_key, "row", "key"), (3, first_key, "row", "key")]
    assert result.counts == [(2, 0, 2, 0)]


@pytest.mark.parametrize(("feed", "column"), KEY_COLUMNS)
def test_rows_that_differ_in_any_key_column_stand_side_by_side(feed: str, column: str) -> None:
    kind = FEEDS[feed].column(column).type
    other = OTHER_ENUMS[column][feed] if kind == "enum" else OTHER_KEYS[kind]
    row = sound(feed, **OTHER_CONTENT[feed])
    result = accept(feed, sound(feed), {**row, column: other})
    assert result.checks == []
    assert result.counts == [(2, 2, 0, 0)]


def test_a_conflict_is_what_is_left_after_the_duplicates_are_out() -> None:
    first, other = sound("relocation"), sound("relocation", site="别处")
    result = accept("relocation", first, other, first, other)
    assert result.checks == [(2, "household_id", "row", "key"), (3, "household_id", "row", "key")]
    assert result.counts == [(4, 0, 2, 2)]


def test_a_row_that_fails_another_check_is_out_before_keys_compare() -> None:
    result = accept("relocation", sound("relocation", floor_area_m2="很大"), sound("relocation"))
    assert result.checks == [(2, "floor_area_m2", "row", "type")]
    assert [row["row_number"] for row in result.accepted] == [3]


def test_two_equal_rows_that_fail_are_both_quarantined() -> None:
    bad = sound("relocation", floor_area_m2="很大")
    assert accept("relocation", bad, bad).counts == [(2, 0, 2, 0)]


@pytest.mark.parametrize(
    ("feed", "one", "same"),
    [
        ("family_doctors", {"name": "张三"}, {"name": "张 三"}),
        ("family_doctors", {"name": "买买提·艾力"}, {"name": "买买提•艾力"}),
        ("family_doctors", {"name": "买买提·艾力"}, {"name": "买买提・艾力"}),
        ("family_doctors", {"name": "买买提·艾力"}, {"name": "买买提艾力"}),
        ("family_doctors", {"id_number": "530129197003050016"}, {"id_number": "530129700305001"}),
        ("family_doctors", {"id_number": "11010519491231002X"}, {"id_number": "１１０１０５１９４９１２３１００２ｘ"}),
        ("family_doctors", {"date": "2017-01-05"}, {"date": "2017年1月5日"}),
        ("employment", {"annual_wage": "6000"}, {"annual_wage": "6,000.00元"}),
        ("village_survey", {"broadcast_coverage": "0.99"}, {"broadcast_coverage": "99%"}),
        ("village_survey", {"road_hardened": "是"}, {"road_hardened": "√"}),
        ("village_clinics", {"village_code": "530129001201"}, {"village_code": "530129001008"}),
        ("dibao", {"end_date": None}, {"end_date": "-"}),
        ("register_households", {"hamlet": "Ａ组"}, {"hamlet": " A组 "}),
        ("register_households", {"wage_income": None}, {"wage_income": "很多"}),
        ("helpers", {"helper_name": "张三"}, {"helper_name": "张 三"}),
        ("sign_offs", {"signer": "张三"}, {"signer": " 张三"}),
    ],
)
def test_rows_compare_after_cleaning(feed: str, one: dict[str, str | None], same: dict[str, str | None]) -> None:
    result = accept(feed, sound(feed, **one), sound(feed, **same))
    assert result.counts == [(2, 1, 0, 1)]


@pytest.mark.parametrize(
    ("feed", "one", "same_key"),
    [
        ("helpers", {"helper_name": "买买提·艾力"}, {"helper_name": "买买提艾力", "organisation": "乡政府"}),
        ("family_doctors", {}, {"id_number": "530129700305001", "team": "二队"}),
        ("village_survey", {"village_code": "530129001201"}, {"village_code": "530129001008", "rural_population": "1"}),
        (
            "sign_offs",
            {"level": "村", "unit_id": "530129001201"},
            {"level": "村", "unit_id": "530129001008", "decision": "不同意"},
        ),
    ],
)
def test_keys_compare_after_cleaning(feed: str, one: dict[str, str], same_key: dict[str, str]) -> None:
    result = accept(feed, sound(feed, **one), sound(feed, **same_key))
    assert [line[3] for line in result.checks] == ["key", "key"]
    assert result.counts == [(2, 0, 2, 0)]


INVALID = ["123", "530129197003050010", "530129197013050016", "5.30129E+17"]


@pytest.mark.parametrize("number", INVALID)
@pytest.mark.parametrize(("feed", "name", "id_number"), [("family_doctors", "name", "id_number"),
                         ("economic_checks", "name", "head_id_number")])  # fmt: skip
def test_a_key_with_an_invalid_number_takes_the_name(feed: str, name: str, id_number: str, number: str) -> None:
    one = sound(feed, **{id_number: number, name: "张三"})
    other = sound(feed, **{id_number: number, name: "李四", **OTHER_CONTENT[feed]})
    assert accept(feed, one, other).counts == [(2, 2, 0, 0)]
    spaced = {**other, name: "张 三"}
    assert accept(feed, one, spaced).counts == [(2, 0, 2, 0)]


def test_a_rounded_number_is_invalid_in_a_key_though_its_check_digit_is_right() -> None:
    """A numeric cell of 18 digits has lost its precision (ruling 21)."""
    rounded = Numeric("530129197003050016")
    one, other = sound("deaths", id_number=rounded), sound("deaths", id_number=rounded, name="另一人")
    assert accept("deaths", one, other).counts == [(2, 2, 0, 0)]


def test_a_key_with_a_valid_number_takes_no_name() -> None:
    one, other = sound("deaths"), sound("deaths", name="另一人")
    assert accept("deaths", one, other).counts == [(2, 0, 2, 0)]


def test_the_first_of_equal_rows_is_by_file_then_sheet_then_row() -> None:
    feed = FEEDS["relocation"]
    sheets = [
        sheet(
            feed, [sound("relocation", household_id="H0"), sound("relocation")], source="relocation/a.xlsx", name="一"
        ),
        sheet(feed, [sound("relocation")], source="relocation/a.xlsx", name="二", ignored=2),
        sheet(feed, [sound("relocation")], source="relocation/b.xlsx", name="一"),
    ]
    result = accept_sheets("relocation", sheets)
    assert result.counts == [(2, 2, 0, 0), (3, 0, 0, 3), (1, 0, 0, 1)]
    assert [(row["source"], row["sheet"], row["row_number"]) for row in result.accepted] == [
        ("relocation/a.xlsx", "一", 2),
        ("relocation/a.xlsx", "一", 3),
    ]


def test_keys_compare_over_all_files_of_the_feed() -> None:
    feed = FEEDS["relocation"]
    sheets = [
        sheet(feed, [sound("relocation")], source="relocation/a.csv"),
        sheet(feed, [sound("relocation", site="别处")], source="relocation/b.csv"),
    ]
    result = accept_sheets("relocation", sheets)
    assert result.counts == [(1, 0, 1, 0), (1, 0, 1, 0)]
    assert [line["source"] for line in result.quarantine] == ["relocation/a.csv", "relocation/b.csv"]


def test_a_failed_cell_that_became_missing_equals_a_missing_one() -> None:
    one, other = sound("register_members", health_status="一般"), sound("register_members", health_status=None)
    result = accept("register_members", one, other)
    assert result.counts == [(2, 1, 0, 1)]
    assert result.checks == [(2, "health_status", "cell", "enum")]
