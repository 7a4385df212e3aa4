"""All pages of the dictionary, by their paths within docs/."""

from __future__ import annotations

from collections.abc import Mapping

from xundian_pipeline.county import County
from xundian_pipeline.dictionary.coded import CODES_PAGE, codes_page
from xundian_pipeline.dictionary.feeds import feeds_page
from xundian_pipeline.dictionary.markdown import bullets, heading, link, page
from xundian_pipeline.dictionary.parameters import parameters_page
from xundian_pipeline.dictionary.published_tables import SCHEMAS, contents, schema_page
from xundian_pipeline.dictionary.rules import RULES_PAGE, rules_page
from xundian_pipeline.dictionary.sources import FEEDS_PAGE, PARAMETERS_PAGE
from xundian_pipeline.lineage.published import published_lineage
from xundian_pipeline.lineage.relations import Relation

FIRST_PAGE = "dictionary.md"
_FOLDER = "dictionary"
ALL_PAGES = f"{_FOLDER}/*.md"
"""Where the pages behind the first lie, within docs/."""


def dictionary_pages(county: County, tables: Mapping[str, Relation]) -> dict[str, str]:
    """Return the text of every page by its path within docs/; `tables` are those of the night (`trace_night`)."""
    lineage = published_lineage(tables)
    others = {
        **{f"{schema}.md": schema_page(schema, lineage) for schema in SCHEMAS},
        RULES_PAGE: rules_page(county, tables),
        PARAMETERS_PAGE: parameters_page(county.parameters),
        FEEDS_PAGE: feeds_page(),
        CODES_PAGE: codes_page(),
    }
    return {FIRST_PAGE: _first_page(), **{f"{_FOLDER}/{name}": text for name, text in others.items()}}


def _first_page() -> str:
    return page(
        "# 数据字典",
        "发布的每张表、每一列：中文名、类型、单位、取值、由哪条规则从哪份名册的哪一列算出。列的说明同时写在数据库的注释里。",
        "本页和各分页由程序从表的声明、规则和 SQL 生成，不要手改：改了表或规则，运行 `make dictionary`。",
        bullets(
            [
                f"{link('规则', f'{_FOLDER}/{RULES_PAGE}')}：每项指标、措施、疑点说什么，依据什么，用到哪些列",
                f"{link('参数', f'{_FOLDER}/{PARAMETERS_PAGE}')}：有日期的标准线",
                f"{link('名册', f'{_FOLDER}/{FEEDS_PAGE}')}：各部门报送的表和列",
                f"{link('代码', f'{_FOLDER}/{CODES_PAGE}')}：代码在报表里的文字",
            ]
        ),
        *(
            page(heading(2, f"{schema} {purpose}"), contents(schema, f"{_FOLDER}/{schema}.md")).rstrip()
            for schema, purpose in SCHEMAS.items()
        ),
    )
