"""The catalogue says of every published column what it is and where it comes from."""

from __future__ import annotations

from dagster import AssetKey, TableColumnLineage, TableSchema

from schemas.published import PUBLISHED
from schemas.registry import FEEDS
from xundian_pipeline.definitions import defs
from xundian_pipeline.orchestration.metadata import COLUMN_LINEAGE, COLUMN_SCHEMA
from xundian_pipeline.orchestration.wiring import PUBLISHED as PUBLISHED_ASSET


def test_the_published_columns_are_described_with_their_lineage() -> None:
    metadata = defs.resolve_asset_graph().get(AssetKey(PUBLISHED_ASSET)).metadata
    schema, lineage = metadata[COLUMN_SCHEMA], metadata[COLUMN_LINEAGE]
    assert isinstance(schema, TableSchema)
    assert isinstance(lineage, TableColumnLineage)
    described = {column.name: column for column in schema.columns}
    assert list(described) == [f"{one.name}.{column.name}" for one in PUBLISHED.values() for column in one.columns]
    h4 = described["household_exit.h4"]
    assert h4.type == "VARCHAR"
    assert h4.description.startswith(PUBLISHED["exit_indicators.household_exit"].column("h4").comment)
    assert (
        f"《{FEEDS['medical_insurance'].title}》{FEEDS['medical_insurance'].column('scheme').header}" in h4.description
    )
    found = {(one.asset_key.path[0], one.column_name) for one in lineage.deps_by_column["household_exit.h4"]}
    assert {("medical_insurance", "scheme"), ("medical_insurance", "year"), ("deaths", "death_date")} <= found
    for dependencies in lineage.deps_by_column.values():
        for one in dependencies:
            FEEDS[one.asset_key.path[0]].column(one.column_name)
