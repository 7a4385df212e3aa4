"""Channels of the tests: a mail server, a webhook, and a webhook that never answers; all on this machine."""

from __future__ import annotations

import contextlib
import email
import email.policy
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port

SECRET = "keySecretOfTheChannel"


@dataclass
class Channel:
    """A channel: its address for the settings, and what came, as (title, text)."""

    address: str
    came: list[tuple[str, str]] = field(default_factory=list)


@contextlib.contextmanager
def mail_server() -> Iterator[Channel]:
    """A mail server that takes everything."""
    port = free_port()
    channel = Channel(mail_address(port))

    class Handler:
        async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
            assert isinstance(envelope.content, bytes)
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            body = message.get_body(("plain",))
            assert body is not None
            text = str(body.get_content()).replace("\r\n", "\n").removesuffix("\n")
            channel.came.append((str(message["Subject"]), text))
            return "250 OK"

    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield channel
    finally:
        controller.stop()


def mail_address(port: int) -> str:
    """The address of a mailbox behind a mail server on this machine."""
    return f"mailto://127.0.0.1:{port}?from=pipeline@example.org&to={SECRET}@example.org&mode=insecure"


@contextlib.contextmanager
def webhook(*, answers: bool = True) -> Iterator[Channel]:
    """A webhook that takes JSON; without `answers`, it lets everybody wait."""
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            channel.came.append((content["title"], content["message"]))
            self.send_response(200)
            while not answers and not stop.wait(0.2):
                # Each piece keeps the limit between two pieces from being reached.
                with contextlib.suppress(OSError):
                    self.wfile.write(b"HTTP")
                    self.wfile.flush()
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    channel = Channel(f"json://127.0.0.1:{server.server_address[1]}/{SECRET}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield channel
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
