"""One night: real acceptance, people, households and rules over what has come, step by step through Parquet."""

from __future__ import annotations

import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from schemas.registry import FEEDS
from tests.first_night import first_night
from xundian_pipeline.corrections.apply import accept_corrected
from xundian_pipeline.county import County
from xundian_pipeline.history.night_record import INPUTS
from xundian_pipeline.households import merge_households
from xundian_pipeline.people import link_people
from xundian_pipeline.people.decisions import SOURCE, read_decisions
from xundian_pipeline.people.record_keys import record_secret, secret_table
from xundian_pipeline.reading import FeedReading
from xundian_pipeline.rules import FAMILIES
from xundian_pipeline.rules.families import Family

Row = dict[str, Any]

_ACCEPTANCES: dict[tuple[Any, ...], dict[str, pyarrow.Table]] = {}

SHARED = ("quarantine", "quarantined_rows", "feed_runs", "notices", "corrections")
"""Tables that every feed adds to."""

WITH_PAST = ("findings", "household_exit")
"""Tables that the history makes, reckoned where a test asks for them: most do not."""

_FAMILY_OF = {table: family for family in FAMILIES.values() for table in family.gives}
_MADE_FROM = (*(set(INPUTS) & _FAMILY_OF.keys()), "found", "household_results")
"""Tables of rules that the history reads."""


def _accepted(reading: FeedReading, county: County, day: datetime.date) -> dict[str, pyarrow.Table]:
    """Accept a feed; one that came just so before is not accepted again: most worlds differ in a feed or two."""
    cells = [
        (
            one.source,
            sorted(
                (
                    name,
                    repr(
                        [
                            None if part is None else part.to_pylist()
                            for part in (column.texts, column.numeric, column.error)
                        ]
                    ),
                )
                for name, column in one.columns.items()
            ),
        )
        for one in reading.sheets
    ]
    key = (reading.feed, id(county), day, repr(cells), repr(reading.broken))
    if key not in _ACCEPTANCES:
        _ACCEPTANCES[key] = accept_corrected(reading, [], FEEDS[reading.feed], county, day, secret=b"")
    return _ACCEPTANCES[key]


class Night:
    """The tables of one night. A family of rules runs where a test asks for one of its tables: most ask for few."""

    def __init__(
        self,
        readings: dict[str, FeedReading],
        county: County,
        day: datetime.date,
        folder: Path,
        data: Path | None = None,
    ) -> None:
        """`data` is the data folder in which officers' decisions may lie; without one nothing is decided."""
        self.county, self.day, self._folder = county, day, folder
        self._inputs: dict[str, list[Path]] = {}
        self._tables: dict[str, pyarrow.Table] = {}
        shared: dict[str, list[pyarrow.Table]] = {name: [] for name in SHARED}
        for feed_id, reading in readings.items():
            for name, table in _accepted(reading, county, day).items():
                if name == "accepted":
                    self._put(feed_id, table)
                elif name in shared:
                    shared[name].append(table)
        if data is not None:
            decided = read_decisions(data / SOURCE)
            shared["notices"].append(decided["notices"])
            self._put("link_decisions", decided["link_decisions"])
            self._put("record_secret", secret_table(record_secret(data)))
        for name, tables in shared.items():
            self._put(name, pyarrow.concat_tables(tables))
        for step in (link_people, merge_households):
            for name, table in step(self._inputs, county, day).items():
                self._put(name, table)

    @property
    def inputs_of_rules(self) -> dict[str, list[Path]]:
        """The tables that stood before any rule ran."""
        given = {name for family in FAMILIES.values() for name in family.gives}
        return {name: list(paths) for name, paths in self._inputs.items() if name not in given}

    @property
    def inputs(self) -> dict[str, list[Path]]:
        """The tables of the night as the steps left them."""
        for family in FAMILIES.values():
            self._run(family)
        return self._inputs

    def _put(self, name: str, table: pyarrow.Table) -> None:
        path = self._folder / f"{name}.parquet"
        pyarrow.parquet.write_table(table, path)
        self._inputs[name] = [path]
        self._tables[name] = table

    def again(self, reading: FeedReading, family: str) -> None:
        """Take one feed anew and run one family of rules again."""
        self._run(FAMILIES[family])
        self._put(reading.feed, _accepted(reading, self.county, self.day)["accepted"])
        for name in (*FAMILIES[family].gives, *WITH_PAST):
            self._inputs.pop(name, None)
            self._tables.pop(name, None)
        self._run(FAMILIES[family])

    def _run(self, family: Family) -> None:
        """Run a family that has not run yet, after those before it."""
        if family.gives[0] in self._tables:
            return
        for upstream in family.upstream:
            if upstream in FAMILIES:
                self._run(FAMILIES[upstream])
        for name, table in family.run(self._inputs, self.county, self.day).items():
            self._put(name, table)

    def _made(self, table: str) -> None:
        if table in _FAMILY_OF:
            self._run(_FAMILY_OF[table])

    def tables(self) -> list[str]:
        """The names of the tables."""
        return list(self.inputs)

    def files(self, table: str) -> list[Path]:
        """The Parquet files of a table."""
        self._made(table)
        return self._inputs[table]

    def rows(self, table: str, **cells: Any) -> list[Row]:
        """The rows of a table that have these cells."""
        self._made(table)
        if table in WITH_PAST and table not in self._tables:
            for name in _MADE_FROM:
                self._made(name)
            self._tables |= first_night(self._inputs, self.county, self.day, self._folder / "history")
        rows = self._tables[table].to_pylist()
        return [row for row in rows if all(row[name] == cell for name, cell in cells.items())]

    def row(self, table: str, **cells: Any) -> Row:
        """The only row of a table that has these cells."""
        (row,) = self.rows(table, **cells)
        return row

    @cached_property
    def _indicators(self) -> dict[tuple[str, str], Row]:
        """Household and village indicators by unit and code."""
        tables = (("household_exit_indicators", "household_id"), ("village_exit_indicators", "village_code"))
        return {(row[unit], row["indicator"]): row for table, unit in tables for row in self.rows(table)}

    def indicator(self, code: str, unit: str) -> Row:
        """The row of an indicator of a household or a village."""
        return self._indicators[unit, code]

    def status(self, code: str, unit: str) -> str:
        """The status of an indicator of a household or a village."""
        return str(self.indicator(code, unit)["status"])

    @cached_property
    def _findings(self) -> dict[tuple[str, str | None], list[Row]]:
        found: dict[tuple[str, str | None], list[Row]] = {}
        for row in self.rows("findings"):
            found.setdefault((row["rule"], row["household_id"]), []).append(row)
        return found

    def findings(self, rule: str, household: str | None) -> list[Row]:
        """The findings of a rule on a household; S20 has none (household None)."""
        return self._findings.get((rule, household), [])

    def outcome(self, feed: str, row_number: int) -> tuple[str, str | None]:
        """Outcome and member of a departmental record."""
        row = self._linkage[feed, row_number]
        return row["outcome"], row["member_id"]

    @cached_property
    def _linkage(self) -> dict[tuple[str, int], Row]:
        return {(row["feed"], row["row_number"]): row for row in self.rows("linkage")}
