"""Three-valued statuses on the order fail < unknown < pass: AND is the least, OR the greatest."""

from __future__ import annotations

from collections.abc import Iterable

FAIL, UNKNOWN, PASS = 0, 1, 2
WORDS = {FAIL: "fail", UNKNOWN: "unknown", PASS: "pass"}
RESULTS = {FAIL: "not_ready", UNKNOWN: "verify", PASS: "exit_ready"}


def all_of(statuses: Iterable[int]) -> int:
    """AND = fail if any fails, else unknown if any is unknown, else pass."""
    return min(statuses, default=PASS)


def of_truth(value: bool | None) -> int:
    """A yesno or a comparison; what is missing is unknown."""
    if value is None:
        return UNKNOWN
    return PASS if value else FAIL
