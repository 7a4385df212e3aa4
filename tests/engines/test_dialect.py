"""What the two engines spell or reckon differently, one query each: DuckDB's answer, and the same on Spark."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from xundian_pipeline.engine import DuckDBEngine, Engine, OpenEngine
from xundian_pipeline.rules.rule import FOLDER
from xundian_pipeline.spark.dialect import UntranslatableError, translate

PARAMETERS = {
    "day": datetime.date(2017, 12, 31),
    "line": Decimal("3200.50"),
    "months": Decimal(12),
    "large": 4_294_967_296,
    "text": "户'--",
    "no_standard": None,
}
NUMBERS = "(VALUES (2), (NULL), (1), (1)) AS t (x)"
RANKED = f"SELECT x, ROW_NUMBER() OVER (ORDER BY x {{}}) AS place FROM {NUMBERS}"

CASES = [
    ("a list keeps nulls", f"SELECT ARRAY_AGG(x) AS a FROM {NUMBERS}", [None, 1, 1, 2]),
    ("a list of nothing is null", f"SELECT ARRAY_AGG(x) AS a FROM {NUMBERS} WHERE x > 9", None),
    ("a list of distinct values", f"SELECT ARRAY_AGG(DISTINCT x) AS a FROM {NUMBERS}", [None, 1, 2]),
    ("a filtered list", f"SELECT ARRAY_AGG(x) FILTER (WHERE x > 1) AS a FROM {NUMBERS}", [2]),
    ("a list of text", "SELECT ARRAY_AGG(x) AS a FROM (VALUES ('乙'), ('甲')) AS t (x)", ["乙", "甲"]),
    ("lists in a list's place", f"SELECT LIST_CONCAT(ARRAY_AGG(x), [MAX(x)]) AS a FROM {NUMBERS}", [None, 1, 1, 2, 2]),
    ("null joined to a list", "SELECT LIST_CONCAT(NULL, [1]) AS a", [1]),
    ("a list joined to null", "SELECT LIST_CONCAT([1], NULL) AS a", [1]),
    ("nulls joined", "SELECT LIST_CONCAT(CAST(NULL AS BIGINT[]), NULL) AS a", []),
    ("no list, or one", "SELECT CASE WHEN $large > 1 THEN [] ELSE [$large] END AS a", []),
    ("a list or none", "SELECT COALESCE(CAST(NULL AS BIGINT[]), []) AS a", []),
    ("the rows of a list", "SELECT SUM(x) AS a FROM (SELECT UNNEST([1, 2, 3]) AS x) AS t", Decimal(6)),
    ("no rows of no list", "SELECT COUNT(*) AS a FROM (SELECT UNNEST(CAST(NULL AS BIGINT[])) AS x) AS t", 0),
    ("a quotient of integers", "SELECT 1 / 4 AS a", 0.25),
    ("a quotient of decimals", "SELECT CAST(1 AS DECIMAL(18, 2)) / CAST(3 AS DECIMAL(18, 2)) AS a", 1 / 3),
    ("a quotient of a sum", "SELECT (1 + 2) / (2 + 2) - 1 AS a", -0.25),
    ("a quotient by zero", "SELECT 1 / 0 AS a", math.inf),
    ("a negative one by zero", "SELECT -1 / CAST(0 AS DECIMAL(5, 2)) AS a", -math.inf),
    ("zero by zero", "SELECT 0 / 0 AS a", math.nan),
    ("null by zero", "SELECT CAST(NULL AS BIGINT) / 0 AS a", None),
    ("a quotient inside a quotient", "SELECT 8 / (4 / 2) AS a", 4.0),
    ("a whole quotient", "SELECT -7 // 2 AS a", -3),
    ("a remainder", "SELECT -7 % 2 AS a", -1),
    ("null in CONCAT", "SELECT CONCAT('a', CAST(NULL AS VARCHAR), 'b') AS a", "ab"),
    ("null in CONCAT_WS", "SELECT CONCAT_WS('；', 'a', CAST(NULL AS VARCHAR), 'b') AS a", "a；b"),
    ("nothing in CONCAT_WS", "SELECT CONCAT_WS('；', CAST(NULL AS VARCHAR)) AS a", ""),
    ("null beside ||", "SELECT 'a' || CAST(NULL AS VARCHAR) AS a", None),
    ("a digest", "SELECT SUBSTRING(MD5(CONCAT_WS('|', 'S01', '户一', '')), 1, 12) AS a", "f508846e11bb"),
    ("texts in order", f"SELECT STRING_AGG(CAST(x AS VARCHAR), '、' ORDER BY x) AS a FROM {NUMBERS}", "1、1、2"),
    ("a decimal as text", "SELECT CAST(CAST(0 AS DECIMAL(20, 18)) AS VARCHAR) AS a", "0.000000000000000000"),
    ("a date as text", "SELECT CAST($day AS VARCHAR) AS a", "2017-12-31"),
    (
        "no digit of a product is lost",
        "SELECT CAST(9999.99 AS DECIMAL(16, 2)) * (1 + CAST(0.123456789012345678 AS DECIMAL(20, 18))) AS a",
        Decimal("11234.55665555556665654322"),
    ),
    ("a decimal rounded", "SELECT CAST(CAST(0.125 AS DECIMAL(18, 3)) AS DECIMAL(18, 2)) AS a", Decimal("0.13")),
    ("months on", "SELECT DATE '2016-12-31' + INTERVAL 1 MONTH * CAST($months AS INTEGER) < $day AS a", False),
    ("a month's end", "SELECT CAST(DATE '2017-01-31' + INTERVAL 1 MONTH AS DATE) AS a", datetime.date(2017, 2, 28)),
    ("a date made", "SELECT MAKE_DATE(CAST(YEAR($day) AS INTEGER), 1, 31) AS a", datetime.date(2017, 1, 31)),
    ("the first, null last", f"SELECT MAX(x) AS a FROM ({RANKED.format('ASC')}) AS r WHERE place = 1", 1),
    ("the last, null last", f"SELECT MAX(x) AS a FROM ({RANKED.format('DESC')}) AS r WHERE place = 1", 2),
    ("not in with null", f"SELECT COUNT(*) AS a FROM (VALUES (7)) s (y) WHERE y NOT IN (SELECT x FROM {NUMBERS})", 0),
    ("the least, null left out", "SELECT LEAST(NULL, 2, 1) AS a", 1),
    ("the greatest, null left out", "SELECT GREATEST(NULL, 2, 1) AS a", 2),
    ("all of them", "SELECT BOOL_AND(x > 0) AS a FROM (VALUES (1), (2)) AS t (x)", True),
    ("any of them", "SELECT BOOL_OR(x > 1) AS a FROM (VALUES (1), (2)) AS t (x)", True),
    ("distinct from null", "SELECT 1 IS DISTINCT FROM NULL AS a", True),
    ("a number that was bound", "SELECT 2 * $line AS a", Decimal("6401.00")),
    ("a text that was bound", "SELECT $text AS a", "户'--"),
    ("a standard that is not known", "SELECT COALESCE(CAST(12 * $no_standard AS VARCHAR), '-') AS a", "-"),
    ("Kleene's order", "SELECT LEAST($pass, $unknown, $fail) AS a", 0),
]  # fmt: skip


@pytest.fixture(scope="module")
def engines(spark: OpenEngine) -> Iterator[tuple[Engine, Engine]]:
    """DuckDB and Spark."""
    with DuckDBEngine({}, PARAMETERS) as duckdb, spark({}, PARAMETERS) as other:
        yield duckdb, other


@pytest.mark.parametrize(
    ("number", "query", "answer"),
    [pytest.param(number, query, answer, id=name) for number, (name, query, answer) in enumerate(CASES)],
)
def test_both_answer_the_same(engines: tuple[Engine, Engine], number: int, query: str, answer: Any) -> None:
    tables = []
    for engine in engines:
        engine.create(f"answers_{number}", query)
        tables.append(engine.table(f"answers_{number}"))
    assert [[repr(_in_order(value)) for value in table["a"].to_pylist()] for table in tables] == [
        [repr(_in_order(answer))]
    ] * 2
    assert tables[1].schema == tables[0].schema


def _in_order(value: Any) -> Any:
    return sorted(value, key=repr) if isinstance(value, list) else value


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.sql")), ids=lambda path: path.stem)
def test_every_rule_can_be_translated(path: Path) -> None:
    assert "$" not in translate(path.read_text("utf-8")).query


def test_a_list_in_an_order_of_its_own_is_refused() -> None:
    with pytest.raises(UntranslatableError, match="ARRAY_AGG"):
        translate("SELECT ARRAY_AGG(x ORDER BY y) AS a FROM t")


def test_the_tables_of_a_query_are_those_it_does_not_make_itself() -> None:
    query = "WITH a AS (SELECT * FROM members), b AS (SELECT * FROM a) SELECT * FROM b JOIN pension AS p ON TRUE"
    assert translate(query).tables == {"members", "pension"}


def test_parameters_are_bound_and_never_pasted() -> None:
    assert translate("SELECT $fail AS a -- $line").query == "SELECT :fail AS `a`"
