"""The dictionary names everything that is published, and what docs/ holds is what it says now."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.published import PUBLISHED
from schemas.registry import FEEDS
from xundian_pipeline.county import County, load_county
from xundian_pipeline.dictionary import ALL_PAGES, dictionary_pages, stale_files, write_files
from xundian_pipeline.dictionary.published_tables import SCHEMAS
from xundian_pipeline.lineage.listing import LISTING, listing, read_listing
from xundian_pipeline.lineage.night import trace_night
from xundian_pipeline.lineage.published import published_lineage
from xundian_pipeline.lineage.relations import Relation
from xundian_pipeline.rules.rule import read_rule

_LINK = re.compile(r"\]\(([^)#]*)(?:#([^)]+))?\)")
_MAKE = "请运行 make dictionary，把改动一起提交（run `make dictionary` and commit what it changes）"


@pytest.fixture(scope="module")
def county() -> County:
    return load_county()


@pytest.fixture(scope="module")
def tables(county: County) -> dict[str, Relation]:
    return trace_night(county)


@pytest.fixture(scope="module")
def pages(county: County, tables: dict[str, Relation]) -> dict[str, str]:
    return dictionary_pages(county, tables)


def test_the_pages_in_docs_are_not_stale(pages: dict[str, str], repository: Path) -> None:
    stale = stale_files(pages, repository / "docs", ALL_PAGES)
    assert not stale, f"数据字典过时了：docs 里的 {'、'.join(stale)} 和表、规则、参数或名册对不上。{_MAKE}。"


def test_the_listing_of_the_lineage_is_not_stale(tables: dict[str, Relation]) -> None:
    is_current = LISTING.read_text("utf-8") == listing(published_lineage(tables))
    assert is_current, f"{LISTING.name} 过时了：和规则的 SQL 对不上。{_MAKE}。"


def test_a_page_that_was_changed_is_missing_or_is_no_longer_written_is_stale(
    pages: dict[str, str], tmp_path: Path
) -> None:
    write_files(pages, tmp_path)
    assert stale_files(pages, tmp_path, ALL_PAGES) == []
    with (tmp_path / "dictionary" / "rules.md").open("a", encoding="utf-8") as page:
        page.write("改过\n")
    (tmp_path / "dictionary" / "codes.md").unlink()
    (tmp_path / "dictionary" / "old.md").write_text("旧", "utf-8")
    assert stale_files(pages, tmp_path, ALL_PAGES) == [
        "dictionary/codes.md",
        "dictionary/old.md",
        "dictionary/rules.md",
    ]


def test_a_column_read_by_another_name_makes_the_pages_stale(
    county: County, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = read_rule("village", "V2")
    other = replace(rule, query=rule.query.replace("road_hardened", "three_phase_power"))
    assert other != rule

    def read(_book: object, folder: str, code: str) -> object:
        return other if (folder, code) == ("village", "V2") else read_rule(folder, code)

    monkeypatch.setattr("xundian_pipeline.rules.families.rule_of", read)
    changed = dictionary_pages(county, trace_night(county))
    assert "dictionary/rules.md" in stale_files(changed, repository / "docs", ALL_PAGES)


def test_every_published_table_column_unit_and_label_is_named(pages: dict[str, str]) -> None:
    for table in PUBLISHED.values():
        page = pages[f"dictionary/{table.schema}.md"]
        section = page.split(f"## {table.name} {table.label}\n")[1].split("\n## ")[0]
        for column in table.columns:
            line = next(line for line in section.splitlines() if line.startswith(f"| `{column.name}` |"))
            assert column.label in line
            assert column.description.rstrip("。") in line.replace("\\|", "|")
            assert (column.unit or "") in line
            where = line if f"`{next(iter(column.codes), '')}`" in line else pages["dictionary/codes.md"]
            for value, label in column.codes.items():
                assert f"`{value}`" in where
                assert label in where


def test_every_schema_has_a_page() -> None:
    assert set(SCHEMAS) == {table.schema for table in PUBLISHED.values()}


def test_every_rule_in_force_is_told_with_its_sentence_and_document(pages: dict[str, str], county: County) -> None:
    page, book = pages["dictionary/rules.md"], county.rules
    for folder, codes in (
        ("household", book.household),
        ("village", book.village),
        ("county", book.county),
        ("measures", book.measures),
        ("findings", book.findings),
        ("management", book.management),
    ):
        for code in codes:
            rule = read_rule(folder, code)
            section = page.split(f'<a id="{code}"></a>')[1].split("<a id=")[0]
            assert rule.name in section
            assert rule.contract is not None
            assert rule.contract in section
            assert (rule.source or "") in section
            assert "算自" in section or folder == "management"


def test_every_parameter_is_told_with_its_values_and_documents(pages: dict[str, str], county: County) -> None:
    page = pages["dictionary/parameters.md"]
    for name, history in county.parameters.histories.items():
        section = page.split(f'<a id="{name}"></a>')[1].split("<a id=")[0]
        for entry in history.entries:
            assert f"| {entry.valid_from} |" in section
            assert entry.source in section
        assert history.unit in section


def test_every_column_of_every_feed_is_told_as_exported(pages: dict[str, str]) -> None:
    page = pages["dictionary/feeds.md"]
    for feed in FEEDS.values():
        section = page.split(f'<a id="{feed.id}"></a>')[1].split("<a id=")[0]
        for column in feed.columns:
            start = f"| {column.header} | `{column.name}` |"
            line = next(line for line in section.splitlines() if line.startswith(start))
            assert all(value in line for value in column.allowed)
            assert line.endswith("| ✓ |") == column.personal


def test_links_lead_to_something(pages: dict[str, str], repository: Path) -> None:
    for name, text in pages.items():
        for path, anchor in _LINK.findall(text):
            target = (repository / "docs" / name).parent / path if path else repository / "docs" / name
            page = pages[target.resolve().relative_to(repository / "docs").as_posix()]
            assert not anchor or f'<a id="{anchor}"></a>' in page, f"{name}: {path}#{anchor}"


def test_the_listing_names_every_published_column() -> None:
    names = [f"{one.full_name}.{column.name}" for one in PUBLISHED.values() for column in one.columns]
    assert list(read_listing()) == names
