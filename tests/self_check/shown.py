"""What stands on an answer of the page, read from its HTML as a browser would."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Shown(HTMLParser):
    """The texts of an answer.

    `tables` maps the class of each table to its rows below the head, `headings` and `paragraphs` are in order, `tags`
    are the names of all elements.
    """

    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self._into: list[str] | None = None
        self._rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "table":
            self._rows = self.tables.setdefault(str(dict(attrs).get("class")), [])
        elif tag == "tbody":
            self._rows.clear()
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th"}:
            self._begin(self._rows[-1])
        elif tag in {"h2", "h3"}:
            self._begin(self.headings)
        elif tag in {"p", "li"}:
            self._begin(self.paragraphs)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "h2", "h3", "p", "li"}:
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data

    def _begin(self, texts: list[str]) -> None:
        texts.append("")
        self._into = texts

    @property
    def returned(self) -> list[list[str]]:
        """Kind, sheet, row, column and message of every line that is returned."""
        return self.tables.get("returned", [])

    @property
    def messages(self) -> list[str]:
        """The messages of the lines that are returned."""
        return [line[-1] for line in self.returned]


def shown(answer: str | bytes) -> Shown:
    """Read an answer (JSON)."""
    page = Shown()
    page.feed(json.loads(answer)["html"])
    page.close()
    return page
