"""What reading a feed gives: sheets, what could not be read, and notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy
import pyarrow


@dataclass(frozen=True)
class ReadColumn:
    """One known column of a sheet, one element per data row.

    `texts` (string) holds the cells as text, not yet normalised: null where blank, numbers as plain decimals, dates of
    Excel, Parquet and databases as 2017-06-01 or 2017-06-01 08:30:00, booleans as TRUE or FALSE. `numeric` (bool) marks
    cells that were floating point numbers (ruling 21), `error` (bool) Excel error cells other than #N/A (ruling 46);
    both are None where no cell was one. `header` is as written in the file, `unit` what its brackets say (ruling 14).
    """

    header: str
    texts: pyarrow.Array
    numeric: pyarrow.Array | None
    error: pyarrow.Array | None
    unit: str | None


@dataclass(frozen=True)
class ReadSheet:
    """One sheet, file or table with a usable header (rulings 17 to 20).

    `columns` is keyed by canonical name and lacks the optional columns that the header lacks. `row_numbers` (int32) is
    the row number of each data row as an officer sees it. rows_read - rows_ignored == len(row_numbers).
    """

    source: str
    sheet: str | None
    encoding: str | None
    sha256: str
    excel: bool
    columns: dict[str, ReadColumn]
    row_numbers: pyarrow.Array
    rows_read: int
    rows_ignored: int
    columns_missing: list[str]
    columns_unknown: list[str]


class RowsOfSheets:
    """The data rows of sheets laid under one another, as positions count them."""

    def __init__(self, sheets: Sequence[ReadSheet]) -> None:
        self._sheets = sheets
        self._starts = numpy.cumsum([0] + [len(sheet.row_numbers) for sheet in sheets])

    def find(self, position: int) -> tuple[ReadSheet, int]:
        """Return the sheet that holds the row at a position, and the row's place among the sheet's own."""
        index = int(numpy.searchsorted(self._starts, position, side="right")) - 1
        return self._sheets[index], position - int(self._starts[index])


@dataclass(frozen=True)
class BrokenFile:
    """A file or table without a usable header, or one that cannot be opened (ruling 17).

    `columns_missing` names the required columns that were not found where that is the reason. `message` is Chinese,
    says what is wrong and what to do, and holds no personal data.
    """

    source: str
    sheet: str | None
    encoding: str | None
    sha256: str | None
    columns_missing: list[str]
    message: str


@dataclass(frozen=True)
class Notice:
    """Something that is only reported: a line of quality.notices. `count` is rows, or files for a file."""

    kind: str
    feed: str | None
    source: str | None
    sheet: str | None
    what: str
    count: int
    message: str


@dataclass(frozen=True)
class FeedReading:
    """All that has come of one feed, in the order of source path and place of the sheet (ruling 10)."""

    feed: str
    sheets: list[ReadSheet] = field(default_factory=list)
    broken: list[BrokenFile] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    @property
    def present(self) -> bool:
        """Whether at least one sheet of the feed has come."""
        return bool(self.sheets)

    @property
    def complete(self) -> bool:
        """Whether the feed has come and every file of it had a usable header (ruling 2)."""
        return self.present and not self.broken
