"""Who is behind every row of a synthetic county's files: what linkage is measured against."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy
import pandas

from xundian_pipeline.sample.draws import Array
from xundian_pipeline.sample.shapes import FilePlan
from xundian_pipeline.sample.sheets import Sheet

PERSON = "_person"
"""The column of a table that holds the place of the person in the world, NOBODY for a stranger."""


@dataclass
class Labels:
    """Collects, while files are written, the person of every row of the departments' rosters."""

    parts: list[pandas.DataFrame] = field(default_factory=list)

    def add(self, feed: str, plan: FilePlan, sheet: Sheet, persons: Array) -> None:
        """Take note of a sheet as it is written: its rows' numbers as an officer sees them, and their persons."""
        rows = numpy.arange(len(persons))
        if plan.kind == "parquet":
            numbers = rows + 1
        else:
            before = numpy.searchsorted(sorted(sheet.between), rows, side="right")
            numbers = len(sheet.titles) + 2 + rows + before
        name = None if plan.kind in ("csv", "parquet") else sheet.name
        part = {"feed": feed, "source": plan.path, "sheet": name, "row_number": numbers, "person": persons}
        self.parts.append(pandas.DataFrame(part))

    def table(self, members: pandas.DataFrame, copy_of: Array) -> pandas.DataFrame:
        """Return feed, source, sheet, row_number and member_id, a row for each member that the person is.

        `members` has member_id and PERSON; `copy_of` says of whom an entry of the register is a repetition. Rows of
        people whom the register does not have are left out.
        """
        original = members[PERSON].to_numpy()
        original = numpy.where(copy_of[original] >= 0, copy_of[original], original)
        known = pandas.DataFrame({"person": original, "member_id": members["member_id"].to_numpy()})
        rows = pandas.concat(self.parts, ignore_index=True)
        return rows.merge(known, on="person").drop(columns="person")
