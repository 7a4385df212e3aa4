"""The screenshots of the officers' handbook: `python -m tests.browser.screenshots` writes them anew.

They show the interface and the page that checks files, over a night of a sample county whose files are in disorder: all
that can be read in them is made up.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from schemas.departments import DEPARTMENTS
from tests.architecture.project_files import REPOSITORY
from tests.browser.conftest import launched, office_page
from tests.browser.desk_pages import (
    choose_department,
    offer_departments,
    open_department,
    open_jobs,
    open_picture,
    open_returned_rows,
)
from tests.browser.interface import Interface, serve, xundian

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = REPOSITORY / "docs" / "pictures"
HOUSEHOLDS = 300
WIDTH, HEIGHT = 1280, 900
DEPARTMENT, FEED, RERUN = "civil_affairs", "dibao", "labour"


def _department(page: Page) -> None:
    open_department(page, DEPARTMENT)
    page.get_by_text("Materialized").nth(4).wait_for()


def _rerun(page: Page) -> None:
    choose_department(page, DEPARTMENTS[RERUN])
    page.get_by_role("button", name="Launch Run").click()
    page.wait_for_url("**/runs/*")
    page.get_by_text("RUN_SUCCESS").first.wait_for(timeout=300_000)
    page.goto("/runs")
    page.get_by_text(f"department: {DEPARTMENTS[RERUN]}").first.wait_for()


INTERFACE: dict[str, tuple[int, Callable[[Page], object]]] = {
    "department": (560, _department),
    "returned-rows": (960, lambda page: open_returned_rows(page, FEED)),
    "picture": (720, lambda page: open_picture(page, "household_results", "各乡镇贫困户的退出结果（户）")),
    "jobs": (400, open_jobs),
    "choose-department": (640, offer_departments),
    "department-rerun": (640, _rerun),
}
"""Name of a screenshot -> the height of the window, and what opens the page that is shown."""


def main() -> None:
    """Write a sample county, run a night over it, and photograph the pages that the handbook speaks of."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=PICTURES, help="where the screenshots go")
    parser.add_argument("--households", type=int, default=HOUSEHOLDS, help="how large the sample county is")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources, data = folder / "sources", folder / "data"
        _run("sample", "--out", sources, "--households", str(arguments.households), "--mess", "heavy")
        _run("nightly", "--sources", sources, "--data", data)
        with serve(sources, data, folder / "interface.log") as interface, sync_playwright() as playwright:
            browser = launched(playwright)
            photograph(browser, interface, arguments.out)
            browser.close()


def photograph(browser: Browser, interface: Interface, folder: Path) -> None:
    """Write all screenshots of a running interface into a folder."""
    with office_page(browser, interface.address, WIDTH, HEIGHT) as page:
        for name, (height, open_page) in INTERFACE.items():
            page.set_viewport_size({"width": WIDTH, "height": height})
            open_page(page)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / f"{name}.png")
    with office_page(browser, interface.check_address, WIDTH, HEIGHT) as page:
        page.goto("/")
        page.set_input_files("#file", interface.sources / "pension.csv")
        page.locator("#answer h2").wait_for()
        page.screenshot(path=folder / "self-check.png")


def _run(*arguments: str | Path) -> None:
    subprocess.run(xundian(*arguments), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    main()
