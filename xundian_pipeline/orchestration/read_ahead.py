"""Feeds accepted beside the run, so that a second core works too: whoever comes to a feed first accepts it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor

import pyarrow

from schemas.feed import Feed

AcceptFeed = Callable[[Feed], dict[str, pyarrow.Table]]


class ReadAhead:
    """One more thread that accepts feeds in the given order until the run has come to them all.

    What it has done is held in memory until the run asks for it: the feeds that cost most are best given first.
    """

    def __init__(self, accept: AcceptFeed, feeds: Iterable[Feed]) -> None:
        self._accept = accept
        self._executor = ThreadPoolExecutor(1, "read-ahead")
        self._begun: dict[str, Future[dict[str, pyarrow.Table]]] = {
            feed.id: self._executor.submit(accept, feed) for feed in feeds
        }

    def take(self, feed: Feed) -> dict[str, pyarrow.Table]:
        """Return the tables of a feed, made by the thread or else here. Raises what making them raised."""
        begun = self._begun.pop(feed.id, None)
        return self._accept(feed) if begun is None or begun.cancel() else begun.result()

    def close(self) -> None:
        """Begin nothing more, and wait for what is being made."""
        self._executor.shutdown(wait=True, cancel_futures=True)
