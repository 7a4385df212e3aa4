"""The page of the feeds: the files as the departments export them."""

from __future__ import annotations

from schemas.departments import DEPARTMENTS
from schemas.feed import Column, Feed
from schemas.registry import FEEDS
from xundian_pipeline.dictionary.markdown import code, heading, link, page, table

_TYPES = {
    "text": "文字",
    "name": "姓名",
    "id_number": "身份证号",
    "village_code": "行政村代码",
    "enum": "选项",
    "date": "日期",
    "month": "月份",
    "year": "年度",
    "school_year": "学年",
    "int": "整数",
    "money": "金额",
    "number": "数",
    "area_ha": "面积",
    "rate": "比率",
    "yesno": "是否",
}


def feeds_page() -> str:
    """Every feed by department, with a table of contents."""
    return page(
        "# 名册",
        f"{link('数据字典', '../dictionary.md')}。各部门报送的 {len(FEEDS)} 份名册：表头、类型、允许的写法。"
        "“个人”一栏打勾的是姓名和身份证号，只在受限的文件里，不进入发布的表。",
        table(
            ["部门", "名册", "代号", "一行是"],
            (
                [DEPARTMENTS[feed.department], f"《{feed.title}》", link(code(feed.id), f"#{feed.id}"), feed.grain]
                for feed in FEEDS.values()
            ),
        ),
        *map(_section, FEEDS.values()),
    )


def _section(feed: Feed) -> str:
    key = "、".join(feed.column(name).header for name in feed.key)
    return page(
        heading(2, f"{feed.id} {feed.title}", feed.id),
        f"{DEPARTMENTS[feed.department]}。{feed.grain}。关键项：{key}（相同而内容不同的行退回）。"
        + ("选填的一格写错，只作废这一格。" if feed.keeps_row else ""),
        table(["表头", "列", "类型", "必填", "允许的写法", "说明", "个人"], map(_row, feed.columns)),
    ).rstrip()


def _row(column: Column) -> list[str]:
    return [
        column.header,
        code(column.name),
        _TYPES[column.type] + (f"，{column.unit}" if column.unit and column.unit != _TYPES[column.type] else ""),
        "必填" if column.required else "",
        "、".join(column.allowed),
        column.description,
        "✓" if column.personal else "",
    ]
