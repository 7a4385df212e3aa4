"""The pages of an officer's desk, opened by mouse as the handbook tells: for the tests, and for its screenshots."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError as NotThere

from schemas.departments import DEPARTMENTS
from xundian_pipeline.orchestration.department_rerun import DEPARTMENT_RERUN
from xundian_pipeline.orchestration.feed_reports import NO_ROWS_RETURNED

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

_CLICKS, _MILLISECONDS_BETWEEN_CLICKS = 10, 5_000

LOCATION = "/locations/xundian_pipeline.definitions"


def open_jobs(page: Page) -> None:
    """Open the list of jobs."""
    page.goto("/jobs")
    page.get_by_text(DEPARTMENT_RERUN, exact=True).wait_for()


def choose_department(page: Page, name: str) -> None:
    """Open the launchpad of the department's rerun, and choose a department from the list."""
    offer_departments(page)
    page.get_by_text(name, exact=True).click()
    page.get_by_text(f"partition: {name}").wait_for()


def offer_departments(page: Page) -> None:
    """Open the launchpad of the department's rerun with its list of departments unfolded."""
    page.goto(f"{LOCATION}/jobs/{DEPARTMENT_RERUN}/playground")
    page.get_by_text("All defaults expanded").wait_for()
    # The page folds the list when it goes on loading: an officer clicks again, too.
    offered = page.get_by_text(next(iter(DEPARTMENTS.values())), exact=True)
    for _ in range(_CLICKS):
        page.get_by_placeholder("Partition").click()
        with suppress(NotThere):
            offered.wait_for(timeout=_MILLISECONDS_BETWEEN_CLICKS)
            return
        page.keyboard.press("Escape")
    raise AssertionError("the departments are not offered")


def open_department(page: Page, department: str) -> None:
    """Open the list of a department's feeds."""
    page.goto(f"{LOCATION}/asset-groups/{department}/list")


def open_returned_rows(page: Page, feed: str) -> None:
    """Open the check of a feed that says which rows were returned."""
    page.goto(f"/assets/{feed}?view=checks")
    page.get_by_text(NO_ROWS_RETURNED, exact=True).first.click()
    page.get_by_text("应当怎样写").wait_for()


def open_picture(page: Page, asset: str, title: str) -> Locator:
    """Open a picture on the page of an asset; return it as drawn."""
    page.goto(f"/assets/{asset}")
    line = page.locator("tr").filter(has_text=re.compile(re.escape(title))).last
    line.scroll_into_view_if_needed()
    line.get_by_text("[Show Markdown]").click()
    drawn = page.get_by_role("img", name=title)
    drawn.wait_for()
    return drawn
