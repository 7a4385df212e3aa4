"""Every link of a page leads to a file of the project, and to a heading or anchor of that page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.project_files import REPOSITORY, place, project_files
from tests.docs.pages import PAGES, anchors, links, read

ELSEWHERE = ("http://", "https://", "mailto:")


def broken_links(page: Path, files: set[Path]) -> list[str]:
    """Return the links of a page that lead to none of the files, or to no place in one."""
    return [link for link in links(read(page)) if not link.startswith(ELSEWHERE) and not _leads(page, link, files)]


def _leads(page: Path, link: str, files: set[Path]) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page.resolve()
    if target not in files:
        return False
    return not anchor or (target.suffix == ".md" and anchor in anchors(read(target)))


@pytest.fixture(scope="module")
def files() -> set[Path]:
    """Every file that a commit would hold."""
    return set(project_files())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(place(page)))
def test_links_lead_to_something(page: Path, files: set[Path]) -> None:
    assert broken_links(page, files) == []


def test_pages_that_link_are_read() -> None:
    names = {str(place(page)) for page in PAGES if links(read(page))}
    assert {"README.md", "CHANGELOG.md", "docs/index.md", "docs/officers.md", "docs/dictionary/rules.md"} <= names


@pytest.mark.parametrize(
    ("link", "is_broken"),
    [
        ("other.md", False),
        ("other.md#送达期限和通知", False),
        ("other.md#数据-一次", False),
        ("other.md#同名-1", False),
        ("other.md#same", False),
        ("#自己的", False),
        ("https://example.com/nothing", False),
        ("missing.md", True),
        ("other.md#没有的", True),
        ("other.md#不是标题", True),
        ("#没有的", True),
        ("pictures/missing.png", True),
        ("../beyond.md", True),
        ("not-of-the-project.md", True),
    ],
)
def test_the_check_finds_a_broken_link(link: str, is_broken: bool, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    page, other = folder / "page.md", folder / "other.md"
    page.write_text(f"# 页\n\n## 自己的\n\n看[那里]({link})，`[不是](links.md)`\n\n```\n[也不是](a.md)\n```\n", "utf-8")
    other.write_text(
        '# 另一页\n\n## 送达期限和通知\n\n## 同名\n\n## 同名\n\n## `数据`：一次\n\n## 数据 一次\n\n<a id="same"></a>\n'
        "\n```\n# 不是标题\n```\n",
        "utf-8",
    )
    for left_out in (tmp_path / "beyond.md", folder / "not-of-the-project.md"):
        left_out.write_text("# 页\n", "utf-8")
    assert broken_links(page, {page, other}) == ([link] if is_broken else [])


def test_the_repository_is_where_links_end() -> None:
    assert all(path.is_relative_to(REPOSITORY) for path in PAGES)
