"""DATA/restricted/persons.duckdb: whose it is, what stands in it, and which night it is of."""

from __future__ import annotations

import datetime
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from schemas.registry import FEEDS
from tests.policy.defaults import ROSTER_ROWS
from tests.policy.world import DAY, VILLAGE, World
from tests.restricted.published_world import give_a_row_in_every_roster, publish_world
from xundian_pipeline.county import load_county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.orchestration.publication import tables_of_night
from xundian_pipeline.restricted import persons_of_the_night, remove_other_nights


def _query(data: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(data / "restricted" / "persons.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def _fail_when_built(tables: Mapping[str, Sequence[Path]], data: Path) -> None:
    """A publication that fails once the file is built."""
    with persons_of_the_night(tables, load_county(), DAY, data) as built:
        built()
        raise ZeroDivisionError


@pytest.fixture(scope="module")
def world() -> World:
    """A household of fourteen with a record in every roster; another one with a dead member."""
    world = World()
    large = world.household("L")
    for number in range(13):
        large.member(f"m{number}", born=f"{1990 + number}-02-03")
    give_a_row_in_every_roster(large)
    bereaved = world.household("D")
    bereaved.member("gone", born="1950-01-01")
    bereaved.record("deaths", of="gone", death_date="2017-05-01")
    return world


@pytest.fixture(scope="module")
def data(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("persons")
    publish_world(world, folder / "tables", folder / "data")
    return folder / "data"


def test_only_its_owner_may_enter_and_read(data: Path) -> None:
    assert stat.S_IMODE((data / "restricted").stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "restricted" / "persons.duckdb").stat().st_mode) == 0o600
    assert [path.name for path in (data / "restricted").iterdir()] == ["persons.duckdb"]


def test_the_published_file_has_none_of_it(data: Path, world: World) -> None:
    published = (data / "published" / "xundian.duckdb").resolve()
    with duckdb.connect(str(published), read_only=True) as connection:
        schemas = connection.execute("SELECT DISTINCT schema_name FROM duckdb_tables()").fetchall()
    assert ("person",) not in schemas
    assert world.households["L"].people["m3"].number.encode() not in published.read_bytes()


def test_fourteen_members_each_with_a_line_and_a_row(data: Path, world: World) -> None:
    members = "SELECT count(*), count(DISTINCT id_number) FROM person.members WHERE household_id = 'L' AND living"
    assert _query(data, members) == [(14, 14)]
    lines = _query(
        data,
        "SELECT content FROM person.household_ledger WHERE household_id = 'L' AND feed = 'register_members' ORDER BY 1",
    )
    assert len(lines) == 14
    person = world.households["L"].people["m0"]
    assert any(f"姓名：{person.name}" in content and person.number in content for (content,) in lines)


def test_every_roster_that_knows_the_household_has_its_line(data: Path) -> None:
    found = {
        feed for (feed,) in _query(data, "SELECT DISTINCT feed FROM person.household_ledger WHERE household_id = 'L'")
    }
    expected = {feed for feed in ROSTER_ROWS if FEEDS[feed].person or FEEDS[feed].has_household}
    assert expected - found == set()
    assert {"register_households", "register_members", "housing_assessment", "helpers"} <= found


def test_lines_run_from_one_in_the_order_of_printing_and_lead_to_their_rows(data: Path) -> None:
    rows = _query(
        data, "SELECT line_number, section, feed, row_number FROM person.household_ledger WHERE household_id = 'L'"
    )
    assert sorted(number for number, *_ in rows) == list(range(1, len(rows) + 1))
    assert all((feed is None) == (row_number is None) for _, _, feed, row_number in rows)
    sections = [section for _, section, _, _ in sorted(rows)]
    assert sections[0] == "基本情况"
    assert sections.index("指标判定") > sections.index("帮扶责任人") > sections.index("家庭成员")


def test_the_dead_are_shown_as_such(data: Path) -> None:
    gone = "SELECT living, death_date, age FROM person.members WHERE member_id = 'D-gone'"
    assert _query(data, gone) == [(False, datetime.date(2017, 5, 1), None)]
    (line,) = _query(
        data,
        "SELECT content FROM person.household_ledger WHERE member_id = 'D-gone' AND feed = 'register_members'",
    )
    assert "已死亡（2017-05-01）" in line[0]


def test_indicators_and_findings_stand_with_their_words(data: Path) -> None:
    items = {
        item
        for (item,) in _query(
            data, "SELECT item FROM person.household_ledger WHERE household_id = 'L' AND section = '指标判定'"
        )
    }
    assert len(items) == 7
    assert any(item.startswith("H4 ") for item in items)


def test_a_night_that_fails_leaves_the_file_as_it_was(data: Path, world: World, tmp_path: Path) -> None:
    before = (data / "restricted" / "persons.duckdb").read_bytes()
    tables = tables_of_night(world.night(tmp_path).inputs)
    with pytest.raises(ZeroDivisionError):
        _fail_when_built(tables, data)
    assert (data / "restricted" / "persons.duckdb").read_bytes() == before
    assert [path.name for path in (data / "restricted").iterdir()] == ["persons.duckdb"]


def test_a_table_that_is_missing_stops_the_night_before_it_is_shown(data: Path, world: World, tmp_path: Path) -> None:
    tables = {**tables_of_night(world.night(tmp_path).inputs), "living_members": []}
    with pytest.raises(PipelineError, match="living_members"):
        _fail_when_built(tables, data)


def test_a_night_filled_in_leaves_the_file_of_the_night_that_is_shown(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for day, household in ((DAY, "A"), (DAY - datetime.timedelta(days=20), "B")):
        world = World(day)
        world.household(household, VILLAGE)
        publish_world(world, tmp_path / household, data)
    assert _query(data, "SELECT DISTINCT assessment_date FROM person.household_ledger") == [(DAY,)]
    assert _query(data, "SELECT count(*) FROM person.members WHERE household_id = 'B'") == [(0,)]
    assert not remove_other_nights(data)


def test_a_file_of_another_night_than_the_published_one_goes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    publish_world(World(), tmp_path / "tables", data)
    with duckdb.connect(str(data / "restricted" / "persons.duckdb")) as connection:
        connection.execute("UPDATE person.members SET assessment_date = DATE '2016-01-01'")
    assert remove_other_nights(data)
    assert not (data / "restricted" / "persons.duckdb").exists()
