"""Reading the officers' decisions on links: which lines can be applied, and what is wrong with the others.

What an officer wrote by hand (decided_by, reason, and whatever slipped into another column) may hold names: no message
quotes a cell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.compute as compute

from schemas.decisions import ACCEPT, HEADER_SYNONYMS, LINK_DECISIONS, REJECT
from schemas.registry import FEEDS
from xundian_pipeline.acceptance.reports import NOTICES
from xundian_pipeline.acceptance.text import normalise, without_white_space
from xundian_pipeline.acceptance.values import read_date
from xundian_pipeline.people.record_keys import LENGTH
from xundian_pipeline.reading.csv_sheets import csv_sheet
from xundian_pipeline.reading.headers import HeaderProblem, HeaderReader
from xundian_pipeline.reading.opening import content_of
from xundian_pipeline.reading.problems import UnreadableError
from xundian_pipeline.reading.rows import data_rows

SOURCE = "decisions/link_decisions.csv"
"""Where the file lies in DATA, and how notices name it."""

DECISIONS = pyarrow.schema(
    [
        ("line", pyarrow.int32()),
        ("feed", pyarrow.string()),
        ("record_key", pyarrow.string()),
        ("member_id", pyarrow.string()),
        ("decision", pyarrow.string()),
    ]
)

_KEY = re.compile(rf"[0-9a-f]{{{LENGTH}}}")
_MADE_A_NUMBER = re.compile(r"\d(\.\d+)?[Ee]\+?\d+")
_COLUMNS = tuple(column.name for column in LINK_DECISIONS.columns)
_MAY_BE_BLANK = frozenset({"reason"})
_WITHOUT_WHITE_SPACE = frozenset({"feed", "record_key", "decision"})
_NOT_APPLIED = "这一行没有采用。"


@dataclass(frozen=True)
class Line:
    """One line of the file: the number that Excel shows, and its cells, cleaned."""

    number: int
    cells: dict[str, str | None]

    @property
    def record(self) -> tuple[str | None, str | None]:
        """The record that the line is about."""
        return self.cells["feed"], self.cells["record_key"]

    @property
    def said(self) -> tuple[str | None, str | None]:
        """What it says of the record."""
        return self.cells["member_id"], self.cells["decision"]


def read_decisions(path: Path) -> dict[str, pyarrow.Table]:
    """Read a file of decisions: `link_decisions`, the lines that can be applied, and `notices` on the others.

    A file that is not there holds no decision. One that cannot be read or lacks a column is not applied at all; a line
    that is wrong in itself or contradicts another is left out, and the notice says where and what to write.
    """
    if not path.exists():
        return _tables([], [])
    try:
        lines = _read(content_of(path))
    except UnreadableError as error:
        return _tables([], [decision_notice(None, "文件", f"{error.reason}整个文件没有采用。")])
    good, notices = [], []
    for line in lines:
        problem = _problem(line)
        if problem is None:
            good.append(line)
        else:
            column, text = problem
            notices.append(line_notice(line.number, column, text + _NOT_APPLIED, line.cells["feed"]))
    good, among = _without_contradictions(good)
    return _tables(good, sorted([*notices, *among], key=lambda notice: notice["message"]))


def line_notice(line: int, column: str, text: str, feed: str | None) -> dict[str, Any]:
    """A notice on a line of the file: where it stands, and what to write."""
    return decision_notice(feed, column, f"第 {line} 行“{column}”：{text}")


def decision_notice(feed: str | None, what: str, text: str) -> dict[str, Any]:
    """A notice on the file; `feed` is left out where it is none."""
    return {
        "kind": "decision",
        "feed": feed if feed in FEEDS else None,
        "source": SOURCE,
        "sheet": None,
        "what": what,
        "count": 1,
        "message": f"人工认定文件 {SOURCE} {text}",
    }


def _read(content: bytes) -> list[Line]:
    """Return the lines with something in them. Raises UnreadableError for encodings, quotes and missing columns."""
    headers = HeaderReader(LINK_DECISIONS, HEADER_SYNONYMS)
    sheet = csv_sheet(content, headers)
    header = headers.find(sheet.first_rows)
    if isinstance(header, HeaderProblem):
        raise UnreadableError(header.reason, header.missing, sheet.encoding)
    below = sheet.read_below(header)
    kept = data_rows(below, len(below[0].texts)).to_pylist()
    cells = {name: _cleaned(name, below[header.positions[name]].texts) for name in _COLUMNS}
    return [
        Line(header.index + 2 + place, {name: cells[name][place] for name in _COLUMNS})
        for place, keep in enumerate(kept)
        if keep
    ]


def _cleaned(name: str, texts: pyarrow.Array) -> list[str | None]:
    """The cells of a column as they compare: member_id as the register's is cleaned."""
    clean = normalise(texts)
    if name in _WITHOUT_WHITE_SPACE:
        clean = without_white_space(clean)
    return compute.if_else(compute.equal(clean, ""), None, clean).to_pylist()


