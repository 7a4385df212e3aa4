"""Codes of villages and households that nobody knows: accepted, and reported once per feed and code (ruling 11)."""

from __future__ import annotations

import pyarrow

from schemas.registry import FEEDS
from xundian_pipeline.acceptance.reports import NOTICES
from xundian_pipeline.county import County
from xundian_pipeline.engine import Engine

_HOUSEHOLD = (
    "《{title}》有 {count} 行的户编号 {what} 不在建档立卡户名单里：请核对户编号；若该户应当建档，请扶贫办补上。"
)
_VILLAGE = "《{title}》有 {count} 行的行政村代码 {what} 不在本县的行政村名单里：请核对代码。"


def report_unknown(engine: Engine, county: County) -> pyarrow.Table:
    """Return one notice per feed and unknown code or household.

    Known are the accepted households of the register and the villages of the county's list; a county without a list
    takes those of its register.
    """
    engine.register("listed_villages", _listed(county))
    engine.create("unknown_households", _unknown_households())
    engine.create("unknown_villages", _unknown_villages())
    rows = [_notice("unknown_household", row, _HOUSEHOLD) for row in engine.table("unknown_households").to_pylist()] + [
        _notice("unknown_village", row, _VILLAGE) for row in engine.table("unknown_villages").to_pylist()
    ]
    return pyarrow.Table.from_pylist(rows, NOTICES)


def _listed(county: County) -> pyarrow.Table:
    villages = county.divisions[county.divisions["level"] == "村级"]
    return pyarrow.table({"village_code": pyarrow.array(villages["code"].tolist(), pyarrow.string())})


def _notice(kind: str, row: dict[str, str], text: str) -> dict[str, object]:
    message = text.format(title=FEEDS[row["feed"]].title, **row)
    return {"kind": kind, "feed": row["feed"], "what": row["what"], "count": row["count"], "message": message}


def _unknown_households() -> str:
    return (
        "SELECT r.feed, r.household_id AS what, COUNT(*) AS count FROM ("
        "SELECT feed, household_id FROM household_records UNION ALL "
        "SELECT 'register_members' AS feed, household_id FROM register_members) AS r "
        "LEFT JOIN register_households AS h ON r.household_id = h.household_id "
        "WHERE h.household_id IS NULL GROUP BY r.feed, r.household_id ORDER BY r.feed, r.household_id"
    )


def _unknown_villages() -> str:
    records = " UNION ALL ".join(
        f"SELECT '{feed.id}' AS feed, village_code FROM {feed.id}" for feed in FEEDS.values() if feed.has_village
    )
    return (
        "WITH known AS (SELECT village_code FROM listed_villages UNION "
        "SELECT village_code FROM register_households WHERE NOT EXISTS (SELECT 1 FROM listed_villages)) "
        f"SELECT r.feed, r.village_code AS what, COUNT(*) AS count FROM ({records}) AS r "
        "LEFT JOIN known AS k ON r.village_code = k.village_code "
        "WHERE k.village_code IS NULL GROUP BY r.feed, r.village_code ORDER BY r.feed, r.village_code"
    )
