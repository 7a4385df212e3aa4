"""Every departmental record has its outcome, and its member (rulings 21 to 26), case by case in one night."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from schemas.registry import FEEDS
from tests.policy.cases import died, has, number_is_wrong, registered_as
from tests.policy.defaults import Cells
from tests.policy.night import Night
from tests.policy.persons import as_15_digits, with_wrong_check_character
from tests.policy.world import OTHER_VILLAGE, VILLAGE, Household, World

BORN = "1985-04-03"
Make = Callable[[Household], Cells]
"""What the household and the others are like, and the record that is asked about."""


@dataclass(frozen=True)
class LinkageCase:
    """A sentence, what makes the record, its outcome, and to whom it is linked (member key, None for nobody)."""

    sentence: str
    feed: str
    make: Make
    outcome: str
    member: str | None


def case(sentence: str, feed: str, make: Make, outcome: str, member: str | None = None) -> LinkageCase:
    """A case."""
    return LinkageCase(sentence, feed, make, outcome, member)


def son(household: Household, **cells: str | None) -> Household:
    """The household has a son, of whom the cases speak."""
    household.member("son", born=BORN, **cells)
    return household


def number(household: Household) -> str:
    """The son's true number."""
    return household.people["son"].number


def moves_to_a_renamed_village(household: Household) -> None:
    """The register writes the code that the village has since 2017."""
    household.village = household.row["village_code"] = "530129002004"


def another_valid(household: Household) -> str:
    """A valid number of the same birth date that nobody has."""
    return household.world.registry.number(BORN, "男")


def wrong(household: Household) -> str:
    """The son's number with a wrong check character: it still yields his birth date."""
    return with_wrong_check_character(number(household))


def after(*steps: Callable[[Household], Any]) -> Make:
    """What happened before, and last the record."""

    def make(household: Household) -> Cells:
        return [step(household) for step in steps][-1]

    return make


def record(feed: str, *, without_number: bool = False, **cells: str | None) -> Make:
    """The son has a record; the register has his number unless it says otherwise."""

    def make(household: Household) -> Cells:
        son(household)
        if without_number:
            household.people["son"].row["id_number"] = None
        return household.record(feed, "son", **cells)

    return make


def with_wrong_number(feed: str, **cells: str | None) -> Make:
    """The son's record has a wrong number."""

    def make(household: Household) -> Cells:
        son(household)
        return household.record(feed, "son", id_number=wrong(household), **cells)

    return make


def unreadable_number(feed: str, **cells: str | None) -> Make:
    """The son's record has a number that yields no birth date."""
    return record(feed, id_number=cells.pop("id_number", None) or f"坏{feed}", **cells)


def namesake(household: Household, village: str = VILLAGE, **cells: str | None) -> Household:
    """Somebody of another household has the son's name and, unless told otherwise, his birth date."""
    other = household.world.household(f"{household.id}-namesake", village)
    described: dict[str, Any] = {"born": BORN, "name": household.people["son"].name, **cells}
    other.member("other", **described)
    return other


def beside_namesake(feed: str, village: str = VILLAGE, of_namesake: Cells | None = None, **cells: str | None) -> Make:
    """The son's record has a wrong number; a namesake lives in that village."""

    def make(household: Household) -> Cells:
        son(household)
        namesake(household, village, **(of_namesake or {}))
        return household.record(feed, "son", **{"id_number": wrong(household), **cells})

    return make


def fifteen_digits(household: Household) -> Cells:
    son(household)
    return household.record("student_aid", "son", id_number=as_15_digits(number(household)))


def fifteen_digits_in_the_register(household: Household) -> Cells:
    son(household)
    household.people["son"].row["id_number"] = as_15_digits(number(household))
    return household.record("student_aid", "son")


def name_written(write: Callable[[str], str]) -> Make:
    """The son's record has his name written otherwise."""

    def make(household: Household) -> Cells:
        son(household)
        return household.record("student_aid", "son", name=write(household.people["son"].name))

    return make


