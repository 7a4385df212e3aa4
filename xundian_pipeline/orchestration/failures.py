"""Errors of a step as officers see them: one Chinese text, no value of any cell, no chain of library errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dagster import Backoff, Failure, Jitter, RetryPolicy, RetryRequested

from schemas.departments import DEPARTMENTS
from xundian_pipeline import faults
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading import DatabaseUnreachable

TRIES_AGAIN = 2
RETRIES = RetryPolicy(max_retries=TRIES_AGAIN, delay=2, backoff=Backoff.EXPONENTIAL, jitter=Jitter.PLUS_MINUS)
"""For what may pass by itself (file system, network). Whatever trying again cannot change fails at once."""

DEPARTMENT = "责任单位"


@contextmanager
def told_to_officers() -> Iterator[None]:
    """Turn every error that leaves the block into a Dagster Failure that may be shown and stored.

    An exception that Dagster serialises takes its text and its causes with it, and those of pandera, DuckDB and Arrow
    quote cells: none of them gets through.
    """
    try:
        yield
    except (Failure, RetryRequested):
        raise
    except PipelineError as error:
        metadata = {DEPARTMENT: DEPARTMENTS[error.department]} if error.department in DEPARTMENTS else None
        may_pass = isinstance(error, DatabaseUnreachable)
        raise Failure(faults.explain(error), metadata=metadata, allow_retries=may_pass) from None
    except Exception as error:  # noqa: BLE001  (whatever it is, its text may quote cells)
        raise Failure(faults.explain(error), allow_retries=faults.is_transient(error)) from None
