"""A rule file: its SQL and what its head says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent

_HEAD_LINE = re.compile(r"-- (\w+): (.*)")


@dataclass(frozen=True)
class Rule:
    """One SQL file.

    `parameter` names the dated parameter that the value is held against, None where there is none; `departments` are
    those that must answer a finding; `feeds` are those that a measure or a figure reads; `note` is what officers are
    told of how a figure is reckoned.
    """

    code: str
    name: str
    query: str
    parameter: str | None
    departments: tuple[str, ...]
    feeds: tuple[str, ...]
    note: str | None = None


@cache
def read_rule(folder: str, code: str) -> Rule:
    """Read the rule `code` of a folder of rules; FileNotFoundError where the rule book names one that is not there."""
    query = (FOLDER / folder / f"{code}.sql").read_text("utf-8")
    lines = query.splitlines()
    told = {match[1]: match[2] for line in lines if (match := _HEAD_LINE.fullmatch(line))}
    return Rule(
        code=code,
        name=lines[0].removeprefix(f"-- {code} "),
        query=query,
        parameter=told.get("parameter"),
        departments=_listed(told.get("departments")),
        feeds=_listed(told.get("feeds")),
        note=told.get("note"),
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(", ")) if text else ()
