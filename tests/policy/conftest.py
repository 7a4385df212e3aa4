"""A night is run once for all the tables of cases that share it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.policy import cases
from tests.policy.cases import Table
from tests.policy.night import Night


@pytest.fixture(scope="session")
def night_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Table], Night]:
    """Gives the night of a table of cases."""
    nights: dict[tuple[Any, ...], Night] = {}

    def of(table: Table) -> Night:
        if table.setting not in nights:
            nights[table.setting] = cases.night(table.setting, tmp_path_factory.mktemp("night"))
        return nights[table.setting]

    return of
