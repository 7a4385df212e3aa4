"""Work done beside a run, so that a second core works too."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, ParamSpec, TypeVar

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
