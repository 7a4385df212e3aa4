"""Synthetic counties of which every row's person is known: what linkage is trained on and measured against."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas
import pyarrow
import pyarrow.parquet

from schemas.registry import FEEDS
from xundian_pipeline.acceptance import accept_feed
from xundian_pipeline.county import County, load_county
from xundian_pipeline.engine import Inputs
from xundian_pipeline.reading import read_feed
from xundian_pipeline.sample import Hardness, write_county
from xundian_pipeline.sample.damage import Damage
from xundian_pipeline.sample.likenesses import Likenesses

DAY = datetime.date(2017, 12, 31)
HOUSEHOLDS = 2000
OPEN = ("ambiguous", "unmatched", "not_registered")
"""The outcomes that leave a record open."""
ROW = ["feed", "source", "sheet", "row_number"]

MIXES: Mapping[str, Hardness] = {
    "样例的重度脏乱": Hardness(),
    "损坏和改名多五倍": Hardness(Damage(damaged=0.06, other_names=0.05, missing=0.01, namesakes=0.3)),
    "双胞胎、近名亲属、同名同日邻居": Hardness(
        Damage(damaged=0.04, other_names=0.05), Likenesses(twins=0.3, like_names=0.3, namesakes=0.05)
    ),
    "两样都有，更甚": Hardness(
        Damage(strangers=0.15, namesakes=0.6, damaged=0.1, missing=0.03, other_names=0.15),
        Likenesses(twins=0.6, like_names=0.6, namesakes=0.15),
    ),
}
"""How hard linkage is made, from what the sample has to what no county should have."""


@dataclass(frozen=True)
class LabelledCounty:
    """A county's accepted tables (the inputs of linkage), and whose its rows are: ROW and member_id."""

    county: County
    inputs: Inputs
    labels: pandas.DataFrame


def make_county(folder: Path, seed: int, hardness: Hardness, households: int | None = HOUSEHOLDS) -> LabelledCounty:
    """Write a county's heavily messy files into `folder`, and accept them as a night does."""
    county = load_county()
    sources, accepted = folder / "sources", folder / "accepted"
    summary = write_county(sources, county, households, seed, "heavy", DAY, hardness=hardness, labelled=True)
    assert summary.labels is not None
    accepted.mkdir()
    shared: dict[str, list[pyarrow.Table]] = {}
    for feed in FEEDS.values():
        reading = read_feed(sources, feed, county.header_synonyms, ())
        for name, table in accept_feed(reading, feed, county, DAY).items():
            if name == "accepted":
                pyarrow.parquet.write_table(table, accepted / f"{feed.id}.parquet")
            else:
                shared.setdefault(name, []).append(table)
    for name, tables in shared.items():
        pyarrow.parquet.write_table(pyarrow.concat_tables(tables), accepted / f"{name}.parquet")
    labels = summary.labels.assign(sheet=summary.labels["sheet"].fillna(""))
    return LabelledCounty(county, {path.stem: [path] for path in accepted.glob("*.parquet")}, labels)


def labelled(rows: pyarrow.Table, county: LabelledCounty) -> pandas.DataFrame:
    """Return `rows` (with the columns ROW) once for each member that is behind them, as `true_member`."""
    frame = rows.to_pandas()
    frame["sheet"] = frame["sheet"].fillna("")
    return frame.merge(county.labels.rename(columns={"member_id": "true_member"}), on=ROW)
