"""Which feeds are late: not there though their department's time has passed, or there with files of old."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from schemas.feed import Feed
from schemas.registry import FEEDS
from xundian_pipeline.arriving.arrivals import Found
from xundian_pipeline.settings import Settings


@dataclass(frozen=True)
class LateFeed:
    """A feed that has not come as promised: nothing of it, or nothing newer than `newest`."""

    feed: Feed
    newest: datetime.date | None


def late_feeds(
    found: Found,
    elsewhere: Collection[str],
    settings: Settings,
    assessment_date: datetime.date,
    now: datetime.datetime,
    timezone: str,
) -> list[LateFeed]:
    """Return the feeds that are late at `now` for an assessment date.

    `elsewhere` are the feeds that come from a database: there is no arrival to tell. A folder that cannot be listed
    tells nothing either.
    """
    late = []
    for feed in FEEDS.values():
        if feed.id in elsewhere or feed.id not in found:
            continue
        if now < settings.due_of(feed.department).deadline(assessment_date, timezone):
            continue
        changed = max((file.changed_ns for file in found[feed.id]), default=None)
        newest = None if changed is None else datetime.datetime.fromtimestamp(changed / 1e9, ZoneInfo(timezone)).date()
        oldest = assessment_date - datetime.timedelta(days=settings.oldest_days_of(feed.department))
        if newest is None or newest < oldest:
            late.append(LateFeed(feed, newest))
    return late
