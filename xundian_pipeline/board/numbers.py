"""The numbers of the board, all of them out of the published tables of one night: what it shows is what they say.

Places are counted once, by village; a township's and the county's counts are the sums of their villages'.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from schemas.departments import DEPARTMENTS
from schemas.published import codes
from schemas.published.table import DEPARTMENT_SEPARATOR
from schemas.registry import FEEDS
from xundian_pipeline.county import TOWNSHIP_DIGITS, County
from xundian_pipeline.people.link import REGISTER
from xundian_pipeline.published_database import Row, named_indicators, rows_of
from xundian_pipeline.rules.rule import rule_of
from xundian_pipeline.wording import LEVELS, figure, incidence

MOST_CHANGES = 300
"""So many households that fell back are listed by name of household; how many there are in all is said."""

_COUNTS = """
SELECT
    village_code,
    COUNT(*) AS households,
    SUM(members) AS persons,
    SUM(open_findings) AS open_findings,
    COUNT(*) FILTER (result = 'exit_ready') AS exit_ready,
    COUNT(*) FILTER (result = 'not_ready') AS not_ready,
    COUNT(*) FILTER (result = 'verify') AS verify,
    COUNT(*) FILTER (result = 'exit_ready' AND signed_household) AS signed_household,
    COUNT(*) FILTER (result = 'exit_ready' AND signed_village) AS signed_village,
    COUNT(*) FILTER (result = 'exit_ready' AND signed_township) AS signed_township,
    COUNT(*) FILTER (result = 'exit_ready' AND signed_county) AS signed_county
FROM exit_indicators.household_exit
GROUP BY village_code
"""
_STATUSES = """
SELECT village_code, indicator || ' ' || status AS counted, COUNT(*) AS n
FROM exit_indicators.household_exit_indicators
GROUP BY ALL
"""
_FINDINGS = """
SELECT
    h.village_code,
    COUNT(*) FILTER (f.status = 'open' AND f.first_seen = f.assessment_date) AS opened,
    COUNT(*) FILTER (f.closed_on = f.assessment_date) AS closed
FROM exit_indicators.findings AS f
INNER JOIN exit_indicators.household_exit AS h ON f.household_id = h.household_id
GROUP BY h.village_code
"""
_FELL_BACK = """
SELECT
    c.household_id, h.village_code, c.indicator, c.value_before, c.value, c.cause
FROM exit_indicators.changes AS c
LEFT JOIN exit_indicators.household_exit AS h ON c.household_id = h.household_id
WHERE c.fell_back
ORDER BY h.village_code, c.household_id, c.indicator
"""
_CHANGES = """
SELECT indicator, status_before, status, COUNT(*) AS n
FROM exit_indicators.changes
WHERE status_before IS DISTINCT FROM status
GROUP BY ALL
ORDER BY indicator, n DESC, status_before, status
"""
_RULES = """
SELECT
    rule,
    COUNT(*) FILTER (status = 'open') AS open,
    COUNT(*) FILTER (status = 'open' AND first_seen = assessment_date) AS opened,
    COUNT(*) FILTER (closed_on = assessment_date) AS closed
FROM exit_indicators.findings
GROUP BY rule
HAVING open + closed > 0
ORDER BY open DESC, rule
"""
_TREND = """
SELECT
    assessment_date,
    result,
    SUM(households)::BIGINT AS households
