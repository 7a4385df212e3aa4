"""To whom a record belongs, whose candidate it is, who has died, whose absence is evidence (rulings 2, 3, 24, 25)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.night import Night
from tests.policy.persons import with_wrong_check_character
from tests.policy.world import ELSEWHERE, VILLAGE, Household, World


def belongs(night: Night, feed: str) -> set[str]:
    """The members to whom records of a feed belong, but those of the world's own household."""
    return {row["member_id"] for row in night.rows("belongs", feed=feed)} - {f"R{VILLAGE}-head"}


def candidates(night: Night, feed: str) -> set[str]:
    """The members who are candidates of ambiguous records of a feed."""
    return {row["member_id"] for row in night.rows("candidates", feed=feed)}


def doubtful(night: Night, feed: str) -> set[str]:
    """The members whose absence from a feed is no evidence."""
    return {row["member_id"] for row in night.rows("doubtful_members", feed=feed)}


@pytest.fixture
def world() -> World:
    return World()


def with_twin(world: World, name: str, *, same_name: bool) -> Household:
    """A household in which two members have one number."""
    household = world.household(name)
    head = household.people["head"]
    named = {"name": head.name} if same_name else {}
    household.member("twin", born=head.born, id_number=head.number, **named)
    return household


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """Households of which each has one record of student_aid, and whose it is."""
    world = World()
    world.household("exact").record("student_aid")
    with_twin(world, "both", same_name=True).record("student_aid")
    with_twin(world, "one", same_name=False).record("student_aid")
    with_twin(world, "neither", same_name=False).record("student_aid", name="第三人")
    world.household("perhaps").ambiguous("student_aid")
    dead = world.household("dead")
    dead.ambiguous("student_aid")
    dead.record("deaths")
    world.household("refused").ambiguous("student_aid")
    world.households["refused-student_aid-namesake"].row["household_type"] = "别的"
    return world.night(tmp_path_factory.mktemp("night"))


@pytest.mark.parametrize(
    ("household", "belongs_to", "candidates_are"),
    [
        ("exact", {"head"}, set()),
        ("both", {"head", "twin"}, {"head", "twin"}),
        ("one", {"head"}, set()),
        ("neither", set(), {"head", "twin"}),
        ("perhaps", set(), {"head", "student_aid-namesake-other"}),
        ("dead", set(), {"head", "student_aid-namesake-other"}),
        ("refused", {"head"}, set()),
    ],
    ids=[
        "an exact record belongs to its member",
        "a record of a shared number and name belongs to each, and they are its candidates",
        "of a shared number the one with the name has the record",
        "a record of a shared number and no name belongs to nobody",
        "a record that fits two by evidence belongs to nobody",
        "the dead are candidates",
        "members of a household in quarantine are no candidates",
    ],
)
def test_whose_record_it_is(household: str, belongs_to: set[str], candidates_are: set[str], shared: Night) -> None:
    def of_household(members: set[str]) -> set[str]:
        return {member.removeprefix(f"{household}-") for member in members if member.startswith(f"{household}-")}

    assert of_household(belongs(shared, "student_aid")) == belongs_to
    assert of_household(candidates(shared, "student_aid")) == candidates_are
    assert of_household(doubtful(shared, "student_aid")) == candidates_are


def test_only_exact_deaths_up_to_the_night_remove(world: World, tmp_path: Path) -> None:
    for name in ("exact", "on D", "later", "named otherwise", "wrong number", "ambiguous", "in quarantine"):
        household = world.household(name)
        household.member("m", born="1950-01-01")
        number = household.people["m"].number
        cells: dict[str, dict[str, str]] = {
            "exact": {},
            "on D": {"death_date": "2017-12-31"},
            "later": {"death_date": "2018-01-01"},
            "named otherwise": {"name": "别名"},
            "wrong number": {"id_number": with_wrong_check_character(number)},
            "in quarantine": {"death_date": "昨天"},
        }
        if name == "ambiguous":
            household.ambiguous("deaths", of="m")
        else:
            household.record("deaths", of="m", **cells[name])
    night = world.night(tmp_path)
    dead = {row["member_id"] for row in night.rows("deceased")}
    assert dead == {"exact-m", "on D-m"}
    assert dead.isdisjoint(row["member_id"] for row in night.rows("living_members"))
    assert dead <= {row["member_id"] for row in night.rows("members")}


def test_two_deaths_of_one_number_are_in_quarantine(world: World, tmp_path: Path) -> None:
    """They have one key and different dates (ruling 10): nobody is removed."""
    household = world.household("A")
    household.record("deaths", death_date="2017-06-01")
    household.record("deaths", death_date="2017-05-01")
    night = world.night(tmp_path)
    assert night.rows("deceased") == []
    assert {row["check"] for row in night.rows("quarantine", feed="deaths")} == {"key"}


