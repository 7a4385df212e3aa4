"""The interface as a process, a reader of the published file as another, and what the tests ask the interface."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.ports import free_port

SECONDS_TO_START = 120
SECONDS_TO_RUN = 180
SECONDS_TO_END = 60

_READ_UNTIL_TOLD = """
import json, sys, threading
import duckdb

stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
query = "SELECT assessment_date, count(*) FROM exit_indicators.household_exit_indicators GROUP BY ALL"
reads, answers = 0, set()
with duckdb.connect(sys.argv[1], read_only=True) as connection:
    while not stop.wait(0.05):
        answers.add(str(connection.execute(query).fetchall()))
        reads += 1
        if reads == 1:
            print("ready", flush=True)
print(json.dumps({"reads": reads, "answers": sorted(answers)}), flush=True)
"""


@dataclass(frozen=True)
class Interface:
    """A running interface: its address, that of the page that checks files, and the folders that it serves."""

    address: str
    check_address: str
    sources: Path
    data: Path

    def query(self, text: str, **variables: Any) -> Any:
        """Ask Dagster's GraphQL; return its data."""
        request = urllib.request.Request(
            f"{self.address}/graphql",
            json.dumps({"query": text, "variables": variables}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["data"]

    def latest_run(self) -> dict[str, Any]:
        """Return runId and status of the run created last."""
        runs = self.query(
            "{ runsOrError(limit: 1) { ... on Runs { results { runId status assetSelection { path } } } } }"
        )
        latest: dict[str, Any] = runs["runsOrError"]["results"][0]
        return latest

    def wait_for_end(self, run_id: str) -> str:
        """Return the status in which a run ended."""
        deadline = time.monotonic() + SECONDS_TO_RUN
        while time.monotonic() < deadline:
            found = self.query("query($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }", id=run_id)
            status = str(found["runOrError"]["status"])
            if status in {"SUCCESS", "FAILURE", "CANCELED"}:
                return status
            time.sleep(0.5)
        raise TimeoutError(f"the run had not ended after {SECONDS_TO_RUN} s")


def xundian(*arguments: str | Path) -> list[str]:
    """Return the command line of `xundian` with this Python."""
    return [sys.executable, "-m", "xundian_pipeline.cli", *map(str, arguments)]


@contextmanager
def serve(sources: Path, data: Path, output: Path) -> Iterator[Interface]:
    """Run `xundian ui` on a free port until the block is left; its output goes to a file."""
    port, check_port = free_port(), free_port()
    command = xundian("ui", "--sources", sources, "--data", data, "--port", str(port), "--check-port", str(check_port))
    with output.open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        try:
            address = f"http://127.0.0.1:{port}"
            check_address = f"http://127.0.0.1:{check_port}"
            _wait_until_it_answers(f"{address}/server_info", process, output)
            _wait_until_it_answers(check_address, process, output)
            yield Interface(address, check_address, sources, data)
        finally:
            # Not SIGINT: where the tests run in the background of a shell, it is ignored by all that they start.
            process.send_signal(signal.SIGTERM)
            process.wait(SECONDS_TO_END)


@contextmanager
def held_open(database: Path) -> Iterator[dict[str, Any]]:
    """Have another process hold the database open and read it until the block is left.

    The dictionary then says how often it read (`reads`) and what it saw (`answers`).
    """
    command = [sys.executable, "-c", _READ_UNTIL_TOLD, str(database)]
    seen: dict[str, Any] = {}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        yield seen
        assert reader.poll() is None, "the reader ended by itself"
        output, _ = reader.communicate(timeout=30)
        seen.update(json.loads(output))


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"the interface does not answer:{os.linesep}{output.read_text('utf-8', 'replace')[-2000:]}")
