"""The answer on a file: JSON with the HTML that the page shows, and the correction workbook in base64."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import PurePosixPath
from typing import Any

from schemas.published.codes import QUARANTINE_KINDS
from xundian_pipeline.acceptance.messages import quoted_header
from xundian_pipeline.checking.check import OTHER_FILES, CheckedFile
from xundian_pipeline.corrections import form
from xundian_pipeline.self_check.templates import render

MOST_LINES = 500
"""Lines of the quarantine that the page shows; the rest is counted."""

GOES_WRONG = "检查时出了意外，没有查成。请用 Excel 打开文件核对并另存后再查；仍不行请联系系统管理员。"


def answer(checked: CheckedFile, name: str, workbook: bytes | None) -> str:
    """Return the answer on a checked file that is called `name`; `workbook` corrects it, if anything can be."""
    lines = [line for returned in checked.returned.values() for line in returned.slice(0, MOST_LINES).to_pylist()]
    html = render(
        "answer.html",
        state=_state(checked),
        checked=checked,
        count=checked.quarantine.num_rows,
        lines=[_shown(line) for line in lines[:MOST_LINES]],
        sheets=checked.feed_runs.to_pylist(),
        notices=checked.notices["message"].to_pylist(),
        rename=_other_name(checked, name),
        workbook=f"更正表_{checked.feed.id}_{checked.assessment_date}{form.ENDING}" if workbook else None,
        other_files=OTHER_FILES,
    )
    return json.dumps({"html": html, "workbook": b64encode(workbook or b"").decode()}, ensure_ascii=False)


def problem(reason: str) -> str:
    """Return the answer on a file that was not checked: `reason` is one Chinese line."""
    return json.dumps({"html": render("problem.html", reason=reason)}, ensure_ascii=False)


def _state(checked: CheckedFile) -> str:
    if checked.quarantine.num_rows:
        return "returned"
    return "fine" if checked.has_rows else "empty"


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    """A line of the quarantine with its message in two: where the cell is, which columns say too, and the rest."""
    message = str(line["message"])
    where, mark, what = message.partition(f"第 {line['row_number']} 行{quoted_header(line['header'] or '')}")
    return {
        **line,
        "kind": QUARANTINE_KINDS[line["kind"]],
        "header": "".join((line["header"] or "").split()),
        "where": where + mark if mark else "",
        "what": what if mark else message,
    }


def _other_name(checked: CheckedFile, name: str) -> str | None:
    """What the file is to be called when it is sent, None where it is called so: the night goes by the name."""
    path = PurePosixPath(name)
    return None if path.stem == checked.feed.id else f"{checked.feed.id}{path.suffix.lower()}"
