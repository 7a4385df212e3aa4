"""The files that are made of a published night for people to look at, beside its tables.

DATA/reports/<assessment date> holds those of one night. There is no personal data in them: whoever may read the tables
may read them.
"""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from xundian_pipeline.store.folders import READABLE_FOLDER, write_beside

REPORTS = "reports"
_READABLE_FILE = 0o644


def write_report(data: Path, day: datetime.date, name: str, content: str | bytes) -> Path:
    """Put a report of the night of `day` in place of the one that it had; return where it lies.

    A reader, and a kill at any moment, finds the old report or the new one.
    """
    folder = data
    for part in (REPORTS, day.isoformat()):
        folder = folder / part
        if not folder.is_dir():
            folder.mkdir()
            folder.chmod(READABLE_FOLDER)
    path = folder / name
    written = write_beside(path, content)
    written.chmod(_READABLE_FILE)
    return written.replace(path)


def remove_reports(data: Path, day: datetime.date) -> None:
    """Remove the reports of a night that is no longer one."""
    shutil.rmtree(data / REPORTS / day.isoformat(), ignore_errors=True)
