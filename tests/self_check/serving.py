"""The page as a process, and how the tests ask it."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.ports import free_port

SECONDS_TO_START = 60
SECONDS_TO_ANSWER = 120


@dataclass(frozen=True)
class Server:
    """The page as it runs: its process, its port, its data folder, and where it could leave temporary files."""

    process: subprocess.Popen[bytes]
    port: int
    data: Path
    temporary: Path
    output: Path

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_ANSWER)

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Return status, headers and body of an answer."""
        connection = self.connection()
        try:
            connection.request(method, path, body, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def headers(self, name: str, **more: str) -> dict[str, str]:
        """Return the headers with which the page sends a file called `name`."""
        return {"Origin": self.origin, "X-File-Name": quote(name), **more}

    def check(self, name: str, content: bytes) -> bytes:
        """Return the answer on a file."""
        status, _, body = self.ask("POST", "/check", content, self.headers(name))
        assert status == 200, body.decode()
        return body

    def workers(self) -> list[int]:
        """Return the processes that stand by."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("ascii")
        return [int(pid) for pid in children.split()]


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run the page over `folder`/data until the block is left."""
    data, temporary, output = folder / "data", folder / "temporary", folder / "output"
    data.mkdir()
    temporary.mkdir()
    port = free_port()
    command = [sys.executable, "-m", "xundian_pipeline.self_check"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--data", str(data)]
    environment = {**os.environ, "TMPDIR": str(temporary)}
    with output.open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
    server = Server(process, port, data, temporary, output)
    try:
        _wait(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(server: Server) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            server.ask("GET", "/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(server.output.read_text("utf-8", "replace"))
