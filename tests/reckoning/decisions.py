"""Officers' decisions on linkage (link_decisions.csv), resolved to the places of records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

#: (feed, source, sheet, row_number)
Place = tuple[str, str, str | None, int]
#: the place of a record, and the member that an officer accepted for it
Decision = tuple[str, str, str | None, int, str]

ACCEPTED, REFUSED = "接受", "拒绝"
COLUMNS = ("feed", "record_key", "member_id", "decision", "decided_by", "decided_on", "reason")


def by_place(decisions: Iterable[Decision]) -> dict[Place, str]:
    """The member decided for each record; a record with two different ones has none."""
    members: dict[Place, set[str]] = {}
    for feed, source, sheet, row_number, member_id in decisions:
        members.setdefault((feed, source, sheet, row_number), set()).add(member_id)
    return {place: ids.pop() for place, ids in members.items() if len(ids) == 1}


def accepted_pairs(file: Path, published_duckdb: Path, keys: Path | None = None) -> list[Decision]:
    """The accepted pairs of a decision file. record_key is resolved through quality.link_proposals of the published
    file, else through the lines (feed, record_key, source, sheet, row_number) of `keys`; one that neither knows is
    left out. A pair both accepted and refused is left out too. ValueError: the file lacks a column."""
    accepted: set[tuple[str, str, str]] = set()
    refused: set[tuple[str, str, str]] = set()
    for line in _lines(file):
        pair = (line["feed"], line["record_key"], line["member_id"])
        if line["decision"] not in (ACCEPTED, REFUSED):
            raise ValueError(f"a decision is neither {ACCEPTED} nor {REFUSED}")
        (accepted if line["decision"] == ACCEPTED else refused).add(pair)
    places = _places(published_duckdb, keys)
    return [
        (*place, member_id)
        for feed, record_key, member_id in sorted(accepted - refused)
        for place in sorted(places.get((feed, record_key), ()), key=str)
    ]


def _lines(file: Path) -> Iterator[dict[str, str]]:
    """The lines of a decision file, saved as UTF-8 (with or without mark) or by Excel as GBK."""
    content = file.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    lacking = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if lacking:
        raise ValueError(f"the decisions lack {', '.join(lacking)}")
    for line in reader:
        cells = {column: (line[column] or "").strip() for column in COLUMNS}
        if any(cells.values()):
            yield cells


def _places(published_duckdb: Path, keys: Path | None) -> dict[tuple[str, str], set[Place]]:
    """(feed, record_key) -> the places of the records that have it; the published file's word goes first."""
    found: dict[tuple[str, str], set[Place]] = {}
    with duckdb.connect(str(published_duckdb), read_only=True) as connection:
        proposals = connection.execute(
            "SELECT feed, record_key, source, sheet, row_number FROM quality.link_proposals"
        ).fetchall()
    for feed, record_key, source, sheet, row_number in proposals:
        found.setdefault((feed, record_key), set()).add((feed, source, sheet, row_number))
    if keys is not None:
        saved: dict[tuple[str, str], set[Place]] = {}
        with keys.open(encoding="utf-8-sig", newline="") as lines:
            for line in csv.DictReader(lines):
                place = (line["feed"], line["source"], line["sheet"] or None, int(line["row_number"]))
                saved.setdefault((line["feed"], line["record_key"]), set()).add(place)
        found = {**saved, **found}
    return found
