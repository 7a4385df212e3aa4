"""All feeds: those of the contract in its order, then those of `schemas.added`.

A new department is a module and a line here; a new feed is a module of `schemas.added`, which no list names.
"""

from schemas import (  # noqa: F401  (importing a department declares its feeds)
    added,
    civil_affairs,
    education,
    forestry,
    health,
    housing,
    infrastructure,
    labour,
    poverty_office,
)
from schemas.departments import DEPARTMENTS
from schemas.feed import Feed, declared_feeds

_ORDER = list(DEPARTMENTS)


def _is_added(feed: Feed) -> bool:
    return feed.model.__module__.startswith(f"{added.__name__}.")


def _place(feed: Feed) -> tuple[bool, int, str]:
    # The added ones come last: the references of rows begin with the place of their feed, and those of earlier nights
    # must go on meaning the same.
    is_added = _is_added(feed)
    return is_added, _ORDER.index(feed.department), feed.id if is_added else ""


added.import_added_feeds()

FEEDS: dict[str, Feed] = {feed.id: feed for feed in sorted(declared_feeds().values(), key=_place)}

CONTRACT_FEEDS: dict[str, Feed] = {feed.id: feed for feed in FEEDS.values() if not _is_added(feed)}
"""The feeds of the contract alone."""
