"""H4 基本医疗有保障, and S10: the schemes, who is exempt, and when absence is evidence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.policy.cases import (
    ABSENT,
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
from tests.policy.night import Night
from tests.policy.persons import as_15_digits
from tests.policy.world import Household

NightOf = Callable[[Table], Night]

BASIC, SERIOUS, EMPLOYEE = "城乡居民基本医疗保险", "大病医疗保险", "城镇职工基本医疗保险"

UNINSURED = lacks("medical_insurance", "head")
FEBRUARY_BABY = member("baby", born="2017-02-01", insured=False)


def insured(scheme: str, of: str = "head", **cells: str) -> Change:
    """The insurance list has the member."""
    return has("medical_insurance", of=of, scheme=scheme, **cells)


def wife(*, is_insured: bool = False) -> Change:
    """There is a wife, uninsured unless the test says otherwise."""
    return member("wife", born="1972-05-06", sex="女", insured=is_insured)


def head_has_15_digits(household: Household) -> None:
    household.people["head"].row["id_number"] = as_15_digits(household.people["head"].number)


def row_with_other_number_column_in_quarantine(household: Household) -> None:
    """A row of somebody else, in quarantine, in which the head stands as a head (any identity-number column)."""
    head = household.people["head"].number
    household.world.add("dibao", name="别人", id_number="1", head_id_number=head, village_code=household.village,
                        monthly_amount="很多")  # fmt: skip


def written_otherwise(household: Household) -> None:
    number = household.people["head"].number
    household.record("medical_insurance", id_number=f" {number[:6]} {number[6:]}", year="今年")


SCHEMES = Table(
    "H4 schemes",
    [
        case("both schemes", H4="pass", S10=False),
        case("basic alone", UNINSURED, insured(BASIC), H4="fail", S10={"head"}),
        case("serious illness alone", UNINSURED, insured(SERIOUS), H4="fail", S10={"head"}),
        case("the employees' scheme alone", UNINSURED, insured(EMPLOYEE), H4="pass", S10=False),
        case("the employees' scheme beside one of the others", UNINSURED, insured(EMPLOYEE), insured(BASIC), H4="pass"),
        case("none", UNINSURED, H4="fail", S10={"head"}),
        case("both, but last year", UNINSURED, insured(BASIC, year="2016"), insured(SERIOUS, year="2016"),
             H4="fail", S10={"head"}),
        case("both, but next year", UNINSURED, insured(BASIC, year="2018"), insured(SERIOUS, year="2018"),
             H4="fail", S10={"head"}),
        case("one this year, one last year", UNINSURED, insured(BASIC), insured(SERIOUS, year="2016"),
             H4="fail", S10={"head"}),
        case("paid for after D, but for this year", UNINSURED, insured(BASIC, date="2018-02-01"),
             insured(SERIOUS, date="2018-02-01"), H4="pass"),
        case("of two members one is not insured", wife(), H4="fail", S10={"wife"}),
        case("both members are insured", wife(is_insured=True), H4="pass", S10=False),
        case("neither member is insured", wife(), UNINSURED, H4="fail", S10={"head", "wife"}),
    ],
)  # fmt: skip

MEMBERS = Table(
    "H4 members",
    [
        case("born in the year, not insured", FEBRUARY_BABY, H4="pass", S10=False),
        case("born on 1 January of the year", member("baby", born="2017-01-01", insured=False), H4="pass", S10=False),
        case("born on 31 December of the year before", member("baby", born="2016-12-31", insured=False),
             H4="fail", S10={"baby"}),
        case("born the year before, without a number", member("baby", born="2016-12-31", insured=False, id_number=None),
             H4="unknown", S10=False),
        case("born in the year, without a number", member("baby", born="2017-03-01", insured=False, id_number=None),
             H4="pass"),
        case("by the valid number born in the year, by the register before", FEBRUARY_BABY,
             registered_as("baby", birth_date="2016-06-01"), H4="pass", S10=False),
        case("by the register born in the year, by the valid number before",
             member("baby", born="2016-12-31", insured=False), registered_as("baby", birth_date="2017-01-01"),
             H4="fail", S10={"baby"}),
        case("not insured, without a number", UNINSURED, registered_as("head", id_number=None),
             H4="unknown", S10=False),
        case("not insured, the number is wrong", UNINSURED, number_is_wrong("head"), H4="unknown", S10=False),
        case("not insured, 15 digits are a valid number", UNINSURED, head_has_15_digits, H4="fail", S10={"head"}),
        case("insured, 15 digits in the register", head_has_15_digits, H4="pass"),
        case("insured, without a number in the register: name and birth date fit",
             registered_as("head", id_number=None), H4="pass"),
        case("one not insured, one unknown", wife(), member("baby", born="2016-12-31", insured=False, id_number=None),
             H4="fail", S10={"wife"}),
        case("the uninsured member has died", wife(), died("wife"), H4="pass", S10=False),
        case("all have died", died("head"), H4="unknown", S10=False),
        case("a member row is in quarantine", member_row_is_quarantined, H4="unknown", S10=False),
        case("a member row is in quarantine, and one is not insured", UNINSURED, member_row_is_quarantined,
             H4="fail", S10={"head"}),
        case("the name differs: the rows belong to the member", UNINSURED, insured(BASIC, name="别名"),
             insured(SERIOUS, name="别名"), H4="pass"),
    ],
)  # fmt: skip

DOUBT = Table(
    "H4 in doubt",
    [
        case("a row of the member is in quarantine", UNINSURED, insured(BASIC, year="今年"), H4="unknown", S10=False),
        case("one scheme accepted, the other in quarantine", UNINSURED, insured(BASIC), insured(SERIOUS, year="今年"),
             H4="unknown", S10=False),
        case("both accepted, a third in quarantine", insured(BASIC, year="今年"), H4="pass"),
        case("the number in quarantine is written with spaces", UNINSURED, written_otherwise, H4="unknown"),
        case("a row of another feed is in quarantine", UNINSURED, has("pension", year="今年"), H4="fail"),
        case("the number stands in another feed's quarantine only", UNINSURED,
             row_with_other_number_column_in_quarantine, H4="fail"),
        case("a row may be the member's", UNINSURED, may_have("medical_insurance"), H4="unknown", S10=False),
        case("insured, and a row may be the member's", may_have("medical_insurance"), H4="pass"),
        case("a township in which nobody is linked", UNINSURED, village=APART, H4="unknown", S10=False),
        case("a township in which only the wife is linked", wife(is_insured=True), UNINSURED, village=APART,
             H4="fail", S10={"head"}),
        case("a township in which only a row of another year is linked", UNINSURED, insured(BASIC, year="2015"),
             village=APART, H4="fail", S10={"head"}),
    ],
)  # fmt: skip

WITHOUT = Table(
    "H4 without the insurance list",
    [
        case("grown up", H4="unknown", S10=False),
        case("a baby of the year beside the head", FEBRUARY_BABY, H4="unknown"),
        case("a baby of the year alone", FEBRUARY_BABY, died("head"), H4="pass"),
    ],
    without=ABSENT,
)

PART_BROKEN = Table(
    "H4 with a broken file of the insurance list",
    [
        case("insured", H4="pass", S10=False),
        case("not insured", UNINSURED, H4="unknown", S10=False),
        case("basic alone", UNINSURED, insured(BASIC), H4="unknown", S10=False),
    ],
    broken=BROKEN,
)


@pytest.mark.parametrize(("table", "household", "one"), each(SCHEMES, MEMBERS, DOUBT, WITHOUT, PART_BROKEN))
def test_h4(table: Table, household: str, one: Case, night_of: NightOf) -> None:
    assert judge(night_of(table), household, one) == one.expected
