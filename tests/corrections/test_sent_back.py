"""Correction workbooks over small files: what is taken, what is not and why, and that nothing is lost or doubled."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from schemas.registry import FEEDS
from tests.acceptance.rows import SOUND_ROWS
from tests.acceptance.sheets import DAY, county, sheet
from xundian_pipeline.acceptance import accept_feed
from xundian_pipeline.archive import Archive
from xundian_pipeline.corrections import form
from xundian_pipeline.corrections.apply import accept_corrected
from xundian_pipeline.corrections.sent_back import (
    SentBackSheet,
    SentBackWorkbook,
    read_corrections,
    receive_corrections,
)
from xundian_pipeline.corrections.to_correct import feed_to_correct
from xundian_pipeline.corrections.workbooks import write_workbook
from xundian_pipeline.reading import FeedReading

SECRET = b"made up for this test" * 2
FEED = FEEDS["housing_assessment"]
Change = Callable[[Worksheet], Any]


class Desk:
    """Files of one feed, the workbook that a night writes of them, and what the next night makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources = folder / "sources"
        (self.sources / "corrections").mkdir(parents=True)
        self.rows: list[dict[str, str | None]] = [dict(SOUND_ROWS[FEED.id], household_id=f"H{n}") for n in range(4)]
        self.rows[1]["assessed_date"] = "去年"
        self.rows[3]["grade"] = "戊"

    def reading(self, rows: Sequence[Mapping[str, str | None]] | None = None) -> FeedReading:
        """What comes of the feed."""
        return FeedReading(FEED.id, sheets=[sheet(FEED, self.rows if rows is None else rows)])

    def workbook(self, day: datetime.date = DAY) -> Path:
        """Write the workbook of the rows as they are, with the corrections that have come so far."""
        tables = accept_corrected(self.reading(), self.sheets(), FEED, county(), day, SECRET)
        found = feed_to_correct(FEED, tables, {}, SECRET, county().code_on(datetime.date.max))
        path = self.folder / "written.xlsx"
        path.write_bytes(write_workbook(FEED.department, [found], day, day))
        return path

    def send_back(self, change: Change, name: str = "更正.xlsx", day: datetime.date = DAY) -> None:
        """Change the written workbook and put it where corrections go."""
        book = openpyxl.load_workbook(self.workbook(day))
        change(book[FEED.id])
        book.save(self.sources / "corrections" / name)

    def received(self) -> list[SentBackWorkbook]:
        """What lies in the folder of corrections."""
        archive = Archive(self.folder / "data")
        return read_corrections(receive_corrections(self.sources, archive), county().header_synonyms, archive)

    def sheets(self) -> list[SentBackSheet]:
        """The sheets of the feed that have come back."""
        return [book.sheets[FEED.id] for book in self.received() if FEED.id in book.sheets]

    def night(self, rows: Sequence[Mapping[str, str | None]] | None = None) -> dict[str, pyarrow.Table]:
        """The next night."""
        return accept_corrected(self.reading(rows), self.sheets(), FEED, county(), DAY, SECRET)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Four rows, the second and the fourth of which are returned."""
    return Desk(tmp_path)


def _put(header: str, row: int, value: Any) -> Change:
    def change(sheet: Worksheet) -> None:
        column = next(cell.column for cell in sheet[1] if cell.value == header)
        sheet.cell(row, column).value = value

    return change


def _header(name: str) -> str:
    return FEED.column(name).header


GRADE, DATE = _header("grade"), _header("assessed_date")


def _outcomes(tables: Mapping[str, pyarrow.Table]) -> list[tuple[Any, ...]]:
    return [(line["correction_row"], line["row_number"], line["outcome"]) for line in tables["corrections"].to_pylist()]


def _why(tables: Mapping[str, pyarrow.Table]) -> str:
    return "".join(tables["corrections"]["why"].to_pylist())


def test_without_workbooks_a_feed_is_accepted_as_ever(desk: Desk) -> None:
    tables, plain = desk.night(), accept_feed(desk.reading(), FEED, county(), DAY)
    assert all(tables[name].equals(plain[name]) for name in plain)
    assert len(tables["corrections"]) == 0


def test_a_workbook_lists_the_returned_rows_with_what_to_write(desk: Desk) -> None:
    book = openpyxl.load_workbook(desk.workbook())
    listed = book[FEED.id]
    assert [cell.value for cell in listed[1]] == [*(column.header for column in FEED.columns), form.ROW_KEY]
    assert listed.max_row == 3
    assert listed.column_dimensions[listed.cell(1, len(FEED.columns) + 1).column_letter].hidden
    commented = [cell for row in listed for cell in row if cell.comment]
    comments = {str(listed.cell(1, cell.column).value): cell.comment.text for cell in commented}
    assert set(comments) == {GRADE, DATE}
    assert "例如 2017-06-01" in comments[DATE]
    assert "之一" in comments[GRADE]
    lists = [str(rule.formula1) for rule in listed.data_validations.dataValidation]
    assert '"' + ",".join(FEED.column("grade").allowed) + '"' in lists
    summary = [[cell.value for cell in row] for row in book[form.SUMMARY_SHEET]]
    assert [form.DATE_LABEL, DAY.isoformat()] in [row[:2] for row in summary]


def test_equal_content_gives_equal_bytes(desk: Desk) -> None:
    assert desk.workbook().read_bytes() == desk.workbook().read_bytes()


def test_a_corrected_row_is_accepted_where_it_stands(desk: Desk) -> None:
    desk.send_back(_put(DATE, 2, "2017-02-01"))
    tables = desk.night()
    assert _outcomes(tables) == [(2, 3, "taken")]
    assert tables["feed_runs"].select(["rows_read", "rows_accepted", "rows_quarantined"]).to_pylist() == [
        {"rows_read": 4, "rows_accepted": 3, "rows_quarantined": 1}
    ]
    taken = [row for row in tables["accepted"].to_pylist() if row["household_id"] == "H1"]
    assert [(row["row_number"], row["assessed_date"]) for row in taken] == [(3, datetime.date(2017, 2, 1))]


def test_a_row_is_found_by_content_wherever_the_next_file_has_it(desk: Desk) -> None:
    desk.send_back(_put(DATE, 2, "2017-02-01"))
    tables = desk.night([desk.rows[3], desk.rows[2], desk.rows[1], desk.rows[0]])
    assert _outcomes(tables) == [(2, 4, "taken")]


def test_a_row_that_its_department_has_corrected_is_not_doubled(desk: Desk) -> None:
    desk.send_back(_put(DATE, 2, "2017-02-01"))
    rows = [*desk.rows[:1], {**desk.rows[1], "assessed_date": "2017-02-03"}, *desk.rows[2:]]
    tables = desk.night(rows)
    assert _outcomes(tables) == [(2, None, "stale")]
    assert [row["household_id"] for row in tables["accepted"].to_pylist()] == ["H0", "H1", "H2"]
    assert "自行改正" in _why(tables)


def test_a_correction_that_is_wrong_too_leaves_the_row_as_it_was(desk: Desk) -> None:
    desk.send_back(_put(GRADE, 3, "己"))
    tables = desk.night()
    assert _outcomes(tables) == [(3, 5, "failed")]
    assert "之一" in _why(tables)
    assert tables["quarantine"].to_pylist() == desk.night([*desk.rows])["quarantine"].to_pylist()
    assert tables["quarantine"]["value"].to_pylist()[-1] == "戊"


def test_rows_that_nobody_changed_are_no_corrections(desk: Desk) -> None:
    desk.send_back(lambda _sheet: None)
    assert len(desk.night()["corrections"]) == 0


def test_an_added_row_is_refused(desk: Desk) -> None:
    def add(sheet: Worksheet) -> None:
        sheet.append([cell.value for cell in sheet[2]][:-1])

    desk.send_back(add)
    tables = desk.night()
    assert _outcomes(tables) == [(4, None, "failed")]
    assert "要增加的行" in _why(tables)
    assert tables["feed_runs"]["rows_read"].to_pylist() == [4]


@pytest.mark.parametrize("column", [1, len(FEED.columns) + 1])
def test_a_deleted_column_refuses_every_row_of_the_sheet(desk: Desk, column: int) -> None:
    def delete(sheet: Worksheet) -> None:
        _put(DATE, 2, "2017-02-01")(sheet)
        sheet.delete_cols(column)

    desk.send_back(delete)
    assert _outcomes(desk.night()) == [(2, None, "failed"), (3, None, "failed")]
    notices = [notice.message for book in desk.received() for notice in book.notices]
    assert len(notices) == 1
    assert "更正.xlsx" in notices[0]


def test_another_nights_workbook_counts_from_that_night_on(desk: Desk) -> None:
    later, earlier = DAY + datetime.timedelta(days=31), DAY - datetime.timedelta(days=31)
    desk.send_back(_put(DATE, 2, "2017-02-01"), day=later)
    assert _outcomes(desk.night()) == [(2, 3, "stale")]
    desk.send_back(_put(DATE, 2, "2017-02-01"), day=earlier)
    assert _outcomes(desk.night()) == [(2, 3, "taken")]


def test_a_workbook_without_its_date_is_refused(desk: Desk) -> None:
    desk.send_back(_put(DATE, 2, "2017-02-01"))
    path = desk.sources / "corrections" / "更正.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book[form.SUMMARY_SHEET]:
        if row[0].value == form.DATE_LABEL:
            row[1].value = "不知道"
    book.save(path)
    assert {outcome for _, _, outcome in _outcomes(desk.night())} == {"failed"}
    assert form.DATE_LABEL in desk.received()[0].notices[0].message


def test_a_formula_is_refused(desk: Desk) -> None:
    desk.send_back(_put(DATE, 2, "=TODAY()"))
    tables = desk.night()
    assert _outcomes(tables) == [(2, 3, "failed")]
    assert "公式" in _why(tables)


def test_a_cell_that_became_a_date_is_that_date(desk: Desk) -> None:
    desk.send_back(_put(DATE, 2, datetime.datetime(2017, 2, 1)))  # noqa: DTZ001 (a cell of a workbook has no zone)
    tables = desk.night()
    assert _outcomes(tables) == [(2, 3, "taken")]
    assert datetime.date(2017, 2, 1) in tables["accepted"]["assessed_date"].to_pylist()


def test_two_officers_who_contradict_one_another_are_both_told(desk: Desk) -> None:
    desk.send_back(_put(DATE, 2, "2017-02-01"), "甲.xlsx")
    desk.send_back(_put(DATE, 2, "2017-02-02"), "乙.xlsx")
    tables = desk.night()
    assert _outcomes(tables) == [(2, 3, "failed"), (2, 3, "failed")]
    assert "不同的改法" in _why(tables)


def test_the_same_correction_twice_is_taken_once(desk: Desk) -> None:
    desk.send_back(_put(DATE, 2, "2017-02-01"), "甲.xlsx")
    desk.send_back(_put(DATE, 2, "2017/2/1"), "乙.xlsx")
    tables = desk.night()
    assert _outcomes(tables) == [(2, 3, "taken"), (2, 3, "taken")]
    assert tables["feed_runs"]["rows_accepted"].to_pylist() == [3]


def test_the_later_nights_correction_counts(desk: Desk) -> None:
    desk.send_back(_put(DATE, 2, "2017-02-01"), "早.xlsx", DAY - datetime.timedelta(days=31))
    desk.send_back(_put(DATE, 2, "2017-02-02"), "晚.xlsx")
    tables = desk.night()
    assert sorted(outcome for _, _, outcome in _outcomes(tables)) == ["stale", "taken"]
    assert datetime.date(2017, 2, 2) in tables["accepted"]["assessed_date"].to_pylist()


def test_a_workbook_that_takes_the_place_of_an_earlier_one_takes_nothing_back(desk: Desk) -> None:
    desk.send_back(_put(DATE, 2, "2017-02-01"))
    listed = openpyxl.load_workbook(desk.workbook())[FEED.id]
    assert [row[0].value for row in listed.iter_rows(min_row=2)] == ["H1", "H3"]
    desk.send_back(_put(GRADE, 3, "B"))
    tables = desk.night()
    assert _outcomes(tables) == [(2, 3, "taken"), (3, 5, "taken")]
    assert tables["feed_runs"]["rows_accepted"].to_pylist() == [4]


def test_a_row_made_like_another_counts_once(desk: Desk) -> None:
    def same(sheet: Worksheet) -> None:
        for place, column in enumerate(FEED.columns, 1):
            sheet.cell(2, place).value = desk.rows[0].get(column.name)

    desk.send_back(same)
    tables = desk.night()
    assert _outcomes(tables) == [(2, 3, "taken")]
    assert tables["feed_runs"].select(["rows_accepted", "rows_quarantined", "rows_ignored"]).to_pylist() == [
        {"rows_accepted": 2, "rows_quarantined": 1, "rows_ignored": 1}
    ]


def test_rows_of_equal_content_are_corrected_each_for_itself(desk: Desk) -> None:
    desk.rows = [desk.rows[1], desk.rows[1]]

    def both(sheet: Worksheet) -> None:
        _put(DATE, 2, "2017-02-01")(sheet)
        _put(DATE, 3, "2017-02-02")(sheet)
        _put(_header("household_id"), 3, "H9")(sheet)

    desk.send_back(both)
    tables = desk.night()
    assert _outcomes(tables) == [(2, 2, "taken"), (3, 3, "taken")]
    assert [row["household_id"] for row in tables["accepted"].to_pylist()] == ["H1", "H9"]


def test_what_is_no_workbook_is_told_and_stops_nothing(desk: Desk) -> None:
    folder = desk.sources / "corrections"
    (folder / "坏.xlsx").write_bytes(b"nothing that Excel knows")
    (folder / "表.csv").write_text("a,b\n", "utf-8")
    (folder / "夹").mkdir()
    (folder / "~$更正.xlsx").write_bytes(b"")
    desk.send_back(_put(DATE, 2, "2017-02-01"))
    told = [notice.message for book in desk.received() for notice in book.notices]
    assert len(told) == 3
    assert all(any(name in line for line in told) for name in ("坏.xlsx", "表.csv", "夹"))
    assert _outcomes(desk.night()) == [(2, 3, "taken")]


def test_a_sheet_of_another_name_is_told(desk: Desk) -> None:
    def rename(sheet: Worksheet) -> None:
        sheet.title = "住房"

    desk.send_back(rename)
    told = [notice.message for book in desk.received() for notice in book.notices]
    assert "住房" in told[0]
