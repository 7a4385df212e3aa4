"""The page as it is before a file has been dropped."""

from __future__ import annotations

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from xundian_pipeline.reading.file_kinds import ENDINGS
from xundian_pipeline.self_check.receiving import MOST_BYTES, TOO_LONG
from xundian_pipeline.self_check.templates import render


def page(county: str, day: str, trouble: str | None) -> str:
    """Return the page. `day` is the assessment date to start with, `trouble` why there is none."""
    feeds = {
        name: [feed for feed in FEEDS.values() if feed.department == department]
        for department, name in DEPARTMENTS.items()
    }
    return render(
        "page.html",
        county=county,
        day=day,
        trouble=trouble,
        departments={name: of_department for name, of_department in feeds.items() if of_department},
        endings=ENDINGS,
        most_bytes=MOST_BYTES,
        too_long=TOO_LONG,
    )