def _problem(line: Line) -> tuple[str, str] | None:
    """Return the first wrong column of a line and what to write in it; None where all are right."""
    cells = line.cells
    for column in LINK_DECISIONS.columns:
        if cells[column.name] is None and column.name not in _MAY_BE_BLANK:
            return column.name, f"必须填写，不能空着：请填{column.description}。"
    feed = FEEDS.get(cells["feed"] or "")
    if feed is None or feed.person is None:
        known = "、".join(feed.id for feed in FEEDS.values() if feed.person)
        return "feed", f"不是登记人员的名册代号：请照抄认定建议里的 feed，可以写的有 {known}。"
    if not _KEY.fullmatch((cells["record_key"] or "").lower()):
        return "record_key", f"不是 {LENGTH} 位的记录编号：请照抄认定建议里的 record_key，并把单元格设成文本格式。"
    if _MADE_A_NUMBER.fullmatch(cells["member_id"] or ""):
        return "member_id", "人编号被表格软件改成了数字：请把单元格设成文本格式，重新填写人编号。"
    if cells["decision"] not in (ACCEPT, REJECT):
        return "decision", f"不是允许的写法：请写“{ACCEPT}”或“{REJECT}”。"
    if read_date(cells["decided_on"] or "", excel=False) is None:
        return "decided_on", "不是日期：请写成 2018-01-05 这样。"
    return None


def _without_contradictions(lines: Sequence[Line]) -> tuple[list[Line], list[dict[str, Any]]]:
    """Part the lines that agree from those that do not: of one record, each of two that contradict is left out.

    A line that says what an earlier one says is superfluous: the first counts.
    """
    of_record: dict[Any, list[Line]] = defaultdict(list)
    for line in lines:
        of_record[line.record].append(line)
    good, notices = [], []
    for same in of_record.values():
        first = {line.said: line for line in reversed(same)}
        accepted = {member for member, decision in first if decision == ACCEPT}
        rejected = {member for member, decision in first if decision == REJECT}
        contradicting = len(accepted) > 1 or accepted & rejected
        numbers = "、".join(str(line.number) for line in same)
        for line in same:
            if contradicting and (line.cells["decision"] == ACCEPT or line.cells["member_id"] in accepted):
                text = f"同一条记录的认定互相矛盾（第 {numbers} 行）：请只保留一个“{ACCEPT}”。这些行都没有采用。"
                notices.append(line_notice(line.number, "decision", text, line.cells["feed"]))
            elif first[line.said] is not line:
                text = f"与第 {first[line.said].number} 行重复：请删去这一行。已按先写的一行采用。"
                notices.append(line_notice(line.number, "record_key", text, line.cells["feed"]))
            else:
                good.append(line)
    return sorted(good, key=lambda line: line.number), notices


def _tables(lines: Sequence[Line], notices: Sequence[dict[str, Any]]) -> dict[str, pyarrow.Table]:
    rows = [
        {**line.cells, "record_key": (line.cells["record_key"] or "").lower(), "line": line.number} for line in lines
    ]
    return {
        "link_decisions": pyarrow.Table.from_pylist(
            [{name: row[name] for name in DECISIONS.names} for row in rows], DECISIONS
        ),
        "notices": pyarrow.Table.from_pylist(list(notices), NOTICES),
    }
