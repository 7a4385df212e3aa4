"""What a night was made from, as its manifest names it: the county's files and further inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet

from xundian_pipeline.archive import ARCHIVED_SOURCES, Archive, SourceFile, read_sources
from xundian_pipeline.county import County

ARCHIVED_INPUTS = "archived_inputs"
PARAMETERS_FILE = "parameters.yaml"


def keep_county(archive: Archive, county: County) -> dict[str, str]:
    """Keep every file of the county's folder; return their sha256 by their path within it."""
    files = sorted(path for path in county.folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(county.folder).as_posix(): archive.keep_file(path) for path in files}


def archived_sources(tables_of_night: Mapping[str, Sequence[Path]]) -> tuple[SourceFile, ...]:
    """Return what the feeds were read from, as reading has archived it, by feed and path."""
    found = read_sources(tables_of_night.get(ARCHIVED_SOURCES, ()))
    return tuple(sorted(found, key=lambda source: (source.feed or "", source.path, source.kind)))


def further_inputs(tables_of_night: Mapping[str, Sequence[Path]]) -> dict[str, str]:
    """Return the sha256 of the archived inputs that are no sources (officers' decisions), by name."""
    rows = [row for path in tables_of_night.get(ARCHIVED_INPUTS, ()) for row in _rows(path)]
    return {row["name"]: row["sha256"] for row in rows}


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(path).to_pylist()
    return rows
