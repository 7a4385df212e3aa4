"""The pipeline's steps in a row, without Dagster: a sources folder in, the compared tables out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from schemas.registry import FEEDS
from tests.first_night import first_night
from tests.reckoning.compare import COMPARED
from xundian_pipeline.acceptance import accept_feed
from xundian_pipeline.county import County
from xundian_pipeline.households import merge_households
from xundian_pipeline.people import link_people
from xundian_pipeline.reading import read_feed
from xundian_pipeline.rules.families import FAMILIES

Tables = dict[str, list[dict[str, Any]]]


class _Store:
    """The tables that steps have made, as the Parquet files from which the next ones read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.inputs: dict[str, list[Path]] = {}

    def keep(self, tables: Mapping[str, pyarrow.Table]) -> None:
        """Write the tables; several of one name together are the table."""
        for name, table in tables.items():
            paths = self.inputs.setdefault(name, [])
            path = self._folder / f"{name}.{len(paths)}.parquet"
            pyarrow.parquet.write_table(table, path)
            paths.append(path)

    def read(self, name: str) -> list[dict[str, Any]]:
        """All rows of a table."""
        return [row for path in self.inputs[name] for row in pyarrow.parquet.read_table(path).to_pylist()]


def run_steps(sources: Path, county: County, assessment_date: date, folder: Path) -> Tables:
    """Every table that the reckoning gives too, as rows with the columns of outputs.md.

    `folder` takes what lies between the steps. Raises PipelineError where the night must fail (rulings 5 and 6).
    """
    folder.mkdir(parents=True, exist_ok=True)
    store = _Store(folder)
    for feed in FEEDS.values():
        reading = read_feed(sources, feed, county.header_synonyms)
        tables = accept_feed(reading, feed, county, assessment_date)
        store.keep({feed.id: tables.pop("accepted"), **tables})
    for step in (link_people, merge_households, *(family.run for family in FAMILIES.values())):
        store.keep(step(store.inputs, county, assessment_date))
    store.keep(first_night(store.inputs, county, assessment_date, folder / "history"))
    return {name: store.read(name) for name in COMPARED}
