"""Rows of feeds as Chinese texts, made in SQL from the feeds' schemas: a new feed or column needs no code here."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.feed import Column, Feed
from xundian_pipeline.publishing.inputs import literal, quoted

_TRIMMED = "RTRIM(RTRIM(CAST({} AS VARCHAR), '0'), '.')"


def header_of(column: Column) -> str:
    """The header of a column without the unit in brackets, which the value carries."""
    return column.header.partition("（")[0]


def value_text(column: Column, alias: str) -> str:
    """The SQL of a cell as an officer writes it, with its unit; null where the cell is missing."""
    name = f"{alias}.{quoted(column.name)}"
    unit = f" || {literal(' ' + column.unit)}" if column.unit else ""
    if column.type == "yesno":
        return f"CASE WHEN {name} THEN '是' WHEN NOT {name} THEN '否' END"
    if column.type == "month":
        return f"STRFTIME({name}, '%Y-%m')"
    if column.type == "rate":
        return f"{_TRIMMED.format(f'CAST({name} * 100 AS DECIMAL(24, 16))')} || '%'"
    if column.type in ("number", "area_ha"):
        return f"{_TRIMMED.format(name)}{unit}"
    if column.type in ("text", "name", "id_number", "village_code", "enum"):
        return name
    return f"CAST({name} AS VARCHAR){unit}"


def row_text(columns: Iterable[Column], alias: str, *more: str) -> str:
    """The SQL of a row as one text: each header with its cell, and `more`; what is missing is left out."""
    said = [f"{literal(header_of(column) + '：')} || {value_text(column, alias)}" for column in columns]
    return f"CONCAT_WS('；', {', '.join([*said, *more])})"


def told_columns(feed: Feed) -> list[Column]:
    """The columns that say something of a row beside whom it belongs to."""
    whose = {"household_id"} | ({feed.person.name, feed.person.id_number} if feed.person else set())
    return [column for column in feed.columns if column.name not in whose]


def date_of(feed: Feed, alias: str) -> str:
    """The SQL of the date of a row: its column `date`, else its first date; null where the feed has none."""
    dates = [column.name for column in feed.columns if column.type in ("date", "month")]
    if not dates:
        return "CAST(NULL AS DATE)"
    return f"{alias}.{quoted('date' if 'date' in dates else dates[0])}"


def sort_date_of(feed: Feed, alias: str) -> str:
    """The SQL of the day by which a row stands among others: its date, else the first day of its year."""
    years = [column.name for column in feed.columns if column.type in ("year", "school_year")]
    date = date_of(feed, alias)
    if not years:
        return date
    return f"COALESCE({date}, MAKE_DATE(CAST({alias}.{quoted(years[0])} AS INTEGER), 1, 1))"
