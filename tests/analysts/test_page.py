"""Everything that the analysts' page has to be typed is typed, against a night of a small sample county."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from schemas.published import PUBLISHED
from tests.conftest import REPOSITORY
from xundian_pipeline.cli import main

HOUSEHOLDS = "60"

_PAGE = (REPOSITORY / "docs" / "analysts.md").read_text("utf-8")
_OF_TWO_NIGHTS = "exit_indicators.changes"


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", _PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder after one night."""
    folder = tmp_path_factory.mktemp("analysts")
    sources, data = folder / "sources", folder / "data"
    assert main(["sample", "--out", str(sources), "--households", HOUSEHOLDS]) == 0
    assert main(["nightly", "--sources", str(sources), "--data", str(data)]) == 0
    return data


@pytest.fixture(scope="module")
def night(data: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database, as an analyst opens it."""
    with duckdb.connect(data / "published" / "xundian.duckdb", read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("query", _blocks("sql"))
def test_a_query_runs_and_finds_something(query: str, night: duckdb.DuckDBPyConnection) -> None:
    found = night.execute(query).fetchall()
    assert bool(found) != (_OF_TWO_NIGHTS in query)


def test_the_python_runs_and_writes_the_trend(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "data").symlink_to(data)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for block in _blocks("python"):
        exec(block, names)
    names["night"].close()
    lines = (tmp_path / "趋势.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "assessment_date,exit_ready,not_ready,verify"
    assert lines[1].startswith("2017-12-31")


def test_the_counts_by_township_are_those_of_the_night(night: duckdb.DuckDBPyConnection) -> None:
    query = next(query for query in _blocks("sql") if "可退出 DESC" in query)
    counts = night.execute(query).fetchall()
    expected = night.execute("SELECT COUNT(*) FROM exit_indicators.household_exit").fetchall()
    assert [(sum(households for _, households, *_ in counts),)] == expected
    assert all(households == sum(by_result) for _, households, *by_result in counts)


def test_tables_are_called_as_they_are_published() -> None:
    named = set(re.findall(r"\b(?:exit_indicators|management|quality)\.[a-z_]+", _PAGE))
    assert named
    assert named <= set(PUBLISHED)
