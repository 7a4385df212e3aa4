"""A rule file: its SQL and what its head says of it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xundian_pipeline.county import RuleBook
from xundian_pipeline.engine import bound_parameters
from xundian_pipeline.errors import PipelineError

FOLDER = Path(__file__).parent

OWN_FEED = "own"

_HEAD_LINE = re.compile(r"-- (code|contract|departments|feeds|known|note|parameters?|source|subject): (.*)")


@dataclass(frozen=True)
class Rule:
    """One SQL file.

    `parameter` names the dated parameter that the value is held against, None where there is none; `parameters` are all
    that it binds, or that a query which it reads from does (named in the head). `feeds` are those that a measure, a
    figure or an indicator reads; of a finding, those whose absence must be evidence before it closes (ruling 40;
    OWN_FEED: the feed that the finding itself names). `departments` must answer a finding, `subject` is what it is
    about (member, household, project, level), `known` the income that must be known before it closes. `note` is what
    officers are told of how a figure is reckoned. `contract` is the sentence that the rule follows, `source` the
    document behind it, `number` what the contract calls a management rule (M1).
    """

    code: str
    name: str
    query: str
    parameter: str | None
    parameters: frozenset[str]
    departments: tuple[str, ...]
    feeds: tuple[str, ...]
    subject: str | None
    known: str | None
    note: str | None = None
    contract: str | None = None
    source: str | None = None
    number: str | None = None


def rule_of(book: RuleBook, folder: str, code: str) -> Rule:
    """Return a rule that the rule book names: the county's own file where it has one, else the one of the provinces'
    system. Raises PipelineError where there is neither."""
    try:
        return read_rule(folder, code, own_file(book, folder, code))
    except FileNotFoundError:
        raise PipelineError(
            f"县的设置文件 rules.yaml 里的规则 {code} 没有 SQL 文件：请放进县的文件夹 rules/{folder}/{code}.sql，"
            "或从 rules.yaml 里去掉。"
        ) from None


def own_file(book: RuleBook, folder: str, code: str) -> Path | None:
    """Return the county's own file of a rule; None where the rule is the one of the provinces' system."""
    own = book.own_rules / folder / f"{code}.sql" if book.own_rules else None
    return own if own is not None and own.is_file() else None


@cache
def read_rule(folder: str, code: str, own: Path | None = None) -> Rule:
    """Read the rule `code` of a folder of rules, from the file `own` where a county has its own; FileNotFoundError
    where there is no such file."""
    query = (own or FOLDER / folder / f"{code}.sql").read_text("utf-8")
    lines = query.splitlines()
    told = _told_in_head(lines)
    return Rule(
        code=code,
        name=lines[0].removeprefix(f"-- {code} "),
        query=query,
        parameter=told.get("parameter"),
        parameters=frozenset(bound_parameters(query)) | frozenset(_listed(told.get("parameters"))),
        departments=_listed(told.get("departments")),
        feeds=_listed(told.get("feeds")),
        subject=told.get("subject"),
        known=told.get("known"),
        note=told.get("note"),
        contract=told.get("contract"),
        source=told.get("source"),
        number=told.get("code"),
    )


def _told_in_head(lines: list[str]) -> dict[str, str]:
    """What the comments before the query say, by what they begin with; the contract's sentence may be longer."""
    told: dict[str, str] = {}
    key = None
    for line in itertools.takewhile(lambda line: line.startswith("--"), lines[1:]):
        match = _HEAD_LINE.fullmatch(line)
        if match:
            key = match[1]
            told[key] = match[2]
        elif key == "contract":
            told[key] += f" {line.removeprefix('--').strip()}"
    return told


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(", ")) if text else ()
