"""What an officer's decision changes, and when it is not applied (issue 4, rulings 3, 22, 25)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from schemas.registry import FEEDS
from tests.acceptance.sheets import county, sheet
from tests.people.decision_files import content, line, proposed, write
from tests.people.test_proposals import exchanged, otherwise
from tests.policy.defaults import Cells
from tests.policy.night import Night
from tests.policy.persons import with_wrong_check_character
from tests.policy.world import SCHEMES, Household, World
from xundian_pipeline.acceptance.text import NAME_DOTS
from xundian_pipeline.engine import DuckDBEngine
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.people import record_keys
from xundian_pipeline.people.record_keys import record_secret
from xundian_pipeline.reading import FeedReading

FEED = "medical_insurance"


def uninsured(world: World, name: str) -> Household:
    """A household with a member in whose insurance rows two digits of the number are exchanged: H4 fails, S10."""
    household = world.household(name)
    person = household.member("m", born="1950-01-01", insured=False)
    for scheme in SCHEMES:
        household.record(FEED, "m", scheme=scheme, id_number=exchanged(person.number))
    return household


def ambiguous(world: World, name: str) -> Household:
    """Two namesakes of one birth date, of whom one is insured; the number is nearly his."""
    household = world.household(name)
    person = household.member("m", born="1950-01-01", insured=False)
    other = world.household(f"{name}-namesake")
    other.member("n", born="1950-01-01", name=person.name, insured=False)
    for scheme in SCHEMES:
        household.record(FEED, "m", scheme=scheme, id_number=with_wrong_check_character(person.number))
    return household


def accept_all(night: Night, data: Path) -> None:
    """The officers accept everything that is proposed."""
    proposals = night.rows("link_proposals")
    assert proposals
    write(data, content([line(row["feed"], row["record_key"], row["member_id"]) for row in proposals]))


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Night, Night]:
    """A night, and the next, before which everything proposed was accepted."""
    world, data = World(), tmp_path_factory.mktemp("data")
    uninsured(world, "A")
    ambiguous(world, "B")
    dead = world.household("C")
    number = dead.member("m", born="1950-01-01").number
    dead.record("deaths", "m", id_number=exchanged(number), death_date="2017-05-20")
    trained = world.household("D", world.own_township())
    trained.record("training", id_number=exchanged(trained.people["head"].number))
    first = world.night(tmp_path_factory.mktemp("first"), data)
    accept_all(first, data)
    return first, world.night(tmp_path_factory.mktemp("second"), data)


def test_accepted_records_change_exactly_the_statuses_that_they_must(nights: tuple[Night, Night]) -> None:
    statuses = [
        {(row["household_id"], row["indicator"], row["status"]) for row in night.rows("household_exit_indicators")}
        for night in nights
    ]
    assert statuses[0] - statuses[1] == {("A", "H4", "fail"), ("B", "H4", "unknown"), ("B-namesake", "H4", "unknown")}
    assert statuses[1] - statuses[0] == {("A", "H4", "pass"), ("B", "H4", "pass"), ("B-namesake", "H4", "fail")}


def test_accepted_records_change_exactly_the_findings_that_they_must(nights: tuple[Night, Night]) -> None:
    found = [{(row["rule"], row["unit"], row["feed"]) for row in night.rows("findings")} for night in nights]
    assert found[0] - found[1] == {("S10", "A-m", None)}
    assert found[1] - found[0] == {("S10", "B-namesake-n", None), ("S11", "C-m", "deaths")}


def test_accepted_records_are_decided_and_weighed(nights: tuple[Night, Night]) -> None:
    first, second = nights
    assert first.rows("linkage", outcome="decided") == []
    decided = second.rows("linkage", outcome="decided")
    assert sorted((row["feed"], row["member_id"]) for row in decided) == [
        ("deaths", "C-m"), (FEED, "A-m"), (FEED, "A-m"), (FEED, "B-m"), (FEED, "B-m"), ("training", "D-head"),
    ]  # fmt: skip
    weights = {(row["feed"], row["row_number"]): row["match_weight"] for row in first.rows("link_proposals")}
    assert {(row["feed"], row["row_number"]): row["match_weight"] for row in decided} == weights
    assert len(second.rows("linkage")) == len(first.rows("linkage"))
    assert second.rows("link_proposals") == []
    assert second.rows("decision_notices") == []


def test_a_decided_record_leaves_no_candidates(nights: tuple[Night, Night]) -> None:
    """Ruling 3 does not keep its member, nor the others, from failing any more."""
    first, second = nights
    for table in ("candidates", "doubtful_members"):
        assert {row["member_id"] for row in first.rows(table, feed=FEED)} == {"B-m", "B-namesake-n"}
        assert second.rows(table, feed=FEED) == []


def test_a_decided_death_removes_nobody(nights: tuple[Night, Night]) -> None:
    for night in nights:
        assert night.rows("deceased") == []
        assert night.rows("living_members", member_id="C-m")


def test_a_decided_record_makes_absence_evidence_in_its_township(nights: tuple[Night, Night]) -> None:
    """It belongs to somebody, as a probable one does (ruling 2)."""
    seen = [{row["township_code"] for row in night.rows("feed_townships", feed="training")} for night in nights]
    assert len(seen[1] - seen[0]) == 1
    assert seen[0] <= seen[1]


def test_a_decision_is_found_again_in_another_order_and_another_file(tmp_path: Path) -> None:
    world = World()
    for name in "ABC":
        uninsured(world, name)
    first = world.night(tmp_path, tmp_path)
    accept_all(first, tmp_path)
    random.Random(1).shuffle(world.rows[FEED])
    reading = world._reading
    moved = sheet(FEEDS[FEED], world.rows[FEED], source=f"{FEED}/新报.xlsx", name="二月", excel=True)
    world._reading = lambda feed: (  # type: ignore[method-assign]
        FeedReading(feed=FEED, sheets=[moved], broken=[], notices=[]) if feed == FEED else reading(feed)
    )
    (tmp_path / "second").mkdir()
    second = world.night(tmp_path / "second", tmp_path)
    assert [second.status("H4", name) for name in "ABC"] == ["pass"] * 3
    assert len(second.rows("linkage", outcome="decided")) == 6
    assert second.rows("decision_notices") == []


def test_spellings_that_say_the_same_keep_the_key(tmp_path: Path) -> None:
    """A name with its dot or without, an old code of the village or the new: the content is the same."""
    world = World()
    household = world.household("A", "530129002004")
    person = household.member("m", born="1950-01-01", name="阿鲁木呷")
    household.record("tekun", "m", id_number=exchanged(person.number), name="阿鲁·木呷", village_code="530129001204")
    key = proposed(world.night(tmp_path, tmp_path), "tekun", "A-m")["record_key"]
    world.rows["tekun"].pop()
    household.record("tekun", "m", id_number=exchanged(person.number), name="阿 鲁木呷")
    (tmp_path / "second").mkdir()
    assert proposed(world.night(tmp_path / "second", tmp_path), "tekun", "A-m")["record_key"] == key


def test_of_a_number_on_two_members_the_decided_one_has_the_record(tmp_path: Path) -> None:
    """Ruling 24 gives it to both; an officer knows better."""
    world = World()
    household = world.household("A")
    person = household.member("m", born="1950-01-01", pensioned=False)
    other = world.household("B")
    other.member("n", born="1950-01-01", name=person.name, id_number=person.number, pensioned=False)
    household.record("pension", "m")
    first = world.night(tmp_path, tmp_path)
    assert {row["member_id"] for row in first.rows("belongs", feed="pension")} >= {"A-m", "B-n"}
    key = key_of(first, tmp_path, world, "pension", household.records("pension", "m")[-1])
    write(tmp_path, content([line("pension", key, "B-n")]))
    (tmp_path / "second").mkdir()
    second = world.night(tmp_path / "second", tmp_path)
    belongs = {row["member_id"]: row["outcome"] for row in second.rows("belongs", feed="pension")}
    assert "A-m" not in belongs
    assert belongs["B-n"] == "decided"


def key_of(night: Night, data: Path, world: World, feed: str, row: Cells) -> str:
    """The key of a record that may not be proposed, as the pipeline reckons it."""
    with DuckDBEngine({feed: night.files(feed)}, {"name_dots": NAME_DOTS}) as engine:
        record_keys.register_key_tables(engine, county(), record_secret(data))
        record_keys.create_record_keys(engine, "keys", [feed])
        keys = {one["row_ref"]: one["record_key"] for one in engine.table("keys").to_pylist()}
    (found,) = (one["row_ref"] for one in night.rows(feed) if one["row_number"] == world.place(feed, row))
    return str(keys[found])


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """One night, with a decision for each reason not to apply it."""
    folder = tmp_path_factory.mktemp("refused")
    world = World()
    keys = {}
    cells: dict[str, Cells] = {}
    for name in ("exact", "name_differs", "probable", "gone member", "gone record", "changed", "rejected"):
        household = world.household(name)
        person = household.member("m", born="1950-01-01")
        written = {
            "exact": {},
            "rejected": {},
            "name_differs": {"name": otherwise(person.name)},
            "probable": {"id_number": with_wrong_check_character(person.number)},
        }.get(name, {"id_number": exchanged(person.number)})
        cells[name] = household.record("student_aid", "m", **written)
    first = world.night(folder, folder)
    for name, row in cells.items():
        keys[name] = key_of(first, folder, world, "student_aid", row)
    lines = [line("student_aid", keys[name], f"{name}-m") for name in cells]
    lines[3][2], lines[6][3] = "nobody", "拒绝"
    write(folder, content(lines))
    world.rows["student_aid"] = [row for row in world.rows["student_aid"] if row is not cells["gone record"]]
    cells["changed"]["amount"] = "1234.56"
    (folder / "second").mkdir()
    return world.night(folder / "second", folder)


@pytest.mark.parametrize(
    ("row_number", "column", "told"),
    [
        (2, "record_key", "已按规则认定（证件号与姓名都相符）"),
        (3, "record_key", "已按规则认定（证件号相符、姓名不符）"),
        (4, "record_key", "已按规则认定（凭姓名和旁证认定）"),
        (5, "member_id", "名单里没有这个人编号"),
        (6, "record_key", "这次来件里没有这条记录"),
        (7, "record_key", "这次来件里没有这条记录"),
        (8, "record_key", "已按规则认定"),
    ],
)
def test_a_decision_that_cannot_be_applied_is_told(row_number: int, column: str, told: str, refused: Night) -> None:
    (notice,) = (row for row in refused.rows("decision_notices") if f"第 {row_number} 行" in row["message"])
    assert (notice["kind"], notice["feed"], notice["what"]) == ("decision", "student_aid", column)
    assert told in notice["message"]
    assert "没有采用" in notice["message"]


def test_nothing_of_it_is_applied(refused: Night) -> None:
    assert len(refused.rows("decision_notices")) == 7
    assert refused.rows("linkage", outcome="decided") == []
    outcomes = {row["member_id"]: row["outcome"] for row in refused.rows("linkage", feed="student_aid")}
    assert outcomes["exact-m"] == "exact"
    assert outcomes["name_differs-m"] == "name_differs"
    assert outcomes["probable-m"] == "probable"


def test_the_secret_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    secret = record_secret(tmp_path)
    path = tmp_path / "restricted" / "record_key"
    assert len(secret) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert record_secret(tmp_path) == secret == path.read_bytes()
    assert [one.name for one in path.parent.iterdir()] == ["record_key"]
    assert record_secret(tmp_path / "other") != secret


def test_a_secret_cut_short_stops_the_night(tmp_path: Path) -> None:
    record_secret(tmp_path)
    (tmp_path / "restricted" / "record_key").write_bytes(b"short")
    with pytest.raises(PipelineError, match="请从备份恢复"):
        record_secret(tmp_path)
