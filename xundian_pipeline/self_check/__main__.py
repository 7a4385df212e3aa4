"""The page as a process of its own, until it is asked to end."""

from __future__ import annotations

import argparse
import logging
import resource
import socket
import sys
from pathlib import Path

import uvicorn

from xundian_pipeline.self_check.app import create_app

_SECONDS_TO_END = 3


def main() -> int:
    """Serve the page at --host and --port over the data folder --data; 1 where the port cannot be used."""
    parser = argparse.ArgumentParser(prog="xundian_pipeline.self_check", add_help=False)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    # What an error quotes may be somebody's data: neither a log nor the core of a process that dies may hold it.
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((arguments.host, arguments.port))
        except OSError:
            print(f"自查页面的端口 {arguments.port} 不能用，多半已被占用。", file=sys.stderr)
            return 1
        uvicorn.Server(
            uvicorn.Config(
                create_app(arguments.data),
                loop="asyncio",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_SECONDS_TO_END,
            )
        ).run(sockets=[listener])
    return 0


if __name__ == "__main__":
    sys.exit(main())
