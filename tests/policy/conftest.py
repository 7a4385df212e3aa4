"""Nights are run once per table of cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.policy.cases import Table
from tests.policy.night import Night


@pytest.fixture(scope="session")
def night_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Table], Night]:
    """Gives the night of a table of cases."""
    nights: dict[int, Night] = {}

    def of(table: Table) -> Night:
        if id(table) not in nights:
            nights[id(table)] = table.night(tmp_path_factory.mktemp("night"))
        return nights[id(table)]

    return of
