"""The hunt sees what it must: nights published as reckoned agree, and every change of a cell or row is a difference."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow
import pytest

from tests.nights.compare import COMPARED, SCHEMA, differences
from tests.nights.hunt import Hunt, Run, disagreements, runs_of
from tests.nights.random_nights import nights_of
from tests.reckoning import Tables
from tests.reckoning.life import LifeNight, reckon_life, reckon_night

SEED = 2


def publish(tables: Tables, published: Path) -> None:
    """Writes a published file of these tables, the columns in another order and with one more."""
    published.parent.mkdir(parents=True, exist_ok=True)
    published.unlink(missing_ok=True)
    with duckdb.connect(str(published)) as connection:
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
        for table, compared in COMPARED.items():
            columns = {name: [line[name] for line in tables[table]] for name in (*compared.columns, *compared.key)}
            written = pyarrow.table({**columns, "more": ["又"] * len(tables[table])})
            connection.register("written", written)
            connection.execute(f"CREATE TABLE {SCHEMA}.{table} AS SELECT * FROM written")


class Publisher:
    """A command that publishes what is reckoned of the nights it has seen, in the way it is told."""

    def __init__(self, alter: Callable[[list[LifeNight]], list[LifeNight]] = lambda nights: nights) -> None:
        self.kept: dict[date, LifeNight] = {}
        self.alter = alter

    def __call__(self, sources: Path, data: Path, assessment_date: date) -> tuple[int, str]:
        """Exit code 1 where the night is refused."""
        try:
            self.kept[assessment_date] = reckon_night(sources, assessment_date)
        except ValueError as error:
            return 1, str(error)
        publish(reckon_life(self.alter(list(self.kept.values()))), data / "published" / "xundian.duckdb")
        return 0, ""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The tables after some nights of a seed; every table has rows."""
    folder = tmp_path_factory.mktemp("nights")
    kept = [reckon_night(night.write(folder / str(night.number)), night.day) for night in nights_of(SEED, 4)]
    reckoned = reckon_life(kept)
    assert all(reckoned[table] for table in COMPARED)
    return reckoned


def test_what_is_published_as_reckoned_agrees(tables: Tables, tmp_path: Path) -> None:
    publish(tables, tmp_path / "xundian.duckdb")
    assert differences(tables, tmp_path / "xundian.duckdb") == []


def _another(value: Any) -> Any:
    """A value of the same kind that is another."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, date):
        return value + timedelta(1)
    return value + 1 if isinstance(value, int | float) else f"{value}又"


CELLS = [(table, column) for table, compared in COMPARED.items() for column in (*compared.key, *compared.columns)]


@pytest.mark.parametrize(("table", "column"), CELLS)
def test_every_cell_that_differs_is_seen(tables: Tables, tmp_path: Path, table: str, column: str) -> None:
    lines = [dict(line) for line in tables[table]]
    changed = next((line for line in lines if line[column] is not None), None)
    assert changed is not None, "no row has a value in this column: choose another seed"
    changed[column] = _another(changed[column])
    publish({**tables, table: lines}, tmp_path / "xundian.duckdb")
    assert any(f"{SCHEMA}.{table}" in line for line in differences(tables, tmp_path / "xundian.duckdb"))


@pytest.mark.parametrize("table", COMPARED)
def test_a_row_too_few_or_too_many_and_a_lacking_table_are_seen(tables: Tables, tmp_path: Path, table: str) -> None:
    published = tmp_path / "xundian.duckdb"
    for lines, word in ((tables[table][1:], "missing"), ([*tables[table], tables[table][0]], "extra")):
        publish({**tables, table: lines}, published)
        (line,) = differences(tables, published)
        assert line.startswith(f"{SCHEMA}.{table} ")
        assert word in line
    with duckdb.connect(str(published)) as connection:
        connection.execute(f"DROP TABLE {SCHEMA}.{table}")
    (line,) = differences(tables, published)
    assert f"{SCHEMA}.{table}: " in line
    assert "cannot be read" in line


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_hunt_agrees_with_a_publisher_that_does_as_the_reckoning(seed: int, tmp_path: Path) -> None:
    assert disagreements(seed, tmp_path, 4, Publisher()) == []


def test_a_hunt_sees_a_publisher_that_forgets_the_first_night(tmp_path: Path) -> None:
    def without_the_first(nights: list[LifeNight]) -> list[LifeNight]:
        return sorted(nights, key=lambda night: night.day)[min(1, len(nights) - 1) :]

    found = disagreements(0, tmp_path, 4, Publisher(without_the_first))
    assert any("exit_indicators.findings" in line for line in found)
    assert any("exit_indicators.progress" in line for line in found)


def test_a_hunt_sees_a_command_that_refuses_or_keeps_what_it_should_not(tmp_path: Path) -> None:
    night = next(iter(nights_of(SEED, 1)))
    (found,) = Hunt(SEED, tmp_path / "a", lambda *_: (1, "不行")).differences([Run(night)])
    assert "ends with 1" in found
    night.rows.pop("register_members")
    (found,) = Hunt(SEED, tmp_path / "b", lambda *_: (0, "")).differences([Run(night)])
    assert "ruling 5" in found


# ---- the nights of a seed ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(8))
def test_a_seed_gives_its_nights_and_their_runs(seed: int, tmp_path: Path) -> None:
    nights = list(nights_of(seed))
    days = [night.day for night in nights]
    assert 6 <= len(nights) <= 12
    assert days == sorted(set(days))
    assert [night.rows for night in nights_of(seed)] == [night.rows for night in nights]
    assert nights[0].rows != nights[-1].rows
    runs = [(run.night.number, run.variant) for run in runs_of(seed)]
    assert {number for number, _ in runs} == set(range(len(nights)))
    in_order = [(night.number, 0) for night in nights]
    if seed % 3 == 0:
        assert runs == in_order
    elif seed % 3 == 1:
        assert sorted(runs) == in_order != runs
    else:
        assert len(runs) == len(nights) + 1


def test_the_files_of_a_night_are_the_same_again_and_others_in_another_variant(tmp_path: Path) -> None:
    night = next(iter(nights_of(SEED, 1)))
    names = []
    for number, variant in enumerate((0, 0, 1)):
        folder = night.write(tmp_path / str(number), variant)
        names.append({path.relative_to(folder): path.stat().st_size for path in folder.rglob("*.csv")})
    assert names[0] == names[1]
    assert names[0] != names[2]
