"""What leaders open in Excel: the published rows in words, filters, a summary that adds up, nothing that computes."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pytest

from tests.publishing.reading_back import query
from tests.publishing.small_night import NIGHT, county, small_night
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.leaders_workbook import leaders_workbook

BEFORE = NIGHT - datetime.timedelta(days=1)
HOUSEHOLDS = "未达标和待核实的户"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nights, between which a household fell back; a village is called like a formula."""
    folder = tmp_path_factory.mktemp("nights")
    before, after = small_night(), small_night()
    for row in before.tables["household_exit_indicators"]:
        if row["indicator"] == "H1":
            row["status"] = "pass"
    for row in after.tables["household_results"]:
        row["hamlet"] = "=1+1"
    before.publish(folder / "before", folder / "data", assessment_date=BEFORE)
    after.publish(folder / "after", folder / "data")
    return folder / "data"


@pytest.fixture(scope="module")
def workbook(data: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(leaders_workbook(data, county(), NIGHT)))


def test_every_sheet_has_chinese_headers_filters_and_frozen_panes(workbook: openpyxl.Workbook) -> None:
    summary, *sheets = workbook.worksheets
    assert summary.title == "概况"
    assert len(sheets) == 15
    for sheet in sheets:
        headers = [cell.value for cell in sheet[1]]
        assert all(header and not header.isascii() for header in headers), sheet.title
        assert sheet.auto_filter.ref is not None
        assert sheet.freeze_panes == "C2"


def test_rows_are_the_published_ones_in_words(workbook: openpyxl.Workbook, data: Path) -> None:
    sheet = workbook[HOUSEHOLDS]
    headers = [cell.value for cell in sheet[1]]
    rows = [dict(zip(headers, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    published = query(
        data, "SELECT household_id, net_income_per_capita, members FROM exit_indicators.household_exit ORDER BY 1"
    )
    assert (
        sorted((row["户编号"], row["人均纯收入\n（元/人·年）"], row["家庭人口\n（人）"]) for row in rows) == published
    )
    assert {row["退出结果"] for row in rows} == {"未达标", "待核实"}
    assert {row["县签字"] for row in rows} <= {"已同意", "未同意"}
    assert {row["自然村"] for row in rows} == {"=1+1"}
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_summary_counts_and_leads_to_every_sheet(workbook: openpyxl.Workbook, data: Path) -> None:
    summary = workbook["概况"]
    lines = {row[0]: row[1:] for row in summary.iter_rows(values_only=True) if row[0]}
    assert lines["全县"][:5] == (2, 4, 0, 1, 1)
    assert lines["回落（达标变为不达标）"][0] == 1
    of_no_household = next(row for first, row in lines.items() if str(first).startswith("其中不属于某一户的"))
    assert (
        lines["合计"][0]
        == lines["全县"][5] + of_no_household[0]
        == len(query(data, "SELECT 1 FROM exit_indicators.findings WHERE status = 'open'"))
    )
    links = {cell.hyperlink.location for row in summary.iter_rows() for cell in row if cell.hyperlink}
    assert links == {f"'{sheet.title}'!A1" for sheet in workbook.worksheets[1:]}


def test_a_first_night_has_nothing_to_compare_with(tmp_path: Path) -> None:
    small_night().publish(tmp_path / "tables", tmp_path / "data")
    workbook = openpyxl.load_workbook(io.BytesIO(leaders_workbook(tmp_path / "data", county(), NIGHT)))
    shown = [row[0] for row in workbook["概况"].iter_rows(values_only=True) if row[0]]
    assert "这是第一夜，没有上一夜可比" in shown
    assert "判定变了" not in shown


def test_equal_nights_give_equal_bytes(data: Path) -> None:
    assert leaders_workbook(data, county(), NIGHT) == leaders_workbook(data, county(), NIGHT)


def test_a_night_that_is_not_published_is_asked_for(data: Path) -> None:
    with pytest.raises(PipelineError, match="没有发布过的表"):
        leaders_workbook(data, county(), datetime.date(2016, 1, 1))
