"""Whose signatures stand in order (M8 of management.md), as far as ruling 40 asks: where the order is unknown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from .acceptance import FeedRows
from .contract_data import COUNTY_CODE

Line = dict[str, Any]
#: (level, unit_id)
Unit = tuple[str, str]


class Ladder:
    """The last decisions of one night, and what absence from sign_offs says.

    sign_offs is taken as a village feed, unit_id as its code: absence is evidence if every file had a usable header,
    any row is accepted, and no quarantined row carries the unit_id.
    """

    def __init__(self, rows: FeedRows, assessment_date: date) -> None:
        self._counts = rows.complete and bool(rows.accepted)
        self._quarantined = {record.get("unit_id") for record in rows.quarantined}
        self._last: dict[Unit, tuple[date, bool]] = {}
        for record in rows.accepted:
            day, agreed = record.get("sign_date"), record.get("decision") == "同意"
            unit = (record.get("level"), record.get("unit_id"))
            if day > assessment_date:
                continue
            before = self._last.get(unit)
            if before is None or day > before[0]:
                self._last[unit] = (day, agreed)
            elif day == before[0]:
                self._last[unit] = (day, agreed and before[1])

    def absence_is_evidence(self, unit_id: str) -> bool:
        """Ruling 2 for one unit."""
        return self._counts and unit_id not in self._quarantined

    def order(self, level: Unit, below: Iterable[Unit]) -> bool | None:
        """Whether a level has signed in order: False where a unit below breaks it, None where that is unknown.

        A level that has not signed demands nothing. A unit below whose last decision is 不同意, or that signed later,
        breaks it always; one without any decision breaks it only where absence is evidence.
        """
        signed = self._last.get(level)
        if signed is None or not signed[1]:
            return True
        in_order: bool | None = True
        for unit in below:
            decision = self._last.get(unit)
            if decision is None:
                if self.absence_is_evidence(unit[1]):
                    return False
                in_order = None
            elif not decision[1] or decision[0] > signed[0]:
                return False
        return in_order


def unknown_orders(ladder: Ladder, households: Iterable[Line], villages: Iterable[Line]) -> set[str]:
    """The codes of villages, townships and the county whose order is unknown.

    `households` and `villages` are lines of household_exit and village_exit. Demanded are of a village its exit_ready
    households, of a township its exit_ready villages, of the county its townships with a registered household.
    """
    below: dict[Unit, list[Unit]] = {("县", COUNTY_CODE): []}
    townships = set()
    for line in households:
        code = line["village_code"]
        townships.add(code[:9])
        if line["result"] == "exit_ready":
            below.setdefault(("村", code), []).append(("户", line["household_id"]))
    for line in villages:
        if line["result"] == "exit_ready":
            below.setdefault(("乡", line["village_code"][:9]), []).append(("村", line["village_code"]))
    below["县", COUNTY_CODE].extend(("乡", township) for township in sorted(townships))
    return {level[1] for level, units in below.items() if ladder.order(level, units) is None}
