"""A worker: reads one job and one file from its input, writes the answer to its output, and ends."""

from __future__ import annotations

import datetime
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from xundian_pipeline.checking.check import CheckedFile, NotCheckedError, check_content
from xundian_pipeline.corrections.outcomes import CORRECTED_ROWS
from xundian_pipeline.corrections.to_correct import feed_to_correct
from xundian_pipeline.corrections.workbooks import write_workbook
from xundian_pipeline.county import County, load_county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.people.record_keys import record_secret
from xundian_pipeline.self_check.answers import GOES_WRONG, answer, problem
from xundian_pipeline.self_check.receiving import Job
from xundian_pipeline.settings import choose_assessment_date, read_settings

_FIRST_TO_DIE = "1000"


def main(data: Path) -> None:
    """Answer one job over the data folder `data`."""
    # Where memory runs out, it is this process that the system ends, and not a night.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_DIE, "ascii")
    # Whatever a library prints is no part of the answer.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    county = load_county()
    line = sys.stdin.buffer.readline()
    if line:
        with output:
            output.write(_answered(json.loads(line), sys.stdin.buffer.read(), county, data).encode())


def _answered(job: Job, content: bytes, county: County, data: Path) -> str:
    try:
        return answer_job(job, content, county, data)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 (told without a word of what it quotes)
        return problem(GOES_WRONG)


def answer_job(job: Job, content: bytes, county: County, data: Path) -> str:
    """Return the answer on a file: what the night would make of it, or why that cannot be told."""
    try:
        day = choose_assessment_date(job["day"], read_settings(data), county.timezone)
        checked = check_content(content, job["name"], job["feed"], county, day)
        return answer(checked, job["name"], _workbook(checked, county, record_secret(data)))
    except NotCheckedError as error:
        return problem(error.reason)
    except PipelineError as error:
        return problem(error.message)


def _workbook(checked: CheckedFile, county: County, secret: bytes) -> bytes | None:
    """The correction workbook of the file alone, made in memory; None where there is nothing to correct in it."""
    tables = {**checked.tables, "corrected_rows": CORRECTED_ROWS.empty_table()}
    found = feed_to_correct(checked.feed, tables, {}, secret, county.code_on(datetime.date.max))
    if not found.rows:
        return None
    return write_workbook(checked.feed.department, [found], checked.assessment_date, None)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
