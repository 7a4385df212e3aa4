"""What stands on paper: the texts of a PDF, and what they are to be by the tables, written out here once more."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pypdf

from schemas.published import codes
from schemas.published.person import SECTIONS

_HEAD = re.compile(r"户编号(?P<household>.+?)\s.*?本户第(?P<page>\d+)页，共(?P<pages>\d+)页", re.DOTALL)
_FOOT = re.compile(r"考核日\d{4}-\d\d-\d\d规则版本[^页]+?第(\d+)页，共(\d+)页含个人信息，限本机构内部使用$")
_TABLE_HEADS = (
    "姓名关系性别身份证号出生日期周岁民族文化程度健康状况劳动能力",
    "项目内容日期部门",
    "指标判定数值标准理由",
)
_NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"]
_SIGNING = ("户主", "帮扶责任人", "驻村工作队员", "村（社区）", "乡镇（街道）", "县")


def compact(text: str) -> str:
    """A text without what setting it in lines may add or take."""
    return re.sub(r"[\s\u200b]+", "", text)


def open_read_only(data: Path) -> duckdb.DuckDBPyConnection:
    """The published tables, and those that name persons beside them."""
    connection = duckdb.connect(str(data / "published" / "xundian.duckdb"), read_only=True)
    connection.execute(f"ATTACH '{data / 'restricted' / 'persons.duckdb'}' AS restricted (READ_ONLY)")
    return connection


def ledgers_in(pdf: Path) -> dict[str, str]:
    """Household -> the compact text of its pages without what repeats on each: head, foot and heads of tables.

    Holds every page to its numbers, of the household's pages and of the document's.
    """
    texts: dict[str, list[str]] = defaultdict(list)
    pages_of: dict[str, int] = {}
    pages = pypdf.PdfReader(pdf).pages
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        foot = _FOOT.search(compact(text))
        assert foot is not None
        assert (foot[1], foot[2]) == (str(number), str(len(pages)))
        if not text.startswith("户编号"):
            continue
        first, body = text.split("\n", 1)
        head = _HEAD.fullmatch(compact_blanks(first))
        assert head is not None
        household = head["household"]
        texts[household].append(_FOOT.sub("", compact(body)))
        assert head["page"] == str(len(texts[household]))
        assert pages_of.setdefault(household, int(head["pages"])) == int(head["pages"])
    assert {household: len(found) for household, found in texts.items()} == pages_of
    return {household: _without_table_heads("".join(found)) for household, found in texts.items()}


def compact_blanks(line: str) -> str:
    """A page's first line, in which a blank ends the number of the household."""
    household, rest = line.removeprefix("户编号").strip().split(" ", 1)
    return f"户编号{household} {compact(rest)}"


def expected_ledger(connection: duckdb.DuckDBPyConnection, county: str, household: str) -> str:
    """What `ledgers_in` must find of a household."""
    row = _rows(connection, "FROM exit_indicators.household_exit WHERE household_id = ?", household)[0]
    lines = _rows(
        connection, "FROM restricted.person.household_ledger WHERE household_id = ? ORDER BY line_number", household
    )
    indicators = _rows(
        connection,
        "FROM exit_indicators.household_exit_indicators WHERE household_id = ? ORDER BY indicator",
        household,
    )
    parts = [
        f"{county}贫困户一户一本台账",
        row["township"], row["village"], row["hamlet"] or "",
        f"户主{_head(connection, household, lines)}户编号{household}",
        "退出结果", *(indicator["indicator"] for indicator in indicators),
        codes.RESULTS[row["result"]], *(codes.STATUSES[indicator["status"]] for indicator in indicators),
    ]  # fmt: skip
    for numeral, title in zip(_NUMERALS, SECTIONS, strict=True):
        parts.append(f"{numeral}、{title}")
        of_section = [line for line in lines if line["section"] == title]
        parts += _section(connection, household, title, of_section, indicators)
    parts.append("签字确认已逐项核对以上内容，意见如下：签字人意见签字（盖章）日期")
    parts += [f"{who}年月日" for who in _SIGNING]
    return _without_table_heads(compact("".join(parts)))


