"""What the published tables are: `PUBLISHED` holds each by its `schema.name`, in the order of publishing."""

from collections.abc import Mapping
from dataclasses import replace

from schemas.published import exit_indicators, history, management, quality
from schemas.published.codes import Indicator
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

_UNITS = {
    exit_indicators.HOUSEHOLD_EXIT_INDICATORS.full_name: "household",
    exit_indicators.VILLAGE_EXIT_INDICATORS.full_name: "village",
    exit_indicators.COUNTY_EXIT_INDICATORS.full_name: "county",
    history.INDICATOR_HISTORY.full_name: "household",
    history.VILLAGE_HISTORY.full_name: "village",
    history.COUNTY_HISTORY.full_name: "county",
    history.CHANGES.full_name: "household",
}
"""Whose indicators the tables with one indicator a row hold."""


def published_tables(indicators: Mapping[str, Mapping[str, Indicator]]) -> dict[str, PublishedTable]:
    """Return the published tables where household, village and county are judged by these `indicators`.

    Tables and columns are always the same; a county's own indicators are further codes in the tables with one indicator
    a row.
    """
    return {name: _with_codes(table, indicators) for name, table in PUBLISHED.items()}


def _with_codes(table: PublishedTable, indicators: Mapping[str, Mapping[str, Indicator]]) -> PublishedTable:
    unit = _UNITS.get(table.full_name)
    if unit is None or set(indicators[unit]) == set(table.column("indicator").codes):
        return table
    column = exit_indicators.indicator(indicators[unit])
    return replace(table, columns=tuple(column if one.name == column.name else one for one in table.columns))


__all__ = ["PUBLISHED", "PublishedColumn", "PublishedTable", "published_tables"]
