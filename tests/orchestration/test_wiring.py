"""The wiring against what the rules ask for: every family of a real night, its queries listened to."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

import pytest

from schemas.registry import FEEDS
from tests.orchestration.conftest import Office
from xundian_pipeline.county import load_county
from xundian_pipeline.engine import DuckDBEngine
from xundian_pipeline.orchestration.wiring import FEEDS_READ_BY_FAMILY, UPSTREAM
from xundian_pipeline.rules import FAMILIES
from xundian_pipeline.store import RunView, Store, combine

DAY = datetime.date(2017, 12, 31)
SHARED_BY_ALL_FEEDS = {"quarantine", "quarantined_rows", "feed_runs", "notices"}


@pytest.fixture
def view(office: Office) -> Iterator[RunView]:
    with Store(office.data).open_run("listener", DAY) as opened:
        yield opened


def _tables_asked_for(family: str, view: RunView, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Run a family on what its asset reads; return the tables that its queries name."""
    queries: list[str] = []
    create = DuckDBEngine.create

    def listen(self: DuckDBEngine, name: str, query: str) -> None:
        queries.append(re.sub(r"--[^\n]*", "", query))
        create(self, name, query)

    monkeypatch.setattr(DuckDBEngine, "create", listen)
    inputs = combine(view.dataset(asset) for asset in UPSTREAM[family])
    FAMILIES[family].run(inputs, load_county(), DAY)
    assert queries
    return {table for query in queries for table in re.findall(r"\b(?:FROM|JOIN)\s+\"?(\w+)", query)}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_reads_the_feeds_that_its_queries_name(
    family: str, view: RunView, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _tables_asked_for(family, view, monkeypatch)
    assert asked & set(FEEDS) == set(FEEDS_READ_BY_FAMILY[family])
    assert asked & SHARED_BY_ALL_FEEDS == set()
