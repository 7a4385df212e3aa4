"""Texts as they compare (rulings 13, 14, 22): columns of Arrow strings in, columns of Arrow strings out."""

from __future__ import annotations

import pyarrow
import pyarrow.compute as compute

MISSING_MARKS = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "n/a", "#n/a", "null", "none", "nan", "空", "不详", "未知", "暂无"}
)
NO_MARK = "无"
"""Missing everywhere but in yesno columns, where it means no (ruling 13)."""

_WHITE_SPACE = r"[\s\p{Z}\x{0b}\x{1c}-\x{1f}\x{85}]+"
NAME_DOTS = "[·•・]"
"""The dots of transcribed names, which do not count where names compare (ruling 22): the one place, also for SQL."""


def normalise(texts: pyarrow.Array) -> pyarrow.Array:
    """Take texts to NFKC and trim them; nulls stay null."""
    return compute.utf8_trim_whitespace(compute.utf8_normalize(texts, form="NFKC"))


def without_white_space(texts: pyarrow.Array) -> pyarrow.Array:
    """Take all white space out."""
    return compute.replace_substring_regex(texts, _WHITE_SPACE, "")


def name_keys(names: pyarrow.Array) -> pyarrow.Array:
    """Names as they compare: white space and the dots of transcribed names taken out (ruling 22)."""
    return compute.replace_substring_regex(without_white_space(names), NAME_DOTS, "")


def is_missing(texts: pyarrow.Array, *, no_counts: bool) -> pyarrow.Array:
    """Say which normalised texts are missing marks, in any case; `no_counts`: 无 is one of them."""
    marks = MISSING_MARKS | {NO_MARK} if no_counts else MISSING_MARKS
    return compute.is_in(compute.utf8_lower(texts), value_set=pyarrow.array(sorted(marks)))
