"""The mutants of linkage's Python, after `mutmut run`: every survivor with its reason."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import yaml

from tests.mutants.results import EQUIVALENT

MUTMUT = Path(sys.executable).parent / "mutmut"
_CASE = "DuckDB does not tell upper from lower case in key words and names."
_TABLE = re.compile(
    r"(?:(?:engine|connection|database_of\(linker\))\.(?:create|register|table)\("
    r'|create_record_keys\(engine, |keys=|rows=)"\w+"'
)
_SQL = re.compile(r'"[^"]*\b(?:SELECT|FROM|JOIN|WHERE|GROUP BY|UNION ALL|CAST|CASE WHEN)\b[^"]*"', re.IGNORECASE)
_OUTSIDE_VALUES = re.compile(r"'[^']*'|([^']+)")
KILLED = ("killed", "caught by type check", "timeout")


def main() -> int:
    """Print every mutant that no test noticed; 1 where one has no reason why no output can differ, or was not run."""
    counted: Counter[str] = Counter()
    proven = equivalents()
    for name, status in statuses():
        reason = None
        if status not in KILLED:
            change = "" if status == "not checked" else change_of(name)
            reason = proven.get((function_of(name), change)) or _reason_of_case(change)
            if status != "not checked":
                print(f"{name}: {status}\n{change}\n  {reason or '没有说明'}")
        counted["equivalent" if reason else status] += 1
    print("；".join(f"{status} {number}" for status, number in sorted(counted.items())))
    return int(any(status not in (*KILLED, "equivalent") for status in counted))


def equivalents() -> dict[tuple[str, str], str]:
    """The mutants of `equivalent.yaml` by function and change, with the reason why no output can differ."""
    content = yaml.safe_load(EQUIVALENT.read_text("utf-8")) or {}
    return {(one["function"], one["change"].strip()): one["reason"] for one in content.get("python") or []}


def _reason_of_case(change: str) -> str | None:
    """Why a change alters nothing that writes SQL, or the name of one of the engine's tables, in other letters."""
    lines = [_TABLE.sub(_lower, _SQL.sub(_lower, line[2:])) for line in change.splitlines()]
    return _CASE if len(lines) == 2 and lines[0] == lines[1] else None


def _lower(found: re.Match[str]) -> str:
    """What was found in lower case, but for the values in it."""
    return _OUTSIDE_VALUES.sub(lambda part: part[0].lower() if part[1] else part[0], found[0])


def statuses() -> list[tuple[str, str]]:
    """Every mutant and what became of it."""
    lines = _asked("results", "--all", "true").splitlines()
    pairs = [line.strip().rpartition(": ") for line in lines if ": " in line]
    return [(name, status) for name, _, status in pairs]


def function_of(name: str) -> str:
    """The function that a mutant changes."""
    return name.rpartition("__mutmut_")[0]


def change_of(name: str) -> str:
    """The lines that a mutant takes away and puts in their place; names of mutants move, what they change does not."""
    lines = _asked("show", name).splitlines()
    changed = [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    return "\n".join(f"{line[0]} {line[1:].strip()}" for line in changed)


def _asked(*arguments: str) -> str:
    # Its own program, run where its files lie.
    return subprocess.run([MUTMUT, *arguments], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
