"""What every published column is made from, and which columns the pipeline makes by itself.

Publishing takes a column as a step has made it (`publishing.tables`): it adds the stamps of the night, and finds where
the rows of the evidence stand.
"""

from __future__ import annotations

from collections.abc import Mapping

from schemas.published import PUBLISHED, PublishedTable
from xundian_pipeline.lineage.relations import Cell, Relation, Rows

TABLES_MADE_HERE = {
    "nights": "管道自己的记录：保留着哪些夜",
    "labels": "来自本项目的表的说明",
    "feed_runs": "说的是来件本身：文件、工作表和行数",
    "quarantine": "说的是来件本身：哪个文件的哪一格、为什么退回",
    "corrections": "说的是送回的更正表：哪一行、采用了没有",
}
"""The tables that are made from no column of a feed, and why."""

_PLACE = "行在来件里的位置"
_CODE = "规则的代码"
_PERIOD = "夜次的考核日"
_ACCOUNT = "县里公布的材料（published_figures.csv）"

COLUMNS_MADE_HERE = {
    "assessment_date": "考核日：运行的设置",
    "rule_version": "现行规则（rules.yaml）的版本",
    "threshold_from": "有日期的参数",
    "threshold_source": "有日期的参数",
    "evidence": "依据的行在来件里的位置",
    "indicator": _CODE,
    "household_measures.measure": _CODE,
    "rule": _CODE,
    "linkage.feed": "名册的代号",
    "link_proposals.feed": "名册的代号",
    "notices.feed": "名册的代号",
    "source": _PLACE,
    "sheet": _PLACE,
    "row_number": _PLACE,
    "valid_from": _PERIOD,
    "first_seen": _PERIOD,
    "departments": "规则写明由谁答复",
    "month": "考核年度的各月",
    "record_key": "整行内容算出的校验值",
    "count": "涉及的行数或文件数",
    "kind": "提示的类别",
    "cause": "两夜之间不同的行、参数和版本",
    "progress.result": "三种退出结果各一行",
    "figure_id": _ACCOUNT,
    "text": _ACCOUNT,
    "published": _ACCOUNT,
    "published_figures.unit": _ACCOUNT,
    "topic": _ACCOUNT,
    "scope": _ACCOUNT,
    "position": _ACCOUNT,
}
"""The columns whose values come from no column of a feed, and from what instead; `table.column` where columns of
that name come from the feeds in other tables."""

TOLD_APART_BY = {
    "household_exit_indicators": "indicator",
    "village_exit_indicators": "indicator",
    "county_exit_indicators": "indicator",
    "indicator_history": "indicator",
    "village_history": "indicator",
    "county_history": "indicator",
    "changes": "indicator",
    "findings": "rule",
    "household_measures": "measure",
    "published_figures": "figure_id",
}
"""The tables whose rows come from different columns, and the column that tells these rows apart."""


def published_lineage(tables: Mapping[str, Relation]) -> dict[str, Relation]:
    """Return what each published table is made from, by its `schema.name`; `tables` are those of the night's steps."""
    return {name: _published(table, tables.get(table.name)) for name, table in PUBLISHED.items()}


def made_here(table: PublishedTable, column: str) -> str | None:
    """Say from what the pipeline makes a column by itself; None where it is made from columns of the feeds."""
    by_name = COLUMNS_MADE_HERE.get(f"{table.name}.{column}", COLUMNS_MADE_HERE.get(column))
    return TABLES_MADE_HERE.get(table.name, by_name)


def _published(table: PublishedTable, made: Relation | None) -> Relation:
    names = [column.name for column in table.columns]
    relation = made.with_columns(names) if made is not None else Relation.without_sources(names)
    evidence = {column.name for column in table.columns if column.type == "evidence"}
    return Relation(relation.columns, tuple(_without_contents(rows, evidence) for rows in relation.kinds))


def _without_contents(rows: Rows, evidence: set[str]) -> Rows:
    """Of the evidence it is published where rows stand, and nothing of what stands in them."""
    cells = {name: Cell(conditions=cell.all) if name in evidence else cell for name, cell in rows.columns.items()}
    return Rows(cells, rows.conditions)
