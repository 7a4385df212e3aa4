"""Which rows a department is to correct, and what is wrong with each: the content of its correction workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow
import pyarrow.compute as compute

from schemas.feed import Feed
from xundian_pipeline.acceptance.contents import contents
from xundian_pipeline.acceptance.validation import COMPARING, Failure, compared_columns
from xundian_pipeline.corrections.row_keys import content_keys, row_keys

WRONG, DOUBTFUL, CORRECTED = "wrong", "doubtful", "corrected"
"""Why a cell is coloured: a check failed, a finding rests on the row, or a correction of the row is in force."""


@dataclass(frozen=True)
class Mark:
    """A coloured cell: why it is one, and the comments on it."""

    kind: str
    comments: tuple[str, ...] = ()


Marks = dict[int, dict[str, Mark]]
"""By row_ref and column."""


@dataclass(frozen=True)
class RowToCorrect:
    """A row as it stands in a workbook: `cells` in the order of the feed's columns, `marks` by column."""

    key: str
    cells: tuple[str | None, ...]
    marks: Mapping[str, Mark]


@dataclass(frozen=True)
class FeedToCorrect:
    """The rows of a feed that are to be corrected, in the order of reading, and what no workbook can correct.

    `quarantined`, `spoilt`, `doubtful` and `corrected` count the rows that were returned, those that stayed without a
    cell, those behind open findings and those that stand as corrected: these are listed so that a workbook that takes
    the place of an earlier one takes nothing back. `unusable` says which files or sheets could not be used.
    """

    feed: Feed
    rows: tuple[RowToCorrect, ...]
    quarantined: int
    spoilt: int
    doubtful: int
    corrected: int
    unusable: tuple[str, ...] = field(default=())


def feed_to_correct(
    feed: Feed,
    tables: Mapping[str, pyarrow.Table],
    doubts: Mapping[int, Sequence[str]],
    secret: bytes,
    latest_codes: Mapping[str, str],
) -> FeedToCorrect:
    """Return what is to be corrected of a feed.

    `tables` are those of accept_corrected, of which `accepted` may hold only the rows in `doubts` and those in
    `returned_rows`. `doubts` says by row_ref which findings rest on a row. `secret` and `latest_codes` as in row_keys.
    """
    returned = tables["returned_rows"]
    keys = _keys_of_returned(feed, returned, secret, latest_codes)
    cells = dict(zip(returned["row_ref"].to_pylist(), returned["cells"].to_pylist(), strict=True))
    behind = _rows_behind_findings(tables["accepted"], [row for row in doubts if row not in cells])
    texts = contents(behind, [], [], feed, range(len(behind)))
    references = behind["row_ref"].to_pylist()
    keys |= dict(zip(references, content_keys(texts, feed, secret, latest_codes), strict=True))
    written = zip(*(texts[column.name].to_pylist() for column in feed.columns), strict=True)
    cells |= dict(zip(references, written, strict=True))
    corrected = tables["corrected_rows"]
    in_force = corrected["row_ref"].to_pylist()
    keys |= dict(zip(in_force, corrected["row_key"].to_pylist(), strict=True))
    cells |= dict(zip(in_force, corrected["cells"].to_pylist(), strict=True))
    quarantine = tables["quarantine"].to_pylist()
    marks: Marks = {row: dict.fromkeys(feed.key, Mark(CORRECTED)) for row in in_force}
    _mark(marks, feed, quarantine, _references(tables, set(cells)), doubts)
    quarantined = len(tables["quarantined_rows"])
    return FeedToCorrect(
        feed,
        tuple(RowToCorrect(keys[row], tuple(cells[row]), marks.get(row, {})) for row in sorted(cells)),
        quarantined,
        len(returned) - quarantined,
        len(references) + sum(row in doubts for row in returned["row_ref"].to_pylist()),
        len(in_force),
        tuple(line["message"] for line in quarantine if line["kind"] == "file"),
    )


def _keys_of_returned(
    feed: Feed, returned: pyarrow.Table, secret: bytes, latest_codes: Mapping[str, str]
) -> dict[int, str]:
    """The keys of returned rows; rows whose content is equal are all returned, so that their places are known here."""
    known = returned["row_key"].to_pylist()
    if None not in known:
        return dict(zip(returned["row_ref"].to_pylist(), known, strict=True))
    rows = returned["cells"].to_pylist()
    columns = {
        column.name: pyarrow.array([row[place] for row in rows], pyarrow.string())
        for place, column in enumerate(feed.columns)
    }
    keys = row_keys(pyarrow.table(columns), feed, secret, latest_codes)
    return dict(zip(returned["row_ref"].to_pylist(), keys, strict=True))


def _rows_behind_findings(accepted: pyarrow.Table, asked: Iterable[int]) -> pyarrow.Table:
    wanted = pyarrow.array(sorted(asked), pyarrow.int64())
    return accepted.filter(compute.is_in(accepted["row_ref"], value_set=wanted))


def _references(tables: Mapping[str, pyarrow.Table], asked: set[int]) -> dict[tuple[str, str | None, int], int]:
    """The rows by where they stand, as the lines of the quarantine name them."""
    places = {}
    for name in ("accepted", "quarantined_rows"):
        table = tables[name].select(["row_ref", "source", "sheet", "row_number"])
        table = table.filter(compute.is_in(table["row_ref"], value_set=pyarrow.array(sorted(asked), pyarrow.int64())))
        for row in table.to_pylist():
            places[(row["source"], row["sheet"], row["row_number"])] = row["row_ref"]
    return places


def _mark(
    marks: Marks,
    feed: Feed,
    quarantine: Iterable[Mapping[str, object]],
    references: Mapping[tuple[str, str | None, int], int],
    doubts: Mapping[int, Sequence[str]],
) -> None:
    """Colour the cells that a check names, with its comment, and those it is held against; and rows in doubt."""
    for row, comments in doubts.items():
        of_row = marks.setdefault(row, {})
        for name in feed.key:
            of_row[name] = Mark(DOUBTFUL, tuple(comments) if name == feed.key[0] else ())
    for line in quarantine:
        if line["kind"] == "file":
            continue
        row = references[(str(line["source"]), line["sheet"], line["row_number"])]  # type: ignore[index]
        of_row = marks.setdefault(row, {})
        column, check = str(line["column"]), str(line["check"])
        for name in _coloured(feed, column, check):
            before = of_row.get(name, Mark(WRONG)).comments
            of_row[name] = Mark(WRONG, (*before, str(line["message"])) if name == column else before)


def _coloured(feed: Feed, column: str, check: str) -> tuple[str, ...]:
    if check == "key":
        return feed.key
    if check in COMPARING:
        return compared_columns(Failure(0, column, check), feed)
    return (column,)
