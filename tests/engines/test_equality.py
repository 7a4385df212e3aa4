"""Every family of rules gives the same rows on DuckDB and on Spark, value for value."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from bench.engines import Tables, compare_families, differing_rows
from bench.published_night import read_published
from tests.policy.cases import night
from tests.policy.world import DAY
from xundian_pipeline.cli import main
from xundian_pipeline.county import load_county
from xundian_pipeline.engine import OpenEngine
from xundian_pipeline.rules import FAMILIES
from xundian_pipeline.sample import write_county
from xundian_pipeline.settings import DUCKDB, ENGINES, SPARK
from xundian_pipeline.store import Store

HOUSEHOLDS = 120
POLICY = Path(__file__).parents[1] / "policy"
EVERYTHING_CAME = (DAY, (), (), id(None))
"""The setting of the policy cases' largest night."""


def test_every_policy_case_comes_out_the_same(spark: OpenEngine, tmp_path: Path) -> None:
    for path in sorted(POLICY.glob("test_*.py")):
        importlib.import_module(f"tests.policy.{path.stem}")
    (tmp_path / "world").mkdir()
    world = night(EVERYTHING_CAME, tmp_path / "world")
    found = list(compare_families(Tables(tmp_path, world.inputs_of_rules), load_county(), DAY))
    assert [(one.family, one.table) for one in found] == [
        (family.name, table) for family in FAMILIES.values() for table in family.gives
    ]
    assert [one for one in found if one.differing] == []
    assert {one.table: one.rows for one in found}["household_results"] > 300
    assert {row["rule"] for row in world.rows("findings")} >= {f"S{number:02d}" for number in range(1, 20)}


@pytest.fixture
def own_environment() -> Iterator[None]:
    """A night says in the environment where everything is; later tests are not to notice."""
    variables = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(variables)


@pytest.mark.long
def test_a_night_of_heavy_mess_comes_out_the_same(
    spark: OpenEngine, own_environment: None, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """All that the families give, and what is published, when the command runs one night on both engines in turn."""
    sources, data = tmp_path / "sources", tmp_path / "data"
    write_county(sources, load_county(), HOUSEHOLDS, 4, "heavy", DAY)
    given, published = {}, {}
    for engine in ENGINES:
        where = ["--sources", str(sources), "--data", str(data), "--assessment-date", DAY.isoformat()]
        assert main(["nightly", *where, "--engine", engine]) == 0
        given[engine], published[engine] = _given(data), read_published(data)
    assert capfd.readouterr().err == ""
    differing = {name: differing_rows(table, given[SPARK][name]) for name, table in given[DUCKDB].items()}
    assert differing == dict.fromkeys(differing, 0)
    assert published[SPARK] == published[DUCKDB]
    assert published[DUCKDB].rows["exit_indicators.household_exit_indicators"] > 6 * HOUSEHOLDS * 0.8
    assert published[DUCKDB].rows["exit_indicators.findings"] > 0


def _given(data: Path) -> dict[tuple[str, str], pyarrow.Table]:
    """What every family has given on the last night."""
    with Store(data).open_run("reader", DAY) as view:
        return {
            (name, table): pyarrow.concat_tables(map(pyarrow.parquet.read_table, view.dataset(name)[table]))
            for name, family in FAMILIES.items()
            for table in family.gives
        }


def _table(**columns: pyarrow.Array) -> pyarrow.Table:
    return pyarrow.table(columns)


@pytest.mark.parametrize(
    ("one", "other", "differing"),
    [
        pytest.param([1, 2], [2, 1], 0, id="the order of rows is nobody's"),
        pytest.param([[1, 2]], [[2, 1]], 0, id="nor that of a list"),
        pytest.param([[1, 1]], [[1]], 2, id="how often a list holds a value counts"),
        pytest.param([1, 2], [1, 3], 2, id="a row that differs stands on both sides"),
        pytest.param([1, 1], [1], 1, id="a row that is missing once"),
        pytest.param([1.0], [1], 1, id="another type is another table"),
        pytest.param([None], ["None"], 1, id="null is no text"),
        pytest.param([float("nan")], [float("nan")], 0, id="no number is no number"),
    ],
)
def test_what_counts_as_a_difference(one: list[object], other: list[object], differing: int) -> None:
    assert differing_rows(_table(a=pyarrow.array(one)), _table(a=pyarrow.array(other))) == differing
