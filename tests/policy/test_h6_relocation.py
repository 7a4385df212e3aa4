"""H6 of a household that the relocation ledger has: it is not absent from that (ruling 3), as it may be from others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.policy.cases import Case, Table, case, each, has, judge, lacks
from tests.policy.night import Night

NightOf = Callable[[Table], Night]

ON_THE_LIST = has("relocation", move_in_date=None)
LEDGER_ROW_IN_QUARANTINE = has("relocation", floor_area_m2="很大")
BENEFIT_IN_QUARANTINE = has("project_beneficiaries", date="昨天")

LEDGER = Table(
    "H6 and the relocation ledger",
    [
        case("on the list, another row of it in quarantine", lacks("family_doctors"), ON_THE_LIST,
             LEDGER_ROW_IN_QUARANTINE, H6="fail"),
        case("not on the list, a row of it in quarantine", lacks("family_doctors"), LEDGER_ROW_IN_QUARANTINE,
             H6="unknown"),
        case("on the list, a row of another feed in quarantine", lacks("family_doctors"), ON_THE_LIST,
             BENEFIT_IN_QUARANTINE, H6="unknown"),
    ],
)  # fmt: skip


@pytest.mark.parametrize(("table", "household", "one"), each(LEDGER))
def test_h6(table: Table, household: str, one: Case, night_of: NightOf) -> None:
    assert judge(night_of(table), household, one) == one.expected
