"""What each mess promises, held against the project's own reading and acceptance of the files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from schemas.registry import CONTRACT_FEEDS as FEEDS
from tests.agreement.pipeline import run_steps
from tests.sample.conftest import DAY
from xundian_pipeline.acceptance import accept_feed
from xundian_pipeline.county import County
from xundian_pipeline.reading import read_feed
from xundian_pipeline.sample import MESSES, Summary, write_county
from xundian_pipeline.sample.bad_rows import CHECKS
from xundian_pipeline.sample.headings import DISPENSABLE

Accepted = dict[str, dict[str, pyarrow.Table]]


def accept(sources: Path, county: County) -> Accepted:
    """Every feed of a folder, read and accepted."""
    return {
        feed.id: accept_feed(read_feed(sources, feed, county.header_synonyms), feed, county, DAY)
        for feed in FEEDS.values()
    }


def rows(feed: str, tables: dict[str, pyarrow.Table]) -> Counter[tuple[Any, ...]]:
    """The accepted rows of a feed, without the columns that a file may leave out; the kind of dot in names aside."""
    columns = [column.name for column in FEEDS[feed].columns if (feed, column.name) not in DISPENSABLE]
    return Counter(
        tuple(str(value).replace("•", "·").replace("・", "·") for value in row.values())
        for row in tables["accepted"].select(columns).to_pylist()
    )


@pytest.fixture(scope="module")
def written(county: County, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Summary, Accepted]]:
    """One county in every mess, and what the project makes of it."""
    folder = tmp_path_factory.mktemp("messes")
    summaries = {mess: write_county(folder / mess, county, 200, 8, mess, DAY) for mess in MESSES}
    return {mess: (summary, accept(folder / mess, county)) for mess, summary in summaries.items()}


def test_nothing_is_wrong_in_clean_files(written: dict[str, tuple[Summary, Accepted]]) -> None:
    summary, accepted = written["none"]
    for feed, tables in accepted.items():
        assert tables["quarantine"].num_rows == 0, feed
        assert tables["accepted"].num_rows == summary.rows[feed], feed
        assert [kind for kind in tables["notices"]["kind"].to_pylist() if kind == "unknown_column"] == []


def test_light_mess_changes_spellings_and_no_content(written: dict[str, tuple[Summary, Accepted]]) -> None:
    clean, light = written["none"][1], written["light"][1]
    for feed in FEEDS:
        quarantine = light[feed]["quarantine"].to_pylist()
        cells = sum(line["kind"] == "cell" for line in quarantine)
        before, after = rows(feed, clean[feed]), rows(feed, light[feed])
        assert (after - before).total() <= cells, feed
        assert (before - after).total() <= len(quarantine), feed


def test_light_mess_plants_every_kind_of_bad_row_and_no_other(written: dict[str, tuple[Summary, Accepted]]) -> None:
    summary, accepted = written["light"]
    found = Counter(check for tables in accepted.values() for check in tables["quarantine"]["check"].to_pylist())
    planted = Counter(summary.planted)
    duplicates = planted.pop("duplicate")
    planted["key"] *= 2
    assert found == planted
    assert set(planted) == {*CHECKS, "key"}
    assert duplicates >= 2 * (len(FEEDS) - 1)
    ignored = sum(sum(tables["feed_runs"]["rows_ignored"].to_pylist()) for tables in accepted.values())
    assert ignored > duplicates


def test_heavy_mess_keeps_its_promises(written: dict[str, tuple[Summary, Accepted]]) -> None:
    summary, accepted = written["heavy"]
    for kind in (
        "damaged_number",
        "name_otherwise",
        "stranger",
        "stranger_like_member",
        "missing_number",
        "old_village_code",
    ):
        assert summary.planted[kind] > 0, kind
    assert len(summary.broken) == 4
    assert not any(path.startswith("register_") for path in summary.broken)
    reported = {
        line["source"]
        for tables in accepted.values()
        for line in tables["quarantine"].to_pylist()
        if line["kind"] == "file"
    }
    assert reported == set(summary.broken)
    for feed in ("register_households", "register_members"):
        assert accepted[feed]["accepted"].num_rows > 0.97 * written["none"][1][feed]["accepted"].num_rows


@pytest.mark.long
def test_a_county_of_2000_households_has_something_of_everything(county: County, tmp_path: Path) -> None:
    write_county(tmp_path / "sources", county, 2000, 1, "none", DAY)
    tables = run_steps(tmp_path / "sources", county, DAY, tmp_path / "tables")
    assert {row["rule"] for row in tables["findings"]} == {f"S{number:02d}" for number in range(1, 22)}
    statuses = {(row["indicator"], row["status"]) for row in tables["household_exit_indicators"]}
    assert statuses == {(f"H{number}", word) for number in range(1, 7) for word in ("pass", "fail", "unknown")}
    statuses = {(row["indicator"], row["status"]) for row in tables["village_exit_indicators"]}
    every = {(f"V{number}", word) for number in range(1, 11) for word in ("pass", "fail", "unknown")}
    assert statuses >= every - {("V7", "unknown")}
    results = Counter(row["result"] for row in tables["household_exit"])
    assert 0.9 < results["exit_ready"] / results.total() < 0.98
    assert results["not_ready"] > 0
    assert results["verify"] > 0
    assert any(row["members"] == 0 for row in tables["household_exit"])
    outcomes = {row["outcome"] for row in tables["linkage"]}
    assert outcomes == {"exact", "name_differs", "probable", "ambiguous", "unmatched", "not_registered"}
