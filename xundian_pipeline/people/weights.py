"""Fellegi and Sunter's match weights, reckoned by splink over the few pairs that are compared (ruling 23)."""

from __future__ import annotations

import logging
from typing import Any

import duckdb
import pyarrow
import pyarrow.compute as compute

from xundian_pipeline.people.comparisons import COMPARISONS, NONE, Comparison, agreement_codes, compared_columns
from xundian_pipeline.people.linkage_model import LinkageModel

DECIMALS = 2
"""Decimals of a published weight: beyond them two machines may differ."""

_RECORDS, _MEMBERS = "records", "members"
_KEY = "{table} || '-__-' || {identifier}"
"""How splink names a row of one of its tables."""
_MEMORY_LIMIT = "512MB"

WEIGHED_PAIRS = pyarrow.schema(
    [
        ("row_ref", pyarrow.int64()),
        ("member_id", pyarrow.string()),
        ("match_weight", pyarrow.float64()),
        *((f"{comparison.field}_agreement", pyarrow.string()) for comparison in COMPARISONS),
    ]
)


def as_if_weighed() -> str:
    """The SQL of what `weigh` reads, for lineage: a weight comes from all that is compared, an agreement from its own
    columns."""
    everything = ", ".join(map(_compared, COMPARISONS))
    agreements = ", ".join(f"CONCAT({_compared(one)}) AS {one.field}_agreement" for one in COMPARISONS)
    return (
        f"SELECT p.row_ref, p.member_id, CONCAT({everything}) AS match_weight, {agreements}"
        " FROM compared_pairs AS p INNER JOIN compared_records AS r ON CAST(p.row_ref AS VARCHAR) = r.unique_id"
        " INNER JOIN compared_members AS m ON p.member_id = m.unique_id"
    )


def _compared(comparison: Comparison) -> str:
    columns = compared_columns(comparison)
    return ", ".join([*(f"r.{name}" for name in columns["l"]), *(f"m.{name}" for name in columns["r"])])


def weigh(records: pyarrow.Table, members: pyarrow.Table, pairs: pyarrow.Table, model: LinkageModel) -> pyarrow.Table:
    """Return every pair with its weight in bits and, per field, the code of its agreement (see `comparisons`).

    `records` and `members` have the columns of compared_records.sql, `pairs` row_ref and member_id. Splink only scores:
    the model is given, the pairs are given, and where there are none it is not even imported.
    """
    if not len(pairs):
        return WEIGHED_PAIRS.empty_table()
    with duckdb.connect(":memory:") as connection:
        # Nothing spills: what would lie on the disk are names and numbers.
        connection.execute(f"SET memory_limit = '{_MEMORY_LIMIT}'; SET temp_directory = ''")
        linker = new_linker(connection, records, members, settings(model))
        keys = (_KEY.format(table=f"'{_RECORDS}'", identifier="row_ref"),
                _KEY.format(table=f"'{_MEMBERS}'", identifier="member_id"))  # fmt: skip
        connection.register("compared_pairs", pairs)
        connection.execute(
            f"CREATE TABLE keyed_pairs AS SELECT '0' AS match_key, {keys[0]} AS join_key_l, {keys[1]} AS join_key_r "
            "FROM compared_pairs"
        )
        blocked = database_of(linker).register("keyed_pairs")
        linker.table_management.register_blocked_pairs_for_predict(blocked)
        scored = linker.inference.predict(warning_mode="never").physical_name
        table = connection.sql(
            "SELECT CAST(unique_id_l AS BIGINT) AS row_ref, unique_id_r AS member_id, "
            f"ROUND(match_weight, {DECIMALS}) + 0 AS match_weight, "
            + ", ".join(f"gamma_{comparison.field}" for comparison in COMPARISONS)
            + f" FROM {scored} ORDER BY row_ref, member_id"
        ).to_arrow_table()
    columns = [table[name] for name in ("row_ref", "member_id", "match_weight")]
    columns += [_codes(table[f"gamma_{comparison.field}"], comparison) for comparison in COMPARISONS]
    return pyarrow.table(columns, schema=WEIGHED_PAIRS)


def settings(model: LinkageModel) -> dict[str, Any]:
    """Return the model as splink's settings."""
    return {
        "link_type": "link_only",
        "probability_two_random_records_match": model.prior,
        # The levels come with the columns.
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [],
        "comparisons": [_as_splink(comparison, model) for comparison in COMPARISONS],
    }


def new_linker(
    connection: duckdb.DuckDBPyConnection, records: pyarrow.Table, members: pyarrow.Table, described: dict[str, Any]
) -> Any:
    """Return a silent splink linker over both tables; splink is imported here, because most commands need it not."""
    logging.getLogger("splink").setLevel(logging.CRITICAL)
    from splink import DuckDBAPI, Linker, SettingsCreator

    database = DuckDBAPI(connection)
    tables = [
        database.register(table, dataset_display_name=name)
        for name, table in ((_RECORDS, records), (_MEMBERS, members))
    ]
    return Linker(tables, SettingsCreator.from_path_or_dict(described), log_level=None, validate_settings=False)


def database_of(linker: Any) -> Any:
    """Return the database of a linker, where tables for it are registered."""
    return linker._db_api


def _as_splink(comparison: Comparison, model: LinkageModel) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.nothing, "label_for_charts": NONE, "is_null_level": True}
    ]
    for code, condition in comparison.levels.items():
        level = model.levels[comparison.field][code]
        levels.append(
            {
                "sql_condition": condition,
                "label_for_charts": code,
                "m_probability": level.m,
                "u_probability": level.u,
            }
        )
    return {"output_column_name": comparison.field, "comparison_levels": levels}


def _codes(levels: pyarrow.ChunkedArray, comparison: Comparison) -> pyarrow.ChunkedArray:
    """Turn splink's numbers of levels into their codes; -1, nothing to compare, is the last."""
    codes = [*agreement_codes(comparison), NONE]
    places = compute.if_else(compute.less(levels, 0), len(codes) - 1, levels)
    return compute.take(pyarrow.array(codes, pyarrow.string()), places)
