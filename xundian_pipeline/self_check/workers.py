"""The processes that check: each one file, one at a time, with a next one that has everything loaded already."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from pathlib import Path

from xundian_pipeline.self_check.receiving import Job, Refusal

MOST_SECONDS = 180
"""How long the check of one file may take."""

_PIECE = 2**20


class Workers:
    """One worker at a time, so that several officers never exhaust the memory; its file goes with it."""

    def __init__(self, data: Path) -> None:
        """`data`: the data folder of which the workers read the settings and the secret."""
        self._command = [sys.executable, "-m", "xundian_pipeline.self_check.worker", str(data)]
        self._one = asyncio.Semaphore()
        self._next: Process | None = None

    @asynccontextmanager
    async def ready(self) -> AsyncIterator[None]:
        """Have a worker stand by until the block is left, and end it then."""
        self._next = await self._start()
        try:
            yield
        finally:
            await _end(self._next)

    async def answer(self, job: Job, content: bytearray) -> bytes:
        """Return what a worker answers (JSON, see `answers`). Raises Refusal where it dies or takes too long."""
        async with self._one:
            worker = self._next
            if worker is None or worker.returncode is not None:
                worker = await self._start()
            try:
                async with asyncio.timeout(MOST_SECONDS):
                    return await _ask(worker, job, content)
            except TimeoutError:
                reason = f"查了 {MOST_SECONDS // 60} 分钟还没有查完，已停止。请把文件分成几个再查。"
                raise Refusal(reason, HTTPStatus.SERVICE_UNAVAILABLE) from None
            finally:
                await _end(worker)
                self._next = await self._start()

    async def _start(self) -> Process:
        # Without an error output: what an error quotes may be somebody's data.
        return await asyncio.create_subprocess_exec(*self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)


async def _ask(worker: Process, job: Job, content: bytearray) -> bytes:
    assert worker.stdin is not None
    assert worker.stdout is not None
    # A worker that dies while it is being told does not answer either.
    with suppress(BrokenPipeError, ConnectionResetError):
        worker.stdin.write(json.dumps(job).encode() + b"\n")
        for start in range(0, len(content), _PIECE):
            worker.stdin.write(bytes(content[start : start + _PIECE]))
            await worker.stdin.drain()
        worker.stdin.close()
    answer = await worker.stdout.read()
    if await worker.wait() != 0 or not answer:
        reason = "没有查完：文件可能太大，内存不够。请把文件分成几个再查；仍不行请联系系统管理员。"
        raise Refusal(reason, HTTPStatus.SERVICE_UNAVAILABLE)
    return answer


async def _end(worker: Process | None) -> None:
    if worker is not None:
        with suppress(ProcessLookupError):
            worker.kill()
        await worker.wait()
