"""What the columns of small queries are made from."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from xundian_pipeline.lineage.queries import relation_of
from xundian_pipeline.lineage.relations import Cell, Constant, Relation, RowOf, Rows, Source, Sources


def _feed(name: str, *columns: str) -> Relation:
    cells = {column: Cell(frozenset({Source(name, column)})) for column in columns}
    return Relation.of(Rows({"row_ref": Cell(constant=Constant(RowOf(name))), **cells}))


TABLES = {
    "households": _feed("households", "household_id", "income", "size", "village"),
    "dibao": _feed("dibao", "person", "amount", "start_date"),
    "tekun": _feed("tekun", "person", "amount", "care"),
    "empty": Relation(("household_id", "note")),
}


def _sources(*names: str) -> Sources:
    return frozenset(Source(*name.split(".")) for name in names)


def _made_from(query: str, tables: Mapping[str, Relation] = TABLES) -> dict[str, Cell]:
    relation = relation_of(query, tables, {"line"})
    return {column: relation.cell(column) for column in relation.columns}


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("SELECT income FROM households", ["households.income"]),
        ("SELECT h.income / h.size AS x FROM households AS h", ["households.income", "households.size"]),
        ("SELECT CASE WHEN size > 0 THEN income END AS x FROM households", ["households.income", "households.size"]),
        (
            "SELECT SUM(income) OVER (PARTITION BY village) AS x FROM households",
            ["households.income", "households.village"],
        ),
        ("SELECT income > $line AS x FROM households", ["households.income", "parameters.line"]),
        ("SELECT income > $assessment_year AS x FROM households", ["households.income"]),
        ("SELECT (SELECT MAX(amount) FROM dibao) AS x FROM households", ["dibao.amount"]),
        ("SELECT size + 1 AS n, n * 2 AS x FROM households", ["households.size"]),
        ("SELECT a FROM (SELECT income AS a, size AS b FROM households) AS t", ["households.income"]),
        ("WITH c AS (SELECT income AS a FROM households) SELECT c.a AS x FROM c", ["households.income"]),
        (
            "WITH c AS (SELECT income AS x FROM households), d AS (SELECT * FROM c) SELECT x FROM d",
            ["households.income"],
        ),
        ("SELECT COALESCE(NULL, income) AS x FROM households", ["households.income"]),
        ("SELECT 'a' || village AS x FROM households", ["households.village"]),
        ("SELECT 1 AS x FROM households", []),
        ("SELECT v.n AS x FROM households CROSS JOIN (VALUES ('a'), ('b')) AS v (n)", []),
        ("SELECT amount AS x FROM dibao UNION ALL SELECT care FROM tekun", ["dibao.amount", "tekun.care"]),
    ],
)
def test_values(query: str, values: list[str]) -> None:
    cell = list(_made_from(query).values())[-1]
    assert cell.values == _sources(*values)
    assert not cell.conditions


def test_a_star_stands_for_every_column_of_its_table() -> None:
    made = _made_from("SELECT d.*, h.size FROM dibao AS d CROSS JOIN households AS h")
    assert list(made) == ["row_ref", "person", "amount", "start_date", "size"]
    assert made["amount"].values == _sources("dibao.amount")


def test_what_filters_groups_and_joins_decides_which_rows_there_are() -> None:
    relation = relation_of(
        "SELECT h.village, SUM(d.amount) AS total "
        "FROM households AS h INNER JOIN dibao AS d ON h.household_id = d.person "
        "WHERE d.start_date IS NOT NULL GROUP BY h.village HAVING MAX(h.size) > 1",
        TABLES,
    )
    deciding = _sources("households.household_id", "dibao.person", "dibao.start_date")
    assert relation.conditions == deciding | _sources("households.village", "households.size")
    assert relation.cell("total") == Cell(_sources("dibao.amount"), deciding)
    assert relation.cell("village") == Cell(_sources("households.village"))


def test_what_is_counted_are_the_rows() -> None:
    made = _made_from("SELECT COUNT(*) AS n FROM dibao WHERE amount > 0")
    assert made["n"].values == _sources("dibao.amount")


def test_the_other_side_of_an_outer_join_decides_of_its_own_columns_alone() -> None:
    relation = relation_of(
        "SELECT h.income, d.amount FROM households AS h LEFT JOIN dibao AS d ON h.household_id = d.person", TABLES
    )
    assert relation.cell("income") == Cell(_sources("households.income"))
    assert relation.cell("amount").conditions == _sources("households.household_id", "dibao.person")
    assert not relation.conditions


def test_what_nothing_is_joined_to_is_null() -> None:
    made = _made_from(
        "SELECT COALESCE(e.note, h.village) AS note FROM households AS h "
        "LEFT JOIN empty AS e ON h.household_id = e.household_id"
    )
    assert made["note"].values == _sources("households.village")


_RECORDS = (
    "SELECT 'dibao' AS feed, row_ref, person, amount FROM dibao UNION ALL "
    "SELECT 'tekun' AS feed, row_ref, person, amount FROM tekun"
)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT amount FROM records WHERE feed = 'dibao'",
        "SELECT amount FROM records WHERE feed IN ('dibao', 'deaths') AND person IS NOT NULL",
        "SELECT r.amount FROM records AS r INNER JOIN dibao AS d ON r.row_ref = d.row_ref",
        "SELECT r.amount FROM (SELECT 'dibao' AS feed) AS f INNER JOIN records AS r ON f.feed = r.feed",
        "SELECT CASE WHEN feed = 'dibao' THEN amount END AS amount FROM records",
        "SELECT CASE feed WHEN 'tekun' THEN 0 ELSE amount END AS amount FROM records",
        "SELECT MAX(CASE WHEN feed = 'dibao' THEN amount END) AS amount FROM records GROUP BY person",
        "SELECT amount FROM (SELECT feed, SUM(amount) AS amount FROM records GROUP BY feed) AS r WHERE feed = 'dibao'",
    ],
)
def test_rows_that_a_literal_keeps_out_are_not_read(query: str) -> None:
    tables = {**TABLES, "records": relation_of(_RECORDS, TABLES)}
    values = _made_from(query, tables)["amount"].values
    assert values >= _sources("dibao.amount")
    assert not {source for source in values if source.table == "tekun"}


def test_rows_are_told_apart_by_their_literals() -> None:
    relation = relation_of(_RECORDS, TABLES)
    assert relation.where("feed", "tekun").cell("amount").values == _sources("tekun.amount")
    assert relation.cell("amount").values == _sources("dibao.amount", "tekun.amount")


def test_a_pivot_keeps_its_columns_apart() -> None:
    tables = {**TABLES, "records": relation_of(f"SELECT * FROM ({_RECORDS}) AS r WHERE r.person IS NOT NULL", TABLES)}
    made = _made_from(
        "SELECT person, MAX(CASE WHEN feed = 'dibao' THEN amount END) AS dibao, "
        "MAX(CASE WHEN feed = 'tekun' THEN amount END) AS tekun FROM records GROUP BY person",
        tables,
    )
    assert made["dibao"] == Cell(_sources("dibao.amount"), _sources("dibao.person"))
    assert made["tekun"] == Cell(_sources("tekun.amount"), _sources("tekun.person"))


def test_a_row_without_a_match_is_kept_where_the_match_may_be_missing() -> None:
    tables = {**TABLES, "records": relation_of(_RECORDS, TABLES)}
    query = "SELECT d.amount FROM dibao AS d LEFT JOIN records AS r ON d.row_ref = r.row_ref WHERE r.row_ref IS NULL"
    assert _made_from(query, tables)["amount"].values == _sources("dibao.amount")


@pytest.mark.parametrize("query", ["SELECT nothing FROM households", "SELECT 1 AS x FROM nowhere"])
def test_what_nobody_has_is_an_error(query: str) -> None:
    with pytest.raises(KeyError):
        relation_of(query, TABLES)
