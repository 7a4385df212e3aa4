"""Weighing what the rules leave open, and proposing what is likely (ruling 23)."""

from __future__ import annotations

import pyarrow

from xundian_pipeline.engine import Engine
from xundian_pipeline.people.comparisons import COMPARISONS
from xundian_pipeline.people.linkage_model import LinkageModel
from xundian_pipeline.people.record_keys import create_record_keys
from xundian_pipeline.people.weights import as_if_weighed, weigh

_COLUMNS = (
    "feed", "source", "sheet", "row_number", "member_id", "match_weight",
    *(f"{comparison.field}_agreement" for comparison in COMPARISONS),
)  # fmt: skip


def weigh_pairs(engine: Engine, model: LinkageModel) -> None:
    """Create `weighed_pairs` from `compared_pairs`, `compared_records` and `compared_members`."""
    records, members, pairs = (engine.table(f"compared_{what}") for what in ("records", "members", "pairs"))
    engine.register("weighed_pairs", weigh(records, members, pairs, model), as_if_weighed())


def proposals_with_keys(engine: Engine) -> pyarrow.Table:
    """Return `link_proposals` with the records' keys, as they are published."""
    feeds = sorted(set(engine.table("link_proposals")["feed"].to_pylist()))
    create_record_keys(engine, "proposed_keys", feeds, rows="link_proposals")
    columns = ", ".join(f"p.{column}" for column in _COLUMNS)
    engine.create(
        "keyed_proposals",
        f"SELECT {columns}, k.record_key FROM link_proposals AS p "
        "LEFT JOIN proposed_keys AS k ON p.row_ref = k.row_ref ORDER BY p.row_ref, p.member_id",
    )
    return engine.table("keyed_proposals")
