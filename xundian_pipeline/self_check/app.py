"""The page, and the one thing that it asks for: the check of a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from xundian_pipeline.county import County, load_county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.people.record_keys import record_secret
from xundian_pipeline.self_check.answers import GOES_WRONG, problem
from xundian_pipeline.self_check.page import page
from xundian_pipeline.self_check.protection import Protection
from xundian_pipeline.self_check.receiving import Refusal, job_of, received
from xundian_pipeline.self_check.workers import Workers
from xundian_pipeline.settings import choose_assessment_date, read_settings

MOST_AT_ONCE = 8
"""Checks that are received or wait; one more is asked to come again."""

MOST_RECEIVED_AT_ONCE = 4
"""Files that lie in memory at the same time."""

_STATIC = Path(__file__).parent / "static"
_JSON = "application/json"


@dataclass
class Desk:
    """What the page works with: the data folder, the county, the workers, and how many it serves at once."""

    data: Path
    county: County
    workers: Workers
    inside: int = 0
    receiving: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_RECEIVED_AT_ONCE))

    async def show(self, _request: Request) -> Response:
        """Answer with the page."""
        day, trouble = "", None
        try:
            day = choose_assessment_date(None, read_settings(self.data), self.county.timezone).isoformat()
        except PipelineError as error:
            trouble = error.message
        return HTMLResponse(page(self.county.name, day, trouble))

    async def check(self, request: Request) -> Response:
        """Answer with what the night would make of the file in the body."""
        if self.inside >= MOST_AT_ONCE:
            return _refused(Refusal("现在查文件的人太多，请过一分钟再查。", HTTPStatus.SERVICE_UNAVAILABLE))
        self.inside += 1
        try:
            job = job_of(request)
            async with self.receiving:
                content = await received(request)
                answer = await self.workers.answer(job, content)
        except Refusal as refusal:
            return _refused(refusal)
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        finally:
            self.inside -= 1
        return Response(answer, media_type=_JSON)


def create_app(data: Path) -> Starlette:
    """Return the page over a data folder: its settings give the assessment date, its secret the keys of rows.

    Raises PipelineError where the data folder's secret cannot be used.
    """
    # Made here where there is none yet: answering a check writes nothing at all.
    record_secret(data)
    desk = Desk(data, load_county(), Workers(data))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with desk.workers.ready():
            yield

    return Starlette(
        routes=[
            Route("/", desk.show),
            Route("/check", desk.check, methods=["POST"]),
            Mount("/static", StaticFiles(directory=_STATIC)),
        ],
        middleware=[Middleware(Protection)],
        exception_handlers={Exception: _gone_wrong},
        lifespan=lifespan,
    )


def _refused(refusal: Refusal) -> Response:
    return Response(problem(refusal.reason), refusal.status, media_type=_JSON)


async def _gone_wrong(_request: Request, _error: Exception) -> Response:
    return Response(problem(GOES_WRONG), HTTPStatus.INTERNAL_SERVER_ERROR, media_type=_JSON)
