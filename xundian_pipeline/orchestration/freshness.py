"""What the assets say of freshness: each feed its department's promise, the published tables that they are of the day.

Dagster's own policy asks when an asset was made. A feed is made every night, whether its file has come or not, so for
feeds the policy would say nothing: their promise stands in the description, and the sensor of messages looks at files.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from dagster import AssetsDefinition, AssetSpec, FreshnessPolicy, MetadataValue

from schemas.registry import FEEDS
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.orchestration.wiring import PUBLISHED
from xundian_pipeline.settings import Settings, read_settings

AT_FOUR_IN_THE_MORNING = "0 4 * * *"
DUE = "送达期限"


def with_promises(assets: Sequence[AssetsDefinition], data: Path | None, timezone: str) -> list[AssetsDefinition]:
    """Return the assets with what is promised of them, as DATA/config.yaml says now."""
    settings = _settings(data)

    def promised(spec: AssetSpec) -> AssetSpec:
        name = spec.key.to_user_string()
        if name == PUBLISHED:
            policy = FreshnessPolicy.cron(AT_FOUR_IN_THE_MORNING, datetime.timedelta(hours=24), timezone)
            return spec.replace_attributes(freshness_policy=policy)
        if name not in FEEDS:
            return spec
        due = settings.due_of(FEEDS[name].department).text()
        oldest = settings.oldest_days_of(FEEDS[name].department)
        said = f"\n\n送达期限：{due}，最新的文件不早于考核日前 {oldest} 天；过期没有送到，会告知责任单位。"
        return spec.replace_attributes(
            description=f"{spec.description}{said}", metadata={**spec.metadata, DUE: MetadataValue.text(due)}
        )

    return [asset.map_asset_specs(promised) for asset in assets]


def _settings(data: Path | None) -> Settings:
    """The settings; the defaults where there are none to read. Whoever runs a night is told what is wrong with them."""
    try:
        return read_settings(data) if data else Settings()
    except (PipelineError, OSError):
        return Settings()
