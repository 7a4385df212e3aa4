"""The page of coded values: what each is called."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.published import PUBLISHED
from xundian_pipeline.dictionary.markdown import code, heading, link, page, table

CODES_PAGE = "codes.md"
IN_A_CELL = 7
"""Codes that a cell of a table names; longer lists have a place of their own."""


def is_long(codes: Mapping[str, str]) -> bool:
    """Say whether codes are too many for a cell."""
    return len(codes) > IN_A_CELL


def codes_in_full(codes: Mapping[str, str]) -> str:
    """The codes and what they are called, in one text."""
    return "；".join(f"{code(value)} {label}" for value, label in codes.items())


def codes_page() -> str:
    """The page of the long lists of codes: once each, with the columns that hold them."""
    return page(
        "# 代码",
        f"{link('数据字典', '../dictionary.md')}。代码在报表里显示成的文字都在 {code('exit_indicators.labels')} 表里。"
        f"{IN_A_CELL} 个以内的写在各表的“取值”一栏，更多的写在这里。",
        *(_section(name, codes, columns) for (name, codes), columns in _long_lists()),
    )


def _section(name: str, codes: tuple[tuple[str, str], ...], columns: list[str]) -> str:
    return page(
        heading(2, name, name),
        "用在：" + "、".join(map(code, columns)),
        table(["代码", "文字"], ([code(value), label] for value, label in codes)),
    ).rstrip()


def _long_lists() -> list[tuple[tuple[str, tuple[tuple[str, str], ...]], list[str]]]:
    found: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for one in PUBLISHED.values():
        for column in one.columns:
            if is_long(column.codes):
                key = (column.name, tuple(column.codes.items()))
                found.setdefault(key, []).append(f"{one.full_name}.{column.name}")
    return list(found.items())
