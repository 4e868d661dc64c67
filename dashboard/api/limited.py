"""Refuse what is too much of one client or of one request, before anything is made of it."""

from ipaddress import ip_address
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

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
    """An outer app: long queries, large bodies, and more uploads or sessions than one client's share go no further."""

    def __init__(self, app: ASGIApp, *, most_bytes: int) -> None:
        self._app, self._most = app, most_bytes + _AROUND_BYTES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is not too much."""
        if scope["type"] == "http":
            refused = self._refused(scope)
            if refused is not None:
                await refused(scope, receive, send)
                return
        elif scope["type"] == "websocket":
            try:
                check(SESSIONS, scope)
            except TooMany:
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
        await self._app(scope, receive, send)

    def _refused(self, scope: Scope) -> Response | None:
        if len(scope["query_string"]) > MOST_QUERY_BYTES:
            message = f"A query has at most {MOST_QUERY_BYTES:,} bytes."
            return refusal(SelectionError("too-long", message, field="query"), 414)
        if scope["method"] in _READING:
            return None
        if _length(Request(scope).headers.get("content-length", "0")) > self._most:
            return refusal(SelectionError("too-large", "That is more than this server takes.", field=""), 413)
        try:
            check(UPLOADS, scope)
        except TooMany as problem:
            return too_many(problem)
        return None


def _length(said: str) -> int:
    # what is no number is refused by who reads it
    return int(said) if said.isascii() and said.isdecimal() and len(said) < len("100000000000000") else 0
