"""The life of findings and the history of indicators, by reading the kept nights in the order of D (rulings 40 to 45).

Every night is reckoned by itself (life_night), and then all are read in the order of D, whatever order they ran in; a
night run again is given once, with the sources that it had last (ruling 43).

Choices where the rulings leave a question:
Who has left the register (ruling 41)
- A household that has no row in register_households, accepted or quarantined, and that no quarantined member row
  names; member rows in good order that name it do not keep it. A member without any member row, unless the household
  with which the finding was last found is in quarantine; or whose row names a household without any row. It has not
  left where a file of that register could not be read: then all stays as it was, because absence is no evidence there
  either (ruling 2).
- Its findings are gone also on a night without deaths; the third party goes first here too. One that the third party
  had closed stays rectified, and the night counts as one on which it was not found: it can come back.
- Rows are told by household_id and member_id alone: a quarantined row whose id cannot be read is nobody's row, even
  where its identity number is known from earlier nights.
Whose row is in quarantine (ruling 40)
- A household's: a quarantined row of register_households with its id, or of register_members that names it. A
  member's: a quarantined row of register_members with its member_id, or of register_households with the id of the
  household that its accepted row names tonight; where it has none, of that with which the finding was last found.
  Also where an accepted row stands beside the quarantined one.
Absence as evidence (rulings 2 and 3)
- It is asked of the subject as if it were absent, also where a row of it is there. A household's absence from a feed
  that names persons is that of each of its living members; with none living the feed must be complete and have an
  accepted row linked to somebody of the township. A dead member is asked like a living one.
- "Without a valid number" (indicators.md, H4) is not in rulings 2 and 3: an S10 closes when the number becomes
  invalid.
- The register of S01, S02, S04, S18 is both feeds: every file of both must have a usable header, and no quarantined
  row of either may carry the number of the member (S18: of a living member) in any identity-number column. A member
  row in good order of a household in quarantine carries nothing: the S01 of its twin closes.
- S20 is judged by the village's code alone, as in V10; S21 by sign_offs as M8 says.
- S05 and S06 do not close where the net income per person is unknown, S14 where wage_income is.
- Without deaths = no file of deaths had a usable header. It keeps S20 and S21 too.
Order unknown (S21)
- A level that has not signed demands nothing: its order is not unknown. One that is broken for sure is not unknown.
The third party (ruling 37)
- A finding's household is the one with which it was last found. closed_date is held against the night on which it
  came back where it has come back, else against first_seen.
- Only what is open is closed: a rectified or gone finding keeps its closed_on.
History
- `progress` counts by the township's name as household_exit shows it; two codes of one name are one township.
  A code that the list has not is named as the household's row in the register writes it (not as the survey does).
  open_findings are those of its households that stand in household_exit that night: of households in quarantine none.
- Values are compared as the doubles that are published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from . import Tables
from .decisions import Decision
from .life_absence import Identity
from .life_history import KEYS, Line, changes, history, progress
from .life_night import LifeNight, reckon_night

#: D -> the linkage decisions that the night read
Decisions = Mapping[date, Iterable[Decision]]
#: Told of every branch taken: the finding, and what happened to it.
Watcher = Callable[[Identity, str], None]


@dataclass
class Life:
    """A finding from night to night. `came_back`: the night on which it last came back; `missed`: a night on which it
    was not found has counted since it was last found (ruling 42)."""

    household_id: str | None
    first_seen: date
    last_seen: date
    closed_on: date | None = None
    status: str = "open"
    came_back: date | None = None
    missed: bool = False

    def close(self, status: str, day: date) -> None:
        """Closed on the night (ruling 41)."""
        self.status, self.closed_on = status, day

    def open_again(self, day: date) -> None:
        """Come back (ruling 42): first_seen stays."""
        self.status, self.closed_on, self.came_back = "open", None, day


def reckon_nights(nights: Sequence[tuple[date, Path]], decisions: Decisions = MappingProxyType({})) -> Tables:
    """The tables of the latest of the kept nights (D, sources folder); of a D given twice the later one counts.

    `decisions`: D -> the linkage decisions that the night read. ValueError where one of the nights is none that could
    be kept, or where there is none.
    """
    return reckon_life(_reckoned(nights, decisions))


def reckon_every_night(
    nights: Sequence[tuple[date, Path]], decisions: Decisions = MappingProxyType({})
) -> dict[date, Tables]:
    """For every D the tables as they are when it is the latest."""
    kept = sorted(_reckoned(nights, decisions), key=lambda night: night.day)
    return {night.day: reckon_life(kept[: place + 1]) for place, night in enumerate(kept)}


def _reckoned(nights: Sequence[tuple[date, Path]], decisions: Decisions) -> list[LifeNight]:
    return [reckon_night(folder, day, decisions.get(day, ())) for day, folder in dict(nights).items()]


def reckon_life(nights: Iterable[LifeNight], watch: Watcher | None = None) -> Tables:
    """The tables from reckoned nights, in any order."""
    watch = watch or _unwatched
    kept = sorted(nights, key=lambda night: night.day)
    if not kept:
        raise ValueError("no night is kept")
    lives: dict[Identity, Life] = {}
    trend: list[Line] = []
    open_findings: Counter[str] = Counter()
    for night in kept:
        _live_through(lives, night, watch)
        still_open = [life.household_id for life in lives.values() if life.status == "open"]
        open_findings = Counter(household_id for household_id in still_open if household_id is not None)
        trend.extend(progress(night, open_findings))
    return {
        "findings": [_line(finding, life) for finding, life in lives.items()],
        **{table: history(table, kept) for table in KEYS},
        "changes": changes(kept),
        "progress": trend,
        "household_exit": [
            {"household_id": line["household_id"], "open_findings": open_findings[line["household_id"]]}
            for line in kept[-1].households
        ],
    }


def _unwatched(finding: Identity, event: str) -> None:
    """Nobody asks for the branches."""


def _live_through(lives: dict[Identity, Life], night: LifeNight, watch: Watcher) -> None:
    """One night for all findings: what is found, then the third party, then what is not found (ruling 41)."""
    for finding, household_id in night.found.items():
        _found(lives, finding, household_id, night.day, watch)
    for finding, life in lives.items():
        if life.status == "open" and _closed_by_third_party(finding, life, night):
            life.close("rectified", night.day)
            watch(finding, "closed by the third party, " + ("found" if finding in night.found else "not found"))
    for finding, life in lives.items():
        if finding not in night.found:
            _not_found(finding, life, night, watch)


def _found(lives: dict[Identity, Life], finding: Identity, household_id: str | None, day: date, watch: Watcher) -> None:
    life = lives.get(finding)
    if life is None:
        lives[finding] = Life(household_id, day, day)
        watch(finding, "new")
        return
    if life.missed:
        watch(finding, f"came back after it was {life.status}")
        life.open_again(day)
    else:
        watch(finding, f"found again, {life.status}")
    life.household_id, life.last_seen, life.missed = household_id, day, False


def _closed_by_third_party(finding: Identity, life: Life, night: LifeNight) -> bool:
    """Ruling 37: first_seen <= closed_date <= D; ruling 42: on or after the night on which it came back."""
    if life.household_id is None:
        return False
    since = life.came_back or life.first_seen
    return any(day >= since for day in night.closed.get((life.household_id, finding.rule), ()))


def _not_found(finding: Identity, life: Life, night: LifeNight, watch: Watcher) -> None:
    """Rulings 40 and 41: gone where the night counts; otherwise it stays as it was. What is closed stays closed."""
    verdict = night.closing.verdict(finding, life.household_id)
    watch(finding, f"not found, {life.status}: {verdict.name}")
    if verdict.counts:
        life.missed = True
        if life.status == "open":
            life.close("gone", night.day)


def _line(finding: Identity, life: Life) -> Line:
    return {
        "rule": finding.rule,
        "feed": finding.feed,
        "unit": finding.unit,
        "household_id": life.household_id,
        "first_seen": life.first_seen,
        "last_seen": life.last_seen,
        "closed_on": life.closed_on,
        "status": life.status,
    }


__all__ = ["Identity", "Life", "LifeNight", "reckon_every_night", "reckon_life", "reckon_night", "reckon_nights"]
