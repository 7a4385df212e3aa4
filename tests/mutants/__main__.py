"""Run the mutants of the SQL: `python -m tests.mutants [files or folders] [--tests folders]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutants.results import Results, write_report
from tests.mutants.runner import Runner, Verdict
from tests.mutants.sites import Mutant, mutants_of

REPOSITORY = Path(__file__).resolve().parents[2]
SQL = ("xundian_pipeline/rules", "xundian_pipeline/people", "xundian_pipeline/households")
TESTS = ("tests/policy", "tests/people", "tests/households", "tests/figures")
OUT = REPOSITORY / "var" / "mutants"


def main() -> int:
    """Run what is not known yet; 1 where a mutant survives that is not proven equivalent, or some were not run."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("sql", nargs="*", default=SQL)
    given.add_argument("--tests", nargs="*", default=TESTS)
    asked = given.parse_args()
    mutants = [mutant for file in _files(asked.sql) for mutant in mutants_of(file, REPOSITORY)]
    results = Results(OUT / "sql.jsonl", REPOSITORY)
    missing = [mutant for mutant in mutants if results.of(mutant) is None]
    print(
        f"SQL 变异：共 {len(mutants)} 个，已有结果 {len(mutants) - len(missing)} 个，这次跑 {len(missing)} 个",
        flush=True,
    )
    if missing:
        _run(missing, results, list(asked.tests))
    counted, survivors = write_report(OUT / "report.md", mutants, results, REPOSITORY)
    print("；".join(f"{outcome} {number}" for outcome, number in sorted(counted.items())), flush=True)
    print(f"报告：{OUT / 'report.md'}")
    return int(bool(survivors or counted["not run"]))


def _run(missing: list[Mutant], results: Results, tests: list[str]) -> None:
    done = 0

    def report(mutant: Mutant, verdict: Verdict) -> None:
        nonlocal done
        done += 1
        results.add(mutant, verdict)
        if verdict.outcome != "killed":
            print(f"  {verdict.outcome}: {mutant.name} {' '.join(verdict.tables)}", flush=True)
        if done % 50 == 0:
            print(f"  {done} / {len(missing)}", flush=True)

    def choose(_runner: Runner) -> Iterator[Mutant]:
        yield from missing

    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(Path(folder), REPOSITORY, choose, report, lambda text: print(text, flush=True))
        arguments = ["-qq", "--no-summary", "-p", "no:cacheprovider", "--rootdir", str(REPOSITORY)]
        pytest.main([*arguments, *tests], plugins=[runner])


def _files(named: list[str]) -> list[Path]:
    paths = [REPOSITORY / name for name in named]
    return [file for path in paths for file in (sorted(path.rglob("*.sql")) if path.is_dir() else [path])]


if __name__ == "__main__":
    sys.exit(main())
