"""The made-up county of docs/another-county.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from xundian_pipeline.county import County, load_county


@pytest.fixture(scope="package")
def folder(repository: Path) -> Path:
    """Its folder."""
    return repository / "seeds" / "examples" / "yunling"


@pytest.fixture(scope="package")
def yunling(folder: Path) -> County:
    """What its folder says."""
    return load_county(folder)
