"""Erasing archived sources of earlier nights: personal data are not kept for ever."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable
from pathlib import Path

from xundian_pipeline.archive.ledger import KeptNight, Ledger, read_ledger
from xundian_pipeline.archive.manifests import Manifest, read_all_manifests, read_manifest
from xundian_pipeline.archive.objects import Archive


def prune(data: Path, before: datetime.date, on: datetime.date) -> tuple[Ledger, tuple[str, ...]]:
    """Say what is to be erased of the nights before a date: the ledger that records it, and the sources' sha256.

    Erased is what those nights were read from, the forgotten ones and those replaced among them; not what a sealed
    night, or a kept or forgotten one from `before` on needs, nor what any manifest names as no source. `on` is the day
    of the pruning. Changes nothing: the ledger is to be published, then `erase` called. Raises PipelineError where a
    manifest is gone or altered.
    """
    ledger, archive = read_ledger(data), Archive(data)
    manifests = read_all_manifests(data)
    spared = [
        night
        for night in (*ledger.nights, *ledger.forgotten)
        if night.sealed_by is not None or night.assessment_date >= before
    ]
    needed = _needed(data, ledger, spared, manifests)
    sealed = {(night.assessment_date, night.number) for night in spared}
    pruned = [
        manifest
        for manifest in manifests
        if manifest.assessment_date < before and (manifest.assessment_date, manifest.number) not in sealed
    ]
    erased = {sha256 for manifest in pruned for sha256 in manifest.source_objects() - needed if archive.holds(sha256)}
    if not erased:
        return ledger, ()
    nights = {manifest.assessment_date for manifest in pruned if manifest.source_objects() & erased}
    record = {
        "before": before.isoformat(),
        "on": on.isoformat(),
        "nights": sorted(night.isoformat() for night in nights),
        "objects": sorted(erased),
    }
    return dataclasses.replace(ledger, pruned=(*ledger.pruned, record)), tuple(sorted(erased))


def erase(data: Path, erased: Iterable[str]) -> None:
    """Remove objects from the archive, those already removed aside."""
    archive = Archive(data)
    for sha256 in erased:
        archive.erase(sha256)


def pruned_on(ledger: Ledger, assessment_date: datetime.date, sha256: str) -> str | None:
    """Return the day on which an object of the night of a date was erased; None where it was not."""
    return next(
        (
            record["on"]
            for record in reversed(ledger.pruned)
            if assessment_date.isoformat() in record["nights"] and sha256 in record["objects"]
        ),
        None,
    )


def _needed(data: Path, ledger: Ledger, spared: Iterable[KeptNight], manifests: Iterable[Manifest]) -> set[str]:
    needed = {sha256 for manifest in manifests for sha256 in manifest.lasting_objects()}
    needed |= {sha256 for night in (*ledger.nights, *ledger.forgotten) for sha256 in night.state.values()}
    for night in spared:
        needed |= read_manifest(data, night.assessment_date, night.number, night.manifest).source_objects()
    return needed
