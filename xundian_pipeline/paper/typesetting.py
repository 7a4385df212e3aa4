"""Typesetting: a template and the texts that are set in it give a PDF, with the fonts of this machine.

PDF/A-2u is the standard for files that are kept: fonts embedded, every character shown and to be read back as text.
Typst refuses to write one in which a character is missing, so that no name is ever printed with a hole in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst

from xundian_pipeline.errors import PipelineError

_TEMPLATES = Path(__file__).parent
_STANDARD: Final = "a-2u"

_TEXT, _HEADINGS = "Noto Serif CJK SC", "Noto Sans CJK SC"
_RARE = ("HanaMinA", "HanaMinB")
"""Fonts for the characters that Noto lacks; used where they are installed."""
_FONTS = {"text": [_TEXT, *_RARE], "headings": [_HEADINGS, *_RARE]}

# Typst keeps what it has worked out until it was not asked for it in ten more documents: some 7 MB a household. Empty
# documents make it forget, and are not worth their time after every small one.
_DOCUMENTS_TO_FORGET = 11
_EMPTY = b" "
_BYTES_KEPT = 500_000
"""Of PDF: some fifty households."""

_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_ESCAPED_LETTERS = {"0": "\0", "n": "\n", "r": "\r", "t": "\t"}


class MissingCharactersError(Exception):
    """The fonts of this machine lack `characters`: texts of one character, or of several that are drawn as one."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        super().__init__("characters are missing in the fonts")
        self.characters = characters


class Typesetter:
    """Sets one document after another."""

    def __init__(self) -> None:
        """Look for the fonts; PipelineError says which to install."""
        fonts = _installed_fonts()
        missing = [family for family in (_TEXT, _HEADINGS) if family not in fonts.families()]
        if missing:
            raise PipelineError(
                f"这台机器没有打印要用的中文字体（{'、'.join(missing)}）：请先安装，"
                "Debian、Ubuntu 上是 apt-get install fonts-noto-cjk。"
            )
        self._compiler = typst.Compiler(root=_TEMPLATES, font_paths=fonts, ignore_system_fonts=True)
        self._kept = 0

    def pdf(self, template: str, given: Mapping[str, Any]) -> bytes:
        """Set `given` (what json can hold) in a template; the same gives the same bytes.

        Raises MissingCharactersError where a character cannot be printed.
        """
        inputs = {"given": json.dumps({**given, "fonts": _FONTS}, ensure_ascii=False)}
        try:
            pdf = self._compiler.compile(
                _TEMPLATES / template, format="pdf", sys_inputs=inputs, pdf_standards=_STANDARD, pdf_tags=False
            )
        except typst.TypstError as error:
            characters = tuple(_unescaped(text) for text in _MISSING.findall(error.diagnostic))
            if not characters:
                raise
            raise MissingCharactersError(characters) from None
        assert isinstance(pdf, bytes)
        self._kept += len(pdf)
        if self._kept > _BYTES_KEPT:
            self._forget()
        return pdf

    def _forget(self) -> None:
        for _ in range(_DOCUMENTS_TO_FORGET):
            self._compiler.compile(_EMPTY, format="pdf", sys_inputs=None)
        self._kept = 0


def _installed_fonts() -> typst.Fonts:
    return typst.Fonts(include_embedded_fonts=False)


def _unescaped(text: str) -> str:
    """A text as Typst's messages write it."""
    return _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _ESCAPED_LETTERS.get(found[2], found[2]), text
    )
