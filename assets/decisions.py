"""What the officers have decided on links, and the secret by which their decisions find the records again."""

from collections.abc import Mapping
from typing import Any

from dagster import MaterializeResult, asset

from schemas.decisions import LINK_DECISIONS
from xundian_pipeline.archive import Archive
from xundian_pipeline.archive.source_tables import ARCHIVED_INPUTS, keep_input
from xundian_pipeline.arriving.arrivals import DECISIONS
from xundian_pipeline.orchestration.failures import told_to_officers
from xundian_pipeline.orchestration.resources import Night
from xundian_pipeline.orchestration.step_assets import LEADING_DEPARTMENT, WHEN_RED, owners
from xundian_pipeline.people.decisions import SOURCE, read_decisions
from xundian_pipeline.people.record_keys import record_secret, secret_table


@asset(
    name=DECISIONS,
    group_name="people",
    owners=owners(LEADING_DEPARTMENT),
    description=(
        f"人工认定：数据文件夹里 {SOURCE} 的每一行，接受或拒绝一条认定建议。写错的行不采用，错在哪里、应当怎样写，"
        "见提示表里的“人工认定”；没有这份文件就是没有认定。" + WHEN_RED
    ),
    kinds={"parquet"},
    tags={"layer": "people"},
)
def decisions(night: Night) -> MaterializeResult[Mapping[str, Any]]:
    """The officers' decisions on links (ruling 23), and the secret of the record keys."""
    with told_to_officers():
        kept, path = keep_input(Archive(night.folder), LINK_DECISIONS.id, night.folder / SOURCE)
        secret = secret_table(record_secret(night.folder))
        return MaterializeResult(value={**read_decisions(path), "record_secret": secret, ARCHIVED_INPUTS: kept})
