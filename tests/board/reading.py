"""What a board shows, read in Chromium as a leader reads it, and what the published tables say of the same place."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NUMBERS = ("households", "persons", "exit_ready", "not_ready", "verify", "unknown", "open_findings", "fell_back")
MOST_BYTES = 4 * 1000 * 1000

_HOUSEHOLDS = """
SELECT
    COUNT(*),
    COALESCE(SUM(members), 0),
    COUNT(CASE WHEN result = 'exit_ready' THEN 1 END),
    COUNT(CASE WHEN result = 'not_ready' THEN 1 END),
    COUNT(CASE WHEN result = 'verify' THEN 1 END),
    COALESCE(SUM(open_findings), 0)
FROM exit_indicators.household_exit
WHERE starts_with(village_code, ?)
"""
_UNKNOWN = """
SELECT COUNT(*)
FROM exit_indicators.household_exit_indicators
WHERE status = 'unknown' AND starts_with(village_code, ?)
"""
_FELL_BACK = """
SELECT COUNT(DISTINCT c.household_id)
FROM exit_indicators.changes AS c, exit_indicators.household_exit AS h
WHERE c.household_id = h.household_id AND c.fell_back AND starts_with(h.village_code, ?)
"""
_VILLAGE = """
SELECT indicator, status, reason
FROM exit_indicators.village_exit_indicators
WHERE village_code = ?
ORDER BY CAST(substr(indicator, 2) AS INTEGER)
"""
_WORDS = {"pass": "✓ 达标", "fail": "✗ 不达标", "unknown": "？ 待核实"}


@contextmanager
def board_opened(
    browser: Browser, board: Path, width: int = 1366, height: int = 768
) -> Iterator[tuple[Page, list[str]]]:
    """The board in a window without a network; and what the page complained of."""
    troubles: list[str] = []
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", offline=True)
    try:
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text))
        page.on("request", lambda request: None if request.url.startswith("file:") else troubles.append(request.url))
        page.goto(board.absolute().as_uri())
        yield page, troubles
    finally:
        context.close()


def shown(page: Page, place: str) -> dict[str, int]:
    """The large numbers that the board shows of a place."""
    go(page, place)
    texts = page.locator("[data-number]").evaluate_all("all => all.map(one => [one.dataset.number, one.textContent])")
    return {name: int(text.replace(",", "")) for name, text in texts}


def go(page: Page, place: str) -> None:
    """Open a place of the board: "", a township's or a village's code."""
    page.evaluate("place => { location.hash = place }", place)
    page.wait_for_function("place => document.getElementById('trail').dataset.place === place", arg=place)


def said(connection: duckdb.DuckDBPyConnection, place: str) -> dict[str, int]:
    """The same numbers, out of the published tables."""
    *of_households, findings = connection.execute(_HOUSEHOLDS, [place]).fetchone() or ()
    (unknown,), (fell_back,) = (connection.execute(query, [place]).fetchone() or () for query in (_UNKNOWN, _FELL_BACK))
    return dict(zip(NUMBERS, [*of_households, unknown, findings, fell_back], strict=True))


def shown_indicators(page: Page, village: str) -> list[tuple[str, str, str]]:
    """The indicators that the board shows of a village: code, status and reason."""
    go(page, village)
    rows = page.locator("section", has=page.get_by_role("columnheader", name="理由")).locator("tbody tr")
    cells = rows.evaluate_all("rows => rows.map(row => [...row.cells].map(cell => cell.textContent))")
    return [(row[0].partition(" ")[0], row[1], row[4]) for row in cells]


def said_indicators(connection: duckdb.DuckDBPyConnection, village: str) -> list[tuple[str, str, str]]:
    """The same, out of the published tables."""
    rows = connection.execute(_VILLAGE, [village]).fetchall()
    return [(indicator, _WORDS[status], reason) for indicator, status, reason in rows]


def judged_villages(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The codes of the villages that the published tables judge."""
    return [code for (code,) in connection.execute("SELECT village_code FROM exit_indicators.village_exit").fetchall()]


def differing_places(page: Page, connection: duckdb.DuckDBPyConnection, number: int, seed: int = 1) -> list[Any]:
    """Of so many places taken at random, the county among them, those of which the board shows something else."""
    villages = judged_villages(connection)
    places = sorted({*villages, *(code[:9] for code in villages)})
    county = villages[0][:6]
    chosen = random.Random(seed).sample(places, min(number - 1, len(places)))
    differing: list[Any] = [place for place in chosen if shown(page, place) != said(connection, place)]
    if shown(page, "") != said(connection, county):
        differing.append(county)
    differing += [
        place
        for place in chosen
        if place in villages and shown_indicators(page, place) != said_indicators(connection, place)
    ]
    return differing
