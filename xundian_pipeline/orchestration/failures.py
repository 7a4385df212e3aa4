"""Errors of a step as officers see them: one Chinese text, no value of any cell, no chain of library errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dagster import Failure, RetryRequested
from dagster._core.errors import DagsterExecutionInterruptedError

from schemas.departments import DEPARTMENTS
from xundian_pipeline import faults
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading import DatabaseUnreachable

TRIES_AGAIN = 2
SECONDS_BETWEEN_TRIES = 3

DEPARTMENT = "责任单位"


@contextmanager
def told_to_officers() -> Iterator[None]:
    """Turn every error that leaves the block into a Dagster Failure that may be shown and stored.

    An exception that Dagster serialises takes its text and its causes with it, and those of pandera, DuckDB and Arrow
    quote cells: none of them gets through. What may pass by itself (file system, network) is tried again, by request
    and not by a policy of the asset: under a policy Dagster tries again, too, what somebody has interrupted.
    """
    try:
        yield
    except (Failure, RetryRequested):
        raise
    except PipelineError as error:
        metadata = {DEPARTMENT: DEPARTMENTS[error.department]} if error.department in DEPARTMENTS else None
        failure = Failure(faults.explain(error), metadata=metadata)
        may_pass = isinstance(error, DatabaseUnreachable)
    except Exception as error:  # noqa: BLE001  (whatever it is, its text may quote cells)
        if faults.is_interruption(error):
            raise DagsterExecutionInterruptedError from None
        failure = Failure(faults.explain(error))
        may_pass = faults.is_transient(error)
    else:
        return
    if may_pass:
        raise RetryRequested(max_retries=TRIES_AGAIN, seconds_to_wait=SECONDS_BETWEEN_TRIES) from failure
    # Without this, what was caught comes along as its context, and Dagster stores it.
    raise failure from None
