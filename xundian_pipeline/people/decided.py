"""Applying the officers' decisions: whose a record is, which pairs are not proposed again, what is not applied."""

from __future__ import annotations

from typing import Any

import pyarrow

from schemas.published.codes import LINKAGE_OUTCOMES
from xundian_pipeline.acceptance.reports import NOTICES
from xundian_pipeline.county import County
from xundian_pipeline.engine import Engine, Inputs
from xundian_pipeline.people.decisions import DECISIONS, line_notice
from xundian_pipeline.people.record_keys import create_record_keys, register_key_tables

SETTLED = ("exact", "name_differs", "probable")
"""The outcomes that no decision overrides."""


def prepare_decisions(engine: Engine, inputs: Inputs, county: County) -> None:
    """Make the decisions and the means of record keys readable; without these inputs nothing is decided."""
    if "link_decisions" not in inputs:
        engine.register("link_decisions", DECISIONS.empty_table())
    secret = engine.table("record_secret")["secret"][0].as_py() if "record_secret" in inputs else None
    register_key_tables(engine, county, secret)


def decided_feeds(engine: Engine) -> list[str]:
    """Return the feeds of which a record is decided on."""
    return sorted(set(engine.table("link_decisions")["feed"].to_pylist()))


def find_decided_records(engine: Engine) -> None:
    """Create `record_keys` of the records that decisions name, for `decision_states` to find them."""
    create_record_keys(engine, "record_keys", decided_feeds(engine), keys="link_decisions")


def report_decisions(engine: Engine) -> pyarrow.Table:
    """Return a notice for every decision that could not be applied: `decision_states` says why."""
    rows = [(row, _problem(row)) for row in engine.table("decision_states").to_pylist()]
    notices = [
        line_notice(row["line"], column, text, row["feed"])
        for row, (column, text) in sorted(
            ((row, problem) for row, problem in rows if problem), key=lambda pair: pair[0]["line"]
        )
    ]
    return pyarrow.Table.from_pylist(notices, NOTICES)


def _problem(row: dict[str, Any]) -> tuple[str, str] | None:
    if not row["member_registered"]:
        return "member_id", (
            "建档立卡名单里没有这个人编号（写错了，或人员已退出名册，或所在的户没有被接受）：请核对后改正或删去这一行。"
            "这一行没有采用。"
        )
    if row["row_ref"] is None:
        return "record_key", (
            "这次来件里没有这条记录（内容已有改动，或部门没有再报）：请在最新的认定建议里找到它，重新认定。"
            "这一行没有采用。"
        )
    if row["outcome"] in SETTLED:
        return "record_key", (
            f"这条记录已按规则认定（{LINKAGE_OUTCOMES[row['outcome']]}），人工认定不改变它：请删去这一行；"
            "如果认为规则认定有误，请改正名册。这一行没有采用。"
        )
    return None
