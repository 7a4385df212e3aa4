"""A county, a data folder, and the page as a process over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.self_check.serving import Server, serving
from xundian_pipeline.county import County, load_county


@pytest.fixture(scope="session")
def county() -> County:
    """The county."""
    return load_county()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page over an empty data folder, with a folder of its own for temporary files."""
    with serving(tmp_path_factory.mktemp("server")) as started:
        yield started
