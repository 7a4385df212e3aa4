"""The correction workbooks of a night: one for every department that has something to correct."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
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
from xundian_pipeline.corrections.to_correct import FeedToCorrect, feed_to_correct
from xundian_pipeline.corrections.workbooks import write_workbook
from xundian_pipeline.county import County
from xundian_pipeline.engine import Inputs
from xundian_pipeline.store.folders import make_private_folder, write_whole

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
) -> dict[str, Path]:
    """Write the workbooks of a night in place of older ones; return their paths by department.

    `feeds` maps every feed to its tables, `found` is the table of the night's findings, both as Parquet files;
    `open_findings` are the numbers of those that are open, None where all are. `due` is by when the workbooks are to
    come back, `secret` that of the record keys. Raises OSError where a file cannot be written; each is whole or as it
    was.
    """
    doubts = _doubts(found, open_findings)
    latest = county.code_on(datetime.date.max)
    of_departments: dict[str, list[FeedToCorrect]] = defaultdict(list)
    for feed in FEEDS.values():
        tables = _tables(feeds[feed.id], feed, doubts[feed.id])
        of_feed = feed_to_correct(feed, tables, doubts[feed.id], secret, latest)
        if of_feed.rows or of_feed.unusable:
            of_departments[feed.department].append(of_feed)
    folder = make_private_folder(form.workbooks_folder(data, assessment_date))
    written = {}
    for department in DEPARTMENTS:
        path = form.workbook_path(data, assessment_date, department)
        to_correct = of_departments[department]
        if any(of_feed.rows for of_feed in to_correct):
            write_whole(path, write_workbook(department, to_correct, assessment_date, due))
            written[department] = path
        else:
            path.unlink(missing_ok=True)
    for leftover in folder.glob(".*.tmp"):
        leftover.unlink(missing_ok=True)
    return written


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
