"""What officers read of an acceptance, and that nobody's data is in it (ruling 8, outputs.md)."""

from __future__ import annotations

import datetime
import re

import pytest

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from tests.acceptance.rows import SOUND_ROWS, sound
from tests.acceptance.sheets import ErrorCell, accept, accept_sheets, broken_file, sheet

CHINESE = re.compile(r"[一-鿿]{4,}")
MARKER = "标记X77"
"""What every wrong cell below holds: it must never be in a message."""

FAILURES = [
    ("required", "dibao", {"category": None}, "category"),
    ("type", "dibao", {"monthly_amount": MARKER}, "monthly_amount"),
    ("type", "dibao", {"start_date": MARKER}, "start_date"),
    ("type", "enrolment", {"school_year": MARKER}, "school_year"),
    ("type", "pension", {"year": MARKER}, "year"),
    ("type", "village_clinics", {"doctors": MARKER}, "doctors"),
    ("type", "village_survey", {"safe_water_rate": MARKER}, "safe_water_rate"),
    ("type", "relocation", {"floor_area_m2": MARKER}, "floor_area_m2"),
    ("type", "grain_for_green", {"area_ha": MARKER}, "area_ha"),
    ("type", "family_doctors", {"team": ErrorCell("#REF!")}, "team"),
    ("type", "family_doctors", {"id_number": ErrorCell("#REF!")}, "id_number"),
    ("enum", "dibao", {"category": MARKER}, "category"),
    ("enum", "village_clinics", {"up_to_standard": MARKER}, "up_to_standard"),
    ("range", "dibao", {"monthly_amount": "-771177"}, "monthly_amount"),
    ("range", "family_doctors", {"date": "1899-07-17"}, "date"),
    ("range", "dibao", {"start_date": "1899-07", "end_date": None}, "start_date"),
    ("range", "register_members", {"birth_date": "2018-01-01"}, "birth_date"),
    ("range", "register_households", {"identified_year": "2011", "exit_year": None}, "identified_year"),
    ("range", "village_survey", {"safe_water_rate": "771177"}, "safe_water_rate"),
    ("range", "family_doctors", {"team": MARKER * 8000}, "team"),
    ("format", "dibao", {"village_code": MARKER}, "village_code"),
    ("order", "dibao", {"end_date": "2015-07"}, "end_date"),
    ("sum", "medical_assistance", {"paid_by_person": "771177"}, "paid_by_person"),
]


@pytest.mark.parametrize(("check", "feed", "cells", "column"), FAILURES)
def test_a_message_says_where_the_cell_is_and_what_to_write(
    check: str, feed: str, cells: dict[str, str | None], column: str
) -> None:
    header = f"{FEEDS[feed].column(column).header}（必填）"
    result = accept(
        feed,
        sound(feed),
        sound(feed, **cells),
        source=f"{feed}/羊街.xlsx",
        name="表一",
        excel=True,
        headers={column: header},
    )
    line = next(line for line in result.quarantine if line["check"] == check)
    assert (line["row_number"], line["column"], line["header"]) == (3, column, header)
    for place in (f"{feed}/羊街.xlsx", "表一", "第 3 行", header):
        assert place in line["message"]
    assert CHINESE.search(line["message"])
    for cell in cells.values():
        assert cell is None or str(cell) not in line["message"]


@pytest.mark.parametrize(("check", "feed", "cells", "column"), FAILURES)
def test_a_line_says_what_failed_and_shows_the_cell(
    check: str, feed: str, cells: dict[str, str | None], column: str
) -> None:
    (line,) = accept(feed, sound(feed, **cells)).quarantine
    assert (line["feed"], line["source"], line["sheet"]) == (feed, f"{feed}.csv", None)
    assert (line["column"], line["check"]) == (column, check)
    cell = cells[column]
    if FEEDS[feed].column(column).personal or cell is None:
        assert line["value"] is None
    else:
        assert line["value"]
        assert str(cell).startswith(line["value"])


def test_a_key_conflict_names_the_key_and_shows_no_other_row() -> None:
    result = accept(
        "relocation", sound("relocation", household_id="H9"), sound("relocation", household_id="H9", site="别处")
    )
    for line in result.quarantine:
        assert "户编号" in line["message"]
        assert "H9" not in line["message"]
        assert "别处" not in line["message"]


def test_two_failures_of_one_row_stand_in_the_order_of_the_columns() -> None:
    result = accept("dibao", sound("dibao", monthly_amount="x", category="y"))
    assert [line["column"] for line in result.quarantine] == ["category", "monthly_amount"]


