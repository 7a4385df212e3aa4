"""Every check of every feed: what it finds, where it says so, and what becomes of the row (rulings 7, 8, 9, 12)."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from schemas.registry import CONTRACT_FEEDS as FEEDS
from tests.acceptance.rows import SOUND_ROWS, VILLAGE, sound
from tests.acceptance.sheets import accept

KEEP_ROWS = ("register_households", "register_members", "village_survey", "county_statistics")
"""In these feeds a failed optional cell becomes missing and the row stays (ruling 8)."""

REQUIRED = [(feed.id, column.name) for feed in FEEDS.values() for column in feed.columns if column.required]
OPTIONAL = [(feed.id, column.name) for feed in FEEDS.values() for column in feed.columns if not column.required]
ENUMS = [(feed.id, column.name, value) for feed in FEEDS.values() for column in feed.columns if column.type == "enum"
         for value in column.allowed]  # fmt: skip
VILLAGE_CODES = [feed.id for feed in FEEDS.values() if any(column.name == "village_code" for column in feed.columns)]
NOT_NEGATIVE = [(feed.id, column.name) for feed in FEEDS.values() for column in feed.columns
                if column.type in ("money", "number", "int", "area_ha")]  # fmt: skip

ABOVE_ZERO = [
    ("dibao", "monthly_amount"),
    ("temporary_assistance", "amount"),
    ("village_clinics", "floor_area_m2"),
    ("village_clinics", "population_served"),
    ("student_aid", "amount"),
    ("public_forest_compensation", "area_ha"),
    ("public_forest_compensation", "amount"),
    ("grain_for_green", "area_ha"),
    ("grain_for_green", "amount"),
    ("forest_rangers", "amount"),
    ("energy_subsidies", "quantity"),
    ("relocation", "floor_area_m2"),
    ("village_survey", "rural_households"),
    ("village_survey", "rural_population"),
    ("register_households", "household_size"),
]
"""Columns that feeds.yaml marks > 0 (or >= 1)."""

ORDERS = [
    ("register_households", "identified_year", "exit_year", "2014", "2014", "2013"),
    ("helpers", "start_date", "end_date", "2017-03-01", "2017-03-01", "2017-02-28"),
    ("projects", "start_date", "end_date", "2017-03-01", "2017-03-01", "2017-02-28"),
    ("third_party_assessment", "rectified_date", "closed_date", "2017-03-01", "2017-03-01", "2017-02-28"),
    ("dibao", "start_date", "end_date", "2017-03", "2017-03", "2017-02"),
    ("tekun", "start_date", "end_date", "2017-03", "2017-03", "2017-02"),
    ("training", "start_date", "end_date", "2017-03-01", "2017-03-01", "2017-02-28"),
    ("employment", "start_date", "end_date", "2017-03-01", "2017-03-01", "2017-02-28"),
    ("housing_assessment", "assessed_date", "renovated_date", "2017-03-01", "2017-03-01", "2017-02-28"),
]
"""Feed, start, end; a start, the earliest end that passes, the latest that fails (feeds.yaml and ruling 7)."""

POLICY = [
    ("projects", {"received": "80", "spent": "80.01", "spent_on_poor": "40"}),
    ("projects", {"spent": "60", "spent_on_poor": "60.01"}),
    ("dibao", {"monthly_amount": "295.01"}),
    ("tekun", {"care": "集中", "monthly_amount": "600"}),
    ("tekun", {"monthly_amount": "0"}),
    ("energy_subsidies", {"item": "太阳能热水器", "quantity": "1", "amount": "999"}),
    ("relocation", {"floor_area_m2": "900"}),
    ("medical_insurance", {"subsidy": "151"}),
    ("register_members", {"relation": "邻居"}),
    ("project_beneficiaries", {"mode": "别的方式"}),
]
"""Notes that are policy, and lists that are advice: the row is accepted (ruling 7)."""


def kind_of(feed: str, column: str) -> str:
    return "cell" if feed in KEEP_ROWS and not FEEDS[feed].column(column).required else "row"


@pytest.mark.parametrize("feed", list(FEEDS))
def test_a_sound_row_is_accepted_whole(feed: str) -> None:
    result = accept(feed, sound(feed))
    assert result.checks == []
    assert result.counts == [(1, 1, 0, 0)]
    (row,) = result.accepted
    assert [name for name in SOUND_ROWS[feed] if row[name] is None] == []


@pytest.mark.parametrize(("feed", "column"), REQUIRED)
def test_a_required_cell_must_be_there(feed: str, column: str) -> None:
    result = accept(feed, sound(feed, **{column: None}))
    assert result.checks == [(2, column, "row", "required")]
    assert result.counts == [(1, 0, 1, 0)]


@pytest.mark.parametrize(("feed", "column"), OPTIONAL)
def test_an_optional_cell_may_be_missing(feed: str, column: str) -> None:
    result = accept(feed, sound(feed, **{column: None}))
    assert result.checks == []
    assert result.counts == [(1, 1, 0, 0)]


@pytest.mark.parametrize(("feed", "column", "value"), ENUMS)
def test_every_allowed_value_is_accepted(feed: str, column: str, value: str) -> None:
    result = accept(feed, sound(feed, **{column: value}))
    assert [row[column] for row in result.accepted] == [value]


@pytest.mark.parametrize(("feed", "column"), sorted({(feed, column) for feed, column, _ in ENUMS}))
def test_any_other_value_fails_enum(feed: str, column: str) -> None:
    kind = kind_of(feed, column)
    result = accept(feed, sound(feed, **{column: "别的"}))
    assert result.checks == [(2, column, kind, "enum")]
    assert [row[column] for row in result.accepted] == ([None] if kind == "cell" else [])


@pytest.mark.parametrize("feed", VILLAGE_CODES)
@pytest.mark.parametrize(
    "code", ["530129", "53012910320", "5301291032011", "530128103201", "53012910320A", "羊街", "5301 29103201"]
)
def test_a_village_code_has_its_form_in_every_feed(feed: str, code: str) -> None:
    result = accept(feed, sound(feed, village_code=code))
    assert result.checks == [(2, "village_code", "row", "format")]


@pytest.mark.parametrize("feed", VILLAGE_CODES)
def test_a_village_code_that_the_list_does_not_know_is_accepted(feed: str) -> None:
    """Ruling 11."""
    result = accept(feed, sound(feed, village_code="530129999999"))
    assert [row["village_code"] for row in result.accepted] == ["530129999999"]


@pytest.mark.parametrize(("feed", "column"), NOT_NEGATIVE)
def test_amounts_and_numbers_are_never_negative(feed: str, column: str) -> None:
    checks = accept(feed, sound(feed, **{column: "-1"})).checks
    assert (2, column, kind_of(feed, column), "range") in checks


@pytest.mark.parametrize(("feed", "column"), ABOVE_ZERO)
def test_zero_fails_where_more_is_demanded(feed: str, column: str) -> None:
    assert accept(feed, sound(feed, **{column: "0"})).checks == [(2, column, kind_of(feed, column), "range")]
    assert accept(feed, sound(feed, **{column: "1"})).checks == []


@pytest.mark.parametrize(
    ("feed", "column"), sorted(set(NOT_NEGATIVE) - set(ABOVE_ZERO) - {("medical_assistance", "total_cost"),
                               ("medical_assistance", "reimbursed"), ("medical_assistance", "paid_by_person")})
)  # fmt: skip
def test_zero_is_accepted_elsewhere(feed: str, column: str) -> None:
    result = accept(feed, sound(feed, **{column: "0"}))
    assert [row[column] for row in result.accepted] == [0]


def test_a_number_above_zero_may_be_small() -> None:
    assert accept("relocation", sound("relocation", floor_area_m2="0.000000001")).checks == []


def test_a_cell_stays_a_cell_where_another_column_quarantines_the_row() -> None:
    result = accept("register_members", sound("register_members", birth_date="昨天", health_status="一般"))
    assert result.checks == [(2, "birth_date", "row", "type"), (2, "health_status", "cell", "enum")]
    assert result.counts == [(1, 0, 1, 0)]


def test_above_zero_is_judged_to_the_fen() -> None:
    assert accept("dibao", sound("dibao", monthly_amount="0.004")).checks == [(2, "monthly_amount", "row", "range")]
    assert accept("dibao", sound("dibao", monthly_amount="0.005")).checks == []


@pytest.mark.parametrize(("year", "kept"), [("2012", False), ("2013", True), ("2017", True), ("2018", False)])
def test_the_year_of_identification_is_2013_to_the_assessment_year(year: str, kept: bool) -> None:
    row = sound("register_households", identified_year=year, exit_year=None)
    expected = [] if kept else [(2, "identified_year", "row", "range")]
    assert accept("register_households", row).checks == expected


@pytest.mark.parametrize(("feed", "start", "end", "begins", "passes", "fails"), ORDERS)
def test_an_end_is_not_before_its_start(feed: str, start: str, end: str, begins: str, passes: str, fails: str) -> None:
    """The line names the end (ruling 8)."""
    assert accept(feed, sound(feed, **{start: begins, end: passes})).checks == []
    assert accept(feed, sound(feed, **{start: begins, end: fails})).checks == [(2, end, kind_of(feed, end), "order")]


@pytest.mark.parametrize(("feed", "start", "end", "begins", "passes", "fails"), ORDERS)
def test_a_start_that_cannot_be_read_makes_no_order(
    feed: str, start: str, end: str, begins: str, passes: str, fails: str
) -> None:
    assert accept(feed, sound(feed, **{start: "昨天", end: passes})).checks == [(2, start, "row", "type")]


@pytest.mark.parametrize(
    ("feed", "start", "end"),
    [("projects", "start_date", "end_date"), ("third_party_assessment", "rectified_date", "closed_date")],
)
def test_an_end_without_a_start_passes(feed: str, start: str, end: str) -> None:
    assert accept(feed, sound(feed, **{start: None})).checks == []


@pytest.mark.parametrize(
    ("total", "reimbursed", "paid", "passes"),
    [
        ("100.00", "90.00", "10.00", True),
        ("100.00", "90.00", "10.01", False),
        ("100.00", "90.00", "9.99", False),
        ("100.004", "90.00", "10.00", True),
        ("100", "100", "0", True),
        ("0", "0", "0", True),
    ],
)
def test_what_the_patient_paid_is_the_rest_to_the_fen(total: str, reimbursed: str, paid: str, passes: bool) -> None:
    row = sound("medical_assistance", total_cost=total, reimbursed=reimbursed, paid_by_person=paid)
    expected = [] if passes else [(2, "paid_by_person", "row", "sum")]
    assert accept("medical_assistance", row).checks == expected


def test_more_reimbursed_than_the_total_fails_both_the_sum_and_the_range() -> None:
    row = sound("medical_assistance", total_cost="90", reimbursed="100", paid_by_person="-10")
    assert accept("medical_assistance", row).checks == [(2, "paid_by_person", "row", "range")]
    row = sound("medical_assistance", total_cost="90", reimbursed="100", paid_by_person="10")
    assert accept("medical_assistance", row).checks == [(2, "paid_by_person", "row", "sum")]


@pytest.mark.parametrize(("feed", "changes"), POLICY)
def test_policy_is_no_check(feed: str, changes: dict[str, str]) -> None:
    result = accept(feed, sound(feed, **changes))
    assert result.checks == []
    assert result.counts == [(1, 1, 0, 0)]


@pytest.mark.parametrize("feed", [feed.id for feed in FEEDS.values() if feed.person])
@pytest.mark.parametrize("number", ["123", "53012919700305001X", "530129197013050016", "5.30129E+17", "未登记"])
def test_a_malformed_identity_number_quarantines_nothing(feed: str, number: str) -> None:
    """Ruling 9."""
    column = FEEDS[feed].person.id_number
    assert accept(feed, sound(feed, **{column: number})).checks == []


def test_every_failed_check_has_its_line_and_the_row_counts_once() -> None:
    row = sound("dibao", monthly_amount="很多", category="E", village_code="12", end_date="2015-01")
    result = accept("dibao", row)
    assert result.checks == [
        (2, "village_code", "row", "format"),
        (2, "category", "row", "enum"),
        (2, "monthly_amount", "row", "type"),
        (2, "end_date", "row", "order"),
    ]
    assert result.counts == [(1, 0, 1, 0)]


def test_one_check_of_one_cell_has_one_line() -> None:
    """A birth date beyond every bound is out of range once."""
    assert accept("register_members", sound("register_members", birth_date="2030-01-01")).checks == [
        (2, "birth_date", "row", "range")
    ]


@pytest.mark.parametrize(
    ("feed", "column", "cell", "check"),
    [
        ("register_households", "wage_income", "-5", "range"),
        ("register_households", "wage_income", "很多", "type"),
        ("register_households", "food_secure", "也许", "enum"),
        ("register_households", "exit_year", "去年", "type"),
        ("register_members", "health_status", "一般", "enum"),
        ("village_survey", "safe_water_rate", "120%", "range"),
        ("village_survey", "broadband_school", "也许", "enum"),
        ("village_survey", "collective_income", "若干", "type"),
        ("county_statistics", "primary_dropout_rate", "2", "range"),
    ],
)
def test_a_failed_optional_cell_of_the_registers_becomes_missing(feed: str, column: str, cell: str, check: str) -> None:
    result = accept(feed, sound(feed, **{column: cell}))
    assert result.checks == [(2, column, "cell", check)]
    assert result.counts == [(1, 1, 0, 0)]
    assert [row[column] for row in result.accepted] == [None]


@pytest.mark.parametrize(
    ("feed", "column", "cell"),
    [
        ("register_households", "household_size", "0"),
        ("register_members", "birth_date", "昨天"),
        ("village_survey", "rural_population", "0"),
        ("county_statistics", "year", "今年"),
    ],
)
def test_a_failed_required_cell_of_the_registers_quarantines_the_row(feed: str, column: str, cell: str) -> None:
    result = accept(feed, sound(feed, **{column: cell}))
    assert [line[1:3] for line in result.checks] == [(column, "row")]
    assert result.counts == [(1, 0, 1, 0)]


@pytest.mark.parametrize(
    ("feed", "column", "cell"),
    [
        ("training", "passed", "也许"),
        ("medical_insurance", "subsidy", "很多"),
        ("projects", "spent", "-1"),
        ("pension", "monthly_amount", "若干"),
        ("relocation", "demolished_date", "昨天"),
        ("economic_checks", "county_spot_check", "也许"),
        ("village_clinics", "floor_area_m2", "0"),
    ],
)
def test_a_failed_optional_cell_elsewhere_quarantines_the_row(feed: str, column: str, cell: str) -> None:
    result = accept(feed, sound(feed, **{column: cell}))
    assert [line[1:3] for line in result.checks] == [(column, "row")]
    assert result.counts == [(1, 0, 1, 0)]


@pytest.mark.parametrize(
    ("cell", "school", "blank"),
    [
        ("是", True, False),
        ("无", False, False),
        (None, None, True),
        ("-", None, True),
        ("不详", None, True),
        ("也许", None, False),
    ],
)
def test_a_blank_school_is_told_from_an_unreadable_one(cell: str | None, school: bool | None, blank: bool) -> None:
    """Ruling 33."""
    (row,) = accept("village_survey", sound("village_survey", broadband_school=cell)).accepted
    assert (row["broadband_school"], row["broadband_school_blank"]) == (school, blank)


def test_a_missing_school_column_is_not_blank() -> None:
    row = {name: cell for name, cell in sound("village_survey").items() if name != "broadband_school"}
    (row,) = accept("village_survey", row, without=["broadband_school"]).accepted
    assert (row["broadband_school"], row["broadband_school_blank"]) == (None, False)


@pytest.mark.parametrize(("feed", "column"), OPTIONAL)
def test_a_missing_optional_column_is_all_missing(feed: str, column: str) -> None:
    row = {name: cell for name, cell in sound(feed).items() if name != column}
    result = accept(feed, row, without=[column])
    assert result.counts == [(1, 1, 0, 0)]
    assert [accepted[column] for accepted in result.accepted] == [None]
    assert result.rows("feed_runs")[0]["columns_missing"] == FEEDS[feed].column(column).header


def test_one_night_leaves_no_check_behind_for_another() -> None:
    """The bounds of dates are those of the night, whichever nights were run before in the process."""
    early, late = datetime.date(2016, 1, 1), datetime.date(2017, 12, 31)
    row = sound("family_doctors", date="2018-06-01")
    assert accept("family_doctors", row, day=early).checks == [(2, "date", "row", "range")]
    assert accept("family_doctors", row, day=late).checks == []


@pytest.mark.parametrize(
    ("written", "day", "read"),
    [
        ("530129001201", "2016-12-31", "530129001201"),
        ("530129001201", "2017-01-01", "530129001008"),
        ("530129001008", "2016-12-31", "530129001201"),
        ("530129001008", "2017-01-01", "530129001008"),
        ("530129001204", "2017-01-01", "530129002004"),
        (VILLAGE, "2016-12-31", VILLAGE),
        (VILLAGE, "2017-01-01", VILLAGE),
        ("530129999999", "2017-01-01", "530129999999"),
    ],
)
def test_a_village_code_is_read_as_the_one_valid_on_the_night(written: str, day: str, read: str) -> None:
    """Ruling 38."""
    night = datetime.date.fromisoformat(day)
    (row,) = accept("village_clinics", sound("village_clinics", village_code=written), day=night).accepted
    assert row["village_code"] == read


@pytest.mark.parametrize(
    ("level", "unit", "read"),
    [
        ("村", "530129001201", "530129001008"),
        ("户", "530129001201", "530129001201"),
        ("乡", "530129001", "530129001"),
        ("县", "530129", "530129"),
    ],
)
def test_the_unit_of_a_village_signature_is_read_so_too(level: str, unit: str, read: str) -> None:
    (row,) = accept("sign_offs", sound("sign_offs", level=level, unit_id=unit)).accepted
    assert row["unit_id"] == read


def test_nothing_is_lost_of_a_large_amount() -> None:
    """Amounts are decimals: a double would lose the fen."""
    (row,) = accept("employment", sound("employment", annual_wage="9007199254740993.01")).accepted
    assert row["annual_wage"] == Decimal("9007199254740993.01")