FROM exit_indicators.progress
GROUP BY ALL
ORDER BY assessment_date, result
"""


def board_numbers(connection: duckdb.DuckDBPyConnection, county: County, day: datetime.date) -> dict[str, Any]:
    """Return all that the board shows of the night of `day`, which the published database `connection` holds."""
    fell_back = rows_of(connection, _FELL_BACK)
    household, village, of_county = (
        named_indicators(connection, f"{unit}_exit_indicators") for unit in ("household", "village", "county")
    )
    villages = _villages(connection, county, day, _counts(connection, fell_back), household, village)
    (night,) = rows_of(connection, "FROM exit_indicators.nights WHERE assessment_date = ?", day)
    townships = _townships(villages, county, day, household)
    return {
        "county": county.name,
        "night": day.isoformat(),
        "rule_version": night["rule_version"],
        "sealed": night["sealed"],
        "words": {
            "statuses": codes.STATUSES,
            "results": codes.RESULTS,
            "levels": LEVELS,
            "indicators": {
                code: one.name for of_units in (household, village, of_county) for code, one in of_units.items()
            },
        },
        "whole": {
            "counts": _summed((village["counts"] for village in villages.values()), household),
            "results": _results(villages.values()),
            "indicators": [
                _judged(row, of_county)
                for row in rows_of(connection, "FROM exit_indicators.county_exit_indicators ORDER BY indicator")
            ],
        },
        "townships": townships,
        "villages": villages,
        "fell_back": _fell_back(fell_back, household),
        "changes": rows_of(connection, _CHANGES),
        "findings": [{**row, "name": codes.FINDING_RULES[row["rule"]]} for row in rows_of(connection, _RULES)],
        "departments": _departments(connection, county),
        "funds": rows_of(
            connection,
            "SELECT fund_source, spent, spent_on_poor, share, status, reason FROM management.fund_shares",
        ),
        "trend": _trend(connection),
    }


def _villages(
    connection: duckdb.DuckDBPyConnection,
    county: County,
    day: datetime.date,
    counts: Mapping[str, Mapping[str, int]],
    of_household: Mapping[str, codes.Indicator],
    of_village: Mapping[str, codes.Indicator],
) -> dict[str, dict[str, Any]]:
    """Every village that is judged or in force on `day`, by code; `counts` are those of their households, the others
    the indicators of households and of villages."""
    judged = {row["village_code"]: row for row in rows_of(connection, "FROM exit_indicators.village_exit")}
    listed = county.list_in_force("村级", day)
    of_villages: dict[str, dict[str, Any]] = {}
    for row in rows_of(connection, "FROM exit_indicators.village_exit_indicators"):
        of_villages.setdefault(row["village_code"], {})[row["indicator"]] = _judged(row, of_village)
    townships = county.township_names
    villages = {}
    for code in sorted({*judged, *listed}):
        found, own = judged.get(code), of_villages.get(code, {})
        villages[code] = {
            "name": found["village"] if found else listed[code],
            "township": code[:TOWNSHIP_DIGITS],
            "township_name": found["township"] if found else townships.get(code[:TOWNSHIP_DIGITS], ""),
            "poor": found["poor_village"] if found else None,
            "result": found["result"] if found else None,
            "incidence": incidence(found) if found else None,
            "indicators": [own[name] for name in of_village if name in own],
            "counts": _summed([counts.get(code, {})], of_household),
        }
    return villages


def _counts(connection: duckdb.DuckDBPyConnection, fell_back: list[Row]) -> dict[str, Mapping[str, int]]:
    """What is counted of the households of each village."""
    counts: dict[str, Counter[str]] = {}
    for query in (_COUNTS, _FINDINGS):
        for row in rows_of(connection, query):
            counts.setdefault(row.pop("village_code"), Counter()).update({name: int(n) for name, n in row.items()})
    for row in rows_of(connection, _STATUSES):
        counts[row["village_code"]][row["counted"]] = row["n"]
    households = {(row["village_code"], row["household_id"]) for row in fell_back}
    for code, number in Counter(code for code, _ in households if code in counts).items():
        counts[code]["fell_back"] = number
    return dict(counts)


def _summed(places: Iterable[Mapping[str, int]], of_household: Mapping[str, codes.Indicator]) -> dict[str, int]:
    """The counts of several places together; every name is there, counted or not."""
    total = Counter(
        dict.fromkeys(("households", "persons", "open_findings", "opened", "closed", "fell_back", *LEVELS), 0)
    )
    total.update(dict.fromkeys(codes.RESULTS, 0))
    total.update({f"{code} {status}": 0 for code in of_household for status in codes.STATUSES})
    for place in places:
        total.update(place)
    return dict(total)


def _results(villages: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many villages have which result."""
    counted = Counter(village["result"] for village in villages)
    return {result: counted[result] for result in codes.RESULTS}


def _townships(
    villages: Mapping[str, dict[str, Any]],
    county: County,
    day: datetime.date,
    of_household: Mapping[str, codes.Indicator],
) -> dict[str, dict[str, Any]]:
    """Every township that has a village or is in force on `day`, by code, with its tile."""
    listed = county.list_in_force("乡级", day)
    of_township: dict[str, list[dict[str, Any]]] = {code: [] for code in listed}
    for village in villages.values():
        of_township.setdefault(village["township"], []).append(village)
    tiles = _tiles(list(of_township), county)
    return {
        code: {
            "name": listed.get(code) or (own[0]["township_name"] if own else code),
            "tile": tiles[code],
            "villages": len(own),
            "results": _results(own),
            "counts": _summed((village["counts"] for village in own), of_household),
        }
        for code, own in sorted(of_township.items())
    }


