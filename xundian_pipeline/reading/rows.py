"""Which rows below a header are data (ruling 19)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy
import pyarrow
import pyarrow.compute as compute

from xundian_pipeline.reading.cells import CellColumn

TOTALS = frozenset({"合计", "总计", "小计"})
NOTES = ("制表", "填表", "审核", "复核", "负责人", "填报", "注", "备注", "说明")
# Every total holds this character and no other character becomes it by NFKC: a cheap way to find the candidates.
_IN_EVERY_TOTAL = "计"


def data_rows(columns: Sequence[CellColumn], rows: int) -> pyarrow.Array:
    """Return a boolean array over the rows: true for data, false for blank rows, totals and closing notes.

    `columns` are all columns of the sheet, known or not: a row is blank only where all of them are.
    """
    filled = [column.texts for column in columns if column.texts.null_count < rows]
    if not filled:
        return pyarrow.array([False] * rows, pyarrow.bool_())
    cells = numpy.zeros(rows, dtype=numpy.int32)
    for texts in filled:
        cells += compute.is_valid(texts).to_numpy(zero_copy_only=False)
    first = compute.coalesce(*filled)
    data = cells > 0
    for row in numpy.flatnonzero(compute.match_substring(first, _IN_EVERY_TOTAL).fill_null(False)):
        if _compact(first[int(row)].as_py()) in TOTALS:
            data[row] = False
    # Notes count as such only below the last data row, so the sheet is read from its end.
    for row in numpy.flatnonzero(data)[::-1]:
        if cells[row] > 1 or not _compact(first[int(row)].as_py()).startswith(NOTES):
            break
        data[row] = False
    return pyarrow.array(data, pyarrow.bool_())


def _compact(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
