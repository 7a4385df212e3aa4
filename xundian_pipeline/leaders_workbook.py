"""The published tables as leaders read them: one Excel workbook a night, in Chinese, with a first sheet that sums up.

Long tables that nobody reads line by line stay in the database: the households that are ready to exit, evidence,
history, and what data officers work with.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from schemas.published import PublishedColumn, PublishedTable, codes, exit_indicators, history, management
from xundian_pipeline.county import County
from xundian_pipeline.new_workbook import new_workbook
from xundian_pipeline.published_database import Row, named_indicators, published_database, rows_of
from xundian_pipeline.rules.indicators import published_tables_of

FILE = "tables.xlsx"
SUMMARY = "概况"

_LEFT_OUT_TYPES = frozenset({"evidence", "json"})
_LEFT_OUT_COLUMNS = frozenset({"assessment_date", "finding_id", "rule_version"})
_NARROWEST, _WIDEST, _ROWS_MEASURED = 8, 60, 200
_MOST_ROWS = 1_048_575
"""Rows below the header that a sheet of Excel holds."""


@dataclass(frozen=True)
class _Sheet:
    """A sheet: the table, which of its rows, and what the sheet is called where that is not the table's label."""

    table: PublishedTable
    where: str = "TRUE"
    title: str | None = None

    @property
    def name(self) -> str:
        return self.title or self.table.label

    @property
    def columns(self) -> list[PublishedColumn]:
        return [
            column
            for column in self.table.columns
            if column.type not in _LEFT_OUT_TYPES and column.name not in _LEFT_OUT_COLUMNS
        ]


_SHEETS = (
    _Sheet(exit_indicators.COUNTY_EXIT_INDICATORS),
    _Sheet(exit_indicators.VILLAGE_EXIT),
    _Sheet(exit_indicators.VILLAGE_EXIT_INDICATORS),
    _Sheet(exit_indicators.HOUSEHOLD_EXIT, "result <> 'exit_ready'", "未达标和待核实的户"),
    _Sheet(history.CHANGES, "status IS DISTINCT FROM status_before", "一夜之间判定变了的"),
    _Sheet(exit_indicators.FINDINGS, "status = 'open' OR closed_on = assessment_date", "疑点（未销号和刚销号）"),
    _Sheet(management.TABLES["assistance_checks"]),
    _Sheet(management.TABLES["helper_cover"]),
    _Sheet(management.TABLES["project_progress"]),
    _Sheet(management.TABLES["fund_shares"]),
    _Sheet(management.TABLES["industry_cover"]),
    _Sheet(management.TABLES["assessment_progress"]),
    _Sheet(management.TABLES["assistance_months"]),
    _Sheet(history.PROGRESS),
    _Sheet(exit_indicators.PUBLISHED_FIGURES),
)

_BY_TOWNSHIP = """
SELECT
    township,
    COUNT(*) AS households,
    SUM(members)::BIGINT AS persons,
    COUNT(*) FILTER (result = 'exit_ready') AS exit_ready,
    COUNT(*) FILTER (result = 'not_ready') AS not_ready,
    COUNT(*) FILTER (result = 'verify') AS verify,
    SUM(open_findings)::BIGINT AS open_findings
FROM exit_indicators.household_exit
GROUP BY township
ORDER BY MIN(village_code)
"""
_BY_RULE = """
SELECT rule, COUNT(*) AS open, COUNT(*) FILTER (household_id IS NULL) AS without_household
FROM exit_indicators.findings
WHERE status = 'open'
GROUP BY rule
ORDER BY open DESC, rule
"""
_CHANGED = """
SELECT
    COUNT(DISTINCT household_id) FILTER (fell_back) AS fell_back,
    COUNT(DISTINCT household_id) FILTER (status IS DISTINCT FROM status_before) AS changed
FROM exit_indicators.changes
"""
_VILLAGES = "SELECT result, COUNT(*) AS villages FROM exit_indicators.village_exit GROUP BY result"


