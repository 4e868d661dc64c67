"""Count what is asked and how long it takes, by route and status, and write a line of it where that is wanted."""

import json
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from prometheus_client import Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG: Final = logging.getLogger("eraline.requests")
_SECONDS: Final = (0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
REQUESTS: Final = Counter("eraline_requests", "Requests answered, by route and status.", ("route", "status"))
TAKEN: Final = Histogram("eraline_request_seconds", "Seconds until an answer begins.", ("route",), buckets=_SECONDS)
SESSIONS: Final = Gauge("eraline_sessions", "Sessions that are connected now.")
# what no route is known of counts as one, or a stranger could make up as many as there are words
OTHER: Final = "other"
_FOLDERS: Final = ("static", "media", "component", "_stcore", "land", "embed", "auth", "feed")
_FAILED: Final = 500


def routes_of(paths: Iterable[str], base: str = "") -> Mapping[str, str]:
    """Return the route of each path that is known, at the root and under a base path."""
    return {f"{prefix}{path}": path for path in paths for prefix in dict.fromkeys((base, ""))}


class Observed:
    """The outermost app. A request is told by its route alone: never by its query, nor by whom it came from.

    It is also the last to know of a fault that nobody foresaw: the log has it, the client 500.
    """

    def __init__(self, app: ASGIApp, *, routes: Mapping[str, str], base: str = "", is_written: bool = False) -> None:
        self._app, self._routes, self._base, self._is_written = app, routes, base, is_written
        self._counters: dict[tuple[str, int], Callable[[], None]] = {}
        self._timers: dict[str, Callable[[float], None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note its answer."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._stream(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun, status = time.perf_counter(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                self._note(scope, status, time.perf_counter() - begun)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception:  # noqa: BLE001 - the outermost edge of the server
            _LOG.exception("%s could not be answered", self._route(str(scope["path"])))
            if not status:
                await noted({"type": "http.response.start", "status": _FAILED, "headers": [(b"content-length", b"0")]})
                await send({"type": "http.response.body", "body": b""})

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_open = False

        async def noted(message: Message) -> None:
            nonlocal is_open
            if message["type"] == "websocket.accept" and not is_open:
                is_open = True
                SESSIONS.inc()
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            if is_open:
                SESSIONS.dec()

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = self._route(str(scope["path"]))
        count = self._counters.get((route, status))
        if count is None:
            count = self._counters[route, status] = REQUESTS.labels(route, str(status)).inc
            self._timers[route] = TAKEN.labels(route).observe
        count()
        self._timers[route](seconds)
        if self._is_written:
            line = {
                "method": scope["method"],
                "route": route,
                "status": status,
                "milliseconds": round(seconds * 1e3, 1),
            }
            _LOG.info("request", extra={"told": line})

    def _route(self, path: str) -> str:
        known = self._routes.get(path)
        if known is None:
            first = path.removeprefix(self._base).strip("/").partition("/")[0]
            return f"/{first}/" if first in _FOLDERS else OTHER
        return known


class Lines(logging.Formatter):
    """Writes what is logged as one JSON object a line: time, level, who says it, what, and its fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line."""
        said: dict[str, object] = {
            "time": f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{record.msecs:03.0f}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)


def write_lines() -> None:
    """Let everything that is logged be written as lines of JSON, by this process's own handlers too."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        for own in logger.handlers:
            own.setFormatter(Lines())
