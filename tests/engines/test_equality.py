"""Every family of rules gives the same rows on DuckDB and on Spark, value for value."""

from __future__ import annotations

import importlib
from pathlib import Path

import pyarrow
import pytest

from bench.engines import Tables, compare_families, differing_rows, tables_before_rules
from tests.policy.cases import night
from tests.policy.world import DAY
from xundian_pipeline.county import load_county
from xundian_pipeline.engine import OpenEngine
from xundian_pipeline.rules import FAMILIES
from xundian_pipeline.sample import write_county

HOUSEHOLDS = 300
POLICY = Path(__file__).parents[1] / "policy"
EVERYTHING_CAME = (DAY, (), (), id(None))
"""The setting of the policy cases' largest night."""


def _assert_equal(tables: Tables) -> dict[str, int]:
    """Compare all families; return the rows of each table."""
    found = list(compare_families(tables, load_county(), DAY))
    assert {one.family for one in found} == set(FAMILIES)
    assert {f"{one.family}.{one.table}": one.differing for one in found if one.differing} == {}
    return {one.table: one.rows for one in found}


def test_every_policy_case_comes_out_the_same(spark: OpenEngine, tmp_path: Path) -> None:
    for path in sorted(POLICY.glob("test_*.py")):
        importlib.import_module(f"tests.policy.{path.stem}")
    (tmp_path / "world").mkdir()
    world = night(EVERYTHING_CAME, tmp_path / "world")
    rows = _assert_equal(Tables(tmp_path, world.inputs_of_rules))
    assert rows["household_exit"] > 300
    assert {row["rule"] for row in world.rows("findings")} >= {f"S{number:02d}" for number in range(1, 20)}


def test_a_county_of_heavy_mess_comes_out_the_same(spark: OpenEngine, tmp_path: Path) -> None:
    write_county(tmp_path / "sources", load_county(), HOUSEHOLDS, 4, "heavy", DAY)
    (tmp_path / "tables").mkdir()
    rows = _assert_equal(tables_before_rules(tmp_path / "sources", load_county(), DAY, tmp_path / "tables"))
    assert rows["household_exit_indicators"] > 6 * HOUSEHOLDS * 0.8
    assert rows["findings"] > 0


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
