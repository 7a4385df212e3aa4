"""一户一本台账: everything known of a household, in the order of `schemas.published.person.SECTIONS`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from schemas.published import codes
from schemas.published.person import HOUSEHOLD_LEDGER, MEMBERS, SECTIONS
from xundian_pipeline.county import County
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.paper.heads import Head, heads_of
from xundian_pipeline.paper.printing import Document, print_documents
from xundian_pipeline.paper.published_night import PublishedNight, published_night
from xundian_pipeline.published_database import Row, as_published, named_indicators, rows_of
from xundian_pipeline.restricted.attaching import ATTACHED
from xundian_pipeline.wording import counted_results, figure, place_text, threshold_text

_TEMPLATE = "ledger.typ"
_NAME = "台账"
_RECKONED = "本系统"
_NONE = "—"
_VALID = "有效"
_RETURNED = "退回的行"
_JUDGED = "指标判定"
_ORIGINS = {
    "基本情况": codes.FEED_TITLES["register_households"],
    "家庭成员": codes.FEED_TITLES["register_members"],
    _JUDGED: _RECKONED,
}
"""Who says what stands in the tables that have no column for it."""
_OF_HOUSEHOLDS = "WHERE household_id IN (SELECT UNNEST(?)) ORDER BY household_id"
# Chinese is broken between any two characters, what is written without a blank in Latin letters and digits is not. An
# identity number stays in one piece; in the narrow columns of the members there is less room.
_LONG_RUN = re.compile(r"[!-~]{18}(?=[!-~])")
_RUN_OF_MEMBER = re.compile(r"[!-~]{6}(?=[!-~])")
_BREAK = "\u200b"


def print_ledgers(
    data: Path,
    out: Path,
    county: County,
    say: Callable[[str], None],
    *,
    village: str | None = None,
    household: str | None = None,
) -> None:
    """Write the ledger of a household, or those of a village in one document, or one document for every village.

    Raises PipelineError where no night is published, its persons cannot be read, there is no such household or village,
    or a ledger cannot be printed.
    """
    with published_night(data, county) as night:
        documents = [_of_household(night, household)] if household else _of_villages(night, village)
        written = print_documents(documents, _TEMPLATE, out, say)
    say(f"写好 {written} 份，在 {out}。台账里有姓名和身份证号：只有本账号能打开，请只发给办理的人。")


def _of_household(night: PublishedNight, number: str) -> Document:
    household = as_published(number)
    found = rows_of(night.connection, "FROM exit_indicators.household_exit WHERE household_id = ?", household)
    if not found:
        raise PipelineError(f"已发布的表里没有户 {number}：请写建档立卡户的户编号，并核对有没有写错。")
    title = f"{night.said['county']}贫困户一户一本台账 {household}"
    given = {**night.said, "title": title, "village": None, "households": _households(night, found)}
    return Document((household, _NAME), given, f"户 {household}")


def _of_villages(night: PublishedNight, code: str | None) -> Iterator[Document]:
    villages = night.villages(code)
    if code and not villages[0]["households"]:
        raise PipelineError(f"{villages[0]['village']}（{code}）没有建档立卡户，没有台账要打印。")
    for village in villages:
        if village["households"]:
            yield _of_village(night, village)


def _of_village(night: PublishedNight, village: Row) -> Document:
    code, name = village["village_code"], village["village"]
    given = {
        **night.said,
        "title": f"{night.said['county']}贫困户一户一本台账 {name}",
        "village": {
            "code": code,
            "name": name,
            "township": village["township"],
            "persons": str(village["persons"]),
            "results": counted_results(village),
        },
        "households": _households(night, night.households(village)),
    }
    return Document((code, name, _NAME), given, f"{name} {village['households']} 户")


def _households(night: PublishedNight, households: Sequence[Row]) -> list[dict[str, Any]]:
    """What the template prints of each household: texts, and whether a verdict is settled."""
    numbers = [household["household_id"] for household in households]
    heads = heads_of(night.connection, numbers)
    members = _by_household(night, f"{ATTACHED}.{MEMBERS.full_name}", numbers, "member_id")
    lines = _by_household(night, f"{ATTACHED}.{HOUSEHOLD_LEDGER.full_name}", numbers, "line_number")
    judged = _by_household(night, "exit_indicators.household_exit_indicators", numbers, "indicator")
    named = named_indicators(night.connection, "household_exit_indicators")
    return [
        _household(
            household, heads[number], members[number], lines[number], [_indicator(row, named) for row in judged[number]]
        )
        for household, number in zip(households, numbers, strict=True)
    ]


def _by_household(night: PublishedNight, table: str, households: list[str], then: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(night.connection, f"FROM {table} {_OF_HOUSEHOLDS}, {then}", households):
        found[row["household_id"]].append(row)
    return found


def _household(
    household: Row, head: Head, members: list[Row], lines: list[Row], indicators: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "id": household["household_id"],
        "head": _text(head.name),
        "township": household["township"],
        "village": household["village"],
        "hamlet": household["hamlet"] or "",
        "size": str(household["members"]),
        "result": codes.RESULTS[household["result"]],
        "settled": household["result"] == "exit_ready",
        "members": [_member(member) for member in members],
        "indicators": indicators,
        "sections": [_section(title, lines) for title in SECTIONS],
    }


def _member(member: Row) -> dict[str, str | None]:
    state = member["id_number_state"]
    death = member["death_date"]
    remarks = [
        *([] if state == _VALID else [state]),
        *([] if member["living"] else [f"已死亡（{death}）" if death else "已死亡"]),
    ]
    texts = {name: _text(value, _RUN_OF_MEMBER) for name, value in member.items()}
    return {**texts, "id_number": _text(member["id_number"]), "remarks": "；".join(remarks) or None}


def _indicator(row: Row, named: Mapping[str, codes.Indicator]) -> dict[str, Any]:
    indicator = named[row["indicator"]]
    has_line = row["threshold"] is not None or row["threshold_source"] is not None
    return {
        "indicator": row["indicator"],
        "name": indicator.name,
        "status": codes.STATUSES[row["status"]],
        "settled": row["status"] == "pass",
        "value": _NONE if row["value"] is None else figure(row["value"], indicator.unit).strip(),
        "threshold": _text(threshold_text(row, indicator) if has_line else None),
        "reason": _text(row["reason"]),
    }


def _section(title: str, lines: Sequence[Row]) -> dict[str, Any]:
    """The lines of a section, without what the tables of members and indicators say."""
    shown = [line for line in lines if line["section"] == title != _JUDGED and line["feed"] != "register_members"]
    return {"title": title, "origin": _ORIGINS.get(title, ""), "lines": [_line(line) for line in shown]}


def _line(line: Row) -> dict[str, str]:
    content = line["content"]
    if line["section"] == _RETURNED:
        content += f"（{place_text({**line, 'rows': [line['row_number']]}, whole=True)}）"
    return {
        "item": _text(line["item"]),
        "content": _text(content),
        "date": _text(line["date"]),
        "department": line["department"] or _RECKONED,
    }


def _text(value: object, run: re.Pattern[str] = _LONG_RUN) -> str:
    """A value as it is printed, with places at which a long run of letters and digits may be broken."""
    if value is None or value == "":
        return _NONE
    return run.sub(rf"\g<0>{_BREAK}", str(value))