def twice_in_the_register(name_of_second: str | None, **cells: str | None) -> Make:
    """The son's number stands a second time in the register, with his name or another."""

    def make(household: Household) -> Cells:
        son(household)
        name = name_of_second or household.people["son"].name
        household.member("again", born=BORN, name=name, id_number=number(household))
        return household.record("student_aid", "son", **cells)

    return make


def stranger(feed: str, **cells: str | None) -> Make:
    """A record of somebody who is not registered poor."""

    def make(household: Household) -> Cells:
        valid = household.world.registry.number("1988-08-08", "男")
        return household.record(feed, name=f"外人{household.id}", **{"id_number": valid, **cells})

    return make


def member_of_a_quarantined_household(household: Household) -> Cells:
    son(household)
    household.row["household_type"] = "别的"
    return household.record("student_aid", "son")


def dibao_head(head: Callable[[Household], str], *, village: str | None = None) -> Make:
    """The son's dibao row has an unreadable number of his own and this number of the head."""

    def make(household: Household) -> Cells:
        son(household)
        cells = {"village_code": village} if village else {}
        return household.record("dibao", "son", id_number=f"坏{household.id}", head_id_number=head(household), **cells)

    return make


def no_readable_number(_: Household) -> str:
    return "123"


def heads_number(household: Household) -> str:
    return household.people["head"].number


def dibao_of_two_in_a_village(head: Callable[[Household], str]) -> Make:
    """Two namesakes of one village; the head's number says which, if it is valid."""

    def make(household: Household) -> Cells:
        son(household)
        namesake(household, born="1990-09-09")
        return household.record("dibao", "son", id_number=f"坏{household.id}", head_id_number=head(household))

    return make


def economic_check(of: str = "head", **cells: str | None) -> Make:
    """The head's household was checked."""
    return lambda household: household.record("economic_checks", of, **cells)


def economic_check_with_wrong_number(household: Household) -> Cells:
    head = household.people["head"]
    return household.record("economic_checks", head_id_number=with_wrong_check_character(head.number))


def economic_check_with_right_number(household: Household) -> Cells:
    """The son, called head there: his number is right in the record, and wrong in the register."""
    registered = son(household).people["son"]
    registered.row["id_number"] = with_wrong_check_character(registered.number)
    return household.record("economic_checks", "son", head_id_number=registered.number)


def economic_check_unreadable(household: Household) -> Cells:
    return household.record("economic_checks", head_id_number=f"坏{household.id}")


def two_without_numbers(household: Household) -> Cells:
    """The record's number is valid and unknown to the register, where two namesakes have none."""
    son(household, id_number=None)
    namesake(household, id_number=None)
    return household.record("student_aid", "son")


def namesake_with_number(household: Household) -> Cells:
    """The record's number is valid: only the namesake without a valid one is meant."""
    son(household, id_number=None)
    namesake(household)
    return household.record("student_aid", "son")


BY_NUMBER = [
    case("number and name agree", "student_aid", record("student_aid"), "exact", "son"),
    case("the record has 15 digits", "student_aid", fifteen_digits, "exact", "son"),
    case("the register has 15 digits", "student_aid", fifteen_digits_in_the_register, "exact", "son"),
    case("white space in the name", "student_aid", name_written(" ".join), "exact", "son"),
    case("wide white space in the name", "student_aid", name_written("　".join), "exact", "son"),
    case("a dot in the name", "student_aid", name_written("·".join), "exact", "son"),
    case("a bullet in the name", "student_aid", name_written("•".join), "exact", "son"),
    case("a katakana dot in the name", "student_aid", name_written("・".join), "exact", "son"),
    case("another name", "student_aid", name_written(lambda name: name + "儿"), "name_differs", "son"),
    case("another name, another village: the number decides", "dibao",
         record("dibao", name="别名", village_code=OTHER_VILLAGE),
         "name_differs", "son"),
    case("the member has died", "student_aid", after(son, died("son"), has("student_aid", of="son")), "exact", "son"),
    case("a number of two members of one name", "student_aid", twice_in_the_register(None), "ambiguous"),
    case("a number of two members, one has the name", "student_aid", twice_in_the_register("同号人"), "exact", "son"),
    case("a number of two members, neither has the name", "student_aid", twice_in_the_register("同号人", name="第三人"),
         "ambiguous"),
    case("somebody who is not registered", "student_aid", stranger("student_aid"), "not_registered"),
    case("somebody who is not registered, in a village", "dibao", stranger("dibao"), "not_registered"),
    case("a member of a household in quarantine", "student_aid", member_of_a_quarantined_household, "not_registered"),
]  # fmt: skip

