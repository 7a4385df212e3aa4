"""The worst of what was returned of a feed, cell by cell: where it stands and what to write instead, and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pyarrow
from dagster import TableMetadataValue

from schemas.feed import Feed
from schemas.published.codes import QUARANTINE_KINDS
from xundian_pipeline.acceptance.messages import place, quoted_header
from xundian_pipeline.orchestration.previews import table_of
from xundian_pipeline.orchestration.shown_texts import ShownTexts

SHOWN = 50
HEADERS = ("文件", "工作表", "行", "列", "应当怎样写", "结果")
NO_SHEET = "—"

_WORST_FIRST = {"file": 0, "row": 1, "cell": 2}


def worst_rows(quarantine: pyarrow.Table, feed: Feed, shown: ShownTexts) -> TableMetadataValue:
    """Return at most SHOWN lines of a feed's quarantine as the interface shows them, without names and numbers.

    Files that cannot be used come first, then the rows with most cells wrong, then cells whose row stays.
    """
    lines = quarantine.select(["kind", "source", "sheet", "row_number"]).to_pylist()
    wrong = Counter((line["source"], line["sheet"], line["row_number"]) for line in lines)

    def badness(position: int) -> tuple[int, int]:
        line = lines[position]
        return _WORST_FIRST[line["kind"]], -wrong[line["source"], line["sheet"], line["row_number"]]

    # Sorting is stable: among equals the order of the rows in the file stays.
    worst = sorted(range(len(lines)), key=badness)[:SHOWN]
    rows = quarantine.take(pyarrow.array(worst, pyarrow.int64())).to_pylist()
    return table_of(HEADERS, [dict(zip(HEADERS, _shown(row, feed, shown), strict=True)) for row in rows])


def message_to_show(row: Mapping[str, Any], feed: Feed, shown: ShownTexts) -> str:
    """Return the message of a line of the quarantine or the notices, with the header as the contract writes it."""
    text = row["message"]
    if row.get("column"):
        text = text.replace(quoted_header(row["header"]), f"“{feed.column(row['column']).header}”", 1)
    return shown.message(text, row["source"], row["sheet"])


def _shown(row: Mapping[str, Any], feed: Feed, shown: ShownTexts) -> tuple[Any, ...]:
    sheet = shown.name(row["sheet"]) if row["sheet"] else NO_SHEET
    column, correction = NO_SHEET, message_to_show(row, feed, shown)
    if row["column"]:
        column = feed.column(row["column"]).header
        where = place(row["source"], row["sheet"], row["row_number"], row["header"])
        correction = shown.message(row["message"].removeprefix(where), row["source"], row["sheet"])
    return shown.name(row["source"]), sheet, row["row_number"], column, correction, QUARANTINE_KINDS[row["kind"]]