def leaders_workbook(data: Path, county: County, day: datetime.date) -> bytes:
    """Return the workbook of the night of `day`. Raises PipelineError where the night has no published tables."""
    content = io.BytesIO()
    title = f"{county.name}脱贫退出 {day}"
    with published_database(data, day) as connection, new_workbook(content, title, by_rows=True) as workbook:
        formats = _Formats(workbook)
        _write_summary(workbook.add_worksheet(SUMMARY), connection, county, day, formats)
        tables = published_tables_of(county)
        for sheet in _SHEETS:
            declared = replace(sheet, table=tables[sheet.table.full_name])
            _write_sheet(workbook.add_worksheet(sheet.name), connection, declared, formats)
    return content.getvalue()


class _Formats:
    """The formats of the workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self.title = workbook.add_format({"bold": True, "font_size": 18})
        self.heading = workbook.add_format({"bold": True, "font_size": 13, "font_color": "#8C1C13"})
        self.head = workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#DDEBF7", "border": 1}
        )
        self.link = workbook.add_format({"font_color": "#00508A", "underline": 1})
        self.count = workbook.add_format({"num_format": "#,##0"})
        self.amount = workbook.add_format({"num_format": "#,##0.00"})
        self.share = workbook.add_format({"num_format": "0.00%"})
        self.day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self.plain = workbook.add_format()
        self.words = workbook.add_format({"text_wrap": True, "valign": "top"})

    def of(self, column: PublishedColumn) -> Format:
        """The format of a column's cells."""
        if column.type == "date":
            return self.day
        if column.type == "integer" and column.unit != "年":
            return self.count
        if column.type == "number" and column.unit == codes.SHARE:
            return self.share
        return self.amount if column.type == "number" and column.unit else self.plain


def _write_sheet(worksheet: Worksheet, connection: duckdb.DuckDBPyConnection, sheet: _Sheet, formats: _Formats) -> None:
    columns = sheet.columns
    names = ", ".join(f'"{column.name}"' for column in columns)
    query = f"SELECT {names} FROM {sheet.table.full_name} WHERE {sheet.where} LIMIT {_MOST_ROWS}"
    rows = connection.execute(query).fetchall()
    worksheet.freeze_panes(1, 2)
    worksheet.set_row(0, 32)
    for place, column in enumerate(columns):
        texts = [_shown(column, row[place]) for row in rows[:_ROWS_MEASURED]]
        worksheet.set_column(place, place, _width(column, texts), formats.of(column))
    worksheet.autofilter(0, 0, len(rows), len(columns) - 1)
    for place, column in enumerate(columns):
        unit = f"\n（{column.unit}）" if column.unit and column.unit != codes.SHARE else ""
        worksheet.write_string(0, place, column.label + unit, formats.head)
    written = [formats.of(column) for column in columns]
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            _write(worksheet, number, place, _shown(columns[place], value), written[place])


def _shown(column: PublishedColumn, value: Any) -> Any:
    """A value as it is shown: coded ones in words."""
    if column.codes and value is not None:
        return column.codes.get(str(value).lower() if isinstance(value, bool) else value, value)
    return value


def _write(worksheet: Worksheet, row: int, place: int, value: Any, cell_format: Format) -> None:
    if value is None:
        return
    if isinstance(value, str):
        worksheet.write_string(row, place, value, cell_format)
    elif isinstance(value, datetime.date):
        worksheet.write_datetime(row, place, datetime.datetime.combine(value, datetime.time()), cell_format)
    else:
        worksheet.write_number(row, place, value, cell_format)


def _width(column: PublishedColumn, texts: Sequence[Any]) -> int:
    """The width of a column in characters; a Chinese one takes two."""
    if column.type == "date":
        return 12
    longest = max((_wide(str(text)) for text in texts if text is not None), default=0)
    return max(_NARROWEST, min(_WIDEST, max(_wide(column.label), longest) + 2))


