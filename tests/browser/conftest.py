"""Chromium, a small real night, and the interface over it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.interface import Interface, serve, xundian

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

HOUSEHOLDS = 60
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT_MILLISECONDS = 60_000


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Without it the tests are skipped, unless XUNDIAN_REQUIRE_BROWSER=1."""
    chromium = shutil.which("chromium")
    if chromium is None:
        reason = "没有 chromium，界面没有试：apt-get install chromium fonts-noto-cjk"
        if os.environ.get("XUNDIAN_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = launched(playwright)
        yield started
        started.close()


@pytest.fixture(scope="package")
def interface(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interface]:
    """The interface over a night of a small sample county."""
    assert browser.is_connected()
    folder = tmp_path_factory.mktemp("interface")
    sources, data = folder / "sources", folder / "data"
    for command in (
        xundian("sample", "--out", sources, "--households", str(HOUSEHOLDS)),
        xundian("nightly", "--sources", sources, "--data", data),
    ):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    with serve(sources, data, folder / "interface.log") as started:
        yield started


def launched(playwright: Playwright) -> Browser:
    """Debian's Chromium, started without a window."""
    return playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)


@contextmanager
def office_page(browser: Browser, address: str, width: int, height: int) -> Iterator[Page]:
    """A page of a Chinese office's browser, in a window of so many pixels, until the block is left."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(WAIT_MILLISECONDS)
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture
def page(browser: Browser, interface: Interface) -> Iterator[Page]:
    """A page of an officer's browser: a Chinese office, a wide screen."""
    with office_page(browser, interface.address, 1600, 1000) as opened:
        yield opened


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """Where screenshots go: the folder that XUNDIAN_SCREENSHOTS names, else the test's own."""
    folder = Path(os.environ.get("XUNDIAN_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
