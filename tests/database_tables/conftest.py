"""A database of its own for every test, and published nights to write into it."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from tests.publishing.small_night import NIGHT, small_night
from tests.reading.conftest import postgres_url  # noqa: F401  (the fixture)

NEXT = NIGHT + datetime.timedelta(days=1)


@pytest.fixture
def database(postgres_url: str) -> Iterator[str]:  # noqa: F811
    """The URL of an empty database of PostgreSQL."""
    name = f"office_{secrets.token_hex(4)}"
    server = sqlalchemy.create_engine(driver_of(postgres_url), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
    yield sqlalchemy.make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(sqlalchemy.text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def driver_of(url: str) -> sqlalchemy.URL:
    """The URL with the driver that the project brings."""
    return sqlalchemy.make_url(url).set(drivername="postgresql+psycopg")


@pytest.fixture(scope="session")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two data folders: one that shows a night, one that shows the night after it. Not to be changed."""
    folder = tmp_path_factory.mktemp("nights")
    for data, days in (("first", [NIGHT]), ("second", [NIGHT, NEXT])):
        for day in days:
            small_night().publish(folder / f"{data}-{day}", folder / data, assessment_date=day)
    return folder / "first", folder / "second"
