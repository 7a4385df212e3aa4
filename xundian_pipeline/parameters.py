"""Dated parameters: figures with the day from which they hold and the document they come from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from xundian_pipeline.errors import PipelineError

NO_STANDARD = "-"


class ParameterError(PipelineError):
    """A parameter that has no value on the night, or a parameters file that cannot be read (ruling 6)."""


@dataclass(frozen=True)
class Parameter:
    """The value of a parameter on one day. `value` is None where no standard is known."""

    name: str
    label: str
    unit: str
    value: Decimal | None
    valid_from: datetime.date
    source: str


@dataclass(frozen=True)
class Entry:
    """A value from one day on, as written, or the name of another parameter whose value it is (`same_as`)."""

    valid_from: datetime.date
    value: str | None
    same_as: str | None
    source: str


@dataclass(frozen=True)
class History:
    """A parameter with all its values, in the order of their days."""

    label: str
    unit: str
    entries: tuple[Entry, ...]


class Parameters:
    """All dated parameters of a county."""

    def __init__(self, histories: Mapping[str, History]) -> None:
        self._histories = dict(histories)

    @classmethod
    def read(cls, path: Path) -> Parameters:
        """Read a parameters file: name -> {label, unit, values: [{from, value | same_as, source}]}.

        Raises ParameterError where an entry lacks one of these or a value is no decimal number.
        """
        content = yaml.safe_load(path.read_text("utf-8"))
        return cls({name: _history(name, described) for name, described in content.items()})

    @property
    def histories(self) -> Mapping[str, History]:
        """Every parameter with all its values, by its name."""
        return self._histories

    @property
    def complete_from(self) -> datetime.date:
        """The first day on which every parameter has a value."""
        return max(history.entries[0].valid_from for history in self._histories.values())

    def on(self, day: datetime.date) -> dict[str, Parameter]:
        """Return every parameter as it stands on `day`; ParameterError names one that has no value yet (ruling 6)."""
        return {name: self._on(name, day) for name in self._histories}

    def _on(self, name: str, day: datetime.date) -> Parameter:
        history = self._histories[name]
        in_force = [entry for entry in history.entries if entry.valid_from <= day]
        if not in_force:
            first = history.entries[0].valid_from
            raise ParameterError(
                f"参数“{history.label}”（{name}）在 {day} 没有数值：最早从 {first} 起有规定。"
                "请核对考核日期，或在县的参数文件中补充。"
            )
        entry = in_force[-1]
        if entry.same_as is None:
            value = None if entry.value == NO_STANDARD else Decimal(str(entry.value))
            return Parameter(name, history.label, history.unit, value, entry.valid_from, entry.source)
        other = self._on(entry.same_as, day)
        valid_from = max(entry.valid_from, other.valid_from)
        return Parameter(name, history.label, history.unit, other.value, valid_from, entry.source)


def _history(name: str, described: Any) -> History:
    try:
        entries = tuple(
            Entry(row["from"], row.get("value"), row.get("same_as"), row["source"]) for row in described["values"]
        )
        for entry in entries:
            if (entry.value is None) == (entry.same_as is None):
                raise ValueError("one of value and same_as")
            if entry.value not in (None, NO_STANDARD):
                Decimal(str(entry.value))
        if not entries or list(entries) != sorted(entries, key=lambda entry: entry.valid_from):
            raise ValueError("no entries, or not in the order of their dates")
        return History(described["label"], described["unit"], entries)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise ParameterError(
            f"县的参数文件中“{name}”写得不完整或日期没有按先后排列（{error}）：每个数值都要有 from、value、source。"
        ) from None
