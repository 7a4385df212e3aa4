"""M8 sign_off_ladder and S21: who signed, and whether those below had signed before (management.md, ruling 30)."""

from __future__ import annotations

from typing import Any

from .absence import Absence
from .contract_data import COUNTY_CODE
from .kleene import FAIL, PASS, UNKNOWN, WORDS, all_of
from .people import Household
from .signatures import Decisions, levels_of, signed_on


class Ladder:
    """The decisions of the four levels, and what each signed level demands of the units below it."""

    def __init__(
        self,
        households: list[Household],
        household_results: dict[str, str],
        village_results: dict[str, str],
        decisions: Decisions,
        absence: Absence,
    ) -> None:
        self.households = households
        self.decisions = decisions
        self.absence = absence
        self._below: dict[tuple[str, str], list[tuple[str, str]]] = {}
        townships: set[str] = set()
        for household in households:
            townships.add(household.township)
            if household_results[household.id] == "exit_ready":
                self._demand(("村", household.village_code), ("户", household.id))
        for code, result in village_results.items():
            if result == "exit_ready":
                self._demand(("乡", code[:9]), ("村", code))
        for township in sorted(townships):
            self._demand(("县", COUNTY_CODE), ("乡", township))

    def _demand(self, level: tuple[str, str], below: tuple[str, str]) -> None:
        self._below.setdefault(level, []).append(below)

    def order(self, level: str, unit_id: str) -> int:
        """PASS where the level has not signed or all that it demands had signed on or before its date; FAIL where a
        unit below breaks it; UNKNOWN where a unit below has no decision and ruling 2 denies its absence."""
        own = signed_on(level, unit_id, self.decisions)
        if own is None:
            return PASS
        found = PASS
        for below in self._below.get((level, unit_id), []):
            decision = self.decisions.get(below)
            if decision is None:
                found = min(found, FAIL if self.absence.of_unit(below[1]) else UNKNOWN)
            elif not decision[1] or decision[0] > own:
                found = FAIL
        return found

    def lines(self) -> list[dict[str, Any]]:
        """One line per household."""
        return [self._line(household) for household in self.households]

    def _line(self, household: Household) -> dict[str, Any]:
        levels = levels_of(household)
        dates = {name: signed_on(*unit, self.decisions) for name, unit in levels.items()}
        order = all_of(self.order(*levels[name]) for name in ("village", "township", "county"))
        status = min(order, UNKNOWN if None in dates.values() else PASS)
        return {
            "household_id": household.id,
            **{f"{name}_signed": day for name, day in dates.items()},
            "in_order": {PASS: True, FAIL: False, UNKNOWN: None}[order],
            "status": WORDS[status],
        }

    def units_that_break_it(self) -> list[str]:
        """S21: the codes of the signed villages, townships and county of which a unit below breaks the order."""
        units = [unit for unit in self.decisions if unit[0] != "户"]
        return [unit_id for level, unit_id in sorted(units) if self.order(level, unit_id) == FAIL]
