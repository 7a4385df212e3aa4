"""Files of officers' decisions, written as officers write them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.policy.night import Night, Row
from xundian_pipeline.people.decisions import SOURCE

HEADER = ("feed", "record_key", "member_id", "decision", "decided_by", "decided_on", "reason")
OFFICER = "钱不渝"
REASON = "与村委会核对，确是王守成本人"
"""Texts that hold names: they must never come back."""


def line(feed: str, record_key: str, member_id: str, decision: str = "接受", **cells: str) -> list[str]:
    """A line of the file; `cells` say what stands in a column instead."""
    written = dict(zip(HEADER, (feed, record_key, member_id, decision, OFFICER, "2018-01-05", REASON), strict=True))
    return list({**written, **cells}.values())


def content(
    lines: Sequence[Sequence[str]], *, header: Sequence[str] = HEADER, delimiter: str = ",", end: str = "\r\n"
) -> str:
    """The text of a file."""
    return "".join(delimiter.join(cells) + end for cells in (header, *lines))


def write(data: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    """Put the file where the night looks for it."""
    path = data / SOURCE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def comparable(night: Night, table: str) -> list[str]:
    """The rows of a table so that they compare: nothing says in which order rows and their evidence come."""
    return sorted(
        repr({name: sorted(cell) if isinstance(cell, list) else cell for name, cell in row.items()})
        for row in night.rows(table)
    )


def proposed(night: Night, feed: str, member: str) -> Row:
    """The only proposal that gives a record of a feed to a member."""
    return night.row("link_proposals", feed=feed, member_id=member)