def test_absence_is_evidence_where_the_feed_has_a_linked_row_of_the_township(world: World, tmp_path: Path) -> None:
    world.household("A", ELSEWHERE).record("training")
    world.add("relocation", household_id="没有")
    night = world.night(tmp_path)
    feeds = {row["feed"] for row in night.rows("feed_townships", township_code=ELSEWHERE[:9])}
    assert {"training", "medical_insurance", "pension", "family_doctors", "housing_assessment", "helpers"} <= feeds
    assert {"village_clinics", "projects", "village_survey"} <= feeds, "of a feed about villages any row will do"
    assert {"dibao", "tekun", "enrolment", "project_beneficiaries"}.isdisjoint(feeds)
    assert "relocation" not in feeds, "a household that nobody knows is of no township"


def test_a_linked_row_is_one_that_belongs_to_somebody(world: World, tmp_path: Path) -> None:
    """Each row stands alone in a township of its own."""
    townships = {}
    for how in ("exact", "another name", "probable", "of the dead", "not registered", "ambiguous", "in quarantine"):
        townships[how] = world.own_township()
        household = world.household(how, townships[how])
        cells: dict[str, dict[str, str | None]] = {
            "another name": {"name": "别名"},
            "probable": {"id_number": with_wrong_check_character(household.people["head"].number)},
            "not registered": {"id_number": world.registry.number("1966-06-06", "男"), "name": "外人"},
            "in quarantine": {"start_date": "昨天"},
        }
        if how == "ambiguous":
            household.ambiguous("training")
        else:
            household.record("training", **cells.get(how, {}))
        if how == "of the dead":
            household.record("deaths")
    seen = {row["township_code"] for row in world.night(tmp_path).rows("feed_townships", feed="training")}
    evidence = [how for how, township in townships.items() if township[:9] in seen]
    assert evidence == ["exact", "another name", "probable", "of the dead"]


def test_a_broken_file_takes_the_evidence_from_every_township(tmp_path: Path) -> None:
    night = World(broken=("training", "helpers", "projects")).night(tmp_path)
    assert {row["feed"] for row in night.rows("feed_townships")}.isdisjoint({"training", "helpers", "projects"})
    states = {row["feed"]: (row["present"], row["complete"]) for row in night.rows("feed_states")}
    assert states["training"] == (True, False)
    assert states["dibao"] == (True, True)


def test_a_feed_that_has_not_come_is_neither_present_nor_complete(tmp_path: Path) -> None:
    world = World(without=("training", "dibao"), broken=("dibao",))
    states = {row["feed"]: (row["present"], row["complete"]) for row in world.night(tmp_path).rows("feed_states")}
    assert states["training"] == (False, False)
    assert states["dibao"] == (False, False), "nothing but a broken file"
    assert len(states) == 29


def test_quarantined_rows_make_doubtful_whom_they_name(world: World, tmp_path: Path) -> None:
    a, b, c = (world.household(name) for name in "ABC")
    a.record("training", start_date="昨天")
    a.record("dibao", category="别的")
    world.add(
        "dibao",
        name="外人",
        id_number="1",
        head_id_number=b.people["head"].number,
        village_code=VILLAGE,
        category="别的",
    )
    c.record("relocation", floor_area_m2="很大")
    c.people["head"].row["id_number"] = "坏号"
    c.record("pension", id_number="坏号", year="今年")
    world.add("village_clinics", village_code=ELSEWHERE, doctors="多")
    night = world.night(tmp_path)
    assert doubtful(night, "training") == {"A-head"}
    assert doubtful(night, "dibao") == {"A-head", "B-head"}, "any identity-number column carries a number"
    assert doubtful(night, "pension") == {"C-head"}, "an invalid number is carried too, if the text is the same"
    assert {(row["feed"], row["household_id"]) for row in night.rows("doubtful_households")} == {("relocation", "C")}
    villages = {(row["feed"], row["village_code"]) for row in night.rows("doubtful_villages")}
    assert ("village_clinics", ELSEWHERE) in villages


def test_codes_and_households_that_nobody_knows_are_reported_once_per_feed(world: World, tmp_path: Path) -> None:
    """Ruling 11 and outputs.md: accepted, and a notice with the number of rows."""
    household = world.household("A")
    for day in ("2017-01-01", "2017-02-02"):
        household.record("project_beneficiaries", household_id="没有", date=day)
    household.record("helpers", household_id="没有")
    household.record("helpers", household_id="也没有")
    household.record("tekun", village_code="530129999001")
    household.record("sign_offs", unit_id="没有")
    household.record("sign_offs", level="村", unit_id="530129999002")
    world.add("register_members", household_id="没有", member_id="X", name="无户人", sex="男", birth_date="1990-01-01",
              relation="其他")  # fmt: skip
    night = world.night(tmp_path)
    reported = {(row["kind"], row["feed"], row["what"]): row for row in night.rows("register_notices")}
    assert {key: row["count"] for key, row in reported.items()} == {
        ("unknown_household", "project_beneficiaries", "没有"): 2,
        ("unknown_household", "helpers", "没有"): 1,
        ("unknown_household", "helpers", "也没有"): 1,
        ("unknown_household", "register_members", "没有"): 1,
        ("unknown_village", "tekun", "530129999001"): 1,
    }
    assert all(row["what"] in row["message"] for row in reported.values())
    assert night.rows("quarantine") == []


def test_old_village_codes_are_known(world: World, tmp_path: Path) -> None:
    world.household("A").record("tekun", village_code="530129001201")
    assert world.night(tmp_path).rows("register_notices") == []
