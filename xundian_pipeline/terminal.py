"""Text for a terminal in which a Chinese character is two columns wide."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Iterable

_NARROWEST = 40
_WIDEST = 120
# What is not torn apart: a run of narrow characters such as a date or a file's name; else each character by itself.
_PIECE = re.compile(r"[!-~]+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。；：、！？）》」』”’…—～")


def terminal_width() -> int:
    """The columns of the terminal, within reason; 100 where there is none."""
    return min(max(shutil.get_terminal_size((100, 24)).columns, _NARROWEST), _WIDEST)


def display_width(text: str) -> int:
    """The columns that `text` takes."""
    return sum(_character_width(character) for character in text)


def padded(text: str, columns: int) -> str:
    """`text` with blanks behind it up to `columns` columns."""
    return text + " " * (columns - display_width(text))


def entry(label: str, texts: Iterable[str], *, width: int, indent: int = 2, label_columns: int = 8) -> list[str]:
    """Lines that begin with a label and hold `texts` under one another, each wrapped with a hanging indent."""
    margin = indent + label_columns
    lines = [line for text in texts for line in wrapped(text, width - margin)] or [""]
    head = " " * indent + padded(label, label_columns)
    return [head + lines[0], *(" " * margin + line for line in lines[1:])]


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns; closing punctuation may hang over by one character."""
    lines, line, used = [], "", 0
    for piece in _pieces(text, width):
        columns = display_width(piece)
        if used and used + columns > width and piece not in _NOT_FIRST:
            lines.append(line.rstrip())
            line, used = "", 0
        if line or not piece.isspace():
            line, used = line + piece, used + columns
    return [*lines, line.rstrip()] if line.strip() else lines or [""]


def _pieces(text: str, width: int) -> Iterable[str]:
    for piece in _PIECE.findall(text):
        for start in range(0, len(piece), width):
            yield piece[start : start + width]


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