PERSONAL = [(feed.id, column.name) for feed in FEEDS.values() for column in feed.columns if column.personal]


@pytest.mark.parametrize(("feed", "column"), PERSONAL)
def test_the_value_of_a_personal_column_is_never_shown(feed: str, column: str) -> None:
    result = accept(feed, sound(feed, **{column: "长" * 32_768}))
    assert [line["value"] for line in result.quarantine if line["column"] == column] == [None]


@pytest.mark.parametrize("feed", ["deaths", "family_doctors", "dibao", "pension"])
def test_the_value_of_a_key_conflict_on_the_number_is_not_shown(feed: str) -> None:
    other = {"deaths": {"death_date": "2017-05-21"}, "family_doctors": {"team": "二队"}, "dibao": {"category": "B"},
             "pension": {"state": "代缴"}}[feed]  # fmt: skip
    result = accept(feed, sound(feed), sound(feed, **other))
    assert [line["value"] for line in result.quarantine] == [None, None]
    assert "530129197003050016" not in str(result.quarantine)
    assert "甲一" not in str(result.quarantine)


@pytest.mark.parametrize("name", ["甲一", "甲 一", " 甲　一 ", "买买提·艾力", "买买提•艾力", "买买提艾力"])
def test_a_value_that_equals_a_name_is_not_shown(name: str) -> None:
    """Columns do get shifted: a name in a column of amounts."""
    row = sound("dibao", name="买买提·艾力", id_number="1")
    result = accept("dibao", sound("dibao"), row, sound("dibao", monthly_amount=name, start_date="2015-01"))
    assert [(line["column"], line["value"]) for line in result.quarantine] == [("monthly_amount", None)]


def test_the_name_of_a_quarantined_row_is_a_name_too() -> None:
    result = accept("dibao", sound("dibao", name="丁二", monthly_amount="丁二"))
    assert [line["value"] for line in result.quarantine] == [None]


@pytest.mark.parametrize(
    "number",
    [
        "530129197003050016",
        "53012919700305001X",
        "53012919700305001x",
        "530129700305001",
        "5301 2919 7003 0500 16",
        "５３０１２９１９７００３０５００１６",
        "5.30129E+17",
        "5.30129e+17",
        "5.30129197003E17",
        "号码530129197003050016",
    ],
)
@pytest.mark.parametrize(("feed", "column"), [("dibao", "category"), ("village_clinics", "up_to_standard")])
def test_a_value_that_looks_like_an_identity_number_is_not_shown(feed: str, column: str, number: str) -> None:
    result = accept(feed, sound(feed, **{column: number}))
    assert [(line["column"], line["value"]) for line in result.quarantine if line["column"] == column] == [
        (column, None)
    ]
    assert number not in str(result.quarantine)


@pytest.mark.parametrize("value", ["很多", "12345678901234", "E", "二○一七", "1.5E"])
def test_any_other_value_is_shown_as_written(value: str) -> None:
    result = accept("dibao", sound("dibao", category=value))
    assert [line["value"] for line in result.quarantine] == [value]


def test_no_message_holds_a_name_or_a_number() -> None:
    """Whatever fails: every column of every feed holds nonsense, beside true persons."""
    for feed in FEEDS.values():
        row = {column.name: MARKER for column in feed.columns}
        row.update({name: cell for name, cell in SOUND_ROWS[feed.id].items() if feed.column(name).personal})
        text = " ".join(line["message"] for line in accept(feed.id, row, row).quarantine)
        assert "530129197003050016" not in text
        assert "甲一" not in text
        assert MARKER not in text


def test_a_broken_file_has_its_line_in_both_tables() -> None:
    feed = FEEDS["relocation"]
    good = sheet(feed, [sound("relocation")], source="relocation/b.csv")
    result = accept_sheets("relocation", [good], broken=[broken_file("relocation/a.xlsx")])
    (line,) = result.quarantine
    assert (line["kind"], line["source"], line["check"]) == ("file", "relocation/a.xlsx", "header")
    assert line["row_number"] is None
    assert line["message"]
    assert [(run["source"], run["rows_read"], run["rows_accepted"]) for run in result.rows("feed_runs")] == [
        ("relocation/a.xlsx", 0, 0),
        ("relocation/b.csv", 1, 1),
    ]


@pytest.mark.parametrize("feed", list(FEEDS))
def test_a_feed_that_has_not_come_has_its_line_and_its_notice(feed: str) -> None:
    result = accept_sheets(feed, [])
    (run,) = result.rows("feed_runs")
    assert (run["feed"], run["source"], run["rows_read"]) == (feed, None, 0)
    (notice,) = result.rows("notices")
    assert (notice["kind"], notice["feed"]) == ("feed_absent", feed)
    assert FEEDS[feed].title in notice["message"]
    assert DEPARTMENTS[FEEDS[feed].department] in notice["message"]
    assert result.accepted == []


