"""How often Python looks for objects that only refer to each other."""

from __future__ import annotations

import gc

_NEW_OBJECTS = 10_000


def collect_seldom() -> None:
    """From now on leave alone what is loaded, which stays as long as the process, and go over new objects more seldom.

    A night makes millions of small objects, next to none of which refer to each other. Left alone, the collector goes
    over them after every 700: over all cells of a large workbook again and again.
    """
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