BY_EVIDENCE = [
    case("a wrong number, name and birth date agree", "student_aid", with_wrong_number("student_aid"), "probable",
         "son"),
    case("a wrong number, the birth date disagrees", "student_aid",
         record("student_aid", id_number="530129198504041239"), "unmatched"),
    case("a wrong number, the name differs", "student_aid", with_wrong_number("student_aid", name="别名"), "unmatched"),
    case("a wrong number, the name has a dot", "student_aid",
         after(son, lambda household: household.record("student_aid", "son", id_number=wrong(household),
                                                       name="·".join(household.people["son"].name))), "probable",
                                                       "son"),
    case("an unreadable number and no other evidence", "student_aid", unreadable_number("student_aid"), "unmatched"),
    case("an unreadable number, the village agrees", "tekun", unreadable_number("tekun"), "probable", "son"),
    case("an unreadable number, the village disagrees", "tekun", unreadable_number("tekun", village_code=OTHER_VILLAGE),
         "unmatched"),
    case("a wrong number, village and birth date agree", "tekun", with_wrong_number("tekun"), "probable", "son"),
    case("a wrong number, the birth date agrees, the village disagrees", "tekun",
         with_wrong_number("tekun", village_code=OTHER_VILLAGE), "unmatched"),
    case("a wrong number, the village agrees, the birth date disagrees", "tekun",
         record("tekun", id_number="530129198504041239"), "unmatched"),
    case("an unreadable number, head and village agree", "dibao", dibao_head(heads_number), "probable", "son"),
    case("an unreadable number, the head agrees, the village disagrees", "dibao",
         dibao_head(heads_number, village=OTHER_VILLAGE), "unmatched"),
    case("an unreadable number, the head disagrees, the village agrees", "dibao",
         dibao_head(lambda household: household.world.registry.number("1950-01-01", "男")), "unmatched"),
    case("an invalid head's number is one that the record has not", "dibao", dibao_head(no_readable_number),
         "probable", "son"),
    case("of two namesakes the head says which", "dibao", dibao_of_two_in_a_village(heads_number), "probable", "son"),
    case("of two namesakes an invalid head's number says nothing", "dibao",
         dibao_of_two_in_a_village(no_readable_number), "ambiguous"),
    case("two namesakes of one birth date", "student_aid", beside_namesake("student_aid"), "ambiguous"),
    case("two namesakes of two birth dates", "student_aid",
         beside_namesake("student_aid", of_namesake={"born": "1985-04-04"}),
         "probable", "son"),
    case("two namesakes of two villages", "tekun", beside_namesake("tekun", OTHER_VILLAGE), "probable", "son"),
    case("two namesakes of one village and birth date", "tekun", beside_namesake("tekun"), "ambiguous"),
    case("the birth date is that of the namesake's valid number", "student_aid",
         beside_namesake("student_aid", of_namesake={"born": "1985-04-04", "birth_date": BORN}), "probable", "son"),
    case("a valid number unknown to the register, the member has none", "student_aid",
         record("student_aid", without_number=True), "probable", "son"),
    case("a valid number unknown to the register, the member has another valid one", "student_aid",
         after(son, lambda household: household.record("student_aid", "son", id_number=another_valid(household))),
         "not_registered"),
    case("a valid number, two namesakes without one", "student_aid", two_without_numbers, "ambiguous"),
    case("a valid number, of two namesakes one has a valid one", "student_aid", namesake_with_number, "probable",
         "son"),
    case("a valid number, the member's number is wrong", "student_aid",
         after(son, number_is_wrong("son"), has("student_aid", of="son")), "probable", "son"),
    case("a valid number, the birth date of the one without number disagrees", "student_aid",
         after(son, registered_as("son", id_number=None, birth_date="1985-04-04"), has("student_aid", of="son")),
         "not_registered"),
    case("the member has died", "student_aid",
         after(son, died("son"), lambda household: household.record("student_aid", "son", id_number=wrong(household))),
         "probable", "son"),
    case("a rounded number still yields the birth date", "student_aid",
         after(son, lambda household: household.record("student_aid", "son", id_number=number(household)[:15] + "000")),
         "probable", "son"),
    case("an exponent yields none", "student_aid", record("student_aid", id_number="5.30129E+17"), "unmatched"),
    case("an old village code is read as the new one", "tekun",
         after(moves_to_a_renamed_village, son,
         has("tekun", of="son", id_number="坏旧码", village_code="530129001204")),
         "probable", "son"),
]  # fmt: skip

