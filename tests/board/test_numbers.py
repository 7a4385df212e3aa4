"""The numbers of the board where a county is small: a first night, a fall back, no list of places, awkward names."""

from __future__ import annotations

import dataclasses
import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.publishing.small_night import NIGHT, county, small_night
from xundian_pipeline.board import board_page
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError

BEFORE = NIGHT - datetime.timedelta(days=1)


def numbers(data: Path, of_county: County | None = None) -> dict[str, Any]:
    """What the page holds."""
    page = board_page(data, of_county or county(), NIGHT)
    (written,) = re.findall(r'<script id="numbers" type="application/json">(.*?)</script>', page, re.DOTALL)
    return dict(json.loads(written))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One night."""
    folder = tmp_path_factory.mktemp("first")
    small_night().publish(folder / "tables", folder / "data")
    return folder / "data"


def test_a_first_night_has_nothing_to_compare_with(data: Path) -> None:
    shown = numbers(data)
    assert (shown["night"], shown["fell_back"], shown["changes"]) == (str(NIGHT), {"all": 0, "rows": []}, [])
    assert shown["trend"]["nights"] == [str(NIGHT)]
    counts = shown["whole"]["counts"]
    assert (counts["households"], counts["not_ready"], counts["verify"]) == (2, 1, 1)
    assert counts["H4 unknown"] == counts["H1 fail"] == 1


def test_a_household_that_fell_back_is_told_with_its_cause(tmp_path: Path) -> None:
    before = small_night()
    for row in before.tables["household_exit_indicators"]:
        if row["indicator"] == "H1":
            row["status"] = "pass"
    before.publish(tmp_path / "before", tmp_path / "data", assessment_date=BEFORE)
    small_night().publish(tmp_path / "after", tmp_path / "data")
    shown = numbers(tmp_path / "data")
    assert shown["fell_back"]["all"] == 1
    (row,) = shown["fell_back"]["rows"]
    assert (row["household_id"], row["indicator"]) == ("53012900000002", "H1")
    assert row["cause"]
    assert shown["villages"][row["village_code"]]["counts"]["fell_back"] == 1
    assert shown["whole"]["counts"]["fell_back"] == 1
    assert {"indicator": "H1", "status_before": "pass", "status": "fail", "n": 1} in shown["changes"]


def test_every_place_in_force_is_there_and_has_its_tile(data: Path) -> None:
    shown = numbers(data)
    assert (len(shown["townships"]), len(shown["villages"])) == (16, 176), "175 in force, and the one of the night"
    assert shown["townships"]["530129208"]["tile"] == [0, 2]
    assert sum(one["villages"] for one in shown["townships"].values()) == 176


def test_a_county_without_tiles_or_a_list_is_a_plain_grid(data: Path) -> None:
    bare = dataclasses.replace(county(), tiles={}, divisions=county().divisions.iloc[:0])
    shown = numbers(data, bare)
    assert len(shown["villages"]) == 1
    assert [one["tile"] for one in shown["townships"].values()] == [[0, 0]]


def test_what_comes_from_files_ends_no_script(tmp_path: Path) -> None:
    night = small_night()
    awkward = "</script><b>村&\"'"
    for name in ("household_results", "village_exit", "household_exit_indicators", "village_exit_indicators"):
        for row in night.tables[name]:
            row["village"] = awkward
    night.publish(tmp_path / "tables", tmp_path / "data")
    page = board_page(tmp_path / "data", county(), NIGHT)
    assert awkward not in page
    assert awkward in {village["name"] for village in numbers(tmp_path / "data")["villages"].values()}


def test_nothing_is_asked_of_a_network(data: Path) -> None:
    page = board_page(data, county(), NIGHT)
    assert "default-src 'none'" in page
    own = page[: page.index('<script id="numbers"')]
    assert "http:" not in own
    assert "https:" not in own
    assert " src=" not in own


def test_a_night_that_is_not_published_is_asked_for(data: Path) -> None:
    with pytest.raises(PipelineError, match="没有发布过的表"):
        board_page(data, county(), BEFORE)