def _tiles(townships: list[str], county: County) -> dict[str, tuple[int, int]]:
    """Row and column of each township: the county's own, below them the others in their order; without any, a grid."""
    tiles = {code: county.tiles[code] for code in townships if code in county.tiles}
    columns = max((column + 1 for _, column in tiles.values()), default=5)
    first = max((row + 1 for row, _ in tiles.values()), default=0)
    others = [code for code in townships if code not in tiles]
    return tiles | {code: (first + at // columns, at % columns) for at, code in enumerate(others)}


def _judged(row: Row, indicators: Mapping[str, codes.Indicator]) -> dict[str, Any]:
    """An indicator of a village or the county as it is shown."""
    unit = indicators[row["indicator"]].unit
    return {
        "indicator": row["indicator"],
        "status": row["status"],
        "value": None if row["value"] is None else figure(row["value"], unit).strip(),
        "threshold": None if row["threshold"] is None else figure(row["threshold"], unit).strip(),
        "reason": row["reason"],
    }


def _fell_back(rows: list[Row], named: Mapping[str, codes.Indicator]) -> dict[str, Any]:
    for row in rows:
        unit = named[row["indicator"]].unit
        for name in ("value_before", "value"):
            row[name] = None if row[name] is None else figure(row[name], unit).strip()
    return {"all": len({row["household_id"] for row in rows}), "rows": rows[:MOST_CHANGES]}


def _departments(connection: duckdb.DuckDBPyConnection, county: County) -> list[dict[str, Any]]:
    """What waits for each department: unknown indicators that rest on its feeds, findings, returned rows, feeds."""
    waiting: dict[str, dict[str, Any]] = {
        department: {"name": name, "unknown": {}, "findings": 0, "returned": 0, "absent": []}
        for department, name in DEPARTMENTS.items()
    }
    by_name = {name: department for department, name in DEPARTMENTS.items()}
    unknown = "SELECT indicator, COUNT(*) AS n FROM exit_indicators.household_exit_indicators WHERE status = 'unknown'"
    for row in rows_of(connection, f"{unknown} GROUP BY indicator ORDER BY indicator"):
        for department in _departments_of(row["indicator"], county):
            waiting[department]["unknown"][row["indicator"]] = row["n"]
    findings = "SELECT departments, COUNT(*) AS n FROM exit_indicators.findings WHERE status = 'open'"
    for row in rows_of(connection, f"{findings} GROUP BY departments"):
        for name in row["departments"].split(DEPARTMENT_SEPARATOR):
            waiting[by_name[name]]["findings"] += row["n"]
    returned = (
        "SELECT feed, COUNT(DISTINCT (source, sheet, row_number)) AS n FROM quality.quarantine WHERE kind = 'row'"
    )
    for row in rows_of(connection, f"{returned} GROUP BY feed"):
        waiting[FEEDS[row["feed"]].department]["returned"] += row["n"]
    for row in rows_of(connection, "SELECT feed FROM quality.notices WHERE kind = 'feed_absent' ORDER BY feed"):
        feed = FEEDS[row["feed"]]
        waiting[feed.department]["absent"].append(feed.title)
    return list(waiting.values())


def _departments_of(indicator: str, county: County) -> list[str]:
    """The departments on whose feeds a household's indicator rests; the register's own where there is no other.

    An indicator that reads no feed rests on the measures.
    """
    measures = (feed for code in county.rules.measures for feed in rule_of(county.rules, "measures", code).feeds)
    feeds = rule_of(county.rules, "household", indicator).feeds or tuple(measures)
    others = [feed for feed in feeds if feed not in REGISTER]
    return list(dict.fromkeys(FEEDS[feed].department for feed in others or feeds))


def _trend(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    nights: dict[str, dict[str, int]] = {}
    for row in rows_of(connection, _TREND):
        nights.setdefault(row["assessment_date"].isoformat(), {})[row["result"]] = row["households"]
    return {
        "nights": list(nights),
        "households": {result: [night.get(result, 0) for night in nights.values()] for result in codes.RESULTS},
    }
