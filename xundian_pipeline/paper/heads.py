"""Who heads a household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from schemas.published.person import HOUSEHOLD_LEDGER, MEMBERS
from schemas.registry import FEEDS
from xundian_pipeline.published_database import rows_of
from xundian_pipeline.restricted.attaching import ATTACHED
from xundian_pipeline.restricted.texts import header_of

_HEADS = f"""
    SELECT h.household_id, COALESCE(m.name, r.name, '') AS name, m.name IS NOT NULL AS is_living_member
    FROM (SELECT UNNEST(?) AS household_id) AS h
    LEFT JOIN (
        SELECT household_id, ARG_MIN(name, member_id) AS name FROM {ATTACHED}.{MEMBERS.full_name}
        WHERE relation = '户主' AND living GROUP BY household_id
    ) AS m ON h.household_id = m.household_id
    LEFT JOIN (
        SELECT household_id, MIN(content) AS name FROM {ATTACHED}.{HOUSEHOLD_LEDGER.full_name}
        WHERE feed = 'register_households' AND item = ? GROUP BY household_id
    ) AS r ON h.household_id = r.household_id
"""


@dataclass(frozen=True)
class Head:
    """The name of a household's head; `is_living_member`: no, where only the household's own row names one."""

    name: str
    is_living_member: bool


def heads_of(connection: duckdb.DuckDBPyConnection, households: Sequence[str]) -> dict[str, Head]:
    """The head of each household: the living member who is one, else whom the household's row names."""
    item = header_of(FEEDS["register_households"].column("head_name"))
    rows = rows_of(connection, _HEADS, list(households), item)
    return {row["household_id"]: Head(row["name"], row["is_living_member"]) for row in rows}
