"""What a night comes after, out of the archive: state and record of the night before; and the replay of nights."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow
import pyarrow.parquet

from xundian_pipeline.archive import Archive, KeptNight, Ledger, read_manifest
from xundian_pipeline.history import RECORD, Past, fold
from xundian_pipeline.history.fold import Folded
from xundian_pipeline.history.tables import OF_THE_NIGHT_BEFORE

_STATE, _RECORD = "state/", "record/"


@dataclass(frozen=True)
class KeptPast:
    """A past, and the archive's objects that it lies in, as a manifest names them."""

    past: Past = field(default_factory=Past)
    objects: Mapping[str, str] = field(default_factory=dict)

    @property
    def night(self) -> str | None:
        """The date of the night before, as a manifest writes it."""
        return self.past.night.isoformat() if self.past.night else None


@dataclass(frozen=True)
class Replayed:
    """The ledger after a replay. `folded` is what the latest night shows now, None where nothing of it has changed."""

    ledger: Ledger
    folded: Folded | None


def past_after(data: Path, night: KeptNight | None) -> KeptPast:
    """Return the past of whatever comes after a kept night; the empty one before the first."""
    if night is None:
        return KeptPast()
    record = read_manifest(data, night.assessment_date, night.number, night.manifest).record
    objects = {f"{_STATE}{name}": sha256 for name, sha256 in night.state.items()}
    objects |= {f"{_RECORD}{name}": record[name] for name in OF_THE_NIGHT_BEFORE}
    return KeptPast(past_of_objects(Archive(data), night.assessment_date, objects), objects)


def past_of_objects(archive: Archive, night: datetime.date, objects: Mapping[str, str]) -> Past:
    """Return the past that a manifest names: the date of the night before, and the objects that it lies in."""
    return Past(
        night,
        {name.removeprefix(_STATE): archive.path(sha) for name, sha in objects.items() if name.startswith(_STATE)},
        {name.removeprefix(_RECORD): archive.path(sha) for name, sha in objects.items() if name.startswith(_RECORD)},
    )


def replay(data: Path, ledger: Ledger, before: KeptNight | None) -> Replayed:
    """Take the kept nights after `before` into the history anew (ruling 43).

    What was signed stays as it was: a sealed night keeps its state, and so does everything after it. Stops where a
    state comes out as it was, since all that follows then does, too.
    """
    archive = Archive(data)
    nights = ledger.after(before.assessment_date) if before else ledger.nights
    for night in nights:
        if night.sealed_by is not None:
            return Replayed(ledger, None)
        folded = fold_night(data, before, night)
        state = keep_state(archive, folded)
        is_as_it_was = state == night.state
        before = replace(night, state=state)
        ledger = ledger.with_night(before)
        if night is nights[-1]:
            return Replayed(ledger, folded)
        if is_as_it_was:
            break
    return Replayed(ledger, None)


def fold_night(data: Path, before: KeptNight | None, night: KeptNight) -> Folded:
    """Take one kept night into the history after the night `before` it."""
    archive = Archive(data)
    manifest = read_manifest(data, night.assessment_date, night.number, night.manifest)
    record = {name: archive.path(manifest.record[name]) for name in RECORD}
    return fold(past_after(data, before).past, record, night.assessment_date)


def keep_state(archive: Archive, folded: Folded) -> dict[str, str]:
    """Keep a state in the archive; return its objects by the names of the tables."""
    return {name: keep_table(archive, table) for name, table in folded.state.items()}


def keep_table(archive: Archive, table: pyarrow.Table) -> str:
    """Keep a table in the archive as Parquet; return the sha256 of its object."""
    buffer = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(table, buffer, compression="zstd")
    return archive.keep_bytes(buffer.getvalue().to_pybytes())
