"""Count what is asked and how long it takes, by route and status, and write a line of it where that is wanted."""

import json
import logging
import time
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Final

from prometheus_client import REGISTRY, Gauge
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG: Final = logging.getLogger("eraline.requests")
_SECONDS: Final = (0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
SESSIONS: Final = Gauge("eraline_sessions", "Sessions that are connected now.")
# what no route is known of counts as one, or a stranger could make up as many as there are words
OTHER: Final = "other"
_FOLDERS: Final = ("static", "media", "component", "_stcore", "land", "embed", "auth", "feed")
_FAILED: Final = 500


def routes_of(paths: Iterable[str], base: str = "") -> Mapping[str, str]:
    """Return the route of each path that is known, at the root and under a base path."""
    return {f"{prefix}{path}": path for path in paths for prefix in dict.fromkeys((base, ""))}


class Requests(Collector):
    """How many requests had which answer, and how long they took: counted by the one thread that answers.

    The library's own counters lock, which costs as much as an answer from memory; they are made when somebody looks.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int], int] = {}
        self._times: dict[str, list[float]] = {}

    def note(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        key = (route, status)
        self._numbers[key] = self._numbers.get(key, 0) + 1
        times = self._times.get(route)
        if times is None:
            # how many took no longer than each bound, how many longer than all, and all seconds
            times = self._times[route] = [0.0] * (len(_SECONDS) + 2)
        times[bisect_left(_SECONDS, seconds)] += 1
        times[-1] += seconds

    def collect(self) -> Iterable[Metric]:
        """Yield what Prometheus reads."""
        numbers = CounterMetricFamily("eraline_requests", "Requests answered.", labels=["route", "status"])
        for (route, status), number in list(self._numbers.items()):
            numbers.add_metric([route, str(status)], number)
        times = HistogramMetricFamily("eraline_request_seconds", "Seconds until an answer begins.", labels=["route"])
        for route, (*counts, seconds) in list(self._times.items()):
            bounds = [*map(str, _SECONDS), "+Inf"]
            times.add_metric([route], list(zip(bounds, accumulate(counts), strict=True)), seconds)
        yield numbers
        yield times


REQUESTS: Final = Requests()
REGISTRY.register(REQUESTS)


class Notes:
    """Counts requests, and writes a line of each where `is_written`.

    A request is told by its route alone: never by its query, nor by whom it came from.
    """

    def __init__(self, routes: Mapping[str, str], base: str = "", *, is_written: bool = False) -> None:
        self._routes, self._base, self._is_written = routes, base, is_written

    def note(self, scope: Scope, status: int, seconds: float) -> None:
        """Note an answer."""
        route = self.route(scope)
        REQUESTS.note(route, status, seconds)
        if self._is_written:
            line = {
                "method": scope["method"],
                "route": route,
                "status": status,
                "milliseconds": round(seconds * 1e3, 1),
            }
            _LOG.info("request", extra={"told": line})

    def route(self, scope: Scope) -> str:
        """Return the route of a request: one of few, whatever its path says."""
        path = str(scope["path"])
        known = self._routes.get(path)
        if known is None:
            first = path.removeprefix(self._base).strip("/").partition("/")[0]
            return f"/{first}/" if first in _FOLDERS else OTHER
        return known


class Observed:
    """An outer app that notes every answer, and is the last to know of a fault that nobody foresaw.

    The log has such a fault, the client 500.
    """

    def __init__(self, app: ASGIApp, *, notes: Notes) -> None:
        self._app, self._notes = app, notes

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
                self._notes.note(scope, status, time.perf_counter() - begun)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception:  # noqa: BLE001 - the outermost edge of the server
            _LOG.exception("%s could not be answered", self._notes.route(scope))
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
        # plain ASCII: nothing in it turns, hides or ends a line where it is read
        return json.dumps(said, default=str)


def write_lines() -> None:
    """Let everything that is logged be written as lines of JSON, by this process's own handlers too."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        for own in logger.handlers:
            own.setFormatter(Lines())
