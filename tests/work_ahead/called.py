"""What the tests have called in the second process, which imports it by its name."""

from __future__ import annotations

import os
import signal
import sys

import pyarrow

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


def persons(count: int) -> pyarrow.Table:
    """A table of two pieces, of which each person takes some 20 bytes."""
    half = pyarrow.table({"number": pyarrow.array(range(count)), "name": pyarrow.array(["甲", None] * (count // 2))})
    return pyarrow.concat_tables([half, half])


def has_loaded(module: str) -> bool:
    """Whether this process has loaded a module."""
    return module in sys.modules
