"""The officers' file of decisions on links, DATA/decisions/link_decisions.csv, described as the feeds are."""

from __future__ import annotations

import pandera.pandas as pandera

from schemas.feed import Column, Feed

ACCEPT, REJECT = "接受", "拒绝"


def _column(name: str, kind: str, description: str, *, personal: bool = False, allowed: tuple[str, ...] = ()) -> Column:
    return Column(name, name, kind, True, allowed, None, description, personal)


LINK_DECISIONS = Feed(
    id="link_decisions",
    department="poverty_office",
    title="人工认定",
    grain="每条部门记录和人员的认定一行",
    key=("feed", "record_key", "member_id"),
    columns=(
        _column("feed", "text", "名册代号，照抄认定建议里的"),
        _column("record_key", "text", "记录编号，照抄认定建议里的"),
        _column("member_id", "text", "人编号"),
        _column("decision", "enum", "决定", allowed=(ACCEPT, REJECT)),
        _column("decided_by", "text", "认定人", personal=True),
        _column("decided_on", "date", "认定日期"),
        _column("reason", "text", "理由", personal=True),
    ),
    person=None,
    keeps_row=False,
    model=pandera.DataFrameModel,
)
"""Its headers are the columns' names; `reason` may be left blank in a line."""

HEADER_SYNONYMS: dict[str, tuple[str, ...]] = {
    "feed": ("名册", "名册代号"),
    "record_key": ("记录编号",),
    "member_id": ("人编号",),
    "decision": ("决定", "认定"),
    "decided_by": ("认定人",),
    "decided_on": ("认定日期",),
    "reason": ("理由",),
}
