"""The last defence for personal data: names and identity numbers that strayed into texts that are published.

A file's name, a sheet's, an unknown column's or a shifted cell may hold what it should not. Every text that comes from
a file is therefore held against the names of all persons and against the look of an identity number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas
import pyarrow
import pyarrow.compute as compute

from schemas.departments import DEPARTMENTS
from schemas.feed import Feed
from schemas.published import PUBLISHED
from schemas.registry import FEEDS
from xundian_pipeline.acceptance.text import MISSING_MARKS, name_keys, normalise
from xundian_pipeline.reading import FeedReading

MARK = "＊"
"""What stands in a published text for a name or an identity number."""

# Fifteen digits or more, white space among them allowed, full width too; and what Excel makes of such a number.
_GAP = r"[\s\u200b\u2060\ufeff]*"
_IDENTITY_NUMBER = re.compile(rf"\d(?:{_GAP}\d){{14,}}(?:{_GAP}[XxＸｘ])?|\d(?:[.．]\d+)?[EeＥｅ][+＋]?\d\d")
_MAY_HOLD_NUMBER = r"(?:\p{Nd}[\s\p{Z}\p{Cf}]*){15}|\p{Nd}[EeＥｅ][+＋]?\p{Nd}{2}"
# A name within a longer text: what stands between punctuation, then what stands between anything but letters.
_PIECE = re.compile(r"[^\W\d_](?:[^\W\d_]|[·•・]|[^\S\n])*")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[·•・])*")
# One character names nobody, but a sheet called 甲 must be found; figures are no name either.
_CAN_BE_A_NAME = r"\p{L}.*.|.+\p{L}"


@dataclass(frozen=True)
class Masked:
    """What becomes of a text that holds personal data.

    `text` has the offending parts marked; it is None where the whole text is one. `place` is for the names of files and
    sheets: never None, and with marks that are numbered, so that different places stay different.
    """

    text: str | None
    place: str


class PersonalData:
    """The names of persons, and what is no name of a person whoever else is called so."""

    def __init__(self, names: Any, words: Iterable[str]) -> None:
        """`names`: Arrow strings as accepted; one character or mere figures are no name. `words` are never masked."""
        keys = compute.unique(name_keys(normalise(names)))
        keys = keys.filter(compute.match_substring_regex(keys, _CAN_BE_A_NAME))
        ordinary = name_keys(normalise(pyarrow.array(list(words), pyarrow.string())))
        self._keys = keys.filter(compute.invert(compute.is_in(keys, value_set=ordinary)))

    def masks(self, texts: list[str]) -> dict[str, Masked]:
        """Return, for each of `texts` that holds personal data, what becomes of it; the others are left out."""
        column = pyarrow.array(texts, pyarrow.string())
        personal = self._personal_parts(column)
        spans = {text: _spans(text, personal) for text in self._suspects(column, personal)}
        spans = {text: found for text, found in spans.items() if found}
        parts = sorted({text[start:end] for text, found in spans.items() for start, end in found})
        numbered = {part: f"{MARK}{number}" for number, part in enumerate(parts, 1)}
        return {
            text: Masked(
                None if found == [(0, len(text))] else _replaced(text, found, dict.fromkeys(parts, MARK)),
                _replaced(text, found, numbered),
            )
            for text, found in spans.items()
        }

    def _personal_parts(self, column: pyarrow.Array) -> frozenset[str]:
        """The texts that are names, and the parts of texts that are."""
        whole = column.filter(self._are_names(column))
        parts: set[str] = set()
        for shape in compute.unique(_shapes(column)).to_pylist():
            parts.update(_parts(shape))
        candidates = pyarrow.array(sorted(parts), pyarrow.string())
        within = candidates.filter(self._are_names(candidates))
        return frozenset(whole.to_pylist()) | frozenset(within.to_pylist())

    def _suspects(self, column: pyarrow.Array, personal: frozenset[str]) -> list[str]:
        """The texts that may hold something, cheaply found: most hold nothing."""
        shapes = _shapes(column)
        holding = [shape for shape in compute.unique(shapes).to_pylist() if not personal.isdisjoint(_parts(shape))]
        suspect = compute.or_(
            compute.is_in(column, value_set=pyarrow.array(sorted(personal), pyarrow.string())),
            compute.is_in(shapes, value_set=pyarrow.array(holding, pyarrow.string())),
        )
        suspect = compute.or_(suspect, compute.match_substring_regex(column, _MAY_HOLD_NUMBER))
        return column.filter(suspect).to_pylist()

    def _are_names(self, column: pyarrow.Array) -> pyarrow.Array:
        return compute.is_in(name_keys(normalise(column)), value_set=self._keys)


def personal_data_in(reading: FeedReading, feed: Feed, divisions: pandas.DataFrame) -> PersonalData:
    """The names in what was read of a feed, those of rows that will be returned among them."""
    columns = [column.name for column in feed.columns if column.type == "name"]
    names = [sheet.columns[name].texts for sheet in reading.sheets for name in columns if name in sheet.columns]
    # As read, a name may be a mark that says that there is none.
    words = ordinary_words(divisions) | MISSING_MARKS
    return PersonalData(pyarrow.concat_arrays([pyarrow.array([], pyarrow.string()), *names]), words)


def ordinary_words(divisions: pandas.DataFrame) -> frozenset[str]:
    """What is no person's name in a published text: the county's list of divisions, and the words of the tables."""
    words = {*divisions["short_name"], *divisions["name_2016"], *divisions["name_2023"], *DEPARTMENTS.values()}
    for feed in FEEDS.values():
        words.update((feed.id, feed.title))
        for column in feed.columns:
            words.update((column.header, *column.allowed))
    for table in PUBLISHED.values():
        for published in table.columns:
            words.update(published.codes.values())
    return frozenset(words - {""})


def _shapes(column: pyarrow.Array) -> pyarrow.Array:
    """The texts with every figure alike: a hundred thousand reasons have a few hundred shapes, with the same words."""
    return compute.replace_substring_regex(column, r"\p{Nd}+", "0")


def _parts(text: str) -> set[str]:
    return {piece.strip() for piece in _PIECE.findall(text)} | set(_WORD.findall(text))


def _spans(text: str, personal: frozenset[str]) -> list[tuple[int, int]]:
    """Where the personal data of a text stands, in order and without overlaps."""
    if text in personal:
        return [(0, len(text))]
    spans = [match.span() for match in _IDENTITY_NUMBER.finditer(text)]
    for piece in _PIECE.finditer(text):
        bare = piece[0].strip()
        if bare in personal:
            spans.append((piece.start(), piece.start() + len(bare)))
        else:
            words = (word.span() for word in _WORD.finditer(text, *piece.span()) if word[0] in personal)
            spans.extend(words)
    return _apart(sorted(spans))


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _replaced(text: str, spans: list[tuple[int, int]], marks: dict[str, str]) -> str:
    pieces, position = [], 0
    for start, end in spans:
        pieces += [text[position:start], marks[text[start:end]]]
        position = end
    return "".join([*pieces, text[position:]])
