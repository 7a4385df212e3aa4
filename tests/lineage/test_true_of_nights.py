"""What lineage does not name makes no difference: the same night, where every other column stands in other rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from bench.engines import Tables
from schemas.registry import FEEDS
from xundian_pipeline.corrections.apply import accept_corrected
from xundian_pipeline.county import County, load_county
from xundian_pipeline.households import merge_households
from xundian_pipeline.lineage.inputs import accepted_tables
from xundian_pipeline.lineage.night import trace_night
from xundian_pipeline.lineage.relations import Relation, Source, Sources
from xundian_pipeline.people import link_people
from xundian_pipeline.reading import read_feed
from xundian_pipeline.rules import FAMILIES
from xundian_pipeline.sample import write_county
from xundian_pipeline.settings import DEFAULT_ASSESSMENT_DATE as DAY

HOUSEHOLDS = 40

_RULES = [
    ("household_indicators", "household_exit_indicators", "indicator", "H4"),
    ("village_indicators", "village_exit_indicators", "indicator", "V1"),
    ("findings", "found", "rule", "S14"),
]


@dataclass(frozen=True)
class _SmallCounty:
    """What acceptance gives, the night that comes of it, and its lineage."""

    county: County
    accepted: dict[str, list[pyarrow.Table]]
    night: Tables
    traced: dict[str, Relation]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> _SmallCounty:
    """A small, messy sample county."""
    folder, county = tmp_path_factory.mktemp("lineage"), load_county()
    sources = folder / "sources"
    write_county(sources, county, HOUSEHOLDS, 3, "heavy", DAY)
    accepted: dict[str, list[pyarrow.Table]] = {}
    for feed in FEEDS.values():
        given = accept_corrected(read_feed(sources, feed, county.header_synonyms), [], feed, county, DAY, secret=b"")
        for name, table in given.items():
            accepted.setdefault(feed.id if name == "accepted" else name, []).append(table)
    night = _night(county, accepted, folder / "night", next(reversed(FAMILIES)))
    return _SmallCounty(county, accepted, night, trace_night(county))


@pytest.mark.parametrize(("family", "table", "column", "code"), _RULES, ids=[rule[-1] for rule in _RULES])
def test_what_lineage_does_not_name_makes_no_difference(
    small: _SmallCounty, tmp_path: Path, family: str, table: str, column: str, code: str
) -> None:
    rows = small.traced[table].where(column, code)
    judged = [name for name in rows.columns if name not in ("evidence", "rule_version")]
    named = rows.conditions.union(*(rows.cell(name).all for name in judged))
    expected = _rows(small.night, table, column, code, judged)
    scrambled = _night(small.county, _scrambled(small.accepted, named), tmp_path / "night", family)
    assert expected
    assert _rows(scrambled, table, column, code, judged) == expected


def test_what_lineage_names_does_make_a_difference(small: _SmallCounty, tmp_path: Path) -> None:
    which = ("household_exit_indicators", "indicator", "H4")
    relation = small.traced[which[0]].where(*which[1:])
    named = relation.conditions | relation.cell("status").all
    without_scheme = named - {Source("medical_insurance", "scheme")}
    scrambled = _night(
        small.county, _scrambled(small.accepted, without_scheme), tmp_path / "night", "household_indicators"
    )
    judged = ["household_id", "status"]
    assert _rows(scrambled, *which, judged) != _rows(small.night, *which, judged)


def _night(county: County, accepted: Mapping[str, list[pyarrow.Table]], folder: Path, last: str) -> Tables:
    """Run the steps up to a family of rules."""
    folder.mkdir()
    tables = Tables(folder)
    for name, parts in accepted.items():
        for part in parts:
            tables.keep({name: part})
    for step in (link_people, merge_households):
        tables.keep(step(tables.inputs, county, DAY))
    for name, family in FAMILIES.items():
        tables.keep(family.run(tables.inputs, county, DAY))
        if name == last:
            break
    return tables


def _scrambled(accepted: Mapping[str, list[pyarrow.Table]], named: Sources) -> dict[str, list[pyarrow.Table]]:
    """Turn every column of the feeds that is not `named` upside down."""
    scrambled = dict(accepted)
    for feed, relation in accepted_tables().items():
        if feed in FEEDS:
            (table,) = accepted[feed]
            for index, name in enumerate(table.column_names):
                values = relation.cell(name).values
                if values and not values & named:
                    table = table.set_column(
                        index, name, table[name].take(pyarrow.array(range(len(table))[::-1], pyarrow.int64()))
                    )
            scrambled[feed] = [table]
    return scrambled


def _rows(tables: Tables, table: str, column: str, code: str, judged: list[str]) -> list[tuple[Any, ...]]:
    rows = (row for path in tables.inputs[table] for row in pyarrow.parquet.read_table(path).to_pylist())
    return sorted((tuple(row[name] for name in judged) for row in rows if row[column] == code), key=repr)
