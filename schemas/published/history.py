"""The tables of the schema exit_indicators that have a past: periods, changes overnight, the trend."""

from __future__ import annotations

from schemas.published import codes
from schemas.published import columns as column
from schemas.published.exit_indicators import FINDINGS, HOUSEHOLD_EXIT, SCHEMA, indicator
from schemas.published.quality import NOTICES
from schemas.published.table import PublishedColumn, PublishedTable

_PERIOD = (
    column.code("status", "判定", "这段时间的判定", codes.STATUSES),
    column.number("value", "数值", "这段时间的数值；指标没有数值或算不出则为空", None, optional=True),
    column.day("valid_from", "起", "从哪一夜（考核日）起是这样"),
    column.day("valid_to", "止", "到哪一夜（考核日）不再是这样；现在仍是这样则为空", optional=True),
)

INDICATOR_HISTORY = PublishedTable(
    SCHEMA,
    "indicator_history",
    "贫困户指标沿革",
    "每户每项指标的判定和数值在哪些夜次之间有效，起含止不含",
    "每户每项指标每段时间一行",
    (column.ASSESSMENT_DATE, column.HOUSEHOLD_ID, indicator(codes.HOUSEHOLD_INDICATORS), *_PERIOD),
    order=("household_id", "indicator", "valid_from"),
    key=("household_id", "indicator", "valid_from"),
)
VILLAGE_HISTORY = PublishedTable(
    SCHEMA,
    "village_history",
    "行政村指标沿革",
    "每村每项指标的判定和数值在哪些夜次之间有效，起含止不含",
    "每村每项指标每段时间一行",
    (column.ASSESSMENT_DATE, column.VILLAGE_CODE, indicator(codes.VILLAGE_INDICATORS), *_PERIOD),
    order=("village_code", "indicator", "valid_from"),
    key=("village_code", "indicator", "valid_from"),
)
COUNTY_HISTORY = PublishedTable(
    SCHEMA,
    "county_history",
    "全县指标沿革",
    "全县每项指标的判定和数值在哪些夜次之间有效，起含止不含",
    "每项指标每段时间一行",
    (column.ASSESSMENT_DATE, indicator(codes.COUNTY_INDICATORS), *_PERIOD),
    order=("indicator", "valid_from"),
    key=("indicator", "valid_from"),
)
CHANGES = PublishedTable(
    SCHEMA,
    "changes",
    "一夜之间的变化",
    "和上一夜相比，哪些户的哪些指标判定或数值变了、为什么；由达标变为不达标的（返贫迹象）排在最前",
    "每户每项有变化的指标一行",
    (
        column.ASSESSMENT_DATE,
        column.HOUSEHOLD_ID,
        indicator(codes.HOUSEHOLD_INDICATORS),
        column.code("status_before", "上一夜判定", "上一夜的判定；新进的户为空", codes.STATUSES, optional=True),
        column.code("status", "判定", "这一夜的判定；已不在册的户为空", codes.STATUSES, optional=True),
        column.number("value_before", "上一夜数值", "上一夜的数值", None, optional=True),
        column.number("value", "数值", "这一夜的数值", None, optional=True),
        column.yes_no("fell_back", "回落", "上一夜达标、这一夜不达标", codes.FELL_BACK),
        column.free_text("cause", "原因", "哪份名册的哪些行不同了，或哪个参数、规则版本变了"),
        column.EVIDENCE,
    ),
    order=("fell_back", "household_id", "indicator"),
    key=("household_id", "indicator"),
)
PROGRESS = PublishedTable(
    SCHEMA,
    "progress",
    "逐夜进展",
    "各夜各乡镇各种退出结果的户数、人数、待核实项数和未销号疑点数，画趋势线用",
    "每夜每乡镇每种结果一行",
    (
        column.day("assessment_date", "考核日", "该夜的考核日"),
        column.TOWNSHIP,
        column.code("result", "退出结果", "退出结果", codes.RESULTS),
        column.count("households", "户数", "该结果的户数", "户"),
        column.count("persons", "人数", "这些户的在册人数", "人"),
        column.count("unknown", "待核实项数", "这些户的待核实指标项数（户 x 指标）", "项"),
        column.count("open_findings", "未销号疑点数", "这些户未销号的疑点", "条"),
    ),
    order=("assessment_date", "township", "result"),
    key=("assessment_date", "township", "result"),
)


def _chosen(name: str, table: PublishedTable, *, without: frozenset[str]) -> PublishedTable:
    columns: tuple[PublishedColumn, ...] = tuple(one for one in table.columns if one.name not in without)
    return PublishedTable(
        table.schema, name, table.label, table.description, table.grain, columns, table.order, table.key
    )


FOUND = _chosen(
    "found", FINDINGS, without=frozenset({"assessment_date", "first_seen", "last_seen", "closed_on", "status"})
)
"""What a night itself finds, in the form in which findings are published; kept in the night's record."""
OWN_NOTICES = _chosen("own_notices", NOTICES, without=frozenset({"assessment_date"}))
"""What a night itself notices, whatever the nights before it found."""
HOUSEHOLD_RESULTS = _chosen(
    "household_results", HOUSEHOLD_EXIT, without=frozenset({"assessment_date", "open_findings"})
)
"""What a night itself says of the households: all of household_exit but what has a past."""
