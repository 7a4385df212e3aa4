"""The board of a real night, opened as from a USB stick: no network, no complaint, the published numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pypdf
import pytest

from tests.board.reading import MOST_BYTES, board_opened, differing_places, go, judged_villages, shown
from tests.browser.interface import Interface

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture
def board(interface: Interface) -> Path:
    """The board that the night wrote."""
    return interface.data / "reports" / "2017-12-31" / "board.html"


@pytest.fixture
def opened(browser: Browser, board: Path) -> Iterator[Page]:
    """The board in a leader's browser; what the page complains of fails the test."""
    with board_opened(browser, board) as (page, troubles):
        page.locator("canvas").first.wait_for()
        yield page
        assert troubles == []


def test_every_place_shows_what_the_published_tables_say(opened: Page, board: Path, interface: Interface) -> None:
    assert board.stat().st_size < MOST_BYTES
    assert board.stat().st_mode & 0o777 == 0o644
    with duckdb.connect(interface.data / "published" / "xundian.duckdb", read_only=True) as connection:
        assert differing_places(opened, connection, 50) == []


def test_county_township_and_village_are_one_click_apart(opened: Page, screenshots: Path) -> None:
    opened.screenshot(path=screenshots / "board-county.png")
    opened.get_by_role("link", name="塘子街道").click()
    opened.get_by_text("塘子街道的 8 个行政村").wait_for()
    opened.screenshot(path=screenshots / "board-township.png", full_page=True)
    opened.get_by_role("link", name="易隆").click()
    opened.get_by_role("heading", name="易隆").wait_for()
    opened.screenshot(path=screenshots / "board-village.png", full_page=True)
    opened.go_back()
    opened.get_by_text("塘子街道的 8 个行政村").wait_for()
    opened.get_by_role("link", name="全县").click()
    opened.get_by_role("heading", name="县五项").wait_for()


def test_the_keyboard_alone_is_enough(opened: Page) -> None:
    opened.get_by_placeholder("乡镇或行政村").focus()
    opened.keyboard.type("鸡街镇")
    opened.keyboard.press("Enter")
    opened.get_by_text("鸡街镇的 11 个行政村").wait_for()
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.tagName") == "A"


def test_a_village_without_households_has_no_verdict(opened: Page, interface: Interface) -> None:
    with duckdb.connect(interface.data / "published" / "xundian.duckdb", read_only=True) as connection:
        judged = set(judged_villages(connection))
    villages = opened.evaluate("Object.keys(board.villages)")
    assert len(villages) == 175
    without = sorted(set(villages) - judged)
    assert shown(opened, without[0])["households"] == 0
    opened.get_by_text("没有判定").first.wait_for()


def test_it_prints_on_a3_with_the_county_on_the_first_page(opened: Page, tmp_path: Path) -> None:
    go(opened, "")
    opened.pdf(path=tmp_path / "board.pdf", prefer_css_page_size=True, print_background=True)
    pages = pypdf.PdfReader(tmp_path / "board.pdf").pages
    paper = [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]]
    assert paper == [420, 297], "A3 landscape, in millimetres"
    first = unicodedata.normalize("NFKC", pages[0].extract_text())
    for heading in ("县五项", "逐级签字", "待核实由谁答复", "疑点"):
        assert heading in first
