"""H6 享受扶贫政策、资金、项目帮扶: any measure passes; none fails only where every measure feed is evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.policy.cases import (
    ABSENT,
    ALSO_ABSENT,
    ALSO_BROKEN,
    APART,
    BROKEN,
    Case,
    Change,
    Table,
    case,
    died,
    each,
    has,
    judge,
    lacks,
    may_have,
    member,
    member_row_is_quarantined,
    number_is_wrong,
    registered_as,
)
from tests.policy.defaults import ROSTER_ROWS
from tests.policy.night import Night
from tests.policy.world import OTHER_VILLAGE, Household

NightOf = Callable[[Table], Night]

NO_MEASURE = lacks("family_doctors")

RECEIVED: dict[str, dict[str, str | None]] = {
    "project_beneficiaries": {},
    "training": {},
    "employment": {},
    "relocation": {"move_in_date": "2017-12-31", "demolished_date": "2017-12-31"},
    "public_forest_compensation": {},
    "grain_for_green": {},
    "forest_rangers": {},
    "energy_subsidies": {},
    "student_aid": {},
    "medical_assistance": {},
    "family_doctors": {},
    "medical_insurance": {"subsidy": "150", "scheme": "城镇职工基本医疗保险"},
    "dibao": {},
    "tekun": {},
    "temporary_assistance": {},
}
"""One record of every feed of the seven measures."""

FAILS_A_CHECK: dict[str, dict[str, str | None]] = {
    "training": {"course": "别的"},
    "employment": {"kind": "别的"},
    "public_forest_compensation": {"amount": "0"},
    "grain_for_green": {"amount": "0"},
    "forest_rangers": {"amount": "0"},
    "energy_subsidies": {"item": "别的"},
    "student_aid": {"amount": "0"},
    "medical_assistance": {"kind": "别的"},
    "family_doctors": {"date": "昨天"},
    "medical_insurance": {"year": "今年"},
    "dibao": {"category": "别的"},
    "tekun": {"care": "别的"},
    "temporary_assistance": {"amount": "0"},
    "project_beneficiaries": {"date": "昨天"},
    "relocation": {"floor_area_m2": "0"},
}
"""A row of the household in quarantine, feed by feed."""


def roster_without(feed: str) -> Change:
    """Every measure roster but one has a row in the household's township."""

    def fill(household: Household) -> None:
        neighbour = household.world.fill_rosters(household.village)
        if neighbour.records(feed):
            neighbour.drop(feed)

    return fill


def project(village: str | None = None, **cells: str | None) -> Change:
    """There is one more project, in the household's village or another."""

    def add(household: Household) -> None:
        household.world.add("projects",
        **{"project_id": f"P-{household.id}", "village_code": village or household.village,
                                           **cells})  # fmt: skip

    return add


def benefits(household: Household) -> None:
    """The household benefits from its own project."""
    household.record("project_beneficiaries", project_id=f"P-{household.id}")


MEASURES = Table(
    "H6 measures",
    [
        case("a family doctor", H6="pass"),
        case("nothing", NO_MEASURE, H6="fail"),
        *(case(f"{feed} alone", NO_MEASURE, has(feed, **cells), H6="pass") for feed, cells in RECEIVED.items()),
        case("nothing, of two members", NO_MEASURE, member("wife", born="1972-05-06", sex="女"), H6="fail"),
        case("the wife alone was trained", NO_MEASURE, member("wife", born="1972-05-06", sex="女"),
             has("training", of="wife"), H6="pass"),
        case("insurance without subsidy", NO_MEASURE,
             has("medical_insurance", scheme="城镇职工基本医疗保险", subsidy="0"),
             H6="fail"),
        case("a beneficiary of an unknown project", NO_MEASURE, has("project_beneficiaries", project_id="没有"),
             H6="fail"),
        case("a beneficiary of a project of 基础设施", NO_MEASURE, project(measure="基础设施"), benefits, H6="fail"),
        case("a beneficiary of a project of 发展生产 in another village", NO_MEASURE, project(OTHER_VILLAGE), benefits,
             H6="pass"),
        case("on the relocation list, not moved in", NO_MEASURE, has("relocation", move_in_date=None), H6="fail"),
        case("pension, helpers and a better house are no measures", NO_MEASURE, has("economic_checks"), H6="fail"),
        case("the one who was trained has died", NO_MEASURE, member("wife", born="1972-05-06", sex="女"),
             has("training", of="wife"), died("wife"), H6="fail"),
        case("everybody has died, nothing", died("head"), H6="fail"),
        case("a member row is in quarantine, nothing", NO_MEASURE, member_row_is_quarantined, H6="fail"),
        case("a member row is in quarantine, a family doctor", member_row_is_quarantined, H6="pass"),
    ],
)  # fmt: skip

