"""The form of a correction workbook: what writing it and reading it back have in common."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

ENDING = ".xlsx"
SUMMARY_SHEET = "说明"
LISTS_SHEET = "选项"
"""Hidden: the allowed values of the columns whose list is too long to stand in a cell's own."""

DATE_LABEL = "考核日"
"""Column A of the one row of the first sheet whose column B is the assessment date, as 2017-12-31."""

ROW_KEY = "_row_key"
"""Header of the last column of every other sheet, hidden. Such a sheet is called after its feed, its header is row 1
and the rest of its columns are headed as the department's export (`Column.header`)."""


def workbooks_folder(data: Path, assessment_date: datetime.date) -> Path:
    """Return where the correction workbooks of a night lie: one <department>.xlsx each."""
    return data / "corrections" / assessment_date.isoformat()


def workbook_path(data: Path, assessment_date: datetime.date, department: str) -> Path:
    """Return where the correction workbook of a department lies."""
    return workbooks_folder(data, assessment_date) / f"{department}{ENDING}"


def remove_workbooks(data: Path, assessment_date: datetime.date) -> None:
    """Remove the correction workbooks of a night, which hold personal data."""
    shutil.rmtree(workbooks_folder(data, assessment_date), ignore_errors=True)


def nights_with_workbooks(data: Path) -> list[datetime.date]:
    """Return the nights whose correction workbooks lie in the data folder."""
    names = [path.name for path in workbooks_folder(data, datetime.date.min).parent.glob("????-??-??")]
    return sorted(datetime.date.fromisoformat(name) for name in names)
