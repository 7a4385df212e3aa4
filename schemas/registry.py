"""All feeds, in the order of the contract.

A new department is a module and a line here; a new feed is a model in the module of its department.
"""

from schemas import (  # noqa: F401  (importing a department declares its feeds)
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

FEEDS: dict[str, Feed] = {
    feed.id: feed for feed in sorted(declared_feeds().values(), key=lambda feed: _ORDER.index(feed.department))
}
