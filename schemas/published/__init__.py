"""What the published tables are: `PUBLISHED` holds each by its `schema.name`, in the order of publishing."""

from schemas.published import exit_indicators, history, management, quality
from schemas.published.table import PublishedColumn, PublishedTable

PUBLISHED: dict[str, PublishedTable] = {
    table.full_name: table
    for table in (
        exit_indicators.HOUSEHOLD_EXIT_INDICATORS,
        exit_indicators.HOUSEHOLD_EXIT,
        exit_indicators.HOUSEHOLD_MEASURES,
        exit_indicators.VILLAGE_EXIT_INDICATORS,
        exit_indicators.VILLAGE_EXIT,
        exit_indicators.COUNTY_EXIT_INDICATORS,
        exit_indicators.FINDINGS,
        history.INDICATOR_HISTORY,
        history.VILLAGE_HISTORY,
        history.COUNTY_HISTORY,
        history.CHANGES,
        history.PROGRESS,
        exit_indicators.PUBLISHED_FIGURES,
        exit_indicators.NIGHTS,
        exit_indicators.LABELS,
        *management.TABLES.values(),
        quality.FEED_RUNS,
        quality.QUARANTINE,
        quality.LINKAGE,
        quality.LINK_PROPOSALS,
        quality.NOTICES,
        quality.CORRECTIONS,
    )
}

__all__ = ["PUBLISHED", "PublishedColumn", "PublishedTable"]
