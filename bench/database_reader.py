"""A reader in a process of its own: asks the same question in a loop and says what it saw and how long it waited.

`python -m bench.database_reader URL` prints a line when it has begun, and one of JSON when its input is closed: of
every question when it was asked, when it was answered (by the machine's monotonic clock), and the answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy

ACROSS_TABLES = """
SELECT
    (SELECT string_agg(DISTINCT CAST(assessment_date AS text), ',') FROM exit_indicators.household_exit),
    (SELECT string_agg(DISTINCT CAST(assessment_date AS text), ',') FROM exit_indicators.household_exit_indicators),
    (SELECT string_agg(DISTINCT CAST(assessment_date AS text), ',') FROM quality.linkage),
    (SELECT CAST(MAX(assessment_date) AS text) FROM exit_indicators.nights),
    (SELECT COUNT(*) FROM exit_indicators.household_exit),
    (SELECT COUNT(*) FROM exit_indicators.household_exit AS h
     INNER JOIN exit_indicators.household_exit_indicators AS i
     ON h.household_id = i.household_id AND h.assessment_date = i.assessment_date)
"""
"""One statement over several tables: every answer is of one night, or it was torn."""


def main() -> None:
    """Ask until the input is closed."""
    stop = threading.Event()

    def stop_at_the_end_of_the_input() -> None:
        sys.stdin.read()
        stop.set()

    threading.Thread(target=stop_at_the_end_of_the_input, daemon=True).start()
    engine = sqlalchemy.create_engine(sys.argv[1], isolation_level="AUTOCOMMIT")
    answers: list[tuple[float, float, list[Any]]] = []
    with engine.connect() as connection:
        while not stop.is_set():
            started = time.monotonic()
            answer = list(connection.execute(sqlalchemy.text(ACROSS_TABLES)).one())
            answers.append((started, time.monotonic(), answer))
            if len(answers) == 1:
                print("begun", flush=True)
    print(json.dumps(answers), flush=True)


@contextmanager
def reading(url: str) -> Iterator[list[tuple[float, float, list[Any]]]]:
    """Have a reader ask until the block is left; the list then holds what it saw, and when."""
    seen: list[tuple[float, float, list[Any]]] = []
    command = [sys.executable, "-m", "bench.database_reader", url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "begun\n"
        yield seen
        seen.extend(json.loads(reader.communicate(timeout=600)[0]))


if __name__ == "__main__":
    main()
