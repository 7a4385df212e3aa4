"""Estimate the model of the match weights on labelled synthetic counties.

`python -m bench.train_linkage` writes the probabilities into seeds/counties/xundian/linkage.yaml and keeps the weights
chosen there. m is how often a field of a true pair agrees at a level, among the records that the rules leave open or
link by evidence; u how often that of two random persons does. Numbers of two persons that differ by a slip are too rare
for random pairs: all of them are counted, among all pairs. A level that never occurred counts as half a pair, and no m
is taken to be below LEAST: real offices make errors that synthetic ones do not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
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
Pair = tuple[int, str]
_RANDOM_PAIRS, _AT_ONCE = 1_000_000, 250_000
_SIGNIFICANT = 3
LEAST = 0.005
LIKE_NUMBERS = ("equal", "check_digit", "rounded", "one_digit", "exchanged", "length")
_NOTE = """\
# 匹配权重的模型：真是同一人的记录和人员（m）与任意两人（u）各有多大可能这样相符。夜间只用不学：同样的来件得同样的权重。
# m、u 由 python -m bench.train_linkage 在合成县（种子 {seeds}，各 2,000 户，
# {mixes}）上数出：真配对 {true:,} 对，
# 任意配对 {random:,} 对；两人的号码只差一处笔误的太少，在全部 {all:,} 对里数。从未出现的按半对计，m 不低于 {least}。
# prior 按全县 12.8 万建档立卡人口，任取一条记录、一名人员是同一人的可能。
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
    counted = _Counted()
    for seed, (mix, hardness) in zip(SEEDS, [*MIXES.items()] * 2, strict=False):
        print(f"种子 {seed}：{mix}", flush=True)
        with tempfile.TemporaryDirectory() as temporary:
            counted.add(make_county(Path(temporary), seed, hardness), seed, before)
    (folder / FILE).write_text(_written(before, counted), "utf-8")
    print(f"已写入 {folder / FILE}")
    return 0


class _Counts:
    """How many pairs agreed at each level of each field, among `pairs`."""

    def __init__(self) -> None:
        self.levels: dict[str, Counter[str]] = {comparison.field: Counter() for comparison in COMPARISONS}
        self.pairs = 0

    def add(self, county: LabelledCounty, model: LinkageModel, rows: list[int], members: list[str]) -> None:
        """Compare some pairs and count them."""
        pairs = pyarrow.table({"row_ref": pyarrow.array(rows, pyarrow.int64()), "member_id": pyarrow.array(members)})
        pairs = pairs.group_by(["row_ref", "member_id"]).aggregate([])
        tables = compared_tables(county.inputs, county.county, DAY, pairs)
        weighed = weigh(tables["compared_records"], tables["compared_members"], pairs, model)
        for name, counter in self.levels.items():
            for entry in weighed[f"{name}_agreement"].value_counts().to_pylist():
                counter[entry["values"]] += entry["counts"]
        self.pairs += len(weighed)

    def probability(self, name: str, level: str, among: int | None = None) -> float:
        """Return the share of a level, among the pairs in which there was something to compare."""
        counter = self.levels[name]
        return max(counter[level], 0.5) / max(among or sum(counter.values()) - counter[NONE], 1)


@dataclass
class _Counted:
    """Pairs of one person; random pairs of two; pairs of two with numbers that are nearly the same, among `all`."""

    true: _Counts = field(default_factory=_Counts)
    random: _Counts = field(default_factory=_Counts)
    like: _Counts = field(default_factory=_Counts)
    all: int = 0

    def add(self, county: LabelledCounty, seed: int, model: LinkageModel) -> None:
        """Count a county."""
        known = compared_tables(county.inputs, county.county, DAY)
        members = known["members"]["member_id"].to_pylist()
        outcomes = known["record_outcomes"].to_pandas()
        weighed = outcomes[outcomes["outcome"].isin((*OPEN, "probable"))]
        pairs = labelled(known["records"], county)
        same = set(zip(pairs["row_ref"], pairs["true_member"], strict=True))
        pairs = pairs[pairs["row_ref"].isin(weighed["row_ref"]) & pairs["true_member"].isin(members)]
        self.true.add(county, model, pairs["row_ref"].tolist(), pairs["true_member"].tolist())
        draw = numpy.random.default_rng(seed)
        invalid = known["records"].to_pandas().query("not id_valid")["row_ref"].to_numpy()
        for _ in range(_RANDOM_PAIRS // _AT_ONCE):
            persons = numpy.array(members, dtype=object)[draw.integers(0, len(members), _AT_ONCE)]
            drawn = zip(draw.choice(invalid, _AT_ONCE).tolist(), persons, strict=True)
            _add_others(self.random, county, model, drawn, same)
        _add_others(self.like, county, model, _like_numbers(known["records"], known["members"]), same)
        self.all += len(invalid) * len(members)


def _add_others(
    counts: _Counts, county: LabelledCounty, model: LinkageModel, pairs: Iterable[Pair], same: set[Pair]
) -> None:
    """Count the pairs that are two persons."""
    others = [pair for pair in pairs if pair not in same]
    counts.add(county, model, [row for row, _ in others], [member for _, member in others])


def _like_numbers(records: pyarrow.Table, members: pyarrow.Table) -> list[Pair]:
    """Return every pair whose numbers are a slip apart: it leaves the date, the last four, or year and last three."""
    keys = ("substr(id_number, 7, 8)", "right(id_number, 4)", "substr(id_number, 7, 4) || right(id_number, 3)")
    with duckdb.connect(":memory:") as connection:
        connection.register("records", records)
        connection.register("members", members)
        found = " UNION ".join(
            f"SELECT r.row_ref, m.member_id, r.id_number AS one, m.id_number AS other FROM "
            f"(SELECT *, {key} AS k FROM records WHERE NOT id_valid AND length(id_number) BETWEEN 16 AND 20) AS r "
            f"JOIN (SELECT *, {key} AS k FROM members) AS m ON r.k = m.k"
            for key in keys
        )
        like = "damerau_levenshtein(one, other) <= 1 OR left(one, 15) = left(other, 15)"
        return connection.sql(f"SELECT row_ref, member_id FROM ({found}) WHERE {like}").fetchall()


def _written(before: LinkageModel, counted: _Counted) -> str:
    levels = {
        comparison.field: {
            code: {
                "m": _rounded(max(counted.true.probability(comparison.field, code), LEAST)),
                "u": _rounded(_of_two_persons(counted, comparison.field, code)),
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
    note = _NOTE.format(
        seeds="、".join(map(str, SEEDS)),
        mixes="；".join(MIXES),
        true=counted.true.pairs,
        random=counted.random.pairs,
        all=counted.all,
        least=LEAST,
    )
    return note + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, default_flow_style=None)


def _of_two_persons(counted: _Counted, name: str, code: str) -> float:
    if name == "number" and code in LIKE_NUMBERS:
        return counted.like.probability(name, code, counted.all)
    return counted.random.probability(name, code)


def _rounded(probability: float) -> float:
    return float(f"{probability:.{_SIGNIFICANT}g}")


if __name__ == "__main__":
    sys.exit(main())
