"""Refuse what is too much of one client or of one request, before anything is made of it."""

import asyncio
from ipaddress import ip_address
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.api.answers import refusal, too_many
from dashboard.api.callers import is_own_user
from dashboard.errors import SelectionError, TooMany
from dashboard.refresh.shares import Share

# what is kept counts for nothing; these are made, of some milliseconds to a second of the processor each
ANSWERS: Final = Share("new answers", 600)
SESSIONS: Final = Share("new sessions", 600)
UPLOADS: Final = Share("uploads", 60)
# the longest link of a page has some 4,000 characters, with events of its own
MOST_QUERY_BYTES: Final = 16_384
# beside the file that is uploaded: what says that it is one
_AROUND_BYTES: Final = 65_536
_READING: Final = ("GET", "HEAD", "OPTIONS")
# a megabyte in a minute: 140 kbit/s
BODY_SECONDS: Final = 60.0


def check(share: Share, scope: Scope) -> None:
    """Count what a request takes of a client's share; TooMany. Who sits at this machine has all of it."""
    client = scope.get("client")
    if client is not None and _is_address(client[0]) and not is_own_user(scope):
        share.take(client[0])


def _is_address(host: str) -> bool:
    # a client within the same process has none
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class Limited:
    """An outer app: long queries, large or slow bodies, and more uploads or sessions than a client's share end here."""

    def __init__(self, app: ASGIApp, *, most_bytes: int, body_seconds: float = BODY_SECONDS) -> None:
        self._app, self._most, self._seconds = app, most_bytes + _AROUND_BYTES, body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is not too much."""
        if scope["type"] == "http":
            refused = self._refused(scope)
            if refused is not None:
                await refused(scope, receive, send)
                return
            if scope["method"] not in _READING:
                await self._take_in(scope, receive, send)
                return
        elif scope["type"] == "websocket":
            try:
                check(SESSIONS, scope)
            except TooMany:
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
        await self._app(scope, receive, send)

    async def _take_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on once its body is here, whole and in time."""
        try:
            async with asyncio.timeout(self._seconds):
                body = await self._body(Request(scope, receive))
        except TimeoutError:
            message = f"What is sent has to arrive within {self._seconds:.0f} seconds."
            refused = refusal(SelectionError("too-slow", message, field=""), 408)
            refused.headers["Connection"] = "close"
            await refused(scope, receive, send)
        except ClientDisconnect:
            return
        else:
            await (_too_large() if body is None else self._app)(scope, _again(body or b"", receive), send)

    async def _body(self, request: Request) -> bytes | None:
        """Return all that a request brings; None where it is more than this server takes, whatever it announced."""
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > self._most:
                return None
        return bytes(body)

    def _refused(self, scope: Scope) -> Response | None:
        if len(scope["query_string"]) > MOST_QUERY_BYTES:
            message = f"A query has at most {MOST_QUERY_BYTES:,} bytes."
            return refusal(SelectionError("too-long", message, field="query"), 414)
        if scope["method"] in _READING:
            return None
        if _length(Request(scope).headers.get("content-length", "0")) > self._most:
            return _too_large()
        try:
            check(UPLOADS, scope)
        except TooMany as problem:
            return too_many(problem)
        return None


def _too_large() -> Response:
    return refusal(SelectionError("too-large", "That is more than this server takes.", field=""), 413)


def _again(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body that was received already, and then whatever comes."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def given() -> Message:
        return messages.pop() if messages else await receive()

    return given


def _length(said: str) -> int:
    # what is no number is refused by who reads it
    return int(said) if said.isascii() and said.isdecimal() and len(said) < len("100000000000000") else 0
