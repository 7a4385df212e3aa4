"""There and back through LibreOffice, as the office has it: open, edit, save."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from tests.corrections import libreoffice
from tests.corrections.round_trip import round_trip
from tests.orchestration.nights import xundian


@pytest.fixture(scope="module")
def edit() -> Iterator[libreoffice.Edit]:
    """LibreOffice. Without it the tests are skipped, unless XUNDIAN_REQUIRE_OFFICE=1."""
    missing = libreoffice.why_missing()
    if missing:
        if os.environ.get("XUNDIAN_REQUIRE_OFFICE") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with libreoffice.libreoffice() as started:
        yield started


def test_what_libreoffice_saves_is_taken_and_agrees_with_the_reckoning(edit: libreoffice.Edit, tmp_path: Path) -> None:
    sources, data = tmp_path / "sources", tmp_path / "data"
    made = xundian("sample", "--out", sources, "--households", "60", "--mess", "heavy")
    assert made.returncode == 0, made.stderr
    done = round_trip(sources, data, datetime.date(2017, 12, 31), libreoffice.correct_with(edit))
    assert done.corrected > 20
    assert sum(done.outcomes.values()) == done.corrected
    assert done.outcomes["taken"] > 0.9 * done.corrected, done.not_taken
    assert done.returned_after < 0.1 * done.returned_before
    assert done.read_after == done.read_before
    assert done.differing == []


def test_the_hidden_column_the_comments_and_the_lists_survive(edit: libreoffice.Edit, tmp_path: Path) -> None:
    from tests.corrections.test_sent_back import Desk

    written = Desk(tmp_path).workbook()
    saved = tmp_path / "saved.xlsx"
    edit(written, saved, [])
    before, after = (openpyxl.load_workbook(path)["housing_assessment"] for path in (written, saved))
    assert [[cell.value for cell in row] for row in after] == [[cell.value for cell in row] for row in before]
    last = after.cell(1, after.max_column).column_letter
    assert after.column_dimensions[last].hidden
    assert sum(cell.comment is not None for row in after for cell in row) == 2
    assert len(after.data_validations.dataValidation) == len(before.data_validations.dataValidation) > 0
