"""The lineage of a night, traced once."""

from __future__ import annotations

import pytest

from xundian_pipeline.county import load_county
from xundian_pipeline.lineage.night import trace_night
from xundian_pipeline.lineage.published import published_lineage
from xundian_pipeline.lineage.relations import Relation


@pytest.fixture(scope="session")
def lineage() -> dict[str, Relation]:
    """What each published table is made from."""
    return published_lineage(trace_night(load_county()))
