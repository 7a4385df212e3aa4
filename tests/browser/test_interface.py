"""The asset graph opens, and an asset is rerun from it while somebody reads what is published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from tests.browser.interface import Interface, held_open

if TYPE_CHECKING:
    from playwright.sync_api import Page

LOCATION = "/locations/xundian_pipeline.definitions"


def _select(page: Page, group: str, asset: str) -> None:
    """Open the graph of a group with one asset selected, its panel beside: a large group shows its names only then."""
    page.goto(f"{LOCATION}/asset-groups/{group}/lineage/{asset}")
    page.get_by_role("button", name="Materialize").first.wait_for()
    page.get_by_text("Latest materialization").wait_for()


def test_the_asset_graph_shows_every_group(page: Page, screenshots: Path) -> None:
    page.goto("/asset-groups")
    for group in (*DEPARTMENTS, "people", "households", "indicators", "published"):
        page.get_by_text(group, exact=True).first.wait_for()
    page.screenshot(path=screenshots / "asset-graph.png")


def test_an_asset_says_in_chinese_what_it_is(page: Page, screenshots: Path) -> None:
    feed = FEEDS["dibao"]
    _select(page, feed.department, feed.id)
    for text in (DEPARTMENTS[feed.department], feed.title, "考核日", "2017-12-31"):
        page.get_by_text(text).first.wait_for()
    page.screenshot(path=screenshots / "feed.png")


@pytest.mark.parametrize(("group", "asset"), [("indicators", "findings"), ("published", "published")])
def test_one_asset_is_rerun_while_the_published_file_is_read(
    page: Page, interface: Interface, screenshots: Path, group: str, asset: str
) -> None:
    before = interface.latest_run()["runId"]
    _select(page, group, asset)
    with held_open(interface.data / "published" / "xundian.duckdb") as seen:
        page.get_by_role("button", name="Materialize selected").click()
        page.get_by_text("Launched run").wait_for()
        page.screenshot(path=screenshots / f"{asset}-launched.png")
        run = interface.latest_run()
        assert run["runId"] != before
        assert run["assetSelection"] == [{"path": [asset]}]
        assert interface.wait_for_end(run["runId"]) == "SUCCESS"
    assert seen["reads"] > 1
    assert len(seen["answers"]) == 1, "what the reader held open changed under it"
    page.goto(f"/runs/{run['runId']}")
    page.get_by_text("Success", exact=True).first.wait_for()
    page.get_by_text("RUN_SUCCESS").first.wait_for()
    page.screenshot(path=screenshots / f"{asset}-succeeded.png")
