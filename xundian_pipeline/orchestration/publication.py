"""What publishing is given of a night's tables, and what is stored of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow

from schemas.published.history import OWN_NOTICES
from xundian_pipeline.publishing import PublishedNight

_NOTICES = ("notices", "register_notices", "decision_notices")


def tables_of_night(tables: Mapping[str, Sequence[Path]]) -> dict[str, Sequence[Path]]:
    """Return the tables under the names under which publishing knows them: all notices are one table."""
    notices = [path for name in _NOTICES for path in tables.get(name, ())]
    return {**tables, OWN_NOTICES.name: notices}


def publication_table(night: PublishedNight) -> dict[str, pyarrow.Table]:
    """Return what the store keeps of a publication: each published table's name and rows."""
    return {
        "publication": pyarrow.table(
            {
                "table_name": pyarrow.array(list(night.rows), pyarrow.string()),
                "rows": pyarrow.array(list(night.rows.values()), pyarrow.int64()),
            }
        )
    }
