"""What keeps other sites' pages and caches away from the page."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xundian_pipeline.self_check.answers import problem

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_READING = ("GET", "HEAD")


class Protection:
    """Answers what changes nothing, and what the page itself asks; gives every answer the protecting headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if scope["method"] in _READING or comes_from_page(Headers(scope=scope)):
            await self._app(scope, receive, send_protected)
        else:
            text = problem("这个请求不是从自查页面发出的，没有理会。")
            refused = Response(text, HTTPStatus.FORBIDDEN, media_type="application/json")
            await refused(scope, receive, send_protected)


def comes_from_page(headers: Mapping[str, str]) -> bool:
    """Say whether a browser says that a request comes from a page of this very server; without a word it does not."""
    site, origin, host = (headers.get(name) for name in ("sec-fetch-site", "origin", "host"))
    if site is None and origin is None:
        return False
    return site in (None, "same-origin") and (origin is None or urlsplit(origin).netloc == host)