def expected_name(connection: duckdb.DuckDBPyConnection, household: str) -> str:
    """The head of a household, as a ledger calls it."""
    lines = _rows(connection, "FROM restricted.person.household_ledger WHERE household_id = ?", household)
    return _head(connection, household, lines)


def _section(
    connection: duckdb.DuckDBPyConnection, household: str, title: str, lines: list[Any], indicators: list[Any]
) -> list[str]:
    if title == "基本情况":
        return ["扶贫办：建档立卡贫困户基本信息", *(line["item"] + line["content"] for line in lines)]
    if title == "指标判定":
        return ["本系统", *map(_indicator, indicators)]
    shown = [line for line in lines if line["feed"] != "register_members"]
    parts = [_line(line) for line in shown]
    if title == "家庭成员":
        members = _rows(
            connection, "FROM restricted.person.members WHERE household_id = ? ORDER BY member_id", household
        )
        return ["扶贫办：建档立卡贫困人口信息", *map(_member, members), *parts]
    return parts or ["没有记录。"]


def _line(line: Any) -> str:
    content = line["content"]
    if line["section"] == "退回的行":
        sheet = f"工作表“{line['sheet']}”" if line["sheet"] else ""
        content += f"（{line['source']}{sheet}第{line['row_number']}行）"
    return f"{line['item']}{content}{line['date'] or '—'}{line['department'] or '本系统'}"


def _member(member: Any) -> str:
    number = member["id_number"] or "—"
    if member["id_number_state"] != "有效":
        number += member["id_number_state"]
    if not member["living"]:
        number += "；" if member["id_number_state"] != "有效" else ""
        number += f"已死亡（{member['death_date']}）" if member["death_date"] else "已死亡"
    cells = [member["name"], member["relation"], member["sex"], number, member["birth_date"]]
    optional = ("age", "ethnicity", "schooling", "health_status", "labour_capacity")
    return "".join(map(str, [*cells, *("—" if member[name] is None else member[name] for name in optional)]))


def _indicator(row: Any) -> str:
    unit = codes.HOUSEHOLD_INDICATORS[row["indicator"]].unit or ""
    value, line = (
        "—" if row[name] is None else f"{row[name]:,.2f}".rstrip("0").rstrip(".") + unit
        for name in ("value", "threshold")
    )
    if row["threshold_source"] is not None:
        line = "见理由" if line == "—" else line
        line += f"，自{row['threshold_from']}起执行" if row["threshold_from"] else ""
        line += f"，依据：{row['threshold_source']}"
    name = codes.HOUSEHOLD_INDICATORS[row["indicator"]].name
    return f"{row['indicator']}{name}{codes.STATUSES[row['status']]}{value}{line}{row['reason']}"


def _head(connection: duckdb.DuckDBPyConnection, household: str, lines: list[Any]) -> str:
    living = _rows(
        connection,
        "FROM restricted.person.members WHERE household_id = ? AND relation = '户主' AND living ORDER BY member_id",
        household,
    )
    if living:
        return str(living[0]["name"])
    return next(str(line["content"]) for line in lines if line["item"] == "户主姓名")


def _without_table_heads(text: str) -> str:
    for head in _TABLE_HEADS:
        text = text.replace(head, "")
    return text


def _rows(connection: duckdb.DuckDBPyConnection, query: str, *values: str) -> list[dict[str, Any]]:
    result = connection.execute(query, values)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def fonts_not_embedded(pdf: Path) -> list[str]:
    """The fonts that a PDF names and does not hold."""
    missing = []
    for page in pypdf.PdfReader(pdf).pages:
        fonts = page["/Resources"].get("/Font", {})
        for font in fonts.values():
            for descendant in font.get_object()["/DescendantFonts"]:
                descriptor = descendant.get_object()["/FontDescriptor"].get_object()
                if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor):
                    missing.append(str(descriptor["/FontName"]))
    return missing
