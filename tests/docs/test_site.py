"""The site is built without a warning, asks no other machine for anything, and finds Chinese words."""

from __future__ import annotations

import importlib.util
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest
import yaml

from tests.conftest import REPOSITORY
from tests.docs.building import built

HOOKS = REPOSITORY / "docs" / "mkdocs_hooks.py"
_STYLE_ADDRESS = re.compile(r"(?:url\(|@import)\s*[\"']?([^\"')\s]+)")


class _Fetched(HTMLParser):
    """What a browser fetches to show a page: all that it is given an address of, but for links to click."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        # What a page says of itself is not fetched.
        if tag != "a" and given.get("rel") not in {"canonical", "next", "prev"}:
            self.addresses += [given[name] or "" for name in ("src", "href", "srcset", "data") if name in given]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site."""
    target = tmp_path_factory.mktemp("site")
    done = built(target)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return target


@pytest.fixture(scope="module")
def hooks() -> ModuleType:
    """The functions that MkDocs calls."""
    spec = importlib.util.spec_from_file_location("mkdocs_hooks", HOOKS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_page_is_built_and_nothing_else(site: Path) -> None:
    docs = REPOSITORY / "docs"
    pages = {str(page.relative_to(docs).with_suffix(".html")) for page in docs.rglob("*.md")}
    assert {str(page.relative_to(site)) for page in site.rglob("*.html")} == pages | {"404.html", "CHANGELOG.html"}
    assert list(site.rglob("*.py")) == []


def test_nothing_is_fetched_from_another_machine(site: Path) -> None:
    fetched = []
    for page in site.rglob("*.html"):
        parser = _Fetched()
        parser.feed(page.read_text("utf-8"))
        assert any(address.endswith(".js") for address in parser.addresses), "no script was found: nothing was read"
        fetched += [(page.name, address) for address in parser.addresses]
    for sheet in site.rglob("*.css"):
        fetched += [(sheet.name, address) for address in _STYLE_ADDRESS.findall(sheet.read_text("utf-8"))]
    assert [one for one in fetched if urlsplit(one[1]).netloc] == []


def test_chinese_is_searched_by_words(site: Path, hooks: ModuleType) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text("utf-8"))
    assert index["config"]["lang"] == ["zh"]
    assert r"\u200b" in index["config"]["separator"]
    assert hooks.ZERO_WIDTH_SPACE == "\u200b"
    sections = [entry for entry in index["docs"] if entry["location"] == "operations.html#更正表"]
    assert [entry["title"].strip(hooks.ZERO_WIDTH_SPACE).split(hooks.ZERO_WIDTH_SPACE) for entry in sections] == [
        ["更正", "表"]
    ]
    # Without a server it is read from a script.
    script = (site / "search" / "search_index.js").read_text("utf-8")
    assert json.loads(script.removeprefix("var __index = ")) == index


@pytest.mark.parametrize(
    ("page", "warning"),
    [
        ("看[那里](missing.md)", "missing.md"),
        ("看[那里](index.md#没有的)", "没有的"),
        ("![图](pictures/missing.png)", "missing.png"),
        (None, "another.md"),
    ],
)
def test_what_leads_nowhere_fails_the_build(page: str | None, warning: str, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    settings = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    (tmp_path / "mkdocs.yml").write_text(settings.partition("\nnav:\n")[0] + "\nnav:\n  - 首页: index.md\n", "utf-8")
    (tmp_path / "CHANGELOG.md").write_text("# 变化\n", "utf-8")
    (docs / HOOKS.name).write_bytes(HOOKS.read_bytes())
    (docs / "index.md").write_text(f"# 首页\n\n{page or '没有链接'}\n", "utf-8")
    if page is None:
        (docs / "another.md").write_text("# 导航里没有的一页\n", "utf-8")
    done = built(tmp_path / "site", tmp_path)
    assert done.returncode == 1
    assert warning in done.stderr


def test_links_out_of_docs_lead_to_the_page_or_are_text(hooks: ModuleType) -> None:
    within = hooks.links_within_the_site
    assert within("看[变化](../CHANGELOG.md#x)", "docs/paper.md") == "看[变化](CHANGELOG.md#x)"
    assert within("看[变化](../../CHANGELOG.md)", "docs/dictionary/rules.md") == "看[变化](../CHANGELOG.md)"
    assert within("[首页](../README.md)", "docs/paper.md") == "[首页](index.md)"
    assert within("[手册](docs/officers.md)", "CHANGELOG.md") == "[手册](officers.md)"
    assert within("[规则](../dictionary/rules.md#H1)", "docs/dictionary/feeds.md") == "[规则](rules.md#H1)"
    assert within("看[它](../Makefile)。", "docs/paper.md") == "看它。"
    for same in ("[自己](#打印)", "![图](pictures/a.png)", "[别处](https://example.com/a)"):
        assert within(same, "docs/paper.md") == same


def test_a_wrapped_chinese_line_is_joined_without_a_blank(hooks: ModuleType) -> None:
    html = "<p>第一行，\n第二行 and\nmore</p><pre>第一\n第二</pre>"
    assert hooks.unwrapped(html) == "<p>第一行，第二行 and\nmore</p><pre>第一\n第二</pre>"


def test_the_list_of_changes_is_named_last_in_the_navigation() -> None:
    # The rest of the settings names a Python function, which a safe reader refuses.
    navigation = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")[2])
    assert navigation[0] == {"首页": "index.md"}
    assert navigation[-1] == {"变化": "CHANGELOG.md"}
