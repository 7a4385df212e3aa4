"""Precision and recall of the proposals by weight, on labelled counties that the model was not trained on.

`python -m bench.linkage_quality` prints a table for each mix. A proposal is right where its member is the person of the
row. Recall is among the rows of registered people that the rules leave open; the second figure among those of them
whose number says anything, for nothing can be proposed where only a name is left.
"""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pandas
import yaml

from bench.labelled_counties import DAY, HOUSEHOLDS, MIXES, OPEN, ROW, LabelledCounty, labelled, make_county
from schemas.registry import FEEDS
from xundian_pipeline.county import County, load_county
from xundian_pipeline.people import link_people
from xundian_pipeline.people.linkage_model import FILE, read_linkage_model

SEEDS = (1, 2, 3, 4)
_WEIGHTS = (-100, 0, 2, 4, 6, 8, 10, 12, 14, 16, 20)
_EVERYTHING = -1000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    arguments = parser.parse_args()
    for mix, hardness in MIXES.items():
        measured = []
        for seed in arguments.seeds:
            with tempfile.TemporaryDirectory() as folder:
                measured.append(measure(make_county(Path(folder), seed, hardness, arguments.households)))
        print(_report(mix, arguments.seeds, measured), flush=True)
    return 0


@dataclasses.dataclass(frozen=True)
class Measured:
    """Every pair that could be proposed, with `right`; and the open rows of registered people, with `readable`."""

    proposals: pandas.DataFrame
    open_rows: pandas.DataFrame


def measure(county: LabelledCounty) -> Measured:
    """Link a county, everything proposed that has no rival, and hold it against the truth."""
    with tempfile.TemporaryDirectory() as folder:
        everything = _proposing_everything(county, Path(folder))
        tables = link_people(county.inputs, everything, DAY)
    proposals = tables["link_proposals"].to_pandas()
    proposals["sheet"] = proposals["sheet"].fillna("")
    truth = county.labels.rename(columns={"member_id": "true_member"})
    found = proposals.merge(truth, left_on=[*ROW, "member_id"], right_on=[*ROW, "true_member"], how="left")
    found["right"] = found["true_member"].notna()
    rows = labelled(tables["linkage"], county)
    known = set(tables["members"]["member_id"].to_pylist())
    rows = rows[rows["outcome"].isin(OPEN) & rows["true_member"].isin(known)].drop_duplicates(ROW)
    return Measured(found, rows.merge(_readable(county), on=ROW))


def _proposing_everything(county: LabelledCounty, folder: Path) -> County:
    """The county with a model that proposes whatever has no rival."""
    copied = folder / "county"
    shutil.copytree(county.county.folder, copied)
    content = yaml.safe_load((copied / FILE).read_text("utf-8"))
    (copied / FILE).write_text(yaml.safe_dump({**content, "proposal_weight": _EVERYTHING}), "utf-8")
    return dataclasses.replace(county.county, folder=copied)


def _readable(county: LabelledCounty) -> pandas.DataFrame:
    """Which rows have a number of 16 characters or more."""
    parts = []
    for feed in FEEDS.values():
        if feed.person is None:
            continue
        table = pandas.read_parquet(county.inputs[feed.id][0], columns=[*ROW[1:], feed.person.id_number])
        numbers = table[feed.person.id_number].fillna("")
        readable = (numbers.str.len() >= 16) & ~numbers.str.contains(".", regex=False)
        parts.append(table[ROW[1:]].assign(feed=feed.id, readable=readable))
    rows = pandas.concat(parts, ignore_index=True)
    return rows.assign(sheet=rows["sheet"].fillna(""))


def _report(mix: str, seeds: Sequence[int], measured: Sequence[Measured]) -> str:
    proposals = pandas.concat([one.proposals for one in measured])
    rows = pandas.concat([one.open_rows for one in measured])
    chosen = float(read_linkage_model(load_county().folder).proposal_weight)
    readable = int(rows["readable"].sum())
    seeds_named = "、".join(map(str, seeds))
    title = f"{mix}（种子 {seeds_named}；未定的本县人员记录 {len(rows):,} 条，号码可读的 {readable:,} 条）"
    lines = [
        f"\n## {title}",
        "",
        "| 权重不低于 | 建议 | 对 | 错 | 查准率 | 查全率 | 号码可读的查全率 | 各种子最低查准率 |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for weight in sorted({*_WEIGHTS, chosen}):
        above = proposals[proposals["match_weight"] >= weight]
        right = int(above["right"].sum())
        worst = min((_share(one.proposals, weight) for one in measured), default=1.0)
        mark = " ←" if weight == chosen else ""
        shares = (_ratio(right, len(above)), _ratio(right, len(rows)), _ratio(right, readable), worst)
        counts = f"| {weight:g}{mark} | {len(above):,} | {right:,} | {len(above) - right} | "
        lines.append(counts + " | ".join(f"{share:.4f}" for share in shares) + " |")
    above = proposals[proposals["match_weight"] >= chosen]
    fields = [column for column in proposals.columns if column.endswith("_agreement")]
    kinds = above.groupby(fields)["right"].agg(["size", "sum"]).rename(columns={"size": "建议", "sum": "对"})
    doubtful = kinds[kinds["建议"] > kinds["对"]]
    if len(doubtful):
        lines += ["", "有错的几类：", "", doubtful.to_string()]
    return "\n".join(lines)


def _share(proposals: pandas.DataFrame, weight: float) -> float:
    above = proposals[proposals["match_weight"] >= weight]
    return _ratio(int(above["right"].sum()), len(above))


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


if __name__ == "__main__":
    sys.exit(main())
