"""How a column of a published table is written, one line each, and the columns that several tables share."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.published.codes import FEED_TITLES, POOR_VILLAGE, STATUSES
from schemas.published.table import PublishedColumn


def text(name: str, label: str, description: str, *, optional: bool = False) -> PublishedColumn:
    """A text that the pipeline writes or a number that identifies something."""
    return PublishedColumn(name, "text", label, description, required=not optional)


def free_text(name: str, label: str, description: str, *, optional: bool = False) -> PublishedColumn:
    """A text that comes from a file or quotes one: it passes the last defence for personal data."""
    return PublishedColumn(name, "text", label, description, required=not optional, free_text=True)


def place(name: str, label: str, description: str, *, optional: bool = False) -> PublishedColumn:
    """A text that says where a row stands: kept apart from other places also where a part of it is masked."""
    return PublishedColumn(name, "place", label, description, required=not optional, free_text=True)


def code(
    name: str, label: str, description: str, codes: Mapping[str, str], *, optional: bool = False
) -> PublishedColumn:
    """A coded value; the table `labels` says what each is called."""
    return PublishedColumn(name, "text", label, description, required=not optional, codes=codes)


def json(name: str, label: str, description: str) -> PublishedColumn:
    """A JSON list, as text."""
    return PublishedColumn(name, "json", label, description)


def departments(name: str, label: str, description: str) -> PublishedColumn:
    """Names of departments in one text: a tool that filters by "contains 民政局" needs neither a join nor JSON."""
    return PublishedColumn(name, "departments", label, description)


def day(name: str, label: str, description: str, *, optional: bool = False) -> PublishedColumn:
    """A day."""
    return PublishedColumn(name, "date", label, description, required=not optional)


def moment(name: str, label: str, description: str) -> PublishedColumn:
    """A point in time, to the second."""
    return PublishedColumn(name, "moment", label, description)


def yes_no(
    name: str, label: str, description: str, codes: Mapping[str, str], *, optional: bool = False
) -> PublishedColumn:
    """True or false; `codes` says what `true` and `false` are called."""
    return PublishedColumn(name, "yes_no", label, description, required=not optional, codes=codes)


def count(name: str, label: str, description: str, unit: str | None, *, optional: bool = False) -> PublishedColumn:
    """A whole number, never negative; never missing but where `optional`."""
    return PublishedColumn(name, "integer", label, description, required=not optional, unit=unit, not_negative=True)


def whole_number(
    name: str, label: str, description: str, unit: str | None = None, *, optional: bool = False
) -> PublishedColumn:
    """A whole number that is no count: a year, the number of a row."""
    return PublishedColumn(name, "integer", label, description, required=not optional, unit=unit)


def number(
    name: str, label: str, description: str, unit: str | None = None, *, optional: bool = False
) -> PublishedColumn:
    """An amount, a rate or another figure."""
    return PublishedColumn(name, "number", label, description, required=not optional, unit=unit)


ASSESSMENT_DATE = day("assessment_date", "考核日", "本表各行所属的考核日")
HOUSEHOLD_ID = text("household_id", "户编号", "建档立卡户的编号")
TOWNSHIP = free_text("township", "乡镇", "所在乡镇（街道）名称")
VILLAGE_CODE = text("village_code", "行政村代码", "12 位行政村代码，按考核日有效的代码")
VILLAGE = free_text("village", "行政村", "行政村名称")
POOR_VILLAGE_COLUMN = yes_no(
    "poor_village", "是否贫困村", "当年核查表所记；没有当年核查表则为空", POOR_VILLAGE, optional=True
)
FEED = code("feed", "名册", "数据来自哪份名册、由哪个部门负责", FEED_TITLES)
RULE_VERSION = text("rule_version", "规则版本", "判定所用规则的版本")
EVIDENCE = PublishedColumn(
    "evidence",
    "evidence",
    "依据",
    "判定所依据的原始行，JSON 列表，每项为 {feed 名册, source 文件, sheet 工作表, rows 行号列表}",
)
REASON = free_text("reason", "理由", "判定的理由")
JUDGEMENT = (
    code("status", "状态", "指标的判定", STATUSES),
    number("value", "数值", "指标的数值，单位随指标而定；没有数值的指标为空", optional=True),
    number("threshold", "标准线", "数值所对照的标准线，单位同数值；没有标准线的指标为空", optional=True),
    REASON,
    day("threshold_from", "标准线起始日", "标准线从哪一天起执行；没有标准线则为空", optional=True),
    text("threshold_source", "标准线依据", "标准线出自哪份文件；没有标准线则为空", optional=True),
    EVIDENCE,
    RULE_VERSION,
)
"""What every indicator table says of a unit and an indicator."""

SOURCE = place("source", "文件", "来源文件，相对于来源文件夹的路径；数据库来源写作 db:名册:表")
SHEET = place("sheet", "工作表", "工作表名称；没有工作表的来源为空", optional=True)
ROW_NUMBER = whole_number("row_number", "行号", "在表格软件中看到的行号；Parquet 和数据库从 1 起数")
