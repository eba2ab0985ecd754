"""Who may ask, and for how much: this machine's own pages, one small wish at a time."""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reports.explore.mistakes import ExploreError

LARGEST = 64_000
"""Bytes of a wish; a page sends some hundred."""
HEADERS = {
    # Nothing but this server's own files: whatever a name holds, it cannot bring a script along.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Refuse what no page of this server sends, and give every answer the same headers.

    A page of the web may let a browser call this machine. It cannot name the host as we are
    called, nor send JSON here without asking first, which nobody answers.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self.hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", []), *own]}
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        if refusal is not None:
            await PlainTextResponse(refusal, 403)(scope, receive, sending)
        else:
            await self.app(scope, receive, sending)

    def _refusal(self, method: str, headers: Headers) -> str | None:
        """Why a request may not pass; None if it may."""
        if headers.get("host", "") not in self.hosts:
            return "this page is for the machine that it runs on"
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self.hosts:
            return "a page from elsewhere asked for this"
        if method == "POST":
            kind = headers.get("content-type", "").partition(";")[0].strip()
            if kind != "application/json":
                return "expected JSON"
        return None


async def body_of(request: Request) -> Any:
    """What was sent, read as JSON.

    Raises
    ------
    ExploreError
        If it is too long, or no JSON.
    """
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise ExploreError(f"the request is longer than {LARGEST:,} bytes")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise ExploreError("the request is no JSON that can be read") from None
