"""Make what is heavy one at a time, and slowly while a page is being made."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dashboard.api.answers import guarded, refusal
from dashboard.api.request import Handler
from dashboard.errors import ASK_AGAIN_SECONDS, SelectionError
from dashboard.settings import TURN_SECONDS
from dashboard.store.steps import in_steps

# two would take twice the memory, and be done no sooner: Python computes one at a time
AT_ONCE: Final = 1
# between steps a page has so many times as long as the step took: a page takes a thirteenth longer at most
PAUSES: Final = 12
_LEAST_STEP_SECONDS: Final = 0.002
_LOOK_SECONDS: Final = 0.003
_MAKERS: Final = ThreadPoolExecutor(AT_ONCE, "eraline-heavy")


class InTurn(Response):
    """An answer that is made when its turn comes; `is_busy` tells whether a page is being made."""

    def __init__(self, request: Request, make: Handler, is_busy: Callable[[], bool]) -> None:
        super().__init__()
        self._request, self._make, self._pace = request, guarded(make), Pace(is_busy)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, make and send."""
        await (await self._made())(scope, receive, send)

    async def _made(self) -> Response:
        job = _MAKERS.submit(self._in_steps)
        waiting = asyncio.wrap_future(job)
        done, _ = await asyncio.wait([waiting], timeout=TURN_SECONDS)
        # who has waited so long for their turn is told to come again, but what has begun is not given up
        if not done and job.cancel():
            return _come_again()
        return await waiting

    def _in_steps(self) -> Response:
        with in_steps(self._pace):
            return self._make(self._request)


class Pace:
    """What long work calls between its steps: it sleeps while a page is being made, but never stops for good."""

    def __init__(self, is_busy: Callable[[], bool]) -> None:
        self._is_busy = is_busy
        self._since = time.monotonic()

    def __call__(self) -> None:
        """Sleep for as long as pages need, some times as long as the step took at most."""
        now = time.monotonic()
        if (taken := now - self._since) < _LEAST_STEP_SECONDS:
            return
        until = now + PAUSES * taken
        while self._is_busy() and time.monotonic() < until:
            time.sleep(_LOOK_SECONDS)
        self._since = time.monotonic()


def _come_again() -> Response:
    message = f"Too many large answers are asked for at once. Ask again in {ASK_AGAIN_SECONDS} seconds."
    return refusal(SelectionError("busy", message, field=""), 503)
