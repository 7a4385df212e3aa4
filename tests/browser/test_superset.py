"""The BI tool as `make bi` serves it, opened in Chromium. `make test-bi` runs this; it needs Superset installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from tests.browser.conftest import office_page
from tests.browser.interface import xundian
from tests.ports import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(
    os.environ.get("XUNDIAN_TEST_BI") != "1", reason="报表工具 Superset 没有试：运行 make test-bi"
)

REPOSITORY = Path(__file__).resolve().parents[2]
SUPERSET = (str(REPOSITORY / ".venv-bi" / "bin" / "python"), str(REPOSITORY / "bi" / "serve.py"))
HOUSEHOLDS = 60
RESULTS = {"可退出户数": "exit_ready", "未达标户数": "not_ready", "待核实户数": "verify"}
SECONDS_TO_START = 180


@dataclass(frozen=True)
class Office:
    """A data folder with one published night, its sources, and the BI tool over it."""

    sources: Path
    data: Path
    home: Path
    address: str

    @property
    def published(self) -> Path:
        return self.data / "published" / "xundian.duckdb"

    def households(self, result: str) -> int:
        with duckdb.connect(str(self.published), read_only=True) as database:
            counted = "SELECT COUNT(*) FROM exit_indicators.household_exit WHERE result = ?"
            return int(database.execute(counted, [result]).fetchall()[0][0])


@pytest.fixture(scope="module")
def office(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    assert browser.is_connected()
    folder = tmp_path_factory.mktemp("bi")
    sources, data, home, port = folder / "sources", folder / "data", folder / "bi", free_port()
    _run(*xundian("sample", "--out", sources, "--households", str(HOUSEHOLDS)))
    _run(*xundian("nightly", "--sources", sources, "--data", data, "--assessment-date", "2017-12-31"))
    with (folder / "bi.log").open("w") as log:
        served = subprocess.Popen(
            [*SUPERSET, "--data", str(data), "--home", str(home), "--port", str(port)], stdout=log, stderr=log
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/health", served, folder / "bi.log")
            yield Office(sources, data, home, f"http://127.0.0.1:{port}")
        finally:
            served.terminate()
            served.wait(30)


def test_the_numbers_of_the_dashboard_are_the_databases(office: Office, browser: Browser, screenshots: Path) -> None:
    with _signed_in(office, browser) as page:
        _open_dashboard(page)
        shown = {title: _big_number(page, title) for title in RESULTS}
        page.screenshot(path=screenshots / "superset.png", full_page=True)
    assert shown == {title: office.households(result) for title, result in RESULTS.items()}
    assert sum(shown.values()) > 0


def test_no_chart_of_the_dashboard_fails(office: Office, browser: Browser) -> None:
    with _signed_in(office, browser) as page:
        answers: list[int] = []
        page.on("response", lambda one: answers.append(one.status) if "/chart/data" in one.url else None)
        _open_dashboard(page)
        # Charts are drawn as they come into sight.
        page.set_viewport_size({"width": 1366, "height": 3200})
        page.wait_for_load_state("networkidle")
        assert page.get_by_text("寻甸脱贫退出指标").first.is_visible()
        assert len(answers) >= 14
        assert set(answers) == {200}


def test_a_new_night_is_seen_without_starting_anew_and_without_disturbing_it(office: Office, browser: Browser) -> None:
    before = {title: office.households(result) for title, result in RESULTS.items()}
    with _signed_in(office, browser) as page:
        _open_dashboard(page)
        assert {title: _big_number(page, title) for title in RESULTS} == before
        shutil.rmtree(office.sources / "medical_insurance")
        _run(*xundian("nightly", "--sources", office.sources, "--data", office.data, "--assessment-date", "2018-03-31"))
        after = {title: office.households(result) for title, result in RESULTS.items()}
        assert after != before
        _open_dashboard(page)
        assert {title: _big_number(page, title) for title in RESULTS} == after


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("SELECT * FROM read_csv('/etc/passwd')", "Permission"),
        ("ATTACH '{data}/restricted/persons.duckdb' AS persons (READ_ONLY)", "Permission"),
        ("SET enable_external_access = true", "locked"),
        ("DELETE FROM exit_indicators.household_exit", ""),
    ],
)
def test_a_query_reaches_the_published_tables_alone(office: Office, browser: Browser, query: str, answer: str) -> None:
    with _signed_in(office, browser) as page:
        counted = _ask(page, "SELECT COUNT(*) AS households FROM exit_indicators.household_exit")
        assert counted["status"] == 200, counted
        refused = _ask(page, query.format(data=office.data))
    assert refused["status"] >= 400, refused
    assert answer in refused["text"]


def test_its_files_are_private_and_nobody_signs_in_with_a_known_password(office: Office, browser: Browser) -> None:
    assert office.home.stat().st_mode & 0o077 == 0
    for name in ("password", "secret_key", "superset.db"):
        assert (office.home / name).stat().st_mode & 0o077 == 0
    with office_page(browser, office.address, 1366, 900) as page:
        _sign_in(page, "admin", "admin")
        page.wait_for_load_state("networkidle")
        assert "/login" in page.url


def test_without_a_night_it_says_what_to_do_first(tmp_path: Path) -> None:
    done = subprocess.run(
        [*SUPERSET, "--data", str(tmp_path), "--home", str(tmp_path / "bi")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "请先跑一夜" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told(office: Office, tmp_path: Path) -> None:
    port = office.address.rpartition(":")[2]
    done = subprocess.run(
        [*SUPERSET, "--data", str(office.data), "--home", str(tmp_path / "bi"), "--port", port],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"端口 {port} 已被占用" in done.stderr


@contextmanager
def _signed_in(office: Office, browser: Browser) -> Iterator[Page]:
    with office_page(browser, office.address, 1366, 900) as page:
        _sign_in(page, "xundian", (office.home / "password").read_text("utf-8"))
        page.wait_for_url(lambda url: "/login" not in url)
        yield page


def _sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/login/")
    page.wait_for_selector("input[type=password]")
    page.locator("input[type=text]").first.fill(name)
    page.locator("input[type=password]").fill(password)
    page.keyboard.press("Enter")


def _open_dashboard(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.goto("/superset/dashboard/xundian/")
    for title in RESULTS:
        _header_of(page, title).wait_for()


def _header_of(page: Page, title: str) -> Any:
    return (
        page.locator(".dashboard-chart, .chart-slice, [data-test-viz-type]")
        .filter(has_text=title)
        .locator(".header-line")
        .first
    )


def _big_number(page: Page, title: str) -> int:
    return int(_header_of(page, title).inner_text().replace(",", ""))


def _ask(page: Page, query: str) -> dict[str, Any]:
    """Ask as the tool's own page of queries does."""
    answer: dict[str, Any] = page.evaluate(
        """async (query) => {
            const token = (await (await fetch('/api/v1/security/csrf_token/')).json()).result;
            const databases = (await (await fetch('/api/v1/database/')).json()).result;
            const answer = await fetch('/api/v1/sqllab/execute/', {
                method: 'POST',
                headers: {'Content-Type': 'application/json', 'X-CSRFToken': token},
                body: JSON.stringify({database_id: databases[0].id, sql: query, runAsync: false, client_id: null}),
            });
            return {status: answer.status, text: await answer.text()};
        }""",
        query,
    )
    return answer


def _wait_for(address: str, served: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and served.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail(f"Superset 没有启动：\n{log.read_text()[-3000:]}")


def _run(*command: str) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
