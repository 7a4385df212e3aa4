"""Which changes of linkage's Python are known to alter nothing."""

from __future__ import annotations

import pytest

from tests.mutants.linkage import _reason_of_case


@pytest.mark.parametrize(
    ("before", "after", "is_known"),
    [
        ('engine.create("pairs", query)', 'engine.create("PAIRS", query)', True),
        ('[row for row in engine.table("pairs")]', '[row for row in engine.table("PAIRS")]', True),
        ('connection.register("pairs", pairs)', 'connection.register("PAIRS", pairs)', True),
        ('create_record_keys(engine, keys, rows="pairs")', 'create_record_keys(engine, keys, rows="PAIRS")', True),
        ('engine.create("pairs", query)', 'engine.create("XXpairsXX", query)', False),
        ('engine.create("pairs", query("all"))', 'engine.create("pairs", query("ALL"))', False),
        ('notice("pairs")', 'notice("PAIRS")', False),
        ('"SELECT a FROM t UNION ALL "', '"select a from t union all "', True),
        ("\"SELECT a FROM t WHERE b = 'x'\"", "\"SELECT A FROM T WHERE B = 'x'\"", True),
        ('head = "CAST(NULL AS VARCHAR)"', 'head = "cast(null as varchar)"', True),
        ("\"CASE WHEN state = 'valid' THEN 1 END\"", "\"case when state = 'VALID' then 1 end\"", False),
        ("\"SELECT a FROM t WHERE b = 'x'\"", "\"SELECT A FROM T WHERE B = 'X'\"", False),
    ],
)
def test_only_sql_and_names_of_tables_may_be_written_otherwise(before: str, after: str, is_known: bool) -> None:
    assert (_reason_of_case(f"- {before}\n+ {after}") is not None) == is_known