ECONOMIC_CHECKS = [
    case("of the head by number and name", "economic_checks", economic_check(), "exact", "head"),
    case("of the head, another name", "economic_checks", economic_check(name="别名"), "name_differs", "head"),
    case("a wrong number: the birth date is evidence", "economic_checks", economic_check_with_wrong_number, "probable",
         "head"),
    case("a right number is no evidence beside itself of another head", "economic_checks",
         economic_check_with_right_number, "probable", "son"),
    case("an unreadable number is no evidence for itself", "economic_checks", economic_check_unreadable, "unmatched"),
    case("of a son who is called head there", "economic_checks",
         after(son, has("economic_checks", of="son")), "exact", "son"),
    case("of somebody who is not registered", "economic_checks",
         lambda household: household.record("economic_checks", name="外户主",
                                            head_id_number=household.world.registry.number("1966-06-06", "男")),
         "not_registered"),
]  # fmt: skip

CASES = [*BY_NUMBER, *BY_EVIDENCE, *ECONOMIC_CHECKS]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str | None]]:
    """Outcome and member of each case's record."""
    world = World()
    rows = [one.make(world.household(f"H{at}")) for at, one in enumerate(CASES)]
    places = [world.place(one.feed, row) for one, row in zip(CASES, rows, strict=True)]
    night = world.night(tmp_path_factory.mktemp("night"))
    return [night.outcome(one.feed, place) for one, place in zip(CASES, places, strict=True)]


@pytest.mark.parametrize(
    ("at", "one"), [pytest.param(at, one, id=f"{one.feed}: {one.sentence}") for at, one in enumerate(CASES)]
)
def test_a_record_is_linked(at: int, one: LinkageCase, asked: list[tuple[str, str | None]]) -> None:
    assert asked[at] == (one.outcome, f"H{at}-{one.member}" if one.member else None)


PERSON_FEEDS = {
    "dibao", "tekun", "temporary_assistance", "economic_checks", "deaths", "medical_insurance", "medical_assistance",
    "family_doctors", "enrolment", "student_aid", "public_forest_compensation", "grain_for_green", "forest_rangers",
    "energy_subsidies", "training", "employment", "pension",
}  # fmt: skip


def test_the_feeds_that_name_a_person_are_linked() -> None:
    """Ruling 26."""
    assert {feed.id for feed in FEEDS.values() if feed.person} == PERSON_FEEDS


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    world = World()
    household = world.household("A")
    for feed in sorted(PERSON_FEEDS - {"medical_insurance", "family_doctors", "pension"}):
        household.record(feed)
    household.record("training", start_date="昨天")
    return world.night(tmp_path_factory.mktemp("night"))


def test_every_accepted_record_has_one_row_of_linkage(night: Night) -> None:
    linked = [(row["feed"], row["row_number"]) for row in night.rows("linkage")]
    accepted = [(feed, row["row_number"]) for feed in PERSON_FEEDS for row in night.rows(feed)]
    assert sorted(linked) == sorted(accepted)


@pytest.mark.parametrize("feed", sorted(PERSON_FEEDS))
def test_every_feed_that_names_a_person_is_linked_to_its_member(feed: str, night: Night) -> None:
    head = night.row("members", household_id="A")
    assert "A-head" in {row["member_id"] for row in night.rows("linkage", feed=feed, outcome="exact")}
    assert head["id_valid"]
