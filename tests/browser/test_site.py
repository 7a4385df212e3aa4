"""The site of docs/, opened from a disk as an officer does: it asks no other machine, and finds Chinese words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import WAIT_MILLISECONDS
from tests.docs.building import built

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site."""
    target = tmp_path_factory.mktemp("site")
    done = built(target)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def opened(browser: Browser, site: Path) -> Iterator[Page]:
    """A page two folders deep. What is asked of another machine, or complained of, fails the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="zh-CN", offline=True)
    context.set_default_timeout(WAIT_MILLISECONDS)
    page, troubles = context.new_page(), []
    page.on("request", lambda one: one.url.startswith(("file:", "data:")) or troubles.append(one.url))
    page.on("console", lambda one: troubles.append(one.text))
    page.on("pageerror", lambda one: troubles.append(str(one)))
    page.goto((site / "dictionary" / "rules.html").as_uri())
    yield page
    context.close()
    assert troubles == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("更正表", "operations.html"),
        ("疑似匹配", "operations.html"),
        ("household_exit", "dictionary/exit_indicators.html"),
    ],
)
def test_a_search_without_a_server_finds_the_page(words: str, found: str, opened: Page, screenshots: Path) -> None:
    opened.get_by_role("textbox", name="搜索").click()
    opened.keyboard.insert_text(words)
    opened.keyboard.press("End")  # the page waits for a key, as an input method ends with
    results = opened.locator(".md-search-result__item a.md-search-result__link")
    results.first.wait_for()
    opened.screenshot(path=screenshots / f"site-{words}.png")
    addresses = [str(link.get_attribute("href")) for link in results.all()]
    assert any(f"/{found}" in address for address in addresses), addresses
    opened.locator(f".md-search-result__item a[href*='/{found}']").first.click()
    opened.wait_for_url(f"**/{found}*")
    opened.get_by_role("heading", level=1).wait_for()
