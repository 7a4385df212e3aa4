"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds the project."""
    return REPOSITORY


@pytest.fixture(autouse=True)
def _umask_of_a_shell() -> None:
    """A night in the tests' own process makes what it writes private: a later test of the process is not to notice."""
    os.umask(0o022)
