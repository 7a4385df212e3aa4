"""S11 死亡之后仍有待遇: benefits after death, and deaths that are not certain (rulings 25 and 36)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.policy.cases import Case, Change, Table, case, died, each, has, judge, member
from tests.policy.night import Night
from tests.policy.persons import with_wrong_check_character
from tests.policy.world import Household

NightOf = Callable[[Table], Night]

LATE = member("late", born="1940-05-06", pensioned=False)
DIED_IN_MAY = died("late", on="2017-05-20")
DIED_IN_DECEMBER = died("late", on="2016-12-20")


def gets(feed: str, **cells: str | None) -> Change:
    """The department has a record of the one who died."""
    return has(feed, of="late", **cells)


def number_is_wrong_in_deaths(household: Household) -> None:
    """Name and birth date fit: the death is probable."""
    late = household.people["late"]
    household.record("deaths", of="late", id_number=with_wrong_check_character(late.number), death_date="2017-05-20")


def number_and_name_twice_in_the_register(household: Household) -> None:
    late = household.people["late"]
    household.member("again", born=late.born, name=late.name, id_number=late.number)


MONTHLY = Table(
    "S11 dibao and tekun",
    [
        *(
            one
            for feed in ("dibao", "tekun")
            for one in (
                case(f"{feed} without an end", LATE, DIED_IN_MAY, gets(feed), S11={f"late/{feed}"}),
                case(f"{feed} stopped in the month after the death", LATE, DIED_IN_MAY, gets(feed, end_date="2017-06"),
                     S11=False),
                case(f"{feed} stopped two months after the death", LATE, DIED_IN_MAY, gets(feed, end_date="2017-07"),
                     S11={f"late/{feed}"}),
                case(f"{feed} stopped in the month of the death", LATE, DIED_IN_MAY, gets(feed, end_date="2017-05"),
                     S11=False),
                case(f"{feed} stopped in January after a death in December", LATE, DIED_IN_DECEMBER,
                     gets(feed, end_date="2017-01"), S11=False),
                case(f"{feed} stopped in February after a death in December", LATE, DIED_IN_DECEMBER,
                     gets(feed, end_date="2017-02"), S11={f"late/{feed}"}),
                case(f"{feed} that began after the death", LATE, DIED_IN_MAY, gets(feed, start_date="2017-08"),
                     S11={f"late/{feed}"}),
            )
        ),
        case("dibao that starts after D, without an end", LATE, DIED_IN_MAY, gets("dibao", start_date="2018-02"),
             S11={"late/dibao"}),
        case("of both, one finding each", LATE, DIED_IN_MAY, gets("dibao"), gets("tekun"),
             S11={"late/dibao", "late/tekun"}),
        case("the living has dibao", has("dibao"), S11=False),
    ],
)  # fmt: skip

DATED = Table(
    "S11 dated and of a year",
    [
        case("a visit on the day of the death", LATE, DIED_IN_MAY, gets("medical_assistance", date="2017-05-20"),
             S11=False),
        case("a visit the day after", LATE, DIED_IN_MAY, gets("medical_assistance", date="2017-05-21"),
             S11={"late/medical_assistance"}),
        case("a visit on D", LATE, DIED_IN_MAY, gets("medical_assistance", date="2017-12-31"),
             S11={"late/medical_assistance"}),
        case("a visit after D", LATE, DIED_IN_MAY, gets("medical_assistance", date="2018-01-01"), S11=False),
        *(
            one
            for feed in ("public_forest_compensation", "grain_for_green")
            for one in (
                case(f"{feed} of the year of the death", LATE, DIED_IN_MAY, gets(feed), S11=False),
                case(f"{feed} of the year after the death", LATE, DIED_IN_DECEMBER, gets(feed), S11={f"late/{feed}"}),
                case(f"{feed} of the year of the death, paid after it", LATE, DIED_IN_MAY,
                     gets(feed, date="2017-06-01"),
                     S11={f"late/{feed}"}),
                case(f"{feed} paid on the day", LATE, DIED_IN_MAY, gets(feed, date="2017-05-20"), S11=False),
                case(f"{feed} of the year after, paid before the death", LATE, DIED_IN_DECEMBER,
                     gets(feed, date="2016-12-19"), S11=False),
                case(f"{feed} paid after D", LATE, DIED_IN_MAY, gets(feed, date="2018-01-01"), S11=False),
            )
        ),
        case("ranger's pay of next year", LATE, DIED_IN_MAY, gets("forest_rangers", year="2018"),
             S11={"late/forest_rangers"}),
        case("ranger's pay of the year of the death", LATE, DIED_IN_MAY, gets("forest_rangers"), S11=False),
        case("ranger's pay of the year after", LATE, DIED_IN_DECEMBER, gets("forest_rangers"),
             S11={"late/forest_rangers"}),
        case("待遇领取 of the year of the death", LATE, DIED_IN_MAY, gets("pension", state="待遇领取"), S11=False),
        case("待遇领取 of the year after", LATE, DIED_IN_DECEMBER, gets("pension", state="待遇领取"),
             S11={"late/pension"}),
        *(case(f"{state} is no benefit", LATE, DIED_IN_DECEMBER, gets("pension", state=state), S11=False)
          for state in ("缴费", "代缴", "中断")),
        *(case(f"{feed} is none of the benefits", LATE, DIED_IN_DECEMBER, gets(feed), S11=False)
          for feed in ("student_aid", "temporary_assistance", "energy_subsidies", "training", "employment",
          "family_doctors")),
        case("insurance is none of the benefits", LATE, DIED_IN_DECEMBER, S11=False),
        case("two visits after the death: one finding", LATE, DIED_IN_MAY,
             gets("medical_assistance", date="2017-06-01"),
             gets("medical_assistance", date="2017-07-01"), S11={"late/medical_assistance"}),
        case("the visit has another name", LATE, DIED_IN_MAY,
             gets("medical_assistance", date="2017-06-01", name="别名"),
             S11={"late/medical_assistance"}),
    ],
)  # fmt: skip

UNCERTAIN = Table(
    "S11 deaths that are not certain",
    [
        case("number and name fit: the member is removed", LATE, DIED_IN_MAY, S11=False, S18=True),
        case("another name in the list", LATE, has("deaths", of="late", name="别名", death_date="2017-05-20"),
             S11={"late/deaths"}, S18=False),
        case("another name in the list, and dibao without an end", LATE,
             has("deaths", of="late", name="别名", death_date="2017-05-20"), gets("dibao"), S11={"late/deaths"},
             S18=False),
        case("another name, dated D", LATE, has("deaths", of="late", name="别名", death_date="2017-12-31"),
             S11={"late/deaths"}),
        case("another name, dated after D", LATE, has("deaths", of="late", name="别名", death_date="2018-01-01"),
             S11=False),
        case("a wrong number in the list", LATE, number_is_wrong_in_deaths, S11={"late/deaths"}, S18=False),
        case("a wrong number in the list, and dibao without an end", LATE, number_is_wrong_in_deaths, gets("dibao"),
             S11={"late/deaths"}),
        case("may be somebody else's", LATE, lambda household: household.ambiguous("deaths", of="late"), S11=False,
             S18=False),
        case("a number and name of two members: nobody is removed", LATE, number_and_name_twice_in_the_register,
             DIED_IN_MAY,
             S11=False, S18=False),
        case("dead on D", LATE, died("late", on="2017-12-31"), S18=True),
        case("dies after D", LATE, died("late", on="2018-01-01"), gets("dibao"), S11=False, S18=False),
        case("the death is in quarantine", LATE, died("late", on="昨天"), gets("dibao"), S11=False, S18=False),
    ],
)  # fmt: skip


@pytest.mark.parametrize(("table", "household", "one"), each(MONTHLY, DATED, UNCERTAIN))
def test_finding(table: Table, household: str, one: Case, night_of: NightOf) -> None:
    assert judge(night_of(table), household, one) == one.expected
