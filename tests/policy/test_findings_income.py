"""S05 to S07, S14 and S19: income, dibao and tekun, wages, and what may be paid."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.acceptance.sheets import county
from tests.policy.cases import (
    ABSENT,
    ALSO_ABSENT,
    ALSO_BROKEN,
    APART,
    BROKEN,
    Case,
    Table,
    case,
    died,
    each,
    has,
    judge,
    may_have,
    member,
    member_row_is_quarantined,
    number_is_wrong,
    registered_as,
    sets,
)
from tests.policy.night import Night
from tests.policy.world import Household
from xundian_pipeline.county import County
from xundian_pipeline.parameters import Parameters

NightOf = Callable[[Table], Night]

WIFE = member("wife", born="1972-05-06", sex="女")
POOR = sets(wage_income="3539.99")


def rosters_of_civil_affairs(*feeds: str) -> Callable[[Household], None]:
    """Somebody else of the township is on these lists."""

    def fill(household: Household) -> None:
        other = household.world.household(f"{household.id}-other", household.village)
        for feed in feeds:
            other.record(feed)

    return fill


def stands_as_a_head_in_quarantine(household: Household) -> None:
    """A row of dibao in quarantine names the head's number in its second number column alone."""
    household.world.add("dibao", name="别人", id_number="1", village_code=household.village, category="别的",
                        head_id_number=household.people["head"].number)  # fmt: skip


S05 = Table(
    "S05 at 12 x 295 = 3,540",
    [
        case("exactly at it", sets(wage_income="3540.00"), has("dibao"), S05=False),
        case("a fen above it", sets(wage_income="3540.01"), has("dibao"), S05=True),
        case("above it, no dibao", S05=False),
        case("above it, tekun only", has("tekun"), S05=False),
        case("dibao that starts in the month of D", has("dibao", start_date="2017-12"), S05=True),
        case("dibao that starts after D", has("dibao", start_date="2018-01"), S05=False),
        case("dibao that was stopped in the month of D", has("dibao", end_date="2017-12"), S05=False),
        case("dibao that stops after D", has("dibao", end_date="2018-01"), S05=True),
        case("another member has it", WIFE, has("dibao", of="wife"), S05=True),
        case("the member who had it has died", WIFE, died("wife"), has("dibao", of="wife"), S05=False),
        case("two have it: one finding", WIFE, has("dibao"), has("dibao", of="wife"), S05=True),
        case("the income is not known", sets(wage_income=None), has("dibao"), S05=False),
        case("all have died", has("dibao"), died("head"), S05=False),
        case("a member row is in quarantine", has("dibao"), member_row_is_quarantined, S05=False),
        case("the name differs", has("dibao", name="别名"), S05=True),
    ],
)  # fmt: skip

S06 = Table(
    "S06 at 12 x 295 = 3,540",
    [
        case("exactly at it", sets(wage_income="3540.00"), S06=False),
        case("a fen below it", POOR, S06=True),
        case("below it, dibao", POOR, has("dibao"), S06=False),
        case("below it, tekun", POOR, has("tekun"), S06=False),
        case("below it, another member has dibao", WIFE, sets(wage_income="7000"), has("dibao", of="wife"), S06=False),
        case("below it, dibao was stopped in the month of D", POOR, has("dibao", end_date="2017-12"), S06=True),
        case("below it, dibao stops after D", POOR, has("dibao", end_date="2018-01"), S06=False),
        case("below it, dibao starts after D", POOR, has("dibao", start_date="2018-01"), S06=True),
        case("below it, the member with dibao has died", WIFE, sets(wage_income="3000"), died("wife"),
             has("dibao", of="wife"), S06=True),
        case("the income is not known", sets(wage_income=None), S06=False),
        case("all have died", sets(wage_income="0"), died("head"), S06=False),
        case("a member row is in quarantine", POOR, member_row_is_quarantined, S06=False),
        case("a member without a number: found all the same", POOR, registered_as("head", id_number=None), S06=True),
        case("a member with a wrong number: found all the same", POOR, number_is_wrong("head"), S06=True),
        case("a dibao row of a member is in quarantine", POOR, has("dibao", category="别的"), S06=False),
        case("a dibao row in quarantine has the number as the head's", POOR, stands_as_a_head_in_quarantine, S06=False),
        case("a tekun row of a member is in quarantine", POOR, has("tekun", care="别的"), S06=False),
        case("a dibao row may be a member's", POOR, may_have("dibao"), S06=False),
        case("a tekun row may be a member's", POOR, may_have("tekun"), S06=False),
        case("a row of another feed may be a member's", POOR, may_have("student_aid"), S06=True),
        case("a township without both lists", POOR, village=APART, S06=False),
        case("a township with dibao alone", POOR, rosters_of_civil_affairs("dibao"), village=APART, S06=False),
        case("a township with tekun alone", POOR, rosters_of_civil_affairs("tekun"), village=APART, S06=False),
        case("a township with both", POOR, rosters_of_civil_affairs("dibao", "tekun"), village=APART, S06=True),
    ],
)  # fmt: skip

