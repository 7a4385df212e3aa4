"""What MkDocs does besides rendering the pages of docs/; it calls these functions (`hooks` in mkdocs.yml).

The list of changes becomes a page. A link to what the site does not hold becomes its text. Chinese is neither shown
with a blank where a line was wrapped, nor searched as if a sentence were one word.
"""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any

CHANGES = "CHANGELOG.md"
HOME = {"README.md": "index.md"}
ZERO_WIDTH_SPACE = "\u200b"
"""What `separator` in mkdocs.yml cuts words at, and nobody sees."""

_LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<target>[^)#:\s]+)(?P<anchor>#[^)\s]+)?\)")
_CHINESE = "\u3000-\u303f\u3400-\u9fff\uff01-\uff5e“”…"
_WRAPPED = re.compile(rf"(?<=[{_CHINESE}])\n(?=[{_CHINESE}])")
_LITERAL = re.compile(r"(<pre.*?</pre>)", re.DOTALL)
_WORDS = re.compile("[\u3400-\u9fff]{2,}")


def on_files(files: Any, config: Any) -> Any:
    """Add the list of changes, which lies beside docs/."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, CHANGES, abs_src_path=str(Path(config.config_file_path).parent / CHANGES)))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Keep the links within the site."""
    path = page.file.src_uri
    return links_within_the_site(markdown, path if path == CHANGES else f"docs/{path}")


def on_page_content(html: str, **_: Any) -> str:
    """Join the lines of a paragraph."""
    return unwrapped(html)


def on_post_build(config: Any) -> None:
    """Cut the search's texts into words, after the search has written them and before `offline` copies them."""
    import rjieba

    path = Path(config.site_dir, "search", "search_index.json")
    index = json.loads(path.read_text("utf-8"))
    for entry in index["docs"]:
        for field in ("title", "text"):
            entry[field] = _WORDS.sub(
                lambda run: ZERO_WIDTH_SPACE.join(["", *rjieba.cut(run[0], False), ""]), entry[field]
            )
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")


def links_within_the_site(markdown: str, path: str) -> str:
    """Return a page of the repository, of which the path is given, with its links as they are in the site."""
    folder = posixpath.dirname(path.removeprefix("docs/")) or "."

    def within(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link["target"]))
        if target.startswith("docs/"):
            page = target.removeprefix("docs/")
        elif target in (CHANGES, *HOME):
            page = HOME.get(target, target)
        else:
            return link["text"]
        return f"[{link['text']}]({posixpath.relpath(page, folder)}{link['anchor'] or ''})"

    return _LINK.sub(within, markdown)


def unwrapped(html: str) -> str:
    """Return a page's HTML without line breaks between Chinese signs, which would be shown as blanks."""
    parts = _LITERAL.split(html)
    return "".join(part if part.startswith("<pre") else _WRAPPED.sub("", part) for part in parts)
