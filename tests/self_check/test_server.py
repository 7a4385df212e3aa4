"""Whom the page answers, that nothing stays, and that one file never stops another."""

from __future__ import annotations

import http.client
import os
import signal
from pathlib import Path

import pytest

from tests.self_check.files import GOOD, NO_MONEY, csv_file, xlsx_file
from tests.self_check.serving import Server, serving
from tests.self_check.shown import shown
from xundian_pipeline.self_check.app import MOST_AT_ONCE
from xundian_pipeline.self_check.receiving import MOST_BYTES


def test_the_page_needs_nothing_from_elsewhere(server: Server) -> None:
    status, headers, page = server.ask("GET", "/")
    assert status == 200
    text = page.decode()
    for told in ("自动识别", '<optgroup label="民政局">', 'value="2017-12-31"', "寻甸县"):
        assert told in text
    for word in ("http://", "https://", "Dagster", "dagster"):
        assert word not in text
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert headers["X-Content-Type-Options"] == "nosniff"
    for path, kind in (("static/self_check.js", "javascript"), ("static/self_check.css", "text/css")):
        assert f'"{path}"' in text
        status, headers, content = server.ask("GET", f"/{path}")
        assert (status, kind in headers["Content-Type"]) == (200, True)
        assert headers["Cache-Control"] == "no-store"
        assert b"//cdn" not in content
        assert b"http" not in content


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://example.org"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "{origin}", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_other_sites_are_not_answered(headers: dict[str, str], server: Server) -> None:
    sent = {name: value.format(origin=server.origin) for name, value in headers.items()} | {"X-File-Name": "dibao.csv"}
    status, protecting, answer = server.ask("POST", "/check", csv_file(NO_MONEY), sent)
    assert status == 403
    assert protecting["X-Content-Type-Options"] == "nosniff"
    assert shown(answer).headings == ["没有查成"]


def test_a_file_is_only_taken_by_post_and_with_a_name(server: Server) -> None:
    assert server.ask("GET", "/check")[0] == 405
    status, _, answer = server.ask("POST", "/check", csv_file(GOOD), {"Origin": server.origin})
    assert status == 400
    assert "文件名" in shown(answer).paragraphs[0]


def test_a_file_that_is_too_long_is_refused_before_it_is_sent(server: Server) -> None:
    connection = server.connection()
    connection.putrequest("POST", "/check")
    for name, value in server.headers("dibao.csv", **{"Content-Length": str(MOST_BYTES + 1)}).items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert "超过 200 MB" in shown(answer.read()).paragraphs[0]
    connection.close()


def _listing(*folders: Path) -> set[tuple[str, int, int]]:
    paths = [path for folder in folders for path in folder.rglob("*")]
    return {(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths}


def test_nothing_of_a_file_stays(server: Server) -> None:
    before = _listing(server.temporary, server.data)
    assert [path.name for path in server.data.rglob("*")] == ["restricted", "record_key"]
    rows = [[*NO_MONEY[:6], f"20{number % 17:02}-{number % 12 + 1:02}", str(number)] for number in range(8_000)]
    (worker,) = server.workers()
    page = shown(server.check("钱多多/报表.xlsx", xlsx_file(*rows)))
    assert page.headings[0].startswith("有 ")
    assert _listing(server.temporary, server.data) == before
    assert server.output.read_bytes() == b""
    assert worker not in server.workers()
    assert not Path(f"/proc/{worker}").exists()
    held = [link.readlink() for link in Path(f"/proc/{server.process.pid}/fd").iterdir() if link.is_symlink()]
    assert [target for target in held if target.name.endswith("(deleted)")] == []


def test_a_worker_that_dies_is_told_and_replaced(server: Server) -> None:
    assert shown(server.check("dibao.csv", csv_file(GOOD))).headings[0] == "可以报送"
    (worker,) = server.workers()
    os.kill(worker, signal.SIGSTOP)
    connection = server.connection()
    connection.request("POST", "/check", csv_file(GOOD), server.headers("dibao.csv"))
    for _ in range(3):  # what is asked later is answered later: the worker has been told by then
        assert server.ask("GET", "/")[0] == 200
    os.kill(worker, signal.SIGKILL)
    response = connection.getresponse()
    status, answer = response.status, response.read()
    connection.close()
    assert status == 503
    assert "没有查完" in shown(answer).paragraphs[0]
    assert shown(server.check("dibao.csv", csv_file(GOOD))).headings[0] == "可以报送"


def test_too_many_at_once_are_asked_to_come_again(server: Server) -> None:
    waiting: list[http.client.HTTPConnection] = []
    for _ in range(MOST_AT_ONCE):
        connection = server.connection()
        connection.putrequest("POST", "/check")
        for name, value in server.headers("dibao.csv", **{"Content-Length": "10"}).items():
            connection.putheader(name, value)
        connection.endheaders()
        waiting.append(connection)
    status = 200
    while status == 200:
        status, _, answer = server.ask("POST", "/check", csv_file(GOOD), server.headers("dibao.csv"))
    assert status == 503
    assert "人太多" in shown(answer).paragraphs[0]
    assert server.ask("GET", "/")[0] == 200
    for connection in waiting:
        connection.close()
    while status == 503:
        status, _, answer = server.ask("POST", "/check", csv_file(GOOD), server.headers("dibao.csv"))
    assert shown(answer).headings[0] == "可以报送"


def test_it_ends_whole(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        workers = server.workers()
        assert len(workers) == 1
    assert server.process.returncode in {0, -signal.SIGTERM}
    assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []
    assert list(server.temporary.iterdir()) == []
