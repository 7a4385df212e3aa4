"""Which rows an output cites."""

from __future__ import annotations

from collections import Counter
from typing import Any

from schemas.registry import FEEDS
from xundian_pipeline.acceptance.accept import ROW_REFERENCES_PER_FEED

_FEEDS = list(FEEDS)


def cited(row: dict[str, Any]) -> dict[str, int]:
    """The number of rows of each feed that the row's evidence names; no row is named twice."""
    evidence = row["evidence"]
    assert len(set(evidence)) == len(evidence)
    return dict(Counter(_FEEDS[reference // ROW_REFERENCES_PER_FEED - 1] for reference in evidence))
