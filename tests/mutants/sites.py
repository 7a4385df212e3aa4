"""Where SQL can be mutated: the tokens that decide something, and what each is changed to. No comment, no string."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from sqlglot.dialects.duckdb import DuckDB
from sqlglot.tokens import Token, TokenType

_COMPARISONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "=": "<>", "<>": "="}
_WORDS = {"AND": "OR", "OR": "AND", "TRUE": "FALSE", "FALSE": "TRUE", "ASC": "DESC", "DESC": "ASC"}
_FUNCTIONS = {"MIN": "MAX", "MAX": "MIN", "LEAST": "GREATEST", "GREATEST": "LEAST"}
_NEGATIONS = {"NOT": "", "IS": "IS NOT"}
_STATUSES = ("fail", "unknown", "pass")
_NOT_THRESHOLDS = ("DECIMAL", "ROUND", "SUBSTRING", "LPAD", "RPAD", "LEFT", "RIGHT")
_END_OF_BOUND = ("AND", "OR", "THEN", "WHEN", "ELSE", "END", "AS", "GROUP", "ORDER", "UNION", "WHERE", "LEFT", "INNER")


@dataclass(frozen=True)
class Mutant:
    """One change of one SQL file: the text from `start` to `end` (places of characters) becomes `after`.

    `path` is relative to the repository; lines and columns count from 1.
    """

    path: str
    line: int
    column: int
    kind: str
    start: int
    end: int
    before: str
    after: str

    @property
    def name(self) -> str:
        """What tells the mutant from the others of the same text."""
        return f"{self.path}:{self.line}:{self.column} {self.before} -> {self.after or 'nothing'}"

    def applied(self, text: str) -> str:
        """The text with the change."""
        return text[: self.start] + self.after + text[self.end :]


def mutants_of(path: Path, repository: Path) -> list[Mutant]:
    """Every mutant of a file, in the order of the text."""
    text = path.read_text("utf-8")
    name = path.relative_to(repository).as_posix()
    found = []
    for start, end, kind, after in sorted(set(_changes(text))):
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        found.append(Mutant(name, line, column, kind, start, end, text[start:end], after))
    return found


def line_of(text: str, mutant: Mutant) -> str:
    """The line that a mutant changes, as it was."""
    return text.splitlines()[mutant.line - 1].strip()


def _changes(text: str) -> Iterator[tuple[int, int, str, str]]:
    tokens = DuckDB().tokenize(text)
    words = [text[token.start : token.end + 1] for token in tokens]
    upper_bounds = set()
    for at, word in enumerate(words):
        if word == "BETWEEN":
            middle, last = _bounds(words, at)
            upper_bounds.add(middle)
            yield from _moved_bounds(text, tokens, (at + 1, middle - 1), (middle + 1, last))
        else:
            for start, end, kind, after in _changes_at(tokens, words, at, upper_bounds):
                yield tokens[start].start, tokens[end].end + 1, kind, after


def _changes_at(
    tokens: list[Token], words: list[str], at: int, upper_bounds: set[int]
) -> Iterator[tuple[int, int, str, str]]:
    """Changes that begin with the token `at`, as tokens: the first, the last, the kind, what comes instead."""
    word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
    before = words[at - 1] if at else ""
    if word in _COMPARISONS:
        yield at, at, "comparison", _COMPARISONS[word]
    elif word in _WORDS and at not in upper_bounds:
        yield at, at, "word", _WORDS[word]
    elif word in _FUNCTIONS and following == "(":
        yield at, at, "function", _FUNCTIONS[word]
    elif word in _NEGATIONS and following != "NOT":
        yield at, at, "negation", _NEGATIONS[word]
    elif word == "IN" and following == "(":
        yield from _shorter_lists(words, at)
    elif word == "$" and following in _STATUSES:
        for status in _STATUSES:
            if status != following:
                yield at, at + 1, "status", f"${status}"
    elif tokens[at].token_type == TokenType.NUMBER and not _is_in_call_of(words, at, _NOT_THRESHOLDS):
        yield from ((at, at, "number", after) for after in _neighbours(word, before))


def _neighbours(number: str, before: str) -> list[str]:
    if before in ("THEN", "ELSE") and number in ("0", "1"):
        return ["1" if number == "0" else "0"]
    step = Decimal(1).scaleb(int(Decimal(number).as_tuple().exponent))
    return [str(Decimal(number) + step), str(Decimal(number) - step)]


def _is_in_call_of(words: list[str], at: int, functions: tuple[str, ...]) -> bool:
    depth = 0
    for place in range(at - 1, 0, -1):
        if words[place] == ")":
            depth += 1
        elif words[place] == "(":
            if depth == 0:
                return words[place - 1] in functions
            depth -= 1
        elif words[place] in ("SELECT", "WHEN", "WHERE", "ON"):
            return False
    return False


def _bounds(words: list[str], at: int) -> tuple[int, int]:
    """The places of the AND of a BETWEEN and of the last token of its upper bound."""
    middle = _until(words, at + 1, ("AND",))
    return middle, _until(words, middle + 1, (*_END_OF_BOUND, ",")) - 1


def _until(words: list[str], at: int, ends: tuple[str, ...]) -> int:
    depth = 0
    while at < len(words):
        if depth == 0 and (words[at] in ends or words[at] == ")"):
            return at
        depth += {"(": 1, "CASE": 1, ")": -1, "END": -1}.get(words[at], 0)
        at += 1
    return at


def _moved_bounds(text: str, tokens: list[Token], *bounds: tuple[int, int]) -> Iterator[tuple[int, int, str, str]]:
    """Both bounds one day or one unit up and down."""
    for first, last in bounds:
        start, end = tokens[first].start, tokens[last].end + 1
        for step in ("+ 1", "- 1"):
            yield start, end, "bound", f"({text[start:end]}) {step}"


def _shorter_lists(words: list[str], at: int) -> Iterator[tuple[int, int, str, str]]:
    """A list of values without one of them; a list of one is left to the comparisons."""
    end = _until(words, at + 2, ())
    commas = [at + 1, *(place for place in range(at + 2, end) if words[place] == ","), end]
    if words[at + 2] == "SELECT" or len(commas) < 3:
        return
    for first in commas[:-1]:
        others = [words[a + 1 : b] for a, b in pairwise(commas) if a != first]
        listed = ", ".join("".join(other) for other in others)
        yield at, end, "list", f"IN ({listed})"
