"""An officer drops a file on the page, reads what the night has said of the same file, and needs no mouse for it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import openpyxl
import pytest

from schemas.published.codes import QUARANTINE_KINDS
from tests.browser.conftest import office_page
from tests.browser.interface import Interface

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_AS_DROPPED = """([name, content]) => {
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], name));
    return transfer;
}"""
_CELLS = """rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"""
_FOCUSED = "document.activeElement.id"


@pytest.fixture
def desk(browser: Browser, interface: Interface) -> Iterator[Page]:
    """The page in a small window; what goes wrong in its script fails the test."""
    troubles: list[str] = []
    with office_page(browser, interface.check_address, 1366, 768) as page:
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
        page.goto("/")
        yield page
        assert troubles == []


def drop(page: Page, path: Path) -> None:
    """Drop a file on the page, as a mouse would."""
    content = base64.b64encode(path.read_bytes()).decode()
    transfer = page.evaluate_handle(_AS_DROPPED, [path.name, content])
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("body", event, {"dataTransfer": transfer})


def _said_at_night(data: Path, source: str) -> list[tuple[str, ...]]:
    query = "SELECT kind, sheet, row_number, header, message FROM quality.quarantine WHERE source = ?"
    with duckdb.connect(data / "published" / "xundian.duckdb", read_only=True) as connection:
        rows = connection.execute(query, [source]).fetchall()
    return sorted(
        (QUARANTINE_KINDS[kind], sheet or "—", str(row), "".join(header.split()), message)
        for kind, sheet, row, header, message in rows
    )


def _fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("name", ["sign_offs.xlsx", "pension.csv"])
def test_a_dropped_file_is_told_as_at_night(desk: Page, interface: Interface, screenshots: Path, name: str) -> None:
    said = _said_at_night(interface.data, name)
    assert said
    drop(desk, interface.sources / name)
    desk.get_by_role("heading", name=f"有 {len(said)} 处要改正", exact=True).wait_for()
    rows = desk.locator("table.returned tbody tr").evaluate_all(_CELLS)
    assert sorted(map(tuple, rows)) == said
    assert "查完了" in desk.get_by_role("status").inner_text()
    assert _fits(desk)
    desk.screenshot(path=screenshots / f"self-check-{name}.png", full_page=True)


def test_the_correction_workbook_is_taken_home(desk: Page, interface: Interface, tmp_path: Path) -> None:
    returned = {row for _, _, row, _, _ in _said_at_night(interface.data, "pension.csv")}
    drop(desk, interface.sources / "pension.csv")
    with desk.expect_download() as download:
        desk.get_by_text("带回更正表").click()
    assert download.value.suggested_filename.startswith("更正表_pension_")
    download.value.save_as(tmp_path / "home.xlsx")
    book = openpyxl.load_workbook(tmp_path / "home.xlsx")
    assert book.sheetnames == ["说明", "pension"]
    assert book["pension"].max_row == 1 + len(returned)


def test_the_keyboard_alone_is_enough(desk: Page, interface: Interface, screenshots: Path) -> None:
    # The browser is told to hand over its dialog while others wait: asked with the key, it may come after the key.
    desk.on("filechooser", lambda _: None)
    desk.keyboard.press("Tab")
    assert desk.evaluate(_FOCUSED) == "file"
    desk.screenshot(path=screenshots / "self-check-keyboard.png")
    with desk.expect_file_chooser() as chooser:
        desk.keyboard.press("Enter")
    chooser.value.set_files(interface.sources / "sign_offs.xlsx")
    verdict = desk.locator("#answer h2")
    verdict.wait_for()
    assert "处要改正" in verdict.inner_text()
    assert desk.evaluate("document.activeElement.matches('#answer h2')")
    assert _fits(desk)

    desk.locator("#file").focus()
    desk.keyboard.press("Tab")
    assert desk.evaluate(_FOCUSED) == "feed"
    while desk.locator("#feed").input_value() != "pension":
        desk.keyboard.press("ArrowDown")
    # The date has several parts of its own, and a button for the calendar.
    for _ in range(6):
        desk.keyboard.press("Tab")
        if desk.evaluate(_FOCUSED) == "submit":
            break
    desk.keyboard.press("Enter")
    desk.get_by_text("（pension）检查").wait_for()


def test_what_was_not_checked_is_said(desk: Page, interface: Interface, tmp_path: Path) -> None:
    path = tmp_path / "<img src=x onerror=alert(1)>.csv"
    path.write_text("甲,乙\n1,2\n", "utf-8")
    drop(desk, path)
    desk.get_by_role("heading", name="没有查成").wait_for()
    desk.get_by_text("请选定名册后再查").wait_for()
    assert desk.locator("img").count() == 0
    assert path.name in desk.locator("#chosen").inner_text()
