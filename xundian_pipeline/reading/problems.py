"""Why a file cannot be read, and how files, headers and columns are named in messages."""

from __future__ import annotations

import re
import unicodedata

LONGEST_QUOTED_TEXT = 40

_IDENTITY_NUMBER = re.compile(r"\d{15}")


class UnreadableError(Exception):
    """A file or table that cannot be read as a whole.

    `reason` is Chinese and says what is wrong and what to do; it names neither the file nor any cell's value.
    `missing` names the required columns that were not found, where that is the reason.
    """

    def __init__(self, reason: str, missing: tuple[str, ...] = (), encoding: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.missing = missing
        self.encoding = encoding


def looks_like_identity_number(text: str) -> bool:
    """Whether `text` holds 15 digits or more in a row, white space and width aside."""
    return _IDENTITY_NUMBER.search("".join(unicodedata.normalize("NFKC", text).split())) is not None


def safe_header(header: str, position: int) -> str:
    """Return `header` as it may be reported: cut if long, 第N列 where it is blank or looks like an identity number."""
    if not header.strip():
        return f"第{position + 1}列（无表头）"
    if looks_like_identity_number(header):
        return f"第{position + 1}列"
    return shortened(header)


def shortened(text: str) -> str:
    """Return `text` cut to a length that a message can bear."""
    return text if len(text) <= LONGEST_QUOTED_TEXT else text[: LONGEST_QUOTED_TEXT - 1] + "…"


def quoted(text: str) -> str:
    """Return `text` on one line and cut, in Chinese quotation marks."""
    return f"“{shortened(' '.join(text.split()))}”"


def place(source: str, sheet: str | None = None) -> str:
    """Return how messages name a file or table, and the sheet in it."""
    return source if sheet is None else f"{source} 的工作表{quoted(sheet)}"
