"""The mutants of a query, and that what is listed as equivalent is still there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants.__main__ import SQL
from tests.mutants.results import equivalents, key_of
from tests.mutants.sites import mutants_of


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT a < 3 -- b < 4", {"a <= 3", "a < 4", "a < 2"}),
        ("SELECT a <> '<='", {"a = '<='"}),
        ("SELECT a >= 0.03", {"a > 0.03", "a >= 0.04", "a >= 0.02"}),
        ("SELECT a BETWEEN $low AND $high AND b",
         {"a BETWEEN ($low) + 1 AND $high AND b", "a BETWEEN ($low) - 1 AND $high AND b",
          "a BETWEEN $low AND ($high) + 1 AND b", "a BETWEEN $low AND ($high) - 1 AND b",
          "a BETWEEN $low AND $high OR b"}),
        ("SELECT CASE WHEN a THEN $pass ELSE 0 END",
         {"CASE WHEN a THEN $fail ELSE 0 END", "CASE WHEN a THEN $unknown ELSE 0 END",
          "CASE WHEN a THEN $pass ELSE 1 END"}),
        ("SELECT MIN(a)", {"MAX(a)"}),
        ("SELECT a IS NULL", {"a IS NOT NULL"}),
        ("SELECT a IS NOT NULL", {"a IS  NULL"}),
        ("SELECT a IN ('x', 'y')", {"a IN ('x')", "a IN ('y')"}),
        ("SELECT CAST(a AS DECIMAL(16, 2))", set()),
    ],
)  # fmt: skip
def test_the_mutants_of_a_query(query: str, expected: set[str], tmp_path: Path) -> None:
    file = tmp_path / "x.sql"
    file.write_text(query, "utf-8")
    found = {mutant.applied(query).removeprefix("SELECT ").split(" --")[0] for mutant in mutants_of(file, tmp_path)}
    assert found == expected


def test_every_mutant_listed_as_equivalent_is_one(repository: Path) -> None:
    known = {
        key_of(mutant, repository)
        for folder in SQL
        for file in (repository / folder).rglob("*.sql")
        for mutant in mutants_of(file, repository)
    }
    assert not equivalents().keys() - known
