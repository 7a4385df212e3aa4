"""Feeds beyond the contract's, one module each, as `xundian new-feed` lays them out.

Every module that lies here is imported: no list names them.
"""

from __future__ import annotations

import importlib
import pkgutil
import traceback
from pathlib import Path


class AddedFeedError(Exception):
    """A module of this package that cannot be imported.

    `file` is its name within the package, `line` the line of it at which the import stopped, `reason` what Python says.
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


def import_added_feeds() -> None:
    """Import every module of this package, so that its feed is declared.

    Raises AddedFeedError for the first one that cannot be imported: these files are written by hand, and whoever wrote
    one is to be told its line.
    """
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        try:
            importlib.import_module(f"{__name__}.{module.name}")
        except Exception as error:
            file = f"{module.name}.py"
            raise AddedFeedError(file, _line(error, file), f"{type(error).__name__}: {error}") from error


def _line(error: Exception, file: str) -> int:
    if isinstance(error, SyntaxError):
        return error.lineno or 1
    own = Path(__file__).parent / file
    return next(
        (frame.lineno or 1 for frame in traceback.extract_tb(error.__traceback__)[::-1] if Path(frame.filename) == own),
        1,
    )
