"""Nights that were never run, for measuring: a real night's record, a little changed each time, taken into the history.

A night costs minutes of the bench if it is run, and seconds if only its step of the history is made. What a later night
meets is the same: a ledger with so many nights, findings that come and go, periods that begin and end. Each made-up
night drops one finding in fifty and changes one status in a hundred, other ones every night.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow

from xundian_pipeline.archive import Archive, read_ledger, read_manifest, write_ledger, write_manifest
from xundian_pipeline.history import fold
from xundian_pipeline.history.tables import STATUSES
from xundian_pipeline.publishing.folders import next_number
from xundian_pipeline.publishing.past import keep_state, keep_table, past_after

_DROPPED_OF = 50
_CHANGED_OF = 100


def make_earlier_nights(data: Path, count: int, say: Callable[[str], None]) -> None:
    """Add `count` nights after the one that is published under `data`, a day each."""
    archive, ledger = Archive(data), read_ledger(data)
    real = ledger.nights[-1]
    manifest = read_manifest(data, real.assessment_date, real.number, real.manifest)
    before = real
    for number in range(1, count + 1):
        day = real.assessment_date + datetime.timedelta(days=number)
        record = dict(manifest.record)
        record["found"] = keep_table(archive, _some_found(archive.path(manifest.record["found"]), number))
        record["statuses"] = keep_table(archive, _other_statuses(archive.path(manifest.record["statuses"]), number))
        past = past_after(data, before)
        folded = fold(past.past, {name: archive.path(sha256) for name, sha256 in record.items()}, day)
        state = keep_state(archive, folded)
        made = replace(
            manifest,
            assessment_date=day,
            number=next_number(data) + number,
            night_before=past.night,
            past=dict(past.objects),
            record=record,
            state=state,
            published={},
        )
        before = replace(
            real, assessment_date=day, number=made.number, manifest=write_manifest(data, made), state=state
        )
        ledger = ledger.with_night(before)
        say(f"  补出考核日 {day} 的一夜")
    write_ledger(data, ledger)


def _some_found(found: Path, night: int) -> pyarrow.Table:
    """The findings but for one in fifty."""
    return (
        duckdb.connect()
        .sql(f"SELECT * FROM read_parquet('{found}') WHERE hash(finding_id || '{night}') % {_DROPPED_OF} <> 0")
        .to_arrow_table()
    )


def _other_statuses(statuses: Path, night: int) -> pyarrow.Table:
    """The statuses, one in a hundred unknown."""
    table = (
        duckdb.connect()
        .sql(
            "SELECT level, unit, indicator, "
            f"CASE WHEN hash(unit || indicator || '{night}') % {_CHANGED_OF} = 0 THEN 'unknown' ELSE status END "
            f"AS status, value, evidence FROM read_parquet('{statuses}')"
        )
        .to_arrow_table()
    )
    return table.cast(STATUSES)
