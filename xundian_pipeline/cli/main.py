"""Where a command starts and ends: arguments in, one Chinese line and an exit code out, never a traceback."""

from __future__ import annotations

import io
import logging
import os
import sys
import warnings
from collections.abc import Sequence

from xundian_pipeline.cli.arguments import parse

DONE, NOT_DONE, WRONG_USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character still shows the rest
    try:
        parsed = parse(sys.argv[1:] if arguments is None else arguments)
    except SystemExit as stopped:
        return DONE if not stopped.code else WRONG_USAGE
    from xundian_pipeline import faults

    warnings.simplefilter("ignore")  # what libraries think of one another is not for officers
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        if parsed.county is not None:
            # The interface's processes are told in the same way.
            os.environ["XUNDIAN_COUNTY"] = str(parsed.county.absolute())
        code: int = parsed.run(parsed)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        reason = faults.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_DONE
    except Exception as error:  # noqa: BLE001  (an officer reads one line, and its text may quote cells)
        reason = faults.explain(error)
    _complain(f"{parsed.not_done}：{reason}")
    return NOT_DONE


def _complain(line: str) -> None:
    try:
        sys.stdout.flush()
        print(line, file=sys.stderr, flush=True)
    except OSError:
        return