S06_SETTINGS = [
    Table(f"S06 with {word}: {', '.join(feeds)}", [case("below it", POOR, S06=False)], **{word: feeds})
    for word, feeds in (("without", ABSENT), ("without", ALSO_ABSENT), ("broken", BROKEN), ("broken", ALSO_BROKEN))
]

S07 = Table(
    "S07",
    [
        case("dibao alone", has("dibao"), S07=False),
        case("tekun alone", has("tekun"), S07=False),
        case("both", has("dibao"), has("tekun"), S07={"head"}),
        case("dibao was stopped in the month of D", has("dibao", end_date="2017-12"), has("tekun"), S07=False),
        case("tekun was stopped in the month of D", has("dibao"), has("tekun", end_date="2017-12"), S07=False),
        case("tekun starts after D", has("dibao"), has("tekun", start_date="2018-01"), S07=False),
        case("one each of two members", WIFE, has("dibao"), has("tekun", of="wife"), S07=False),
        case("both of two members", WIFE, has("dibao"), has("tekun"), has("dibao", of="wife"), has("tekun", of="wife"),
             S07={"head", "wife"}),
        case("the dead are not asked", WIFE, has("dibao", of="wife"), has("tekun", of="wife"), died("wife"), S07=False),
    ],
)  # fmt: skip


def job(wage: str, of: str = "head", **cells: str) -> Callable[[Household], object]:
    """The labour office knows of a job."""
    return has("employment", of=of, annual_wage=wage, **cells)


DECLARED_10_000, DECLARED_8_000 = sets(wage_income="10000"), sets(wage_income="8000")

S14 = Table(
    "S14 at 20% of the larger",
    [
        case("no evidence", DECLARED_10_000, S14=False),
        case("declared more, by 20% exactly", DECLARED_10_000, job("8000"), S14=False),
        case("declared more, by a fen over 20%", DECLARED_10_000, job("7999.99"), S14=True),
        case("declared less, by 20% exactly", DECLARED_8_000, job("10000"), S14=False),
        case("declared less, by a fen over 20%", DECLARED_8_000, job("10000.01"), S14=True),
        case("ranger's pay counts", DECLARED_10_000, has("forest_rangers", amount="8000"), S14=False),
        case("ranger's pay alone is too little", DECLARED_10_000, has("forest_rangers", amount="7999.99"), S14=True),
        case("wage and ranger's pay together", DECLARED_10_000, job("4000"), has("forest_rangers", amount="4000"),
             S14=False),
        case("ranger's pay of last year is no evidence", DECLARED_10_000,
             has("forest_rangers", year="2016", amount="1"),
             S14=False),
        case("the wages of two members", WIFE, DECLARED_10_000, job("4000"), job("4000", of="wife"), S14=False),
        case("two jobs of one member", DECLARED_10_000, job("4000"), job("4000", employer="店"), S14=False),
        case("a job that ended last year is no evidence", DECLARED_10_000,
             job("1", start_date="2016-01-01", end_date="2016-12-31"),
             S14=False),
        case("a job that ended on the first of January is", DECLARED_10_000,
             job("1", start_date="2016-01-01", end_date="2017-01-01"),
             S14=True),
        case("a job that starts on D is", DECLARED_10_000, job("1", start_date="2017-12-31"), S14=True),
        case("a job that starts after D is not", DECLARED_10_000, job("1", start_date="2018-01-01"), S14=False),
        case("no wage is declared", sets(wage_income=None), job("8000"), S14=False),
        case("a wage that cannot be read", sets(wage_income="很多"), job("8000"), S14=False),
        case("nothing declared, nothing earned", sets(wage_income="0"), job("0"), S14=False),
        case("nothing earned in a job", DECLARED_10_000, job("0"), S14=True),
        case("nothing declared", sets(wage_income="0"), job("0.01"), S14=True),
        case("the wage of the dead is no evidence", WIFE, DECLARED_10_000, job("1", of="wife"), died("wife"),
             S14=False),
        case("a member row is in quarantine: found all the same", DECLARED_10_000, job("1"), member_row_is_quarantined,
             S14=True),
    ],
)  # fmt: skip

