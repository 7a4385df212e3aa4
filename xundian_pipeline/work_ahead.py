"""Work done beside a run, so that a second core works too."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Generic, ParamSpec, TypeVar

from xundian_pipeline.garbage import collect_seldom

Piece = TypeVar("Piece", bound=Hashable)
Made = TypeVar("Made")
Given = ParamSpec("Given")


Call = Callable[..., Made]
"""What calls a function with what it is given, in this process or in another."""


def here(function: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
    """Call a function in this process."""
    return function(*given, **named)


class WorkAhead(Generic[Piece, Made]):
    """One more thread that does the pieces of a run's work in the given order: whoever comes to one first does it.

    What the thread has done is held in memory until the run asks for it: what costs most is best given first.
    """

    def __init__(
        self, do: Callable[[Piece, Call], Made], pieces: Iterable[Piece], call_beside: Call | None = None
    ) -> None:
        """`do` makes what is asked of a piece; it is told what to call costly functions by.

        In the thread that is `call_beside`, where it is given.
        """
        self._do = do
        self._executor = ThreadPoolExecutor(1, "work-ahead")
        self._begun: dict[Piece, Future[Made]] = {
            piece: self._executor.submit(do, piece, call_beside or here) for piece in pieces
        }

    def take(self, piece: Piece) -> Made:
        """Return what was made of a piece by the thread, or else here. Raises what making it raised."""
        begun = self._begun.pop(piece, None)
        return self._do(piece, here) if begun is None or begun.cancel() else begun.result()

    def close(self) -> None:
        """Begin nothing more, and wait for what is being made."""
        self._executor.shutdown(wait=True, cancel_futures=True)


class SecondProcess:
    """One more process of this program, which begins with the first work that it is given.

    In one process, Python's own work goes on one core at a time. To begin costs a second of a core: it is for nights
    that take many.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None

    def run(self, function: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
        """Return what a function of a module gives, called in the process; here, where the process has died.

        Raises what the function raises. What it is given and what it gives go through pickle.
        """
        try:
            return self._begun().submit(function, *given, **named).result()
        except BrokenProcessPool:
            # The kernel takes the process of a machine that is short of memory; the night goes on without it.
            return here(function, *given, **named)

    def close(self) -> None:
        """Wait for what is being done, and end the process."""
        with self._lock:
            if self._executor is not None:
                self._executor.shutdown(wait=True, cancel_futures=True)
                self._executor = None

    def _begun(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._executor is None:
                # Not a fork: a lock that another thread of this process holds would never be free in the copy.
                context = multiprocessing.get_context("spawn")
                self._executor = ProcessPoolExecutor(1, context, initializer=_serve)
            return self._executor


def _serve() -> None:
    """Say nothing, leave interruptions to the process that this one works for, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (as long as the process)
    collect_seldom()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
