"""Errors of every library in one Chinese line, without what stood in a cell."""

from __future__ import annotations

import errno
import re
import sqlite3
from pathlib import Path

import duckdb
import pyarrow
import pytest
import sqlalchemy

from xundian_pipeline import faults
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.orchestration.shown_texts import ShownTexts

NUMBER = "53012919690720021X"


def _raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except BaseException as raised:  # noqa: BLE001
        return raised


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        OSError("[errno 28] Error writing bytes to file"),
        sqlite3.OperationalError("database or disk is full"),
        duckdb.IOException("IO Error: Could not write file: No space left on device"),
        sqlalchemy.exc.OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full")),
        _raised(RuntimeError("somewhere else"), OSError(errno.ENOSPC, "")),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_full_disk_is_known_whoever_notices_it(error: BaseException) -> None:
    assert faults.explain(error) == faults.DISK_FULL


@pytest.mark.parametrize("error", [MemoryError(), pyarrow.ArrowMemoryError("x"), duckdb.OutOfMemoryException("x")])
def test_too_little_memory_is_told(error: BaseException) -> None:
    assert faults.explain(error) == faults.OUT_OF_MEMORY


def test_an_unexpected_error_is_told_by_kind_and_place_alone() -> None:
    line = faults.explain(_raised(ValueError(f"cannot read {NUMBER}")))
    assert "ValueError" in line
    assert re.search(r"tests/orchestration/test_faults\.py:\d+", line)
    assert NUMBER not in line
    assert "\n" not in line


def test_a_missing_right_names_the_file() -> None:
    line = faults.explain(PermissionError(errno.EACCES, "Permission denied", "data/store"))
    assert "data/store" in line
    assert "权限" in line


def test_a_known_error_is_told_as_it_is_but_for_numbers() -> None:
    assert faults.explain(PipelineError(f"户编号 {NUMBER}\n不在名单里")) == "户编号 *** 不在名单里"


@pytest.mark.parametrize(("number", "may_pass"), [(errno.EIO, True), (errno.EAGAIN, True), (errno.ENOSPC, False)])
def test_what_may_pass_is_tried_again(number: int, may_pass: bool) -> None:
    assert faults.is_transient(OSError(number, "")) is may_pass


@pytest.mark.parametrize(
    "text",
    [NUMBER, NUMBER[:15], NUMBER.replace("X", "1"), "5.30129E+17", "5E+17"],
)
def test_what_looks_like_an_identity_number_is_masked(text: str) -> None:
    assert faults.mask(f"前{text}后") == "前***后"


@pytest.mark.parametrize("text", ["530129103201", "2017-12-31", "1250.50", "2017-12-31T02:00:00+08:00"])
def test_other_numbers_stay(text: str) -> None:
    assert faults.mask(text) == text


@pytest.fixture(scope="module")
def shown() -> ShownTexts:
    return ShownTexts(["羊街镇", "养老保险参保名单", "月待遇"])


@pytest.mark.parametrize(
    ("name", "as_shown"),
    [
        ("pension/羊街镇.xlsx", "pension/羊街镇.xlsx"),
        ("2017年羊街镇养老保险参保名单（最终版）.xls", "2017年羊街镇养老保险参保名单（最终版）.xls"),
        ("pension/欧阳某.xlsx", "pension/＊.xlsx"),
        ("羊街镇欧阳某.csv", "＊.csv"),
        ("Sheet1", "Sheet1"),
        (f"{NUMBER}.csv", "***.csv"),
    ],
)
def test_of_a_files_name_only_known_words_are_shown(shown: ShownTexts, name: str, as_shown: str) -> None:
    assert shown.name(name) == as_shown


def test_a_message_shows_what_it_says_and_hides_what_it_quotes(shown: ShownTexts) -> None:
    message = "pension/欧阳某.xlsx 的工作表“欧阳某”：缺少必填的列“月待遇”，请补上。"
    assert shown.message(message, "pension/欧阳某.xlsx", "欧阳某") == (
        "pension/＊.xlsx 的工作表“＊”：缺少必填的列“月待遇”，请补上。"
    )


def test_a_place_is_the_projects_own() -> None:
    def beyond() -> None:
        Path("nowhere").read_text("utf-8")

    with pytest.raises(FileNotFoundError) as caught:
        beyond()
    assert re.fullmatch(r"tests/orchestration/test_faults\.py:\d+", faults.position(caught.value))
