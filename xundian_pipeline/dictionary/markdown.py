"""Markdown as the dictionary needs it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def heading(level: int, text: str, anchor: str | None = None) -> str:
    """A heading, with a place to link to."""
    marked = f"{'#' * level} {text}"
    return f'<a id="{anchor}"></a>\n\n{marked}' if anchor else marked


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def link(text: str, target: str) -> str:
    """A link."""
    return f"[{text}]({target})"


def code(text: str) -> str:
    """A name as it is written in the tables and in SQL."""
    return f"`{text}`"


def bullets(items: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {item}" for item in items)


def page(*parts: str) -> str:
    """The text of a page."""
    return "\n\n".join(part for part in parts if part) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
