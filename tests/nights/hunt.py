"""One changing county, night by night through the real command and through the reckoning, and what differs.

A third of the seeds run in the order of D; a third in any order, each night slotting in where it belongs; a third in
order with one night left out, which slots in at the end, after another one has run again over other files.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from tests.nights.compare import differences
from tests.nights.random_nights import Night, nights_of
from tests.reckoning.life import LifeNight, reckon_life, reckon_night

#: (sources, data, D) -> exit code and what was said
Command = Callable[[Path, Path, date], tuple[int, str]]


@dataclass(frozen=True)
class Run:
    """A night that is run: over which variant of its files."""

    night: Night
    variant: int = 0


def run_command(sources: Path, data: Path, assessment_date: date) -> tuple[int, str]:
    """`xundian nightly`, in this process."""
    from xundian_pipeline.cli.main import main

    said = io.StringIO()
    arguments = ["nightly", "--sources", str(sources), "--data", str(data)]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main([*arguments, "--assessment-date", assessment_date.isoformat()])
    return code, said.getvalue()


def runs_of(seed: int, most: int = 12) -> list[Run]:
    """The runs of a seed in their order."""
    nights, random = list(nights_of(seed, most)), Random(f"order of {seed}")
    if seed % 3 == 0:
        return [Run(night) for night in nights]
    if seed % 3 == 1:
        return [Run(night) for night in random.sample(nights, len(nights))]
    slots_in, again = random.sample(nights, 2)
    runs = [Run(night) for night in nights if night is not slots_in]
    return [*runs, Run(again, variant=random.choice((0, 1))), Run(slots_in)]


@dataclass
class Hunt:
    """The runs of one seed on one DATA folder; after each one the published tables are compared.

    `leave_out` names rules of findings that are not compared.
    """

    seed: int
    folder: Path
    command: Command = run_command
    leave_out: frozenset[str] = frozenset()
    kept: dict[date, LifeNight] = field(default_factory=dict)
    run_so_far: list[str] = field(default_factory=list)

    def differences(self, runs: list[Run]) -> list[str]:
        """Readable lines of the first run after which anything differs; empty where all agrees."""
        for number, run in enumerate(runs):
            found = self._after(run, number)
            if found:
                runs_text = " ".join(self.run_so_far)
                return [f"[seed {self.seed}, after {runs_text}] {line}" for line in found]
        return []

    def _after(self, run: Run, number: int) -> list[str]:
        night = run.night
        self.run_so_far.append(f"{night.day}{'' if run.variant == 0 else ' (other files)'}")
        sources = night.write(self.folder / f"sources {number}", run.variant)
        refusal = ""
        try:
            reckoned = reckon_night(sources, night.day)
        except ValueError as error:
            refusal = str(error)
            if "(ruling" not in refusal:
                raise
        code, said = self.command(sources, self.folder / "data", night.day)
        if refusal:
            return [] if code == 1 else [f"the reckoning refuses the night ({refusal}), the pipeline ends with {code}"]
        if code != 0:
            return [f"the pipeline ends with {code}, the reckoning does not refuse the night: {said.strip()[-300:]}"]
        self.kept[night.day] = reckoned
        published = self.folder / "data" / "published" / "xundian.duckdb"
        return differences(reckon_life(self.kept.values()), published, self.leave_out)


def disagreements(
    seed: int, folder: Path, most: int = 12, command: Command = run_command, leave_out: Iterable[str] = ()
) -> list[str]:
    """What differs on the nights of a seed, at most `most` of them."""
    return Hunt(seed, folder, command, frozenset(leave_out)).differences(runs_of(seed, most))
