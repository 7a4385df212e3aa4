"""The model of the match weights, held as data: no night trains it, so that equal files give equal weights.

The county's linkage.yaml says, per field and level, how often true pairs agree so (m) and how often others do (u), and
where the figures come from; bench/train_linkage.py estimates them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.people.comparisons import COMPARISONS

FILE = "linkage.yaml"


@dataclass(frozen=True)
class Level:
    """How often a level is seen among true pairs (m) and among pairs of two persons (u)."""

    m: float
    u: float


@dataclass(frozen=True)
class LinkageModel:
    """`prior` is the share of true pairs among all pairs of a record and a member; `levels` are by field and code.

    Proposed is a pair of at least `proposal_weight` to which no other of its record comes within `rival_margin`; both
    are in bits, as match weights are.
    """

    prior: float
    levels: Mapping[str, Mapping[str, Level]]
    proposal_weight: Decimal
    rival_margin: Decimal


def read_linkage_model(folder: Path) -> LinkageModel:
    """Read the model from a county's folder. Raises PipelineError where the file is missing or lacks a level."""
    try:
        content = yaml.safe_load((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        raise PipelineError(f"县的设置缺少文件 {FILE}，请补齐后再运行。") from None
    try:
        return LinkageModel(
            prior=float(content["prior"]),
            levels={
                comparison.field: {
                    code: _level(content["levels"][comparison.field][code]) for code in comparison.levels
                }
                for comparison in COMPARISONS
            },
            proposal_weight=Decimal(str(content["proposal_weight"])),
            rival_margin=Decimal(str(content["rival_margin"])),
        )
    except (KeyError, TypeError, ValueError, ArithmeticError):
        raise PipelineError(f"县的设置文件 {FILE} 不完整：请用原来的文件，或重新估计后再运行。") from None


def _level(content: Mapping[str, Any]) -> Level:
    return Level(m=float(content["m"]), u=float(content["u"]))
