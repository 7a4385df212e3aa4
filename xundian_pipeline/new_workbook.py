"""A new Excel workbook, as all of the project's are: in memory, of equal bytes for equal content, no text computes."""

from __future__ import annotations

import datetime
import io

import xlsxwriter

_CREATED = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 (workbooks know no time zones)


def new_workbook(content: io.BytesIO, title: str, *, by_rows: bool = False) -> xlsxwriter.Workbook:
    """Return a workbook that is written to `content` when it is closed; texts stay texts, also what begins with =.

    `by_rows`: every sheet is written from its first row to its last, and takes less time and memory.
    """
    options = {
        "constant_memory": by_rows,
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    workbook = xlsxwriter.Workbook(content, options)
    workbook.set_properties({"title": title, "created": _CREATED})
    return workbook
