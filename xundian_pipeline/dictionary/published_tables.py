"""The pages of the published tables, one per schema."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.published import PUBLISHED, PublishedColumn, PublishedTable
from xundian_pipeline.dictionary.coded import CODES_PAGE, codes_in_full, is_long
from xundian_pipeline.dictionary.markdown import code, heading, link, page, table
from xundian_pipeline.dictionary.rules import RULES_PAGE, indicator_of_column
from xundian_pipeline.dictionary.sources import in_short
from xundian_pipeline.lineage.published import TOLD_APART_BY, made_here
from xundian_pipeline.lineage.relations import Relation

SCHEMAS = {
    "exit_indicators": "退出指标：给报表用，没有姓名和身份证号",
    "management": "县级动态管理，没有姓名和身份证号",
    "quality": "数据质量：给数据员用",
}
"""Each schema of the published database, and what it is for."""

_TYPES = {
    "text": "文字",
    "place": "文字",
    "json": "JSON 文字",
    "evidence": "JSON 文字",
    "departments": "文字",
    "date": "日期",
    "moment": "时刻",
    "yes_no": "是否",
    "integer": "整数",
    "number": "数",
}


def schema_page(schema: str, lineage: Mapping[str, Relation]) -> str:
    """The page of a schema: a table of contents, then its tables."""
    tables = tables_of(schema)
    return page(
        f"# {schema}：{SCHEMAS[schema].split('：', 1)[-1]}",
        link("数据字典", "../dictionary.md"),
        contents(schema, ""),
        *(_section(one, lineage[one.full_name]) for one in tables),
    )


def tables_of(schema: str) -> list[PublishedTable]:
    """The tables of a schema, in the order of publishing."""
    return [one for one in PUBLISHED.values() if one.schema == schema]


def contents(schema: str, path: str) -> str:
    """The tables of a schema with links into its page, which lies at `path`."""
    return table(
        ["表", "中文名", "一行是"],
        ([link(code(one.name), f"{path}#{one.name}"), one.label, one.grain] for one in tables_of(schema)),
    )


def _section(one: PublishedTable, relation: Relation) -> str:
    key = "、".join(map(code, one.key))
    return page(
        heading(2, f"{one.name} {one.label}", one.name),
        f"{one.description}。{one.grain}。" + (f"主键：{key}。" if key else "没有主键。"),
        table(
            ["列", "中文名", "类型", "可空", "说明", "取值", "来自"],
            ([*_row(column), _origin(one, column, relation)] for column in one.columns),
        ),
    ).rstrip()


def _row(column: PublishedColumn) -> list[str]:
    unit = f"，{column.unit}" if column.unit else ""
    return [
        code(column.name),
        column.label,
        f"{_TYPES[column.type]} {column.database_type}{unit}",
        "" if column.required else "可空",
        column.description,
        link("见代码", f"{CODES_PAGE}#{column.name}") if is_long(column.codes) else codes_in_full(column.codes),
    ]


def _origin(one: PublishedTable, column: PublishedColumn, relation: Relation) -> str:
    indicator = indicator_of_column(one, column.name)
    if indicator:
        return f"规则 {link(indicator, f'{RULES_PAGE}#{indicator}')}"
    made = made_here(one, column.name)
    if made:
        return made
    if one.name in TOLD_APART_BY and len({rows.columns[column.name] for rows in relation.kinds}) > 1:
        return f"各规则不同，{link('见规则', RULES_PAGE)}"
    return in_short(relation.cell(column.name).values) or "见筛选条件"
