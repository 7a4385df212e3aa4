"""There and back: a night, its workbooks corrected by one who knows nothing but them, and the night again.

What comes out is held against the independent reckoning of a county whose files say what was corrected.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from unittest import mock

from schemas.registry import FEEDS
from tests.corrections.officer import Corrected, correct
from tests.orchestration.nights import published, xundian_here
from tests.reckoning import acceptance, reckon
from tests.reckoning.compare import differences
from tests.reckoning.contract_data import Feed
from tests.reckoning.reading import FeedFiles

_TIMES = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_MU = Decimal(15)

SendBack = Callable[[Path, Path], Corrected]
"""Takes a workbook and where to put it corrected."""


@dataclass
class RoundTrip:
    """What came of it. `outcomes` counts the corrected rows; `differing` are lines of differences."""

    corrected: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    not_taken: list[str] = field(default_factory=list)
    returned_before: int = 0
    returned_after: int = 0
    read_before: int = 0
    read_after: int = 0
    differing: list[str] = field(default_factory=list)


def round_trip(sources: Path, data: Path, day: datetime.date, send_back: SendBack = correct) -> RoundTrip:
    """Run a night, correct every workbook, run it again, and compare."""
    done = RoundTrip()
    _night(sources, data, day)
    done.returned_before, done.read_before = _counts(data)
    changes: dict[tuple[str, str, int], dict[str, str | None]] = {}
    for path in sorted((data / "corrections" / str(day)).glob("*.xlsx")):
        corrected = send_back(path, sources / "corrections" / path.name)
        for (feed, row), texts in corrected.changes.items():
            changes[f"corrections/{path.name}", feed, row] = texts
    done.corrected = len(changes)
    _night(sources, data, day)
    done.returned_after, done.read_after = _counts(data)
    lines = published(
        data,
        "SELECT file, feed, correction_row, source, sheet, row_number, outcome, why FROM quality.corrections",
    )
    replaced: dict[tuple[str, str | None, int], dict[str, str | None]] = {}
    for file, feed, row, source, sheet, number, outcome, why in lines:
        done.outcomes[outcome] = done.outcomes.get(outcome, 0) + 1
        if outcome == "taken":
            replaced[source, sheet, number] = changes[file, feed, row]
        else:
            done.not_taken.append(f"{feed} {row}: {outcome} {why}")
    with _corrected_files(replaced):
        reckoned = reckon(sources, day)
    done.differing = differences(reckoned, data / "published" / "xundian.duckdb")
    return done


def _night(sources: Path, data: Path, day: datetime.date) -> None:
    ran = xundian_here("nightly", "--sources", sources, "--data", data, "--assessment-date", str(day))
    assert ran.returncode == 0, ran.stdout + ran.stderr


def _counts(data: Path) -> tuple[int, int]:
    returned = published(data, "SELECT count(*) FROM quality.quarantine WHERE kind <> 'file'")[0][0]
    return returned, published(data, "SELECT sum(rows_read) FROM quality.feed_runs")[0][0]


@contextlib.contextmanager
def _corrected_files(replaced: dict[tuple[str, str | None, int], dict[str, str | None]]) -> Iterator[None]:
    """Let the reckoning read the departments' files as if they had been written as corrected."""
    read = acceptance.read_feed

    def read_corrected(sources: Path, feed: Feed) -> FeedFiles:
        files = read(sources, feed)
        columns = {column.header: column.name for column in FEEDS[feed.id].columns}
        named = {column.name: column for column in feed.columns}
        for sheet in files.sheets:
            width = max(len(row) for _, row in sheet.rows) if sheet.rows else 0
            places = {column.name: place for place, (column, _) in sheet.columns.items()}
            for number, row in sheet.rows:
                for header, text in replaced.get((sheet.source, sheet.sheet, number), {}).items():
                    name = columns[header]
                    if name not in places and text not in (None, "-"):
                        # A column that the file lacks is one more at its end.
                        places[name] = max(width, *sheet.columns) + 1
                        sheet.columns[places[name]] = (named[name], None)
                    if name in places:
                        row.extend([None] * (places[name] + 1 - len(row)))
                        row[places[name]] = _in_unit(text, sheet.columns[places[name]][1])
        return files

    with mock.patch.object(acceptance, "read_feed", read_corrected):
        yield


def _in_unit(text: str | None, unit: str | None) -> str | None:
    """A text of a workbook as a file writes it whose header has another unit."""
    if text is None or unit is None:
        return text
    try:
        number = Decimal(text)
    except ArithmeticError:
        return text
    if unit in _TIMES:
        number /= _TIMES[unit]
    elif unit == "亩":
        number *= _MU
    elif unit == "%":
        number *= 100
    return format(number, "f")
