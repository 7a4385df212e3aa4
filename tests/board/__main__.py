"""Measure a night's board: `python -m tests.board DATA` opens DATA/reports/<D>/board.html with no network.

Says its size, when the first picture stood, what the page complained of, and of 50 places taken at random those whose
numbers are not the published tables'. 1 where something is not as it should be.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import time
from pathlib import Path

import duckdb
from playwright.sync_api import sync_playwright

from tests.board.reading import MOST_BYTES, board_opened, differing_places
from tests.browser.conftest import launched

PLACES = 50
MOST_SECONDS = 2.0


def main() -> int:
    """Measure the latest board of a data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    board = max((data / "reports").glob("*/board.html"))
    size = board.stat().st_size
    with sync_playwright() as playwright, contextlib.ExitStack() as left:
        browser = launched(playwright)
        left.callback(browser.close)
        connection = left.enter_context(duckdb.connect(str(data / "published" / "xundian.duckdb"), read_only=True))
        started = time.monotonic()
        page, troubles = left.enter_context(board_opened(browser, board))
        page.locator("canvas").first.wait_for()
        seconds = time.monotonic() - started
        differing = differing_places(page, connection, PLACES)
    print(
        f"{board}: {size / 1e6:.2f} MB，第一屏 {seconds:.2f} s，{PLACES} 处中不同的 {differing}，页面的错误 {troubles}"
    )
    return int(size > MOST_BYTES or seconds > MOST_SECONDS or bool(differing or troubles))


if __name__ == "__main__":
    sys.exit(main())
