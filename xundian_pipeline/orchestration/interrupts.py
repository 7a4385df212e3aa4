"""Whether the keyboard has asked a night to stop, also where a library lost the exception that said so."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def heeding_interrupts() -> Iterator[Callable[[], bool]]:
    """Yield what says whether an interrupt has come since. For the main thread alone.

    An exception raised by a signal's handler is lost where it meets a destructor or a library that catches everything;
    the number that the interpreter writes for each signal is not.
    """
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    interrupted = False

    def heard() -> bool:
        nonlocal interrupted
        while not interrupted:
            try:
                numbers = os.read(reading, 512)
            except BlockingIOError:
                break
            interrupted = signal.SIGINT in numbers
        return interrupted

    try:
        yield heard
    finally:
        signal.set_wakeup_fd(before)
        os.close(reading)
        os.close(writing)
