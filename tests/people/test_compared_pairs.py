"""Which pairs are weighed: those of every record that is open, also of an ambiguous one, and of one that is alone."""

from __future__ import annotations

from pathlib import Path

from tests.people.test_proposals import BORN, exchanged, of_household, otherwise, son
from tests.policy.persons import number_of, with_wrong_check_character
from tests.policy.world import World


def test_the_only_open_record_of_a_night_is_weighed(tmp_path: Path) -> None:
    world = World()
    world.rows["deaths"].clear()
    household = world.household("A")
    number = son(household)
    household.record("student_aid", "son", id_number=exchanged(number))
    night = world.night(tmp_path, tmp_path)
    outcomes = [row["outcome"] for row in night.rows("linkage")]
    assert outcomes.count("unmatched") == 1
    assert set(outcomes) <= {"exact", "unmatched"}
    assert [row["member_id"] for row in of_household(night, "A")] == ["A-son"]


def test_an_ambiguous_record_is_weighed_against_others_than_its_candidates(tmp_path: Path) -> None:
    """Name and birth date fit two women; the number is nearly that of a man of nearly the name, which tells more."""
    world = World()
    household = world.household("A")
    number = son(household)
    name = otherwise(household.people["son"].name)
    for at in (1, 2):
        world.household(f"namesake-{at}").member("daughter", born=BORN, sex="女", name=name)
    household.record("student_aid", "son", name=name, id_number=with_wrong_check_character(number))
    night = world.night(tmp_path, tmp_path)
    assert [row["outcome"] for row in night.rows("linkage", feed="student_aid")].count("ambiguous") == 1
    (found,) = of_household(night, "A")
    assert (found["name_agreement"], found["number_agreement"]) == ("one_character", "check_digit")


def of_another_region(number: str) -> str:
    """A valid number with the same last twelve characters."""
    regions = (str(region) for region in range(510100, 510999))
    numbers = (number_of(number[6:10] + "-" + number[10:12] + "-" + number[12:14], int(number[14:17]), region)
               for region in regions)  # fmt: skip
    return next(other for other in numbers if other[6:] == number[6:])


def test_of_a_record_with_a_valid_number_nobody_with_another_is_a_rival(tmp_path: Path) -> None:
    """Ruling 23: only a member without a valid number can be meant.

    Somebody of another household has the record's name, village, head, birth date and last figures, and a valid number
    of his own. Would he be weighed, he would come so near to the son, whose number in the register has two figures
    exchanged, that nothing were proposed.
    """
    world = World()
    household, others = world.household("A"), world.household("B")
    number = son(household)
    household.people["son"].row["id_number"] = exchanged(number)
    name = otherwise(household.people["son"].name)
    others.member("namesake", born=BORN, name=name, id_number=of_another_region(number))
    others.row["head_id_number"] = household.row["head_id_number"]
    household.record("dibao", "son", name=name, id_number=number)
    night = world.night(tmp_path, tmp_path)
    assert night.rows("linkage", feed="dibao", outcome="not_registered")
    (found,) = night.rows("link_proposals", feed="dibao")
    assert (found["member_id"], found["number_agreement"]) == ("A-son", "exchanged")
