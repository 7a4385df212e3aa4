"""What became of the mutants: kept from run to run, and said in a report."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.mutants.runner import Verdict, digest
from tests.mutants.sites import Mutant, line_of

FOLDERS = (
    "tests/policy",
    "tests/people",
    "tests/households",
    "tests/figures",
    "xundian_pipeline/rules",
    "xundian_pipeline/people",
    "xundian_pipeline/households",
)
"""Where the SQL and its tests lie."""

EQUIVALENT = Path(__file__).parent / "equivalent.yaml"


@dataclass
class Results:
    """The verdicts in one JSON Lines file; a later line about a mutant stands for the earlier ones."""

    file: Path
    repository: Path

    def __post_init__(self) -> None:
        self._kept: dict[str, dict[str, Any]] = {}
        if self.file.exists():
            for line in self.file.read_text("utf-8").splitlines():
                # A run that was killed may have left half a line.
                if line.endswith("}"):
                    row = json.loads(line)
                    self._kept[row["mutant"]] = row
        # Taken at once: the tests that are run are those of now, whatever is written meanwhile.
        self._digests = {
            path.relative_to(self.repository).as_posix(): digest(path)
            for folder in FOLDERS
            for path in (self.repository / folder).rglob("*")
            if path.suffix in (".py", ".sql")
        }
        self._all_tests = "-".join(self._digests[name] for name in sorted(self._digests) if name.startswith("tests/"))
        self._all_tests = hashlib.sha256(self._all_tests.encode()).hexdigest()[:16]

    def add(self, mutant: Mutant, verdict: Verdict) -> None:
        """Keep a verdict at once."""
        row = {
            "mutant": mutant.name,
            "kind": mutant.kind,
            "text": self._text(mutant.path),
            "tests": self._tests(verdict.by),
            "outcome": verdict.outcome,
            "by": verdict.by,
            "tables": verdict.tables,
            "seconds": verdict.seconds,
        }
        self._kept[mutant.name] = row
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")

    def of(self, mutant: Mutant) -> dict[str, Any] | None:
        """The verdict on a mutant if its file is as it was, and the tests: all, or the one that killed it."""
        row = self._kept.get(mutant.name)
        if row is None or row["text"] != self._text(mutant.path) or row["tests"] != self._tests(row["by"]):
            return None
        return row

    def _text(self, name: str) -> str:
        return self._digests[name]

    def _tests(self, by: str | None) -> str:
        """Digest of the test file that killed a mutant; without one, of all tests of SQL."""
        return self._digests.get(by.split("::")[0] if by else "", self._all_tests)


def equivalents() -> dict[tuple[str, str, str], str]:
    """Mutants that change no output: file, line and change, with the reason why."""
    content = yaml.safe_load(EQUIVALENT.read_text("utf-8")) or {}
    return {(one["file"], one["line"], one["change"]): one["reason"] for one in content.get("sql", [])}


def key_of(mutant: Mutant, repository: Path) -> tuple[str, str, str]:
    """How `equivalent.yaml` names a mutant."""
    line = line_of((repository / mutant.path).read_text("utf-8"), mutant)
    return mutant.path, line, f"{mutant.before} -> {mutant.after or 'nothing'}"


def write_report(file: Path, mutants: Iterable[Mutant], results: Results, repository: Path) -> tuple[Counter[str], int]:
    """Write the report; return how many mutants came out how, and how many survivors are not proven equivalent."""
    counted: Counter[str] = Counter()
    proven = equivalents()
    open_ones: list[str] = []
    for mutant in mutants:
        row = results.of(mutant)
        outcome = row["outcome"] if row else "not run"
        if outcome in ("survived", "unseen"):
            key = key_of(mutant, repository)
            if key in proven:
                outcome = "equivalent"
            else:
                tables = f" (differs: {', '.join(row['tables'])})" if row and row["tables"] else ""
                open_ones.append(f"- {outcome}: `{mutant.name}`{tables}\n  `{key[1]}`")
        counted[outcome] += 1
    lines = ["# SQL mutants", "", *(f"- {outcome}: {number}" for outcome, number in sorted(counted.items())), ""]
    lines += ["## Survivors", "", *open_ones] if open_ones else ["No mutant survives."]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return counted, len(open_ones)
