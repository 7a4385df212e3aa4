"""Receiving a file: what the headers say of it, and its content, in memory and up to a bound."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from typing import TypedDict
from urllib.parse import unquote

from starlette.requests import Request

MOST_BYTES = 200 * 2**20
"""The longest file that is taken."""

TOO_LONG = f"文件超过 {MOST_BYTES // 2**20} MB，没有检查。请删去用不着的工作表和图片，或分成几个文件。"
"""What is said of a longer one, by the page before it is sent and by the server else."""

LONGEST_NAME = 255
_SECONDS_BETWEEN_PIECES = 30

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Job(TypedDict):
    """What a worker is told of a file: its name without folders, the feed and the day, each None where left open."""

    name: str
    feed: str | None
    day: str | None


class Refusal(Exception):  # noqa: N818 (no error of the program)
    """A file that is not checked: why, in one Chinese line, and the status of the answer."""

    def __init__(self, reason: str, status: HTTPStatus) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


def job_of(request: Request) -> Job:
    """Return what the headers say of the file. Raises Refusal where they do not name it."""
    name = _header(request, "x-file-name").replace("\\", "/").rpartition("/")[2].strip()
    if not name:
        raise Refusal("没有收到文件名，请重新选择文件。", HTTPStatus.BAD_REQUEST)
    name = _CONTROL.sub(" ", name)[-LONGEST_NAME:]
    return Job(name=name, feed=_header(request, "x-feed") or None, day=_header(request, "x-assessment-date") or None)


async def received(request: Request) -> bytearray:
    """Return the body. Raises Refusal where it is too long or stops coming, ClientDisconnect where it breaks off."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MOST_BYTES:
        raise _too_long()
    content = bytearray()
    pieces = request.stream()
    while True:
        try:
            async with asyncio.timeout(_SECONDS_BETWEEN_PIECES):
                piece = await anext(pieces)
        except StopAsyncIteration:
            return content
        except TimeoutError:
            raise Refusal("文件没有传完，请再查一次。", HTTPStatus.REQUEST_TIMEOUT) from None
        content += piece
        if len(content) > MOST_BYTES:
            raise _too_long()


def _too_long() -> Refusal:
    return Refusal(TOO_LONG, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _header(request: Request, name: str) -> str:
    """A header's value: written percent-encoded by the page, since headers bear no Chinese."""
    return unquote(request.headers.get(name, ""), errors="replace")
