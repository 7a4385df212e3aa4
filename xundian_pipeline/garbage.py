"""How often Python looks for objects that only refer to each other."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 10_000
"""So many objects more than were given back, and the collector goes over the new ones: Python's own number is 700, with
which it goes over all cells of a large workbook again and again."""


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Within it, what is loaded by now is not gone over any more, and what is new more seldom.

    A night makes millions of small objects, next to none of which refer to each other.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
