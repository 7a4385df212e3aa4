"""What the SQL of the published account is given beside the night's tables: the figures as printed, and their feeds."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

import pyarrow

from schemas.departments import DEPARTMENTS
from schemas.registry import FEEDS
from xundian_pipeline.county import County
from xundian_pipeline.parameters import Parameter
from xundian_pipeline.published_account.account import Account, PrintedFigure, read_account
from xundian_pipeline.rules.rule import FOLDER, Rule, read_rule

FIGURES = "figures"
"""The folder of the rules that reckon figures; a figure's file is called like the figure."""

_AMOUNT = pyarrow.decimal128(18, 6)
_ACCOUNT = pyarrow.schema(
    [
        ("figure_id", pyarrow.string()),
        ("position", pyarrow.int32()),
        ("topic", pyarrow.string()),
        ("text", pyarrow.string()),
        ("unit", pyarrow.string()),
        ("scope", pyarrow.string()),
        ("published", _AMOUNT),
        ("low", _AMOUNT),
        ("high", _AMOUNT),
        ("truncated_high", _AMOUNT),
        ("is_known", pyarrow.bool_()),
        ("missing", pyarrow.string()),
        ("definition", pyarrow.string()),
        ("remark", pyarrow.string()),
    ]
)
_FIGURE_FEEDS = pyarrow.schema(
    [
        ("figure_id", pyarrow.string()),
        ("feed", pyarrow.string()),
        ("place", pyarrow.int32()),
        ("title", pyarrow.string()),
    ]
)
_NOBODY_KNOWS = "程序里没有这个数的算法（规则文件夹 figures 中没有同名文件），没有计算"


def figure_rules() -> dict[str, Rule]:
    """Every figure that there is SQL for, by its identifier."""
    return {path.stem: read_rule(FIGURES, path.stem) for path in sorted((FOLDER / FIGURES).glob("*.sql"))}


def account_tables(county: County, assessment_date: datetime.date) -> dict[str, pyarrow.Table]:
    """Return `account` and `figure_feeds`.

    `account`: one row per printed figure. A computed value is printed as the figure where low <= value < high (rounded
    half up), and where published <= value < truncated_high (cut off). `is_known`: the night can reckon it; else
    `missing` says why not. `definition` says what is reckoned, `remark` what the printed figures say of each other.
    `figure_feeds`: the feeds that each figure is reckoned from, numbered from 1.
    """
    account, rules = read_account(county.folder), figure_rules()
    parameters = county.parameters.on(assessment_date)
    remarks = _remarks(account, county, assessment_date)
    rows = [
        _row(figure, rules.get(name), parameters, account, remarks.get(name))
        for name, figure in account.figures.items()
    ]
    feeds = [
        {"figure_id": name, "feed": feed, "place": place, "title": _title(feed)}
        for name in account.figures
        if name in rules
        for place, feed in enumerate(rules[name].feeds, 1)
    ]
    return {
        "account": pyarrow.Table.from_pylist(rows, _ACCOUNT),
        "figure_feeds": pyarrow.Table.from_pylist(feeds, _FIGURE_FEEDS),
    }


def _row(
    figure: PrintedFigure,
    rule: Rule | None,
    parameters: Mapping[str, Parameter],
    account: Account,
    remark: str | None,
) -> dict[str, object]:
    parameter = parameters[rule.parameter] if rule and rule.parameter else None
    missing = None
    if rule is None:
        missing = account.missing.get(figure.figure_id, _NOBODY_KNOWS)
    elif parameter and parameter.value is None:
        missing = f"考核日没有已知的“{parameter.label}”，不能计算"
    said = [
        rule.note if rule else None,
        f"{parameter.label}取自有日期的参数（{parameter.source}）" if parameter else None,
    ]
    half = figure.step / 2
    return {
        "figure_id": figure.figure_id,
        "position": figure.position,
        "topic": figure.topic,
        "text": figure.text,
        "unit": figure.unit,
        "scope": figure.scope,
        "published": _exact(figure.value),
        "low": _exact(figure.value - half),
        "high": _exact(figure.value + half),
        "truncated_high": _exact(figure.value + figure.step),
        "is_known": missing is None,
        "missing": missing,
        "definition": "；".join(text for text in said if text) or None,
        "remark": remark,
    }


def _exact(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.000001"))


def _title(feed: str) -> str:
    return f"{DEPARTMENTS[FEEDS[feed].department]}《{FEEDS[feed].title}》"


def _remarks(account: Account, county: County, day: datetime.date) -> dict[str, str]:
    """What is to be said of figures whatever the departments sent."""
    remarks: dict[str, list[str]] = {name: [text] for name, text in account.arithmetic.items()}
    for name, level, word in (("townships", "乡级", "乡镇（街道）"), ("villages", "村级", "行政村（社区）")):
        listed = county.divisions_in_force(level, day)
        if listed and name in account.figures and listed != account.figures[name].value:
            remarks.setdefault(name, []).append(f"行政区划名单上考核日有效的{word}是 {listed} 个")
    if account.year is not None and account.year != day.year:
        for name in account.figures:
            remarks.setdefault(name, []).append(f"公布的是 {account.year} 年的数，计算的是 {day.year} 年的数")
    return {name: "；".join(found) for name, found in remarks.items()}
