"""Whether printed figures fit each other, and the Chinese sentence that says so with the arithmetic.

A printed figure in a larger unit (168万元) stands for all values that are printed so, by rounding or by cutting off.
Nothing is called wrong that one of these readings makes right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Protocol

_NAME = re.compile(r"[a-z_0-9]+")
_SIGNS = {"*": " × ", "/": " ÷ ", "+": " + "}

Range = tuple[Decimal, Decimal]


class Printed(Protocol):
    """What of a printed figure the arithmetic needs (see `account.PrintedFigure`)."""

    @property
    def value(self) -> Decimal:
        """In its own unit."""

    @property
    def unit(self) -> str:
        """Its own unit."""

    @property
    def step(self) -> Decimal:
        """The worth of its last printed digit."""

    @property
    def factor(self) -> Decimal:
        """The worth of the unit in which it is printed."""

    @property
    def is_rounded(self) -> bool:
        """Whether it is printed in a larger unit than its own."""

    @property
    def printed(self) -> str:
        """As printed."""


@dataclass(frozen=True)
class Relation:
    """What should hold between printed figures; exactly one of the four is given beside `figure`.

    `equals`: a formula of figures (products, quotients and sums of them) that should give the figure. `implies`: a
    formula of which the account prints no result, with its `unit` and `digits`. `part_of`: the figure is a part of that
    one. `beside`: the figure is compared with that one in the words of `note` ({own}, {other}, {difference}), where
    they differ.
    """

    figure: str
    equals: str | None = None
    implies: str | None = None
    unit: str = ""
    digits: int = 0
    part_of: str | None = None
    beside: str | None = None
    note: str = ""

    @property
    def names(self) -> set[str]:
        """The figures that it speaks of."""
        formula = _NAME.findall(self.equals or self.implies or "")
        return {self.figure, *formula, *(name for name in (self.part_of, self.beside) if name)}


def relation_note(relation: Relation, figures: Mapping[str, Printed]) -> str | None:
    """Return what is to be said of a relation, None where nothing is."""
    own = figures[relation.figure]
    if relation.equals:
        return _equation(own, relation.equals, figures)
    if relation.implies:
        value = _evaluate(relation.implies, {name: one.value for name, one in figures.items()})
        return (
            f"账内推算：{_written(relation.implies, figures)} = {_plain(value, relation.digits)}{relation.unit}，"
            "账目没有印这个数，无从核对"
        )
    if relation.part_of:
        whole = figures[relation.part_of]
        return None if own.value <= whole.value else f"账内核对：印的是 {own.printed}，却是 {whole.printed} 的一部分"
    other = figures[relation.beside or relation.figure]
    difference = own.value - other.value
    if not difference:
        return None
    return "账内核对：" + relation.note.format(own=own.printed, other=other.printed, difference=_plain(abs(difference)))


def _equation(own: Printed, formula: str, figures: Mapping[str, Printed]) -> str:
    exact = {name: figures[name].value for name in _NAME.findall(formula)}
    value = _evaluate(formula, exact)
    said = f"账内核对：{_written(formula, figures)} = {_in_print(value, own)}"
    if _holds(own, (value, value), cut=False):
        return f"{said}，与印的 {own.printed} 一致"
    if _holds(own, (value, value), cut=True):
        return f"{said}，印的 {own.printed} 舍去了尾数，一致"
    lowest = _evaluate(formula, exact, {name: _reading(figures[name]) for name in exact}, end=0)
    highest = _evaluate(formula, exact, {name: _reading(figures[name]) for name in exact}, end=1)
    if lowest < highest and (_holds(own, (lowest, highest), cut=False) or _holds(own, (lowest, highest), cut=True)):
        rounded = "、".join(figures[name].printed for name in exact if figures[name].is_rounded)
        return (
            f"{said}，印的是 {own.printed}；{rounded}是取整的数，结果可在 {_in_print(lowest, own)} 至 "
            f"{_in_print(highest, own)} 之间，可以对上"
        )
    return f"{said}，印的是 {own.printed}，对不上"


def _holds(own: Printed, found: Range, *, cut: bool) -> bool:
    """Say whether a value of the range `found` is printed as `own`: rounded half up, or with `cut` cut off."""
    low = own.value if cut else own.value - own.step / 2
    return found[1] >= low and found[0] < low + own.step


def _reading(figure: Printed) -> Range:
    """The values that a printed figure can stand for: from half a step below (rounded) to a whole one above (cut)."""
    if not figure.is_rounded:
        return figure.value, figure.value
    return figure.value - figure.step / 2, figure.value + figure.step


def _evaluate(
    formula: str, exact: Mapping[str, Decimal], ranges: Mapping[str, Range] | None = None, end: int = 0
) -> Decimal:
    """Return the value of a formula; with `ranges` its lowest (end 0) or highest (end 1): all figures are positive."""
    with localcontext() as context:
        context.prec = 50
        total = Decimal(0)
        for term in formula.split("+"):
            product, sign = Decimal(1), "*"
            for token in re.findall(r"[a-z_0-9]+|[*/]", term):
                if token in _SIGNS:
                    sign = token
                elif sign == "*":
                    product *= ranges[token][end] if ranges else exact[token]
                else:
                    product /= ranges[token][1 - end] if ranges else exact[token]
            total += product
        return total


def _written(formula: str, figures: Mapping[str, Printed]) -> str:
    """The formula with the figures as printed."""
    tokens = re.findall(r"[a-z_0-9]+|[*/+]", formula)
    return "".join(_SIGNS.get(token) or figures[token].printed for token in tokens)


def _in_print(value: Decimal, own: Printed) -> str:
    """A value in the unit in which `own` is printed, with two digits more than that."""
    digits = max(0, -int((own.step / own.factor).normalize().as_tuple().exponent)) + 2
    ending = own.printed.lstrip("0123456789.")
    return f"{_plain(value / own.factor, digits)}{ending}"


def _plain(value: Decimal, digits: int = 0) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
