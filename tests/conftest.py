"""What all tests share."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from xundian_pipeline.garbage import collect_seldom

REPOSITORY = Path(__file__).resolve().parents[1]
SHARING = ("tests/archive", "tests/browser")
"""Folders whose files share what takes long to make: one process runs all of them."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each process whole files, and of some folders all files."""
    from xdist.scheduler import LoadFileScheduling

    class BySharedFixtures(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return next((folder for folder in SHARING if file.startswith(f"{folder}/")), file)

    return BySharedFixtures(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the long tests to `make test-long`."""
    if os.environ.get("XUNDIAN_LONG") != "1":
        skipped = pytest.mark.skip(reason="要跑半分钟以上，没有试：运行 make test-long")
        for item in items:
            if item.get_closest_marker("long"):
                item.add_marker(skipped)


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end: Python need not go over them again and again."""
    collect_seldom()


_called: dict[Path, set[str]] = defaultdict(set)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Tell mutmut which tests look at a function: what a module's fixture calls, all tests of the module look at.

    By itself it takes down the calls of a fixture for the one test before which it was made.
    """
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        from mutmut.state import state

        of_module = _called[item.path]
        of_module |= state()._stats
        state()._stats |= of_module


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds the project."""
    return REPOSITORY


@pytest.fixture(autouse=True)
def _umask_of_a_shell() -> None:
    """A night in the tests' own process makes what it writes private: a later test of the process is not to notice."""
    os.umask(0o022)
