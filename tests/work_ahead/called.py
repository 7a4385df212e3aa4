"""What the tests have called in the second process, which imports it by its name."""

from __future__ import annotations

import os
import signal

from xundian_pipeline.errors import PipelineError


def pid(_name: str = "") -> int:
    """The process that this is called in."""
    return os.getpid()


def refuse(message: str, department: str) -> None:
    """Raise what officers are told."""
    raise PipelineError(message, department)


def die_elsewhere(here: int) -> int:
    """Die at once in any process but `here`."""
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()
