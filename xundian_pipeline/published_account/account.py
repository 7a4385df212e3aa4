"""The county's published account: its figures as printed, and whether the printed figures fit each other.

Both are data of the county (published_figures.csv, figure_notes.yaml); another county brings its own, or none.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.published_account.arithmetic import Relation, relation_note

FIGURES = "published_figures.csv"
NOTES = "figure_notes.yaml"

_COLUMNS = ("figure_id", "topic", "text", "value", "unit", "scope")
_PRINTED = re.compile(r"(\d+(?:\.\d+)?)(亿|万|%|)")
_FACTORS = {"亿": Decimal(100_000_000), "万": Decimal(10_000), "%": Decimal("0.01"), "": Decimal(1)}
_TOO_LARGE = Decimal(10) ** 11


@dataclass(frozen=True)
class PrintedFigure:
    """One figure of the account.

    `value` is in `unit` (yuan, persons, shares); `number` is how it is printed, as in 179.456万 or 110.82%; `step` is
    the worth of its last printed digit: 10 yuan for 179.456万元, 0.0001 for 110.82%.
    """

    figure_id: str
    position: int
    topic: str
    text: str
    value: Decimal
    unit: str
    scope: str
    number: str
    step: Decimal

    @property
    def factor(self) -> Decimal:
        """The worth of the unit in which it is printed: 10,000 for 万元, 0.01 for %."""
        return _FACTORS[self.number.lstrip("0123456789.")]

    @property
    def is_rounded(self) -> bool:
        """Whether it is printed in a larger unit than its own, so that it stands for a range of values."""
        return self.factor > 1

    @property
    def printed(self) -> str:
        """As printed, with the unit: 179.456万元, 110.82%."""
        return self.number if self.number.endswith("%") else f"{self.number}{self.unit.split('/')[0]}"


@dataclass(frozen=True)
class Account:
    """The figures in their order, and what is known of them beside the night's data.

    `year` is the year that the account speaks of, None where nothing says so; `missing` says of figures that no feed
    can give which roster would be needed.
    """

    figures: Mapping[str, PrintedFigure]
    year: int | None
    missing: Mapping[str, str]
    relations: tuple[Relation, ...]

    @cached_property
    def arithmetic(self) -> dict[str, str]:
        """Figure -> what the printed figures say of each other, in Chinese; figures without relations are left out."""
        notes: dict[str, list[str]] = {}
        for relation in self.relations:
            note = relation_note(relation, self.figures)
            if note is not None:
                notes.setdefault(relation.figure, []).append(note)
        return {figure: "；".join(found) for figure, found in notes.items()}


def read_account(folder: Path) -> Account:
    """Read the account of a county's folder; one without figures where the county has published none.

    Raises PipelineError where a file is not as it should be.
    """
    figures = _figures(folder / FIGURES) if (folder / FIGURES).exists() else {}
    notes: dict[str, Any] = {}
    if (folder / NOTES).exists():
        notes = yaml.safe_load((folder / NOTES).read_text("utf-8")) or {}
    relations = tuple(Relation(**described) for described in notes.get("relations", ()))
    missing = notes.get("missing", {})
    unknown = sorted({*missing, *(name for one in relations for name in one.names)} - set(figures))
    if unknown:
        raise PipelineError(f"县的 {NOTES} 里有 {FIGURES} 没有的数字：{'、'.join(unknown)}，请改正后再运行。")
    return Account(figures, notes.get("year"), missing, relations)


def _figures(path: Path) -> dict[str, PrintedFigure]:
    figures: dict[str, PrintedFigure] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.DictReader(file)
        if not set(_COLUMNS) <= set(lines.fieldnames or ()):
            raise PipelineError(f"县的 {FIGURES} 要有这几列：{'、'.join(_COLUMNS)}，请补齐后再运行。")
        for position, line in enumerate(lines, 1):
            figure = _figure(line, position)
            if figure.figure_id in figures:
                raise PipelineError(f"县的 {FIGURES} 里 {figure.figure_id} 出现了两次，请改正后再运行。")
            figures[figure.figure_id] = figure
    return figures


def _figure(line: Mapping[str, str], position: int) -> PrintedFigure:
    try:
        value = Decimal(line["value"])
    except (InvalidOperation, TypeError):
        value = _TOO_LARGE
    if not abs(value) < _TOO_LARGE:
        raise PipelineError(f"县的 {FIGURES} 第 {position} 个数字的 value 读不出来或太大，请改正后再运行。")
    number, step = _as_printed(line["text"], value, line["value"])
    return PrintedFigure(
        line["figure_id"], position, line["topic"], line["text"], value, line["unit"], line["scope"], number, step
    )


def _as_printed(text: str, value: Decimal, written: str) -> tuple[str, Decimal]:
    """Find the figure in its text: how it is printed, and the worth of its last digit.

    Where the text does not hold it in figures, the value as written in the file counts.
    """
    for match in _PRINTED.finditer(text):
        if Decimal(match[1]) * _FACTORS[match[2]] == value:
            return match[0], _last_digit(match[1]) * _FACTORS[match[2]]
    return written, _last_digit(written)


def _last_digit(number: str) -> Decimal:
    return Decimal(1).scaleb(-len(number.partition(".")[2]))