S19 = Table(
    "S19",
    [
        case("dibao at the ceiling", has("dibao", monthly_amount="295.00"), S19=False),
        case("dibao a fen above it", has("dibao", monthly_amount="295.01"), S19={"head/dibao"}),
        case("dibao above it, stopped in the month of D", has("dibao", monthly_amount="300", end_date="2017-12"),
             S19=False),
        case("dibao above it, stops after D", has("dibao", monthly_amount="300", end_date="2018-01"),
             S19={"head/dibao"}),
        case("dibao above it, starts after D", has("dibao", monthly_amount="300", start_date="2018-01"), S19=False),
        case("tekun 集中 at 720", has("tekun", care="集中", monthly_amount="720"), S19=False),
        case("tekun 集中 at 600", has("tekun", care="集中", monthly_amount="600"), S19={"head/tekun"}),
        case("tekun 集中 a fen more", has("tekun", care="集中", monthly_amount="720.01"), S19={"head/tekun"}),
        case("tekun 分散 at 600", has("tekun", monthly_amount="600"), S19=False),
        case("tekun 分散 a fen less", has("tekun", monthly_amount="599.99"), S19={"head/tekun"}),
        case("tekun 分散 at 720", has("tekun", monthly_amount="720"), S19={"head/tekun"}),
        case("tekun off the standard, stopped", has("tekun", monthly_amount="1", end_date="2017-12"), S19=False),
        case("one heater for 1,000", has("energy_subsidies", item="太阳能热水器", amount="1000"), S19=False),
        case("one heater for 999.99", has("energy_subsidies", item="太阳能热水器", amount="999.99"),
             S19={"head/energy_subsidies"}),
        case("two heaters for 2,000", has("energy_subsidies", item="太阳能热水器", quantity="2", amount="2000"),
             S19=False),
        case("two heaters for 1,000", has("energy_subsidies", item="太阳能热水器", quantity="2", amount="1000"),
             S19={"head/energy_subsidies"}),
        case("three stoves for 900", has("energy_subsidies", quantity="3", amount="900"), S19=False),
        case("a stove for 1,000", has("energy_subsidies", amount="1000"), S19={"head/energy_subsidies"}),
        case("a stove off the standard last year", has("energy_subsidies", amount="1", year="2016"), S19=False),
        case("one per member and feed", has("dibao", monthly_amount="300"), has("tekun", monthly_amount="1"),
             has("energy_subsidies", amount="1"), has("energy_subsidies", item="太阳能热水器", amount="1"),
             S19={"head/dibao", "head/tekun", "head/energy_subsidies"}),
        case("the dead are not asked", WIFE, has("dibao", of="wife", monthly_amount="300"), died("wife"), S19=False),
        case("insurance above its standard makes no finding",
             has("medical_insurance", scheme="城镇职工基本医疗保险", subsidy="151"), S19=False),
    ],
)  # fmt: skip


@cache
def county_of_2016() -> County:
    """The county with parameters that begin early enough for a night of 2016; 集中 has "-" then (ruling 6)."""
    text = (county().folder / "parameters.yaml").read_text("utf-8")
    for value in ("295", "150", "1", "0.30", "2800"):
        text = text.replace(f'{{from: 2017-01-01, value: "{value}"', f'{{from: 2016-01-01, value: "{value}"')
    with TemporaryDirectory() as folder:
        path = Path(folder) / "parameters.yaml"
        path.write_text(text, "utf-8")
        return replace(county(), parameters=Parameters.read(path))


S19_IN_2016 = Table(
    "S19 on 2016-12-31",
    [
        case("no standard is known of 集中: no finding", has("tekun", care="集中", monthly_amount="1"), S19=False),
        case("分散 at 475", has("tekun", monthly_amount="475"), S19=False),
        case("分散 at 600", has("tekun", monthly_amount="600"), S19={"head/tekun"}),
        case("an income at the national line of 2016", sets(wage_income="2952"), H1="fail"),
        case("an income a fen above it", sets(wage_income="2952.01"), H1="pass"),
    ],
    day=datetime.date(2016, 12, 31),
    county=county_of_2016(),
)


@pytest.mark.parametrize(("table", "household", "one"), each(S05, S06, *S06_SETTINGS, S07, S14, S19, S19_IN_2016))
def test_finding(table: Table, household: str, one: Case, night_of: NightOf) -> None:
    assert judge(night_of(table), household, one) == one.expected


def test_the_detail_has_the_two_values(night_of: NightOf) -> None:
    (finding,) = night_of(S05).findings("S05", S05.household(1))
    assert "3540.01" in finding["detail"]
    assert "3540" in finding["detail"].replace("3540.01", "")
    (finding,) = night_of(S14).findings("S14", S14.household(2))
    assert "10000.00" in finding["detail"]
    assert "7999.99" in finding["detail"]
