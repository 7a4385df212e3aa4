"""The correction workbooks of a night: one for every department that has something to correct."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pyarrow
import pyarrow.compute as compute
import pyarrow.parquet

from schemas.departments import DEPARTMENTS
from schemas.feed import Feed
from schemas.published.codes import FINDING_RULES
from schemas.registry import FEEDS
from xundian_pipeline.acceptance.accept import feed_place
from xundian_pipeline.corrections import form
from xundian_pipeline.corrections.to_correct import feed_to_correct
from xundian_pipeline.corrections.workbooks import write_workbook
from xundian_pipeline.county import County
from xundian_pipeline.engine import Inputs
from xundian_pipeline.store.folders import make_private_folder, write_whole
from xundian_pipeline.work_ahead import Call, WorkAhead

_OF_FEEDS = ("quarantine", "quarantined_rows", "returned_rows", "corrected_rows")


def write_department_workbooks(
    feeds: Mapping[str, Inputs],
    found: Sequence[Path],
    open_findings: Collection[str] | None,
    county: County,
    assessment_date: datetime.date,
    due: datetime.date,
    secret: bytes,
    data: Path,
    call_beside: Call | None = None,
) -> dict[str, Path]:
    """Write the workbooks of a night in place of older ones; return their paths by department.

    `feeds` maps every feed to its tables, `found` is the table of the night's findings, both as Parquet files;
    `open_findings` are the numbers of those that are open, None where all are. `due` is by when the workbooks are to
    come back, `secret` that of the record keys; `call_beside` calls a function in another process, where there is one.
    Raises OSError where a file cannot be written; each is whole or as it was.
    """
    doubts = _doubts(found, open_findings)
    latest = county.code_on(datetime.date.max)

    def workbook(department: str, call: Call) -> bytes | None:
        of_department = [feed for feed in FEEDS.values() if feed.department == department]
        tables = {feed.id: (feeds[feed.id], doubts[feed.id]) for feed in of_department}
        return call(_workbook, department, tables, secret, latest, assessment_date, due)

    folder = make_private_folder(form.workbooks_folder(data, assessment_date))
    written = {}
    # The other process may still be at what was begun before: the longest is made here, from the first moment.
    fewest_doubts_first = sorted(DEPARTMENTS, key=lambda department: _rows_in_doubt(department, doubts))
    with closing(WorkAhead(workbook, fewest_doubts_first if call_beside else (), call_beside)) as ahead:
        for department in reversed(fewest_doubts_first):
            path = form.workbook_path(data, assessment_date, department)
            content = ahead.take(department)
            if content is None:
                path.unlink(missing_ok=True)
            else:
                write_whole(path, content)
                written[department] = path
    for leftover in folder.glob(".*.tmp"):
        leftover.unlink(missing_ok=True)
    return {department: written[department] for department in DEPARTMENTS if department in written}


def _rows_in_doubt(department: str, doubts: Mapping[str, Mapping[int, Sequence[str]]]) -> int:
    return sum(len(doubts[feed.id]) for feed in FEEDS.values() if feed.department == department)


def _workbook(
    department: str,
    feeds: Mapping[str, tuple[Inputs, Mapping[int, Sequence[str]]]],
    secret: bytes,
    latest_codes: Mapping[str, str],
    assessment_date: datetime.date,
    due: datetime.date,
) -> bytes | None:
    """The workbook of a department from the tables of its feeds and their rows in doubt; None with no row to correct.

    A function of the module: it may be called in another process.
    """
    to_correct = []
    for name, (inputs, doubts) in feeds.items():
        feed = FEEDS[name]
        of_feed = feed_to_correct(feed, _tables(inputs, feed, doubts), doubts, secret, latest_codes)
        if of_feed.rows or of_feed.unusable:
            to_correct.append(of_feed)
    if not any(of_feed.rows for of_feed in to_correct):
        return None
    return write_workbook(department, to_correct, assessment_date, due)


def _doubts(found: Sequence[Path], open_findings: Collection[str] | None) -> dict[str, dict[int, list[str]]]:
    """By feed and row, which open findings rest on a row of a department that must answer them."""
    feeds = list(FEEDS.values())
    doubts: dict[str, dict[int, list[str]]] = {feed.id: {} for feed in feeds}
    for path in found:
        columns = ["finding_id", "rule", "departments", "evidence"]
        for finding in pyarrow.parquet.read_table(path, columns=columns).to_pylist():
            if open_findings is not None and finding["finding_id"] not in open_findings:
                continue
            comment = f"疑点 {finding['rule']}：{FINDING_RULES[finding['rule']]}。请核对这一行，写错的改正。"
            for row in finding["evidence"]:
                feed = feeds[feed_place(row)]
                if feed.department in finding["departments"]:
                    of_row = doubts[feed.id].setdefault(row, [])
                    if comment not in of_row:
                        of_row.append(comment)
    return doubts


def _tables(inputs: Inputs, feed: Feed, doubts: Mapping[int, Sequence[str]]) -> dict[str, pyarrow.Table]:
    """The feed's own tables, of the accepted rows only those that may be written."""
    tables = {name: _read(inputs[name]) for name in _OF_FEEDS}
    asked = {*doubts, *tables["returned_rows"]["row_ref"].to_pylist()}
    wanted = compute.is_in(compute.field("row_ref"), value_set=pyarrow.array(sorted(asked), pyarrow.int64()))
    return {**tables, "accepted": _read(inputs[feed.id], wanted)}


def _read(paths: Sequence[Path], wanted: compute.Expression | None = None) -> pyarrow.Table:
    return pyarrow.concat_tables(pyarrow.parquet.read_table(path, filters=wanted) for path in paths)