DOUBT = Table(
    "H6 in doubt",
    [
        case("nothing, a member without a number", NO_MEASURE, registered_as("head", id_number=None), H6="unknown"),
        case("nothing, a member with a wrong number", NO_MEASURE, number_is_wrong("head"), H6="unknown"),
        case("a family doctor, a member without a number", registered_as("head", id_number=None), H6="pass"),
        case("nothing, the member without a number has died", NO_MEASURE,
             member("wife", born="1972-05-06", sex="女"), died("wife"), H6="fail"),
        *(case(f"a row of {feed} is in quarantine", NO_MEASURE, has(feed, **cells), H6="unknown")
          for feed, cells in FAILS_A_CHECK.items()),
        case("a family doctor, and a row in quarantine", has("dibao", category="别的"), H6="pass"),
        case("a row of pension is in quarantine", NO_MEASURE, has("pension", year="今年"), H6="fail"),
        case("a row of helpers is in quarantine", NO_MEASURE, has("helpers", start_date="昨天"), H6="fail"),
        *(case(f"a row of {feed} may be a member's", NO_MEASURE, may_have(feed), H6="unknown")
          for feed in ("dibao", "training", "student_aid", "medical_assistance")),
        case("a row of pension may be a member's", NO_MEASURE, may_have("pension"), H6="fail"),
        case("a project of the village is in quarantine", NO_MEASURE, project(measure="别的"), village="530129103203",
             H6="unknown"),
        case("a project of another village is in quarantine", NO_MEASURE, H6="fail"),
    ],
)  # fmt: skip

TOWNSHIPS = Table(
    "H6 township",
    [
        case("every roster has a row there", NO_MEASURE, roster_without("helpers"), village=APART, H6="fail"),
        *(case(f"{feed} has no row there", NO_MEASURE, roster_without(feed), village=APART, H6="unknown")
          for feed in RECEIVED if feed in ROSTER_ROWS or feed == "family_doctors"),
        case("no roster has a row there, a family doctor", village=APART, H6="pass"),
    ],
)  # fmt: skip

SETTINGS = [
    Table(
        f"H6 with {word}: {', '.join(feeds)}",
        [
            case("nothing", lacks("family_doctors"), H6="unknown"),
            case("a family doctor", H6="pass"),
            case("a grant for a student", lacks("family_doctors"), has("student_aid"), H6="pass"),
        ],
        **{word: feeds},
    )
    for word, feeds in (("without", ABSENT), ("without", ALSO_ABSENT), ("broken", BROKEN), ("broken", ALSO_BROKEN),
                        ("without", ("projects",)), ("broken", ("relocation",)))
]  # fmt: skip

ON_THE_LIST = Table(
    "H6 with a broken file of the relocation ledger",
    [case("a row says that it has not moved in", lacks("family_doctors"), has("relocation"), H6="fail")],
    broken=("relocation",),
)


@pytest.mark.parametrize(("table", "household", "one"), each(MEASURES, DOUBT, TOWNSHIPS, *SETTINGS, ON_THE_LIST))
def test_h6(table: Table, household: str, one: Case, night_of: NightOf) -> None:
    assert judge(night_of(table), household, one) == one.expected
