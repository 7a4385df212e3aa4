"""A night that is written to the office's database too: by the command or by the settings; what fails is told."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy

from tests.orchestration.conftest import Office
from tests.orchestration.nights import failure_texts, materialise, nightly_here, published
from xundian_pipeline.settings import read_settings


def _households(database: Path) -> list[tuple[int]]:
    engine = sqlalchemy.create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        counted = connection.execute(sqlalchemy.text("SELECT count(*) FROM exit_indicators_household_exit")).all()
    engine.dispose()
    return [tuple(row) for row in counted]


def test_a_night_is_written_where_the_settings_say(office: Office, tmp_path: Path) -> None:
    (office.data / "config.yaml").write_text(f"publish_to: sqlite:///{tmp_path / 'office.db'}\n", "utf-8")
    assert materialise(office.sources, office.data, ["database_tables"]).success
    assert _households(tmp_path / "office.db") == [(2,)]


def test_without_an_address_nothing_is_written(office: Office) -> None:
    assert materialise(office.sources, office.data, ["database_tables"]).success


def test_a_database_that_is_not_there_is_told_without_its_password(office: Office) -> None:
    (office.data / "config.yaml").write_text("publish_to: postgresql://u:secret-words@127.0.0.1:1/d\n", "utf-8")
    failed = materialise(office.sources, office.data, ["database_tables"])
    assert not failed.success
    (told,) = failure_texts(failed)
    assert "要发布到的数据库连接不上" in told
    assert "secret-words" not in repr(failed.all_events)
    assert "secret-words" not in repr(read_settings(office.data))
    assert published(office.data, "SELECT count(*) FROM exit_indicators.household_exit") == [(2,)]


def test_the_command_publishes_the_files_and_says_that_the_database_is_as_it_was(office: Office) -> None:
    done = nightly_here(office.sources, office.data, "--publish-to", "nonsense")
    assert done.returncode == 1
    assert "本夜已经发布，但发布以后有一步没有做成：publish_to 的数据库地址写得不对" in done.stdout
    assert published(office.data, "SELECT count(*) FROM exit_indicators.household_exit") == [(2,)]


@pytest.mark.parametrize("written", ["publish_to: 3", "publish_to_reader: [a]"])
def test_a_setting_that_is_no_text(written: str, office: Office) -> None:
    (office.data / "config.yaml").write_text(f"{written}\n", "utf-8")
    failed = nightly_here(office.sources, office.data)
    assert failed.returncode == 1
    assert "应当是文字" in failed.stderr
