"""S01 to S04 and S18: what the register says against itself and against the numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.policy.cases import (
    Case,
    Change,
    Table,
    case,
    died,
    each,
    has,
    judge,
    member,
    member_row_is_quarantined,
    registered_as,
    sets,
)
from tests.policy.night import Night
from tests.policy.persons import as_15_digits, with_wrong_check_character
from tests.policy.world import Household

NightOf = Callable[[Table], Night]

WIFE = member("wife", born="1972-05-06", sex="女")


def head_number(change: Callable[[str], str | None]) -> Change:
    """The register has another number for the head."""

    def write(household: Household) -> None:
        head = household.people["head"]
        head.row["id_number"] = change(head.number)

    return write


def wife_has_the_heads_number(household: Household) -> None:
    household.member("wife", born="1972-05-06", sex="女", id_number=household.people["head"].number)


def another_household_has_the_heads_number(household: Household) -> None:
    other = household.world.household(f"{household.id}-other")
    other.people["head"].row["id_number"] = household.people["head"].number


def a_quarantined_household_has_the_heads_number(household: Household) -> None:
    other = household.world.household(f"{household.id}-other", household_type="别的")
    other.people["head"].row["id_number"] = household.people["head"].number


def both_have_the_same_wrong_number(household: Household) -> None:
    wrong = with_wrong_check_character(household.people["head"].number)
    household.people["head"].row["id_number"] = wrong
    household.member("wife", born="1972-05-06", sex="女", id_number=wrong)


def fifteen_digits_beside_eighteen(household: Household) -> None:
    number = household.people["head"].number
    household.member("twin", born="1970-03-05", id_number=as_15_digits(number))


S01 = Table(
    "S01",
    [
        case("every number once", WIFE, S01=False),
        case("twice in one household", wife_has_the_heads_number, S01={"head", "wife"}),
        case("in two households", another_household_has_the_heads_number, S01={"head"}),
        case("in a household that is in quarantine", a_quarantined_household_has_the_heads_number, S01=False),
        case("an invalid number twice is no number", both_have_the_same_wrong_number, S01=False, S02={"head", "wife"}),
        case("once with 15 digits, once with 18", fifteen_digits_beside_eighteen, S01={"head", "twin"}),
        case("the dead are among them", wife_has_the_heads_number, died("head"), S01={"head", "wife"}),
        case("two members without numbers", WIFE, registered_as("head", id_number=None),
             registered_as("wife", id_number=None), S01=False),
    ],
)  # fmt: skip

S02 = Table(
    "S02",
    [
        case("a valid number", S02=False),
        case("no number", registered_as("head", id_number=None), S02=False),
        case("a missing mark", registered_as("head", id_number="无"), S02=False),
        case("a wrong check character", head_number(with_wrong_check_character), S02={"head"}),
        case("too short", head_number(lambda number: number[:17]), S02={"head"}),
        case("too long", head_number(lambda number: number + "1"), S02={"head"}),
        case("a letter", head_number(lambda number: "A" + number[1:]), S02={"head"}),
        case("a date that is none", head_number(lambda number: number[:10] + "13" + number[12:]), S02={"head"}),
        case("a birth after D", head_number(lambda number: number[:6] + "20180101" + number[14:]), S02={"head"}),
        case("the last digits are 000", head_number(lambda number: number[:15] + "000"), S02={"head"}),
        case("an exponent", registered_as("head", id_number="5.30129E+17"), S02={"head"}),
        case("15 digits", head_number(as_15_digits), S02=False),
        case("15 digits with a date that is none", head_number(lambda number: number[:6] + "701305" + number[14:17]),
             S02=False),
        case("small x, spaces and full width are no fault",
             head_number(lambda number: f" {number[:6]} {number[6:]} "), S02=False),
    ],
)  # fmt: skip

S03 = Table(
    "S03",
    [
        case("the same name", has("dibao"), S03=False),
        case("another name", has("student_aid", name="别名"), S03={"head/student_aid"}),
        case("another name twice in one feed is one", has("student_aid", name="别名"),
             has("student_aid", name="又一名", date="2017-02-02"), S03={"head/student_aid"}),
        case("another name in two feeds is two", has("student_aid", name="别名"), has("training", name="别名"),
             S03={"head/student_aid", "head/training"}),
        case("another name of the head in economic checks", has("economic_checks", name="别名"),
             S03={"head/economic_checks"}),
        case("of two members", WIFE, has("student_aid", of="wife", name="别名"), S03={"wife/student_aid"}),
        case("white space is no other name",
             lambda household: household.record("student_aid", name=" ".join(household.people["head"].name)),
             S03=False),
        case("a dot is no other name",
             lambda household: household.record("student_aid", name="·".join(household.people["head"].name)),
             S03=False),
        case("the dead are not asked", WIFE, died("wife"), has("student_aid", of="wife", name="别名"), S03=False),
        case("another name in the list of deaths removes nobody", WIFE, has("deaths", of="wife", name="别名"),
             S03={"wife/deaths"}, S11={"wife/deaths"}),
        case("a member without a number", registered_as("head", id_number=None), has("student_aid", name="别名"),
             S03=False),
        case("a row in quarantine", has("student_aid", name="别名", amount="0"), S03=False),
    ],
)  # fmt: skip

S04 = Table(
    "S04",
    [
        case("sex and birth agree", WIFE, S04=False),
        case("the sex differs", registered_as("head", sex="女"), S04={"head"}),
        case("the birth date differs", registered_as("head", birth_date="1970-03-06"), S04={"head"}),
        case("both differ: one finding", registered_as("head", sex="女", birth_date="1970-03-06"), S04={"head"}),
        case("the number is wrong: it proves nothing", registered_as("head", sex="女"),
             head_number(with_wrong_check_character), S04=False),
        case("no number", registered_as("head", sex="女", id_number=None), S04=False),
        case("15 digits prove it too", registered_as("head", sex="女"), head_number(as_15_digits), S04={"head"}),
        case("the dead are among them", WIFE, registered_as("wife", sex="男"), died("wife"), S04={"wife"}),
    ],
)  # fmt: skip

S18 = Table(
    "S18",
    [
        case("as many as declared", WIFE, S18=False),
        case("one more declared", sets(household_size="2"), S18=True),
        case("one less declared", WIFE, sets(household_size="1"), S18=True),
        case("one has died", WIFE, died("wife"), S18=True),
        case("one has died and is not declared", WIFE, died("wife"), sets(household_size="1"), S18=False),
        case("all have died", died("head"), S18=True),
        case("a member row is in quarantine: the size is not known", member_row_is_quarantined,
             sets(household_size="5"), S18=False),
    ],
)  # fmt: skip


@pytest.mark.parametrize(("table", "household", "one"), each(S01, S02, S03, S04, S18))
def test_finding(table: Table, household: str, one: Case, night_of: NightOf) -> None:
    assert judge(night_of(table), household, one) == one.expected


def test_both_households_of_a_number_have_their_finding(night_of: NightOf) -> None:
    night, household = night_of(S01), S01.household(2)
    assert [row["unit"] for row in night.findings("S01", f"{household}-other")] == [f"{household}-other-head"]


def test_the_detail_of_s02_says_what_is_wrong(night_of: NightOf) -> None:
    night = night_of(S02)
    details = {row["detail"] for at in range(len(S02.cases)) for row in night.findings("S02", S02.household(at))}
    assert len(details) == 4, "malformed, impossible date, wrong check character, precision lost"
