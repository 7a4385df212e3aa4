"""The exit indicators of a county: those of the provinces' system, and those that its rule book adds."""

from __future__ import annotations

from schemas.published import PublishedTable, published_tables
from schemas.published.codes import COUNTY_INDICATORS, HOUSEHOLD_INDICATORS, VILLAGE_INDICATORS, Indicator
from xundian_pipeline.county import County
from xundian_pipeline.rules.rule import rule_of

_KNOWN = {"household": HOUSEHOLD_INDICATORS, "village": VILLAGE_INDICATORS, "county": COUNTY_INDICATORS}


def indicators_of(county: County) -> dict[str, dict[str, Indicator]]:
    """Return the indicators of household, village and county by their codes, in the order in which they are shown.

    An indicator of the county's own is called as the head of its file says.
    """
    book = county.rules
    return {
        unit: _KNOWN[unit]
        | {code: Indicator(rule_of(book, unit, code).name) for code in named if code not in _KNOWN[unit]}
        for unit, named in book.indicators.items()
    }


def published_tables_of(county: County) -> dict[str, PublishedTable]:
    """Return the published tables by `schema.name`, with the county's own indicators among their codes."""
    return published_tables(indicators_of(county))
