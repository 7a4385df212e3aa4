"""One more process of this program, so that a second core does Python's work too."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pyarrow

from xundian_pipeline.garbage import collect_seldom
from xundian_pipeline.work_ahead import here

LARGE = 32 * 1024 * 1024
"""From so many bytes of files on, a second process is worth its beginning: they take ten seconds and more to read."""

_LARGE_TABLE = 1024 * 1024
"""From so many bytes on, a table goes to the other process as a file: through a pipe it would be copied five times."""

Made = TypeVar("Made")
Given = ParamSpec("Given")


class SecondProcess:
    """One more process of this program, which begins with the first work that it is given.

    In one process, Python's own work goes on one core at a time. To begin costs a second of a core: it is for nights
    that take many.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None
        # Tables name persons: like what DuckDB has no room for, they go to a folder that only its owner may enter.
        self._tables = tempfile.TemporaryDirectory(prefix="xundian-", ignore_cleanup_errors=True)

    def begin(self, module: str) -> None:
        """Begin the process now, and let it load what its first work will need."""
        self._submit(_load, module)

    def run(self, function: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
        """Return what a function of a module gives, called in the process; here, where the process has died.

        Raises what the function raises. What it is given and what it gives go through pickle, large tables by way of a
        file.
        """
        try:
            return self._submit(function, *given, **named).result()
        except BrokenProcessPool:
            # The kernel takes the process of a machine that is short of memory; the night goes on without it.
            return here(function, *given, **named)

    def close(self) -> None:
        """Wait for what is being done, and end the process."""
        with self._lock:
            if self._executor is not None:
                self._executor.shutdown(wait=True, cancel_futures=True)
                self._executor = None
            self._tables.cleanup()

    def _submit(self, function: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Future[Made]:
        with self._lock, _no_interruption():
            if self._executor is None:
                # Not a fork: a lock that another thread of this process holds would never be free in the copy.
                context = multiprocessing.get_context("spawn")
                self._executor = ProcessPoolExecutor(1, context, initializer=_serve, initargs=(self._tables.name,))
            return self._executor.submit(function, *given, **named)


@contextmanager
def _no_interruption() -> Iterator[None]:
    """Keep Ctrl+C back: a process that begins meanwhile never hears it, and this one hears it after the block."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_begun_early: list[SecondProcess] = []


def begin_early(module: str) -> None:
    """Begin the process of a run before this one has loaded what the run needs: each takes two seconds to load."""
    process = SecondProcess()
    process.begin(module)
    _begun_early.append(process)


def second_process() -> SecondProcess:
    """Return the process that was begun early for the run that asks, or else a new one."""
    return _begun_early.pop() if _begun_early else SecondProcess()


def _load(module: str) -> None:
    importlib.import_module(module)
    collect_seldom()


def _serve(tables: str) -> None:
    """Say nothing, and end with the process that this one works for."""
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (as long as the process)
    collect_seldom()
    ForkingPickler.register(pyarrow.Table, _by_file(Path(tables)))
    threading.Thread(target=_end_with_parent, args=(tables,), daemon=True).start()


def _end_with_parent(tables: str) -> None:
    """End when the other process has ended; where it was killed, what it has not fetched is removed here."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    shutil.rmtree(tables, ignore_errors=True)
    os._exit(1)


def _by_file(folder: Path) -> Callable[[pyarrow.Table], tuple[Any, ...]]:
    """What says to pickle how a table is given: a large one as a file in `folder`, where it can be written."""

    def reduced(table: pyarrow.Table) -> tuple[Any, ...]:
        if table.nbytes >= _LARGE_TABLE:
            path = folder / f"{secrets.token_hex(8)}.arrow"
            try:
                with pyarrow.OSFile(str(path), "wb") as file, pyarrow.ipc.new_file(file, table.schema) as writer:
                    writer.write_table(table)
            except OSError:
                path.unlink(missing_ok=True)
            else:
                return _table_of, (path,)
        return table.__reduce__()

    return reduced


def _table_of(path: Path) -> pyarrow.Table:
    """The table of a file, which is no longer seen; its pages stay for as long as the table is in use."""
    with pyarrow.memory_map(str(path)) as file:
        table = pyarrow.ipc.open_file(file).read_all()
    path.unlink()
    return table
