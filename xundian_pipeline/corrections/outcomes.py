"""What became of the corrections that came back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow

from xundian_pipeline.acceptance.contents import RETURNED_ROWS

TAKEN, FAILED, STALE = "taken", "failed", "stale"
"""The row is now as corrected; with the correction it would not pass; it is no longer there to be corrected so."""

CORRECTIONS = pyarrow.schema(
    [
        ("file", pyarrow.string()),
        ("feed", pyarrow.string()),
        ("correction_row", pyarrow.int32()),
        ("source", pyarrow.string()),
        ("sheet", pyarrow.string()),
        ("row_number", pyarrow.int32()),
        ("outcome", pyarrow.string()),
        ("why", pyarrow.string()),
    ]
)
"""Every corrected row: where it stands in which workbook, which row it corrects (null where that is not to be known),
what became of it and why."""

CORRECTED_ROWS = RETURNED_ROWS
"""The rows that stand as corrected: their texts, and the key of what their department had written."""


def corrections_table(lines: Sequence[dict[str, Any]]) -> pyarrow.Table:
    """Return lines of the outcomes as their table."""
    return pyarrow.Table.from_pylist(list(lines), CORRECTIONS)
