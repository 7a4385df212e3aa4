"""The asset graph opens; by mouse an asset is rerun while somebody reads what is published, and a department is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from tests.browser.desk_pages import LOCATION, choose_department, open_jobs, open_picture, open_returned_rows
from tests.browser.interface import Interface, held_open
from xundian_pipeline.definitions import defs
from xundian_pipeline.orchestration.department_rerun import DEPARTMENT_RERUN, assets_of

if TYPE_CHECKING:
    from playwright.sync_api import Page


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


def test_the_catalogue_says_what_published_columns_are_and_where_they_come_from(page: Page, screenshots: Path) -> None:
    page.goto("/assets/published?view=overview")
    page.get_by_placeholder("Filter columns").fill("household_exit.h4")
    page.get_by_text("household_exit.h4", exact=True).wait_for()
    page.get_by_text(f"《{FEEDS['medical_insurance'].title}》险种").wait_for()
    page.screenshot(path=screenshots / "published-columns.png")


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


def test_a_department_is_rerun_by_mouse_alone(page: Page, interface: Interface, screenshots: Path) -> None:
    open_jobs(page)
    page.get_by_text(DEPARTMENT_RERUN, exact=True).click()
    page.get_by_text("我部门重跑：").first.wait_for()
    choose_department(page, DEPARTMENTS["labour"])
    page.screenshot(path=screenshots / "department-chosen.png")
    page.get_by_role("button", name="Launch Run").click()
    page.wait_for_url("**/runs/*")
    assert interface.wait_for_end(page.url.rpartition("/")[2]) == "SUCCESS"
    run = interface.latest_run()
    assert {asset["path"][-1] for asset in run["assetSelection"]} == {
        key.to_user_string() for key in assets_of("labour", defs)
    }
    page.goto("/runs")
    page.get_by_text(f"department: {DEPARTMENTS['labour']}").first.wait_for()
    page.screenshot(path=screenshots / "department-rerun.png")


def test_a_check_that_failed_says_what_to_write_and_where(page: Page, screenshots: Path) -> None:
    open_returned_rows(page, "sign_offs")
    for text in ("sign_offs.xlsx", "整行退回", "corrections/2017-12-31/poverty_office.xlsx"):
        page.get_by_text(text).first.wait_for()
    page.screenshot(path=screenshots / "returned-rows.png")


def test_a_picture_is_drawn(page: Page, screenshots: Path) -> None:
    drawn = open_picture(page, "household_results", "各乡镇贫困户的退出结果（户）")
    assert drawn.evaluate("image => image.complete && image.naturalWidth") > 300
    page.screenshot(path=screenshots / "picture.png")
