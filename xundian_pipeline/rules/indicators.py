"""The exit indicators of a county: those of the provinces' system, and those that its rule book adds."""

from __future__ import annotations

from schemas.published import PublishedTable, published_tables
from schemas.published.codes import COUNTY_INDICATORS, HOUSEHOLD_INDICATORS, VILLAGE_INDICATORS, Indicator
from xundian_pipeline.county import County
from xundian_pipeline.rules.rule import rule_of


def indicators_of(county: County) -> dict[str, dict[str, Indicator]]:
    """Return the indicators of household, village and county by their codes, in the order in which they are shown.

    An indicator of the county's own is called as the head of its file says.
    """
    book = county.rules
    return {
        unit: {**known, **{code: Indicator(rule_of(book, unit, code).name) for code in named if code not in known}}
        for unit, known, named in (
            ("household", HOUSEHOLD_INDICATORS, book.household),
            ("village", VILLAGE_INDICATORS, book.village),
            ("county", COUNTY_INDICATORS, book.county),
        )
    }


def published_tables_of(county: County) -> dict[str, PublishedTable]:
    """Return the published tables by `schema.name`, with the county's own indicators among their codes."""
    return published_tables(indicators_of(county))
