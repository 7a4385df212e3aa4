"""The third party's word closes findings of its household (ruling 37), and what a household's findings count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.policy.cases import Change, Table, case, has, lacks, member, number_is_wrong, registered_as, sets
from tests.policy.night import Night
from tests.policy.world import DAY, Household

NightOf = Callable[[Table], Night]

PROBLEMS = ("收入", "住房", "教育", "医疗", "养老", "饮水", "帮扶", "识别", "其他")


def number_twice(household: Household) -> None:
    household.member("wife", born="1972-05-06", sex="女", id_number=household.people["head"].number)


FOUND: dict[str, tuple[Change, ...]] = {
    "S01": (number_twice,),
    "S02": (number_is_wrong("head"),),
    "S03": (has("student_aid", name="别名"),),
    "S04": (registered_as("head", sex="女"),),
    "S05": (has("dibao"),),
    "S06": (sets(wage_income="3300"),),
    "S07": (has("dibao"), has("tekun")),
    "S08": (member("child", born="2008-05-06", at_school=False),),
    "S09": (has("enrolment"), has("enrolment", school="二小")),
    "S10": (lacks("medical_insurance"),),
    "S11": (member("late", born="1940-05-06"), has("deaths", of="late", name="别名")),
    "S12": (has("relocation", floor_area_m2="100"),),
    "S13": (has("relocation", move_in_date="2016-01-01"),),
    "S14": (has("employment", annual_wage="1"),),
    "S15": (lacks("housing_assessment"), has("housing_assessment", grade="D")),
    "S17": (lacks("helpers"),),
    "S18": (sets(household_size="9"),),
    "S19": (has("dibao", monthly_amount="300"),),
}
"""What makes each finding that the third party can close."""

CLOSES = {
    "收入": {"S05", "S06", "S14"},
    "住房": {"S12", "S13", "S15"},
    "教育": {"S08", "S09"},
    "医疗": {"S10"},
    "帮扶": {"S17"},
    "识别": {"S01", "S02", "S03", "S04", "S07", "S11", "S18", "S19"},
}


def closed(problem: str, on: str | None) -> Change:
    """The third party has closed a problem of the household."""
    return has("third_party_assessment", problem=problem, closed_date=on)


def others_closed(rule: str) -> Change:
    """The third party has closed problems of every type that does not speak of the rule, on D."""

    def close(household: Household) -> None:
        for problem in PROBLEMS:
            if rule not in CLOSES.get(problem, ()):
                closed(problem, "2017-12-31")(household)

    return close


def problem_of(rule: str) -> str:
    """The problem type that closes a rule's findings."""
    (problem,) = (problem for problem, rules in CLOSES.items() if rule in rules)
    return problem


CLOSINGS = {
    "closed on D": (lambda rule: closed(problem_of(rule), "2017-12-31"), "rectified"),
    "closed the day before D": (lambda rule: closed(problem_of(rule), "2017-12-30"), "open"),
    "to be closed after D": (lambda rule: closed(problem_of(rule), "2018-01-01"), "open"),
    "found and not closed": (lambda rule: closed(problem_of(rule), None), "open"),
    "every other problem closed on D": (others_closed, "open"),
}

TABLES = {
    sentence: Table(f"third party: {sentence}", [case(rule, *changes, change(rule)) for rule, changes in FOUND.items()])
    for sentence, (change, _) in CLOSINGS.items()
}


def _each() -> list[Any]:
    return [
        pytest.param(TABLES[sentence], at, rule, status, id=f"{rule} {sentence}")
        for sentence, (_, status) in CLOSINGS.items()
        for at, rule in enumerate(FOUND)
    ]


@pytest.mark.parametrize(("table", "at", "rule", "status"), _each())
def test_the_third_party_closes_the_rules_of_its_problem(
    table: Table, at: int, rule: str, status: str, night_of: NightOf
) -> None:
    found = night_of(table).findings(rule, table.household(at))
    assert found, "the case must make its finding"
    assert {row["status"] for row in found} == {status}
    assert {row["closed_on"] for row in found} == {DAY if status == "rectified" else None}


OPEN = Table(
    "open findings",
    [
        case("none"),
        case("two of one household", sets(household_size="9"), lacks("helpers")),
        case("one of them closed", sets(household_size="9"), lacks("helpers"), closed("帮扶", "2017-12-31")),
        case("both closed", sets(household_size="9"), lacks("helpers"), closed("帮扶", "2017-12-31"),
             closed("识别", "2017-12-31")),
        case("two members", member("wife", born="1972-05-06", sex="女", insured=False),
             lacks("medical_insurance", "head")),
        case("two feeds of one member", has("student_aid", name="别名"), has("training", name="别名")),
        case("the third party names another household", sets(household_size="9"),
             has("third_party_assessment", problem="识别", closed_date="2017-12-31", household_id="没有")),
    ],
)  # fmt: skip


@pytest.mark.parametrize(("at", "count"), list(enumerate([0, 2, 1, 0, 2, 2, 1])))
def test_a_household_counts_its_open_findings(at: int, count: int, night_of: NightOf) -> None:
    assert night_of(OPEN).row("household_exit", household_id=OPEN.household(at))["open_findings"] == count


def test_a_finding_is_of_this_night(night_of: NightOf) -> None:
    rows = night_of(OPEN).rows("findings")
    assert rows
    assert {(row["first_seen"], row["last_seen"]) for row in rows} == {(DAY, DAY)}


def test_a_finding_has_an_identity_departments_and_evidence(night_of: NightOf) -> None:
    rows = night_of(OPEN).rows("findings")
    assert len({row["finding_id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["departments"], row["rule"]
        assert row["evidence"], row["rule"]
        assert row["detail"], row["rule"]


def test_a_finding_has_a_feed_where_its_rule_is_per_feed(night_of: NightOf) -> None:
    """Ruling 34: S03, S11, S16 and S19; the others have none."""
    rows = night_of(OPEN).rows("findings")
    with_feed = {row["rule"] for row in rows if row["feed"] is not None}
    without_feed = {row["rule"] for row in rows if row["feed"] is None}
    assert with_feed <= {"S03", "S11", "S16", "S19"}
    assert without_feed.isdisjoint(with_feed)
    assert "S03" in with_feed
    assert without_feed >= {"S10", "S17", "S18"}


def test_no_detail_names_a_person(night_of: NightOf) -> None:
    night = night_of(OPEN)
    members = night.rows("members")
    words = {row["name"] for row in members} | {row["id_number"] for row in members if row["id_number"]}
    details = " ".join(row["detail"] for row in night.rows("findings"))
    reasons = " ".join(row["reason"] for row in night.rows("household_exit_indicators"))
    assert not [word for word in words if word in details or word in reasons]
