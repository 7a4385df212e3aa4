"""The pages that people read, and what stands in them: links, headings, commands."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.conftest import REPOSITORY

INSTRUCTIONS = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
"""The pages that say what to type."""
PAGES = [*INSTRUCTIONS, REPOSITORY / "CHANGELOG.md"]
"""Every page that people read."""

COMMAND_LANGUAGES = ("", "sh", "bash", "console")
"""A fenced block in none of these, as ```text, holds no commands."""
PROGRAMS = (".ci/run", "apt-get", "make", "pip", "xundian", "python", "python3", ".venv/bin/")
"""What a command begins with, where it stands in a sentence."""
OTHER_PROGRAMS = ("bash", "cp", "curl", "docker", "git", "mkdir", "mkdocs", "mv", "npm", "psql", "rm", "sudo", "uv")
"""Programs that no page names yet: a page that does has to be covered here."""

_FENCED = re.compile(r"^(?P<indent> *)```(?P<language>[^\n]*)\n(?P<text>.*?)^(?P=indent)```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"\]\(([^)\s]+)(?: \"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6} +(.*?)(?: +#+)? *$", re.MULTILINE)
_ANCHOR = re.compile(r"<a (?:id|name)=\"([^\"]+)\">")
_EXPLANATION = re.compile(r" {2,}(?![-\[]).*")


@dataclass(frozen=True)
class Command:
    """A command as a page has it, without its explanation."""

    page: str
    text: str
    is_mentioned: bool
    """In a sentence, where the name of a command stands for the command."""

    def __str__(self) -> str:
        return f"{self.page}: {self.text}"


def links(markdown: str) -> list[str]:
    """Return where the links and images of a page lead, as written; what is shown as code holds none."""
    return _LINK.findall(_CODE.sub("", _FENCED.sub("", markdown)))


@cache
def anchors(markdown: str) -> set[str]:
    """Return the names by which places in a page can be led to, as GitHub and MkDocs make them."""
    text = _FENCED.sub("", markdown)
    found = set(_ANCHOR.findall(text))
    repeated: Counter[str] = Counter()
    for slug in map(_slug, _HEADING.findall(text)):
        # A heading that was there before: the one numbers it with a hyphen, the other with a low line.
        found |= {f"{slug}-{repeated[slug]}", f"{slug}_{repeated[slug]}"} if repeated[slug] else {slug}
        repeated[slug] += 1
    return found


def commands(markdown: str, page: str) -> list[Command]:
    """Return the commands of a page: the lines of its plain fenced blocks, and those in its sentences."""
    found = []
    for block in _FENCED.finditer(markdown):
        if block["language"].strip() in COMMAND_LANGUAGES:
            found += [Command(page, line, is_mentioned=False) for line in _lines(block["text"])]
    for code in _CODE.findall(_FENCED.sub("", markdown)):
        first, *rest = code.split()[:2]
        is_command = first.startswith(PROGRAMS[-1]) or first in PROGRAMS or (rest and first in OTHER_PROGRAMS)
        if is_command and (rest or first.startswith(".")):
            found.append(Command(page, code.strip(), is_mentioned=True))
    return found


def _lines(block: str) -> list[str]:
    """Return the commands of a block: an indented line goes on with the one before it, or explains it."""
    lines: list[str] = []
    for line in block.splitlines():
        if line.startswith(" ") and lines:
            text = line.strip()
            lines[-1] += f" {text}" if text.startswith(("[", "-")) else f"  {text}"
        elif line.strip() and not line.startswith("#"):
            lines.append(line.rstrip())
    return [_EXPLANATION.sub("", line).strip() for line in lines]


def _slug(heading: str) -> str:
    """Return the anchor of a heading: GitHub's, and that of pymdownx.slugs, which mkdocs.yml names."""
    return re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", _plain(heading)).lower()).replace(" ", "-")


def _plain(heading: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|`([^`]*)`|\*+", lambda found: found[1] or found[2] or "", heading)


def read(page: Path) -> str:
    """Return the text of a page."""
    return page.read_text("utf-8")
