"""Estimate the model of the match weights on labelled synthetic counties.

`python -m bench.train_linkage` writes the probabilities into seeds/counties/xundian/linkage.yaml and keeps the weights
chosen there. m is how often a field of a true pair agrees at a level, among the records that the rules leave open or
link by evidence; u how often that of two random persons does. A level that never occurred counts as half a pair.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy
import pyarrow
import yaml

from bench.labelled_counties import DAY, MIXES, OPEN, LabelledCounty, labelled, make_county
from xundian_pipeline.county import load_county
from xundian_pipeline.people.comparisons import COMPARISONS, NONE
from xundian_pipeline.people.link import compared_tables
from xundian_pipeline.people.linkage_model import FILE, LinkageModel, read_linkage_model
from xundian_pipeline.people.weights import weigh

SEEDS = (101, 102, 103, 104, 105, 106)
"""Counties that are never measured with."""
_RANDOM_PAIRS, _AT_ONCE = 1_250_000, 250_000
_SIGNIFICANT = 3
_NOTE = """\
# 匹配权重的模型：真是同一人的记录和人员（m）与任意两人（u）各有多大可能这样相符。夜间只用不学：同样的来件得同样的权重。
# m、u 由 python -m bench.train_linkage 在合成县（种子 {seeds}，各 2,000 户，
# {mixes}）上数出：真配对 {true:,} 对，
# 任意配对 {random:,} 对；从未出现的按半对计。prior 按全县 12.8 万建档立卡人口，任取一条记录、一名人员是同一人的可能。
# proposal_weight、rival_margin 按 python -m bench.linkage_quality 的查准率选定：权重不低于前者、又比同一记录的其他人员
# 高出后者以上的，才作为认定建议。
"""
_PRIOR = 1 / 128_000


def main() -> int:
    """Train and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=load_county().folder, help="the county's folder of seeds")
    folder: Path = parser.parse_args().folder
    before = read_linkage_model(folder)
    true, random = _Counts(), _Counts()
    for seed, (mix, hardness) in zip(SEEDS, [*MIXES.items()] * 2, strict=False):
        print(f"种子 {seed}：{mix}", flush=True)
        with tempfile.TemporaryDirectory() as temporary:
            _count(make_county(Path(temporary), seed, hardness), seed, before, true, random)
    (folder / FILE).write_text(_written(before, true, random), "utf-8")
    print(f"已写入 {folder / FILE}")
    return 0


class _Counts:
    """How many pairs agreed at each level of each field."""

    def __init__(self) -> None:
        self.levels: dict[str, Counter[str]] = {comparison.field: Counter() for comparison in COMPARISONS}
        self.pairs = 0

    def add(self, weighed: pyarrow.Table) -> None:
        self.pairs += len(weighed)
        for field, counter in self.levels.items():
            for entry in weighed[f"{field}_agreement"].value_counts().to_pylist():
                counter[entry["values"]] += entry["counts"]

    def probability(self, field: str, level: str) -> float:
        counter = self.levels[field]
        compared = sum(counter.values()) - counter[NONE]
        return max(counter[level], 0.5) / max(compared, 1)


def _count(county: LabelledCounty, seed: int, model: LinkageModel, true: _Counts, random: _Counts) -> None:
    known = compared_tables(county.inputs, county.county, DAY)
    members = known["members"]["member_id"].to_pylist()
    outcomes = known["record_outcomes"].to_pandas()
    outcomes = outcomes[outcomes["outcome"].isin((*OPEN, "probable"))]
    pairs = labelled(known["records"], county)
    same = set(zip(pairs["row_ref"], pairs["true_member"], strict=True))
    pairs = pairs[pairs["row_ref"].isin(outcomes["row_ref"]) & pairs["true_member"].isin(members)]
    _add(true, county, model, pairs["row_ref"].tolist(), pairs["true_member"].tolist())
    draw = numpy.random.default_rng(seed)
    invalid = known["records"].to_pandas().query("not id_valid")["row_ref"].to_numpy()
    for _ in range(_RANDOM_PAIRS // _AT_ONCE):
        persons = numpy.array(members, dtype=object)[draw.integers(0, len(members), _AT_ONCE)]
        drawn = zip(draw.choice(invalid, _AT_ONCE).tolist(), persons, strict=True)
        others = [pair for pair in drawn if pair not in same]
        _add(random, county, model, [row for row, _ in others], [member for _, member in others])


def _add(counts: _Counts, county: LabelledCounty, model: LinkageModel, rows: list[int], members: list[str]) -> None:
    pairs = pyarrow.table({"row_ref": pyarrow.array(rows, pyarrow.int64()), "member_id": pyarrow.array(members)})
    pairs = pairs.group_by(["row_ref", "member_id"]).aggregate([])
    tables = compared_tables(county.inputs, county.county, DAY, pairs)
    counts.add(weigh(tables["compared_records"], tables["compared_members"], pairs, model))


def _written(before: LinkageModel, true: _Counts, random: _Counts) -> str:
    levels = {
        comparison.field: {
            code: {
                "m": _rounded(true.probability(comparison.field, code)),
                "u": _rounded(random.probability(comparison.field, code)),
            }
            for code in comparison.levels
        }
        for comparison in COMPARISONS
    }
    content = {
        "prior": _rounded(_PRIOR),
        "proposal_weight": float(before.proposal_weight),
        "rival_margin": float(before.rival_margin),
        "levels": levels,
    }
    seeds = "、".join(str(seed) for seed in SEEDS)
    note = _NOTE.format(seeds=seeds, mixes="；".join(MIXES), true=true.pairs, random=random.pairs)
    return note + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, default_flow_style=None)


def _rounded(probability: float) -> float:
    return float(f"{probability:.{_SIGNIFICANT}g}")


if __name__ == "__main__":
    sys.exit(main())
