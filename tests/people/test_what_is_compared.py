"""Which columns a comparison looks at, and what the weights are said to come from."""

from __future__ import annotations

from xundian_pipeline.people.comparisons import COMPARISONS, Comparison, compared_columns
from xundian_pipeline.people.weights import as_if_weighed


def test_a_comparison_looks_at_the_columns_that_its_sql_names_on_each_side() -> None:
    comparison = Comparison(
        "age",
        "born_l IS NULL OR died_r IS NULL",
        {"equal": "born_l = born_r AND seen_l = born_r", "different": "ELSE"},
    )
    assert compared_columns(comparison) == {"l": ["born", "seen"], "r": ["born", "died"]}


def test_a_column_that_only_says_that_nothing_is_known_is_looked_at() -> None:
    assert compared_columns(Comparison("age", "a_l IS NULL", {"equal": "b_r = b_l"})) == {"l": ["a", "b"], "r": ["b"]}


def test_a_weight_comes_from_everything_compared_and_an_agreement_from_its_own_columns() -> None:
    of_the_number = "r.number, r.rounded, r.short, m.number, m.rounded"
    of_the_birth_date = "r.birth_digits, r.number, r.rounded, r.short, m.birth_digits, m.number, m.rounded"
    of_the_sex = "r.number, r.rounded, r.sex, r.short, m.number, m.rounded, m.sex"
    agreements = {
        "name": "r.name_key, m.name_key",
        "number": of_the_number,
        "birth_date": of_the_birth_date,
        "sex": of_the_sex,
        "village": "r.village_code, m.village_code",
        "head": "r.head_id_number, m.head_id_number",
    }
    assert [one.field for one in COMPARISONS] == list(agreements)
    assert as_if_weighed() == (
        f"SELECT p.row_ref, p.member_id, CONCAT({', '.join(agreements.values())}) AS match_weight, "
        + ", ".join(f"CONCAT({columns}) AS {field}_agreement" for field, columns in agreements.items())
        + " FROM compared_pairs AS p"
        " INNER JOIN compared_records AS r ON CAST(p.row_ref AS VARCHAR) = r.unique_id"
        " INNER JOIN compared_members AS m ON p.member_id = m.unique_id"
    )
