"""The pytest plugin that runs mutants: the tests once as they are, then for each mutant those that could notice it."""

from __future__ import annotations

import copy
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

import duckdb
import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.memory import FloodError, Memory, RememberingEngine
from tests.mutants.sites import Mutant
from tests.mutants.worlds import Call, Difference, Texts, World, as_paths, replay, use_memory
from xundian_pipeline.history.night_record import INPUTS

SECONDS = 20
"""A mutant whose SQL runs longer has been noticed."""


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: killed, survived (some table differs, no test says so), unseen (no table of any world
    differs) or timed out. `by`: the test that failed."""

    outcome: str
    by: str | None
    seconds: float
    tables: tuple[str, ...] = ()


OF_THE_PAST = {*INPUTS, "found", "household_results"} - {
    f"{unit}_exit_indicators" for unit in ("household", "village", "county")
}
"""What `findings` and `household_exit` of a first night are made from."""

_LOOKED_AT = {
    "findings": OF_THE_PAST,
    "outcome": {"linkage"},
}
"""By the means by which a test looks at a night, the tables that it sees."""

Chosen = Callable[["Runner"], Iterator[Mutant]]


@dataclass(eq=False)
class Runner:
    """`choose` gives the mutants once the tests have run as they are; `report` takes each verdict."""

    folder: Path
    repository: Path
    choose: Chosen
    report: Callable[[Mutant, Verdict], None]
    say: Callable[[str], None]
    texts: Texts = field(default_factory=Texts)
    items: list[pytest.Item] = field(default_factory=list)
    worlds: list[World] = field(default_factory=list)
    steps_reading: dict[str, set[str]] = field(default_factory=dict)
    _heard: set[str] = field(default_factory=set)
    _of_night: dict[int, World] = field(default_factory=dict)
    _nights: dict[Any, Any] = field(default_factory=dict)
    _item: int | None = None
    _in_fixtures: bool = False
    _mutated: dict[int, Difference | None] | None = None
    _changed: set[int] = field(default_factory=set)
    _alone: bool = False
    _within: bool = False
    _concerned: set[str] = field(default_factory=set)
    _failing: set[int] = field(default_factory=set)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests, then the mutants."""
        if session.testsfailed:
            return True
        self.memory = Memory(self.folder)
        self.items = session.items
        with pytest.MonkeyPatch.context() as patch:
            self._patch(patch.setattr)
            self._run_as_they_are()
            self._item = None
            self.memory.limit()
            mark = self.memory.mark()
            for mutant in self.choose(self):
                self.report(mutant, self._judge(session, mutant))
                self.memory.forget_since(mark)
        return True

    # -- listening ---------------------------------------------------------------------------------------------------
    def _patch(self, patch: Callable[[Any, str, Any], None]) -> None:
        from tests.policy import cases, night, world
        from xundian_pipeline.rules import rule
        from xundian_pipeline.rules.families import Family

        use_memory(self.memory, patch)
        read_text = Path.read_text

        def read(path: Path, *given: Any, **named: Any) -> str:
            if path.suffix == ".sql":
                for heard in self.texts.listeners:
                    heard.add(path)
                if path in self.texts.replaced:
                    return self.texts.replaced[path]
            return read_text(path, *given, **named)

        patch(Path, "read_text", read)
        patch(night.Night, "_put", _put_into(self.memory))
        patch(night.Night, "__getattribute__", self._noting_who_looks())
        for name in ("link_people", "merge_households"):
            patch(night, name, self._recorded(name, getattr(night, name)))
        run = Family.run
        patch(Family, "run", lambda family, *given: self._recorded(family.name, run.__get__(family))(*given))
        patch(cases, "night", self._night_of(cases.night))
        patch(world.World, "night", self._night_over(world.World.night))
        again = night.Night.again

        def changed(one: Any, *given: Any) -> None:
            self._changed.add(id(one))
            again(one, *given)

        patch(night.Night, "again", changed)
        self._forget_rules = rule.read_rule.cache_clear

    def _noting_who_looks(self) -> Callable[[Any, str], Any]:
        get = object.__getattribute__

        def look(night: Any, name: str) -> Any:
            if self._item is not None and self._mutated is None:
                world = self._of_night.get(id(night))
                if world is None:
                    world = World()
                    self.worlds.append(world)
                    self._of_night[id(night)] = world
                    self._kept = [*getattr(self, "_kept", []), night]
                looked = world.looks_of(self.items[self._item].path if self._in_fixtures else self._item)
                looked |= _LOOKED_AT.get(name, set())
                self._now = world
                if name in ("rows", "row", "files", "indicator", "status"):
                    return self._noted(get(night, name), looked)
            return get(night, name)

        return look

    def _noted(self, look: Callable[..., Any], looked: set[str]) -> Callable[..., Any]:
        def noted(asked: str, *more: Any, **cells: Any) -> Any:
            if self._within:
                return look(asked, *more, **cells)
            if more:
                looked.add("household_exit_indicators" if asked.startswith("H") else "village_exit_indicators")
            else:
                looked.update(OF_THE_PAST if asked in ("findings", "household_exit") else {asked})
            self._within = True
            try:
                return look(asked, *more, **cells)
            finally:
                self._within = False

        return noted

    def _recorded(self, step: str, run: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(run)
        def recorded(inputs: Any, county: Any, day: Any) -> Any:
            if self._item is None or self._mutated is not None:
                return run(inputs, county, day)
            if step in self._heard:
                given = run(inputs, county, day)
            else:
                heard: set[Path] = set()
                self._forget_rules()
                with self.texts.listened(heard):
                    given = run(inputs, county, day)
                self._heard.add(step)
                queries = RememberingEngine.queries_last
                for path in heard:
                    # Some steps read a rule for what its head says alone.
                    if not any(path.read_text("utf-8") in query for query in queries):
                        continue
                    name = path.relative_to(self.repository).as_posix()
                    self.steps_reading.setdefault(name, set()).add(step)
            files = {name: self.memory.file(table) for name, table in given.items()}
            read = frozenset(RememberingEngine.read_last)
            self._now.calls.append(Call(step, run, as_paths(inputs), county, day, files, read))
            return given

        return recorded

    def _night_of(self, night: Callable[..., Any]) -> Callable[..., Any]:
        """The nights that tables of cases share, by what is true of them."""

        def of(setting: Any, folder: Path) -> Any:
            return self._once(setting, folder, lambda: night(setting, folder))

        return of

    def _night_over(self, night: Callable[..., Any]) -> Callable[..., Any]:
        """The night over a world, by what has come."""

        def over(world: Any, folder: Path, data: Path | None = None) -> Any:
            if data is not None:
                return night(world, folder, data)
            county = id(world._county) if world._county else None
            come = (world.day, sorted(world.without), world.broken, county, world.rows, world.hidden_columns)
            return self._once(hashlib.sha256(repr(come).encode()).digest(), folder, lambda: night(world, folder))

        return over

    def _once(self, key: Any, folder: Path, run: Callable[[], Any]) -> Any:
        """Under a mutant, what it changes is laid over the night as it was; a night that was changed is run again."""
        if self._mutated is None:
            night = run()
            self._nights[key] = night
            return night
        found = self._nights.get(key)
        if found is None or id(found) in self._changed or id(found) not in self._of_night:
            return run()
        difference = self._difference(self._of_night[id(found)])
        changed = difference.changed if difference else {}
        other = copy.copy(found)
        for name in ("_indicators", "_findings", "_linkage"):
            other.__dict__.pop(name, None)
        other._inputs = {**found._inputs, **{name: [path] for name, path in changed.items()}}
        other._tables = {
            name: self.memory.tables[self.memory.files[changed[name]]] if name in changed else table
            for name, table in found._tables.items()
            if name not in ("findings", "household_exit")
        }
        other._folder = folder
        return other

    def pytest_runtest_setup(self) -> None:
        """What fixtures look at is looked at by every test of the file: it may be kept for them."""
        self._in_fixtures = True

    def pytest_runtest_call(self) -> None:
        """From here on the test itself looks."""
        self._in_fixtures = False

    def _run_as_they_are(self) -> None:
        started = time.monotonic()
        for at, item in enumerate(self.items):
            self._item = at
            following = self.items[at + 1] if at + 1 < len(self.items) else None
            if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
                self._failing.add(at)
                self.say(f"  fails as it is, not counted: {item.nodeid}")
        for world in self.worlds:
            for at, item in enumerate(self.items):
                if item.path in world.files:
                    world.looks_of(at).update(world.files[item.path])
        self.say(
            f"{len(self.items)} tests over {len(self.worlds)} nights ran as they are in "
            f"{time.monotonic() - started:.0f} s"
        )

    # -- judging -----------------------------------------------------------------------------------------------------
    def _judge(self, session: pytest.Session, mutant: Mutant) -> Verdict:
        started = time.monotonic()
        path = self.repository / mutant.path
        self.texts.replaced[path] = mutant.applied(path.read_text("utf-8"))
        self._forget_rules()
        self._mutated = {}
        self._concerned = self.steps_reading.get(mutant.path, set())
        try:
            outcome, by, tables = self._noticed(session, path)
        finally:
            self.texts.replaced.clear()
            self._forget_rules()
            self._mutated = None
        return Verdict(outcome, by, round(time.monotonic() - started, 2), tables)

    def _noticed(self, session: pytest.Session, path: Path) -> tuple[str, str | None, tuple[str, ...]]:
        """First by the tests that look at nothing but the tables of the mutated steps, then by all.

        A world in which the mutant gives more than the machine holds says nothing: a smaller one may.
        """
        worlds = [world for world in self.worlds if world.concerned(self._concerned)]
        # What noticed a mutant of this file, or of its folder, notices the next one more often than not.
        worlds.sort(key=lambda world: (-world.noticed[path], -world.noticed[path.parent]))
        tables: set[str] = set()
        flooded: str | None = None
        for alone in (True, False):
            self._mutated, self._alone = {}, alone
            for world in worlds.copy():
                if alone and not world.shows(self._concerned):
                    continue
                try:
                    with self._limited():
                        difference = self._difference(world)
                except (FloodError, duckdb.InterruptException, duckdb.OutOfMemoryException) as error:
                    flooded = f"the night: {type(error).__name__}"
                    worlds.remove(world)
                    continue
                except duckdb.Error as error:
                    world.noticed.update((path, path.parent))
                    return "killed", f"the night: {type(error).__name__}", ()
                if difference is None:
                    continue
                tables |= difference.names
                by = self._first_failing(session, self._to_try(world, difference))
                if by:
                    world.noticed.update((path, path.parent))
                    return "killed", by, ()
        if flooded:
            return "timed out", flooded, ()
        return ("survived" if tables else "unseen"), None, tuple(sorted(tables))

    def _to_try(self, world: World, difference: Difference) -> list[int]:
        texts = " ".join(difference.units)
        given = world.given_by(self._concerned)
        found = [
            at
            for at, looked in world.items.items()
            if at not in self._failing
            and looked & difference.names
            and (looked <= given) == self._alone
            and _may_notice(self.items[at], texts)
        ]
        return sorted(found, key=lambda at: (_household(self.items[at]) is None, len(world.items[at]), at))

    def _difference(self, world: World) -> Difference | None:
        assert self._mutated is not None
        if id(world) not in self._mutated:
            self._mutated[id(world)] = replay(world, self._concerned, self.memory, alone=self._alone)
        return self._mutated[id(world)]

    def _first_failing(self, session: pytest.Session, places: list[int]) -> str | None:
        try:
            for at, place in enumerate(places):
                following = self.items[places[at + 1]] if at + 1 < len(places) else None
                with self._limited():
                    reports = runtestprotocol(self.items[place], nextitem=following, log=False)
                if any(report.failed for report in reports):
                    return self.items[place].nodeid
        finally:
            session._setupstate.teardown_exact(None)
        return None

    @contextmanager
    def _limited(self) -> Iterator[None]:
        timer = threading.Timer(SECONDS, self.memory.connection.interrupt)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _household(item: pytest.Item) -> str | None:
    """The household that a case of `tests.policy.cases` is about; such a test looks at nothing else."""
    asked = getattr(item, "callspec", None)
    given = asked.params if asked else {}
    return given["household"] if {"table", "household", "one"} <= given.keys() else None


def _may_notice(item: pytest.Item, texts: str) -> bool:
    household = _household(item)
    return household is None or household in texts


def _put_into(memory: Memory) -> Callable[[Any, str, Any], None]:
    def put(night: Any, name: str, table: Any) -> None:
        night._inputs[name] = [memory.file(table)]
        night._tables[name] = table

    return put


def digest(*paths: Path) -> str:
    """What tells texts of files from what they were."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sorted(paths))).hexdigest()[:16]