def test_a_feed_that_has_come_empty_is_not_absent() -> None:
    result = accept("relocation")
    assert result.rows("notices") == []
    assert [(run["source"], run["rows_read"]) for run in result.rows("feed_runs")] == [("relocation.csv", 0)]


@pytest.mark.parametrize("feed", list(FEEDS))
def test_an_absent_feed_has_the_columns_of_one_that_has_come(feed: str) -> None:
    absent, present = accept_sheets(feed, []), accept(feed, sound(feed))
    for table, columns in present.tables.items():
        assert absent.tables[table].schema.equals(columns.schema), table


def test_the_account_of_a_file_tells_what_was_read() -> None:
    result = accept("training", sound("training"), sound("training"), sound("training", course="x"), ignored=3)
    (run,) = result.rows("feed_runs")
    assert (run["rows_read"], run["rows_accepted"], run["rows_quarantined"], run["rows_ignored"]) == (6, 1, 1, 4)
    assert (run["encoding"], run["sha256"]) == ("utf-8", "0" * 64)


def test_the_accepted_rows_know_where_they_come_from() -> None:
    feed = FEEDS["relocation"]
    sheets = [
        sheet(feed, [sound("relocation", household_id=f"{source}{at}") for at in range(3)], source=source, name=name)
        for source, name in (("a.xlsx", "一"), ("a.xlsx", "二"), ("b.xlsx", "一"))
    ]
    accepted = accept_sheets("relocation", [sheets[0], sheets[2]]).accepted
    places = [(row["source"], row["sheet"], row["row_number"], row["household_id"]) for row in accepted]
    assert places == [
        ("a.xlsx", "一", 2, "a.xlsx0"), ("a.xlsx", "一", 3, "a.xlsx1"), ("a.xlsx", "一", 4, "a.xlsx2"),
        ("b.xlsx", "一", 2, "b.xlsx0"), ("b.xlsx", "一", 3, "b.xlsx1"), ("b.xlsx", "一", 4, "b.xlsx2"),
    ]  # fmt: skip


def test_row_references_are_unique_over_all_feeds() -> None:
    references = [row["row_ref"] for feed in FEEDS for row in accept(feed, sound(feed)).accepted]
    assert len(set(references)) == len(FEEDS)


@pytest.mark.parametrize(
    ("feed", "cells", "carried"),
    [
        ("dibao", {"monthly_amount": "x", "head_id_number": "530129197003050032"},
         {"id_numbers": ["530129197003050016", "530129197003050032"], "village_code": "530129103201"}),
        ("dibao", {"monthly_amount": "x", "id_number": "530129700305001", "head_id_number": "123"},
         {"id_numbers": ["530129197003050016", "123"]}),
        ("register_members", {"birth_date": "x"}, {"id_numbers": ["530129197003050016"], "household_id": "H1"}),
        ("register_households", {"main_cause": "x", "household_size": "5"},
         {"household_id": "H1", "household_size": 5}),
        ("relocation", {"floor_area_m2": "x"}, {"id_numbers": [], "household_id": "H1"}),
        ("village_clinics", {"doctors": "x", "village_code": "530129001201"}, {"village_code": "530129001008"}),
        ("sign_offs", {"decision": "x"}, {"unit_id": "H1"}),
    ],
)  # fmt: skip
def test_a_quarantined_row_leaves_what_it_carries(feed: str, cells: dict[str, str], carried: dict[str, object]) -> None:
    """What absence is judged by (ruling 2): numbers in any identity-number column, household, village."""
    (row,) = accept(feed, sound(feed, **cells)).rows("quarantined_rows")
    assert row["feed"] == feed
    assert {name: row[name] for name in carried} == carried


def test_a_cell_of_the_registers_leaves_nothing_in_quarantine() -> None:
    result = accept("register_households", sound("register_households", wage_income="x"))
    assert result.rows("quarantined_rows") == []


def test_the_range_of_a_date_is_told_with_the_night() -> None:
    (line,) = accept("family_doctors", sound("family_doctors", date="2019-01-02")).quarantine
    assert "2019-01-01" in line["message"]
    (line,) = accept(
        "family_doctors", sound("family_doctors", date="2018-01-02"), day=datetime.date(2016, 12, 31)
    ).quarantine
    assert "2018-01-01" in line["message"]
