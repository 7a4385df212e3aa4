"""The seven measures on the first day of the year and on D: both belong to the year (rulings 28 and 29)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.policy.cases import Table, case, has, lacks
from tests.policy.night import Night

NightOf = Callable[[Table], Night]

FIRST, LAST = "2017-01-01", "2017-12-31"

ENTRIES: list[tuple[str, dict[str, Any], tuple[str, float, str]]] = [
    ("medical_assistance", {"date": FIRST}, ("health", 90, FIRST)),
    ("project_beneficiaries", {"date": FIRST}, ("production", 500, FIRST)),
    ("temporary_assistance", {"date": FIRST}, ("social_security", 100, FIRST)),
    ("medical_insurance", {"date": LAST, "subsidy": "150", "scheme": "城镇职工基本医疗保险"}, ("health", 150, LAST)),
]
"""A record of the head, and the measure, the amount of the year and the first date that it gives."""

DAYS = Table("measures on the first day and on D", [
    case(f"{feed} on {cells['date']}", lacks("family_doctors"), has(feed, **cells)) for feed, cells, _ in ENTRIES
])  # fmt: skip


@pytest.mark.parametrize("at", range(len(ENTRIES)), ids=[one.sentence for one in DAYS.cases])
def test_a_measure_of_the_year(at: int, night_of: NightOf) -> None:
    row = night_of(DAYS).row("household_measures", household_id=DAYS.household(at))
    assert (row["measure"], row["amount"], row["first_date"].isoformat()) == ENTRIES[at][2]
