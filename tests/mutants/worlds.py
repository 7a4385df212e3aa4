"""The nights of the tests as chains of steps, which can be run again with one file's SQL changed."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow

from tests.mutants.memory import Memory, RememberingEngine
from xundian_pipeline.county import County

Paths = dict[str, Path]
Step = Callable[..., dict[str, pyarrow.Table]]


@dataclass
class Call:
    """One step of a night: what it was given and what it gave."""

    step: str
    run: Step
    inputs: Paths
    county: County
    day: datetime.date
    given: Paths
    read: frozenset[str]


@dataclass
class World:
    """One night that some tests look at: these tests by their place in the collection, and the tables they look at."""

    calls: list[Call] = field(default_factory=list)
    items: dict[int, set[str]] = field(default_factory=dict)
    files: dict[Path, set[str]] = field(default_factory=dict)
    """The files of tests whose fixtures look at it."""
    noticed: Counter[Path] = field(default_factory=Counter)
    """How many mutants of each file of SQL, and of each folder, it has shown to be wrong."""

    def looks_of(self, who: int | Path) -> set[str]:
        """The tables that a test, or the fixtures of a file, look at; to be added to."""
        if isinstance(who, Path):
            return self.files.setdefault(who, set())
        return self.items.setdefault(who, set())

    def given_by(self, steps: set[str]) -> set[str]:
        """The tables that these steps give."""
        return {name for call in self.calls if call.step in steps for name in call.given}

    def shows(self, steps: set[str]) -> bool:
        """Whether a test looks at nothing but tables that these steps give."""
        given = self.given_by(steps)
        return any(looked and looked <= given for looked in self.items.values())

    def concerned(self, steps: set[str]) -> bool:
        """Whether a test looks at a table that these steps give, or one that is made from it."""
        reached: set[str] = set()
        for call in self.calls:
            if call.step in steps or reached & call.read:
                reached |= call.given.keys()
        return any(reached & looked for looked in self.items.values())


@dataclass
class Difference:
    """What a mutant changes in a world: tables by name, as they are in the end, and texts of the rows that differ.

    `names`: every table that differs after some step; a night whose rules are run again may end as it was.
    """

    changed: Paths
    names: set[str]
    units: set[str]


@dataclass
class Texts:
    """Which files are read instead with another text, and which files each step reads."""

    replaced: dict[Path, str] = field(default_factory=dict)
    listeners: list[set[Path]] = field(default_factory=list)

    @contextmanager
    def listened(self, heard: set[Path]):  # type: ignore[no-untyped-def]
        """Within it, every SQL file that is read is put into `heard`."""
        self.listeners.append(heard)
        try:
            yield
        finally:
            self.listeners.remove(heard)


def replay(world: World, concerned: set[str], memory: Memory, *, alone: bool = False) -> Difference | None:
    """Run the steps of a world that read the mutated file and those after them (not if `alone`).

    None where no table differs.
    """
    changed: Paths = {}
    names: set[str] = set()
    units: set[str] = set()
    for call in world.calls:
        fresh = {name: path for name, path in changed.items() if name in call.inputs}
        if call.step not in concerned and (alone or not fresh.keys() & call.read):
            continue
        inputs = {name: [path] for name, path in (call.inputs | fresh).items()}
        for name, table in call.run(inputs, call.county, call.day).items():
            path = memory.file(table)
            if path == call.given[name]:
                changed.pop(name, None)
            elif found := _differing(memory, call.given[name], path):
                changed[name] = path
                names.add(name)
                units |= found
    return Difference(changed, names, units) if units else None


def _differing(memory: Memory, before: Path, after: Path) -> set[str]:
    """Texts of the rows that only one of two tables has."""
    one, other = memory.only_in(before, after), memory.only_in(after, before)
    return _rows(one) ^ _rows(other)


def _rows(table: pyarrow.Table) -> set[str]:
    """Texts of the rows; the order of rows and of evidence tells nothing."""
    counted: dict[str, int] = {}
    texts = set()
    for row in table.to_pylist():
        text = repr({key: sorted(cell, key=repr) if isinstance(cell, list) else cell for key, cell in row.items()})
        counted[text] = counted.get(text, 0) + 1
        texts.add(f"{text} {counted[text]}")
    return texts


def use_memory(memory: Memory, patch: Callable[[Any, str, Any], None]) -> None:
    """Let all steps run on a memory."""
    from xundian_pipeline.history import fold, night_record
    from xundian_pipeline.households import merge
    from xundian_pipeline.people import link, proposals
    from xundian_pipeline.rules.families import Family

    engine = type("MemoryEngine", (RememberingEngine,), {"memory": memory})
    for module in (link, merge, _module(fold), _module(night_record)):
        patch(module, "DuckDBEngine", engine)
    patch(Family.run, "__defaults__", (engine,))
    weigh, weighed = proposals.weigh, {}

    def weigh_once(records: Any, members: Any, pairs: Any, model: Any) -> pyarrow.Table:
        key = (*(memory.digest(table) for table in (records, members, pairs)), repr(model))
        if key not in weighed:
            weighed[key] = weigh(records, members, pairs, model)
        return weighed[key]

    patch(proposals, "weigh", weigh_once)


def _module(found: Any) -> Any:
    import sys

    return found if hasattr(found, "__file__") else sys.modules[found.__module__]


def as_paths(inputs: Mapping[str, Any]) -> Paths:
    """Inputs of a step, every table of which is one file."""
    return {name: paths[0] for name, paths in inputs.items()}
