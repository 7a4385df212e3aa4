"""Spark as an engine: what it reads, what it gives back, and what it says when something goes wrong."""

from __future__ import annotations

import datetime
import sys
from decimal import Decimal
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from xundian_pipeline.engine import DuckDBEngine, OpenEngine
from xundian_pipeline.engine_choice import engine_named
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.spark import demand_spark

NUMBER = "53012919800101123X"

SCHEMA = pyarrow.schema(
    [
        ("row_ref", pyarrow.int64()),
        ("status", pyarrow.int8()),
        ("row_number", pyarrow.int32()),
        ("name", pyarrow.string()),
        ("id_numbers", pyarrow.list_(pyarrow.string())),
        ("amount", pyarrow.decimal128(18, 2)),
        ("rate", pyarrow.decimal128(20, 18)),
        ("value", pyarrow.float64()),
        ("date", pyarrow.date32()),
        ("is_poor", pyarrow.bool_()),
        ("published_at", pyarrow.timestamp("us")),
    ]
)
ROW = (
    2**32 + 1,
    2,
    7,
    "村'一",
    ["a", None, "b"],
    Decimal("9999999999999999.99"),
    Decimal("0.123456789012345678"),
    0.1,
    datetime.date(1582, 10, 15),
    True,
    datetime.datetime.fromisoformat("2017-12-31T02:00:00.000001"),
)


def _files(folder: Path) -> list[Path]:
    """A table in three files: a row, no row, and a row of nulls."""
    paths = []
    for number, rows in enumerate(([ROW], [], [(None,) * len(ROW)])):
        path = folder / f"it's part {number}.parquet"
        columns = zip(*rows, strict=True) if rows else [[]] * len(SCHEMA)
        arrays = [pyarrow.array(list(cells), field.type) for field, cells in zip(SCHEMA, columns, strict=True)]
        pyarrow.parquet.write_table(pyarrow.table(arrays, schema=SCHEMA), path)
        paths.append(path)
    return paths


def test_a_table_of_several_files_comes_back_as_it_was(spark: OpenEngine, tmp_path: Path) -> None:
    inputs = {"accepted": _files(tmp_path)}
    with DuckDBEngine(inputs, {}) as duckdb, spark(inputs, {}) as engine:
        for one in (duckdb, engine):
            one.create("copied", "SELECT * FROM accepted")
        assert engine.table("copied").schema == duckdb.table("copied").schema
        rows = engine.table("copied").to_pylist()
        assert sorted(map(repr, rows)) == sorted(map(repr, duckdb.table("copied").to_pylist()))
        assert dict(zip(SCHEMA.names, ROW, strict=True)) in rows
        assert engine.table("accepted").num_rows == 2


def test_a_table_from_arrow_and_one_without_rows(spark: OpenEngine) -> None:
    with spark({}, {}) as engine:
        engine.register("lines", pyarrow.table({"indicator": ["H1"], "threshold_from": [datetime.date(2017, 1, 1)]}))
        engine.register("nothing", pyarrow.schema([("indicator", pyarrow.string())]).empty_table())
        engine.create("left_over", "SELECT l.* FROM lines AS l LEFT JOIN nothing AS n ON l.indicator = n.indicator")
        engine.create("joined", "SELECT l.* FROM lines AS l INNER JOIN nothing AS n ON l.indicator = n.indicator")
        assert engine.table("left_over").to_pylist() == [
            {"indicator": "H1", "threshold_from": datetime.date(2017, 1, 1)}
        ]
        assert engine.table("joined").num_rows == 0
        assert engine.table("nothing").schema.names == ["indicator"]


def test_engines_beside_one_another_have_tables_of_their_own(spark: OpenEngine) -> None:
    with spark({}, {"n": 1}) as one, spark({}, {"n": 2}) as other:
        for engine in (one, other):
            engine.create("same_name", "SELECT $n AS n")
        assert [engine.table("same_name")["n"].to_pylist() for engine in (one, other)] == [[1], [2]]


def test_a_parameter_that_nobody_gave_is_an_error(spark: OpenEngine) -> None:
    with spark({}, {}) as engine, pytest.raises(KeyError, match="exit_income_line"):
        engine.create("judged", "SELECT $exit_income_line AS line")


def test_an_error_quotes_no_cell(spark: OpenEngine, capfd: pytest.CaptureFixture[str]) -> None:
    with spark({}, {}) as engine:
        engine.register("members", pyarrow.table({"id_number": [NUMBER]}))
        with pytest.raises(PipelineError) as raised:
            engine.create("numbers", "SELECT CAST(id_number AS BIGINT) AS number FROM members")
    assert "numbers" in raised.value.message
    assert "CAST_INVALID_INPUT" in raised.value.message
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
    printed = capfd.readouterr()
    assert NUMBER[:17] not in raised.value.message + printed.out + printed.err
    assert printed.err == ""


def test_without_pyspark_it_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(PipelineError, match=r"pip install '\.\[spark\]'"):
        demand_spark()


@pytest.mark.parametrize(("version", "major"), [("1.8.0_392", 1), ("11.0.2", 11)])
def test_an_old_java_is_told(version: str, major: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n", "ascii")
    java.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(PipelineError, match=rf"Java {major} 太旧.*openjdk-17-jre-headless"):
        demand_spark()


def test_an_engine_that_is_not_there_is_told() -> None:
    with pytest.raises(PipelineError, match="duckdb 或 spark"):
        engine_named("trino")
