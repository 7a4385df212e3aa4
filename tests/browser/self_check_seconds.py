"""How long the page that checks files takes, as an officer sees it: `python -m tests.browser.self_check_seconds FILE`.

Files are dropped in Chromium; the clock runs from the drop until the answer and its correction workbook are there.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import launched, office_page
from tests.browser.test_self_check import drop
from tests.self_check.serving import serving


def main() -> None:
    """Drop each file, and say what the page answered after how many seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    files = parser.parse_args().files
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launched(playwright)
        with serving(Path(folder)) as server:
            for file in files:
                with office_page(browser, server.origin, 1366, 768) as page:
                    page.goto("/")
                    started = time.monotonic()
                    drop(page, file)
                    page.get_by_text("查完了").wait_for()
                    seconds = time.monotonic() - started
                    print(f"{file.name}: {page.get_by_role('heading').all_inner_texts()[-1]}, {seconds:.1f} s")
        browser.close()


if __name__ == "__main__":
    main()