def _wide(text: str) -> int:
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def _write_summary(
    worksheet: Worksheet, connection: duckdb.DuckDBPyConnection, county: County, day: datetime.date, formats: _Formats
) -> None:
    worksheet.set_column(0, 0, 34)
    worksheet.set_column(1, 6, 14)
    lines = _Lines(worksheet, formats)
    lines.add([(f"{county.name}脱贫退出概况", formats.title)])
    lines.add([(f"考核日 {day}。待核实不算达标。没有姓名和身份证号。", formats.plain)])
    townships = rows_of(connection, _BY_TOWNSHIP)
    names = ("households", "persons", "exit_ready", "not_ready", "verify", "open_findings")
    labels = ("户数", "在册人口", *(f"{label}（户）" for label in codes.RESULTS.values()), "未销号疑点")
    lines.table(
        "各乡镇贫困户的退出结果",
        ("乡镇", *labels),
        [(row["township"], *(row[name] for name in names)) for row in townships]
        + [("全县", *(sum(row[name] for row in townships) for name in names))],
    )
    villages = {row["result"]: row["villages"] for row in rows_of(connection, _VILLAGES)}
    lines.table(
        "行政村的退出结果", ("结果", "村数"), [(label, villages.get(code, 0)) for code, label in codes.RESULTS.items()]
    )
    named = named_indicators(connection, "county_exit_indicators")
    lines.table("县五项", ("指标", "判定", "理由"), [_of_county(row, named) for row in _county(connection)])
    (before,) = rows_of(connection, "SELECT COUNT(*) AS n FROM exit_indicators.nights WHERE assessment_date < ?", day)
    (changed,) = rows_of(connection, _CHANGED)
    lines.table(
        "和上一夜比",
        ("变化", "户数"),
        [("回落（达标变为不达标）", changed["fell_back"]), ("判定变了", changed["changed"])]
        if before["n"]
        else [("这是第一夜，没有上一夜可比", None)],
    )
    by_rule = rows_of(connection, _BY_RULE)
    lines.table(
        "未销号的疑点",
        ("疑点", "条数"),
        [
            *((f"{row['rule']} {codes.FINDING_RULES[row['rule']]}", row["open"]) for row in by_rule),
            ("合计", sum(row["open"] for row in by_rule)),
            ("其中不属于某一户的（项目、签字等），上面各乡镇没有计", sum(row["without_household"] for row in by_rule)),
        ],
    )
    lines.add([])
    lines.add([("各表（点开）", formats.heading)])
    for sheet in _SHEETS:
        lines.link(sheet.name, sheet.table.description)
    lines.add([])
    lines.add([("可退出的户、户六项的逐项判定、沿革和比对的明细行数很多，不在这里，见已发布的数据库。", formats.plain)])


class _Lines:
    """The first sheet, written from the top down."""

    def __init__(self, worksheet: Worksheet, formats: _Formats) -> None:
        self._worksheet, self._formats, self._row = worksheet, formats, 0

    def add(self, cells: Sequence[tuple[Any, Format]]) -> None:
        """Write a line."""
        for place, (value, cell_format) in enumerate(cells):
            _write(self._worksheet, self._row, place, value, cell_format)
        self._row += 1

    def table(self, heading: str, labels: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Write a small table under its heading, and a blank line."""
        self.add([])
        self.add([(heading, self._formats.heading)])
        self.add([(label, self._formats.head) for label in labels])
        for row in rows:
            first, *others = row
            self.add([(first, self._formats.words), *((value, self._formats.count) for value in others)])

    def link(self, name: str, description: str) -> None:
        """Write a link to a sheet, and what is on it."""
        self._worksheet.write_url(self._row, 0, f"internal:'{name}'!A1", self._formats.link, name)
        self.add([(None, self._formats.plain), (description, self._formats.plain)])


def _county(connection: duckdb.DuckDBPyConnection) -> list[Row]:
    return rows_of(connection, "FROM exit_indicators.county_exit_indicators ORDER BY indicator")


def _of_county(row: Mapping[str, Any], named: Mapping[str, codes.Indicator]) -> tuple[str, str, str]:
    name = named[row["indicator"]].name
    return f"{row['indicator']} {name}", codes.STATUSES[row["status"]], row["reason"]
