"""Answer that the server is up before all else is loaded, and let everything but that wait until it is."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.ui.allocator import hold_in_few_heaps
from dashboard.ui.emptied import give_back_when_empty
from dashboard.ui.messages import check_messages
from dashboard.ui.prompt import send_at_once
from dashboard.ui.slow import end_slow_connections
from dashboard.ui.together import let_all_count

# where a balancer asks Streamlit whether it is up
_HEALTH: Final = "/_stcore/health"
# the process says first that it is up
_PAUSE_SECONDS: Final = 0.2


@dataclass(frozen=True)
class Rooms:
    """What stands around the pages: the data routes, and the middleware from the outermost inwards."""

    routes: Sequence[BaseRoute]
    middleware: Sequence[Middleware]


@dataclass
class Loaded:
    """Everything that takes a second to import, loaded once: in the background, or by whoever needs it first."""

    load: Callable[[], Rooms]
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _rooms: Rooms | None = None

    @property
    def is_there(self) -> bool:
        """Tell whether it is loaded."""
        return self._rooms is not None

    def rooms(self) -> Rooms:
        """Return what is loaded; whoever comes while it is being loaded waits."""
        with self._lock:
            if self._rooms is None:
                self._rooms = self.load()
            return self._rooms

    def soon(self) -> threading.Timer:
        """Load it in the background, in a moment."""
        timer = threading.Timer(_PAUSE_SECONDS, self.rooms)
        timer.daemon = True
        timer.start()
        return timer


class Around:
    """The outermost app: puts the middleware around Streamlit's when it is there; only health goes past it before."""

    def __init__(self, app: ASGIApp, loaded: Loaded) -> None:
        self._app, self._loaded = app, loaded
        self._whole: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, after waiting until all is loaded."""
        if self._whole is None and _waits(scope):
            if not self._loaded.is_there:
                await asyncio.to_thread(self._loaded.rooms)
            inwards = reversed(self._loaded.rooms().middleware)
            self._whole = reduce(lambda app, one: one.cls(app, *one.args, **one.kwargs), inwards, self._app)
        await (self._whole or self._app)(scope, receive, send)


def _waits(scope: Scope) -> bool:
    return scope["type"] != "lifespan" and not str(scope.get("path", "")).endswith(_HEALTH)


class Routes(BaseRoute):
    """The data routes among Streamlit's, whatever they are once they are loaded."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return the best match of all, as a router looks for it."""
        if not self._loaded.is_there:
            return Match.NONE, {}
        best: tuple[Match, Scope] = (Match.NONE, {})
        for route in self._loaded.rooms().routes:
            match, inner = route.matches(scope)
            if match.value > best[0].value:
                best = match, {**inner, "route": route}
            # each look takes longer than an answer from memory
            if match is Match.FULL:
                break
        return best

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the route that matched."""
        await scope["route"].handle(scope, receive, send)


def lifespan(loaded: Loaded) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Return the life of the app, whose server listens by now: what it lacks is set, and loading begins."""

    @asynccontextmanager
    async def live(_app: object) -> AsyncGenerator[None]:
        # before the threads come that it is about
        hold_in_few_heaps()
        send_at_once()
        end_slow_connections()
        check_messages()
        let_all_count()
        timer, giving = loaded.soon(), asyncio.create_task(give_back_when_empty())
        yield
        timer.cancel()
        giving.cancel()

    return live
