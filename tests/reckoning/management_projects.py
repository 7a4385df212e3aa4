"""M4 project_progress, M5 fund_shares, M7 assessment_progress (management.md)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .acceptance import Record
from .findings import Scene
from .kleene import FAIL, PASS, UNKNOWN, WORDS

Line = dict[str, Any]

TOTAL = "合计"


# ---- M4 --------------------------------------------------------------------------------------------------


def project_progress(scene: Scene) -> list[Line]:
    """M4: every accepted row of projects."""
    return [_progress(record, scene) for record in scene.rows["projects"].accepted]


def _progress(record: Record, scene: Scene) -> Line:
    received, spent = record.get("received"), record.get("spent")
    return {
        "project_id": record.get("project_id"),
        "village_code": record.get("village_code"),
        "measure": record.get("measure"),
        "fund_source": record.get("fund_source"),
        **{name: _money(record.get(name)) for name in ("budget", "received", "spent", "spent_on_poor")},
        "execution": float(Fraction(spent) / Fraction(received)) if received and spent is not None else None,
        "beneficiaries": _beneficiaries(record, scene),
        "state": _state(record, scene.day),
    }


def _money(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _state(record: Record, day: date) -> str:
    """In this order: not_started, finished_unspent, finished, running."""
    start, end = record.get("start_date"), record.get("end_date")
    if start is None or start > day:
        return "not_started"
    if end is not None and end <= day:
        return "finished" if record.get("spent") else "finished_unspent"
    return "running"


def _beneficiaries(record: Record, scene: Scene) -> int | None:
    """Registered households of that village named by a record of that project with date <= D; null if the feed has
    not come."""
    if not scene.rules.absence.present("project_beneficiaries"):
        return None
    named = 0
    for household in scene.households:
        if household.village_code == record.get("village_code"):
            named += any(
                one.get("project_id") == record.get("project_id") and one.get("date") <= scene.day
                for one in household.of("project_beneficiaries")
            )
    return named


# ---- M5 --------------------------------------------------------------------------------------------------


def fund_shares(scene: Scene) -> list[Line]:
    """M5: the fund sources that accepted projects name, and 合计 always; all projects, whatever their dates."""
    if not scene.rules.absence.present("projects"):
        nothing = dict.fromkeys(("budget", "received", "spent", "spent_on_poor", "share"))
        return [{"fund_source": TOTAL, **nothing, "status": WORDS[UNKNOWN]}]
    of_source: dict[str, list[Record]] = {}
    for record in scene.rows["projects"].accepted:
        of_source.setdefault(record.get("fund_source"), []).append(record)
    line = Fraction(scene.rules.parameters["funds_to_poor_share"])
    of_source[TOTAL] = scene.rows["projects"].accepted
    return [_share(source, records, line) for source, records in of_source.items()]


def _share(source: str, records: list[Record], line: Fraction) -> Line:
    """A project with spent > 0 and spent_on_poor missing makes an interval (0 to its spent); no spending -> unknown."""
    sums = {
        name: sum((record.get(name) or Decimal(0) for record in records), Decimal(0))
        for name in ("budget", "received", "spent", "spent_on_poor")
    }
    open_to_the_poor = sum(
        (record.get("spent") or Decimal(0) for record in records if record.get("spent_on_poor") is None), Decimal(0)
    )
    low = high = None
    status = UNKNOWN
    if sums["spent"]:
        low = Fraction(sums["spent_on_poor"]) / Fraction(sums["spent"])
        high = low + Fraction(open_to_the_poor) / Fraction(sums["spent"])
        if low >= line:
            status = PASS
        elif high < line:
            status = FAIL
    return {
        "fund_source": source,
        **{name: float(value) for name, value in sums.items()},
        "share": None if low is None else float(low),
        "status": WORDS[status],
    }


# ---- M7 --------------------------------------------------------------------------------------------------


def assessment_progress(scene: Scene) -> list[Line]:
    """M7: the types with a problem found by D, and 合计 always; all accepted rows count."""
    feed = scene.rows["third_party_assessment"]
    if not feed.present:
        nothing = dict.fromkeys(("found", "rectified", "closed", "open", "oldest_open"))
        return [{"problem": TOTAL, **nothing, "status": WORDS[UNKNOWN]}]
    of_type: dict[str, list[Record]] = {}
    for record in feed.accepted:
        of_type.setdefault(record.get("problem"), []).append(record)
    of_type = {
        problem: records
        for problem, records in of_type.items()
        if any(_by(record, "found_date", scene.day) for record in records)
    }
    of_type[TOTAL] = feed.accepted
    tells = feed.complete and bool(feed.accepted)
    return [_problems(problem, records, tells, scene.day) for problem, records in of_type.items()]


def _by(record: Record, column: str, day: date) -> bool:
    """Whether the record has the date, and it is no later than D."""
    return record.get(column) is not None and record.get(column) <= day


def _problems(problem: str, records: list[Record], tells: bool, day: date) -> Line:
    """open = found and not closed. open = 0 -> pass, else fail; what would pass is unknown where the feed does not
    tell."""
    still_open = [one for one in records if _by(one, "found_date", day) and not _by(one, "closed_date", day)]
    status = FAIL if still_open else PASS
    return {
        "problem": problem,
        "found": sum(_by(one, "found_date", day) for one in records),
        "rectified": sum(_by(one, "rectified_date", day) for one in records),
        "closed": sum(_by(one, "closed_date", day) for one in records),
        "open": len(still_open),
        "oldest_open": min((one.get("found_date") for one in still_open), default=None),
        "status": WORDS[status if tells else min(status, UNKNOWN)],
    }
