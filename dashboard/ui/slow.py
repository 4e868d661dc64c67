"""End connections whose request does not come: uvicorn itself waits for the headers of one without a limit."""

import sys
from asyncio import AbstractEventLoop, BaseProtocol, BaseTransport
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import unwrap
from typing import Any, Final, Protocol

from dashboard.settings import HEADERS_SECONDS

# where uvicorn keeps the class of its connections, whichever reader of HTTP is installed
_MODULE: Final = "uvicorn.protocols.http.auto"
_CLASS: Final = "AutoHTTPProtocol"
_ANSWERING: Final = object()


class Cycle(Protocol):
    """One request and its answer, as uvicorn keeps them."""

    response_complete: bool


class Connection(BaseProtocol):
    """A connection of uvicorn, with the request that is being answered or was answered last."""

    transport: BaseTransport
    loop: AbstractEventLoop
    cycle: Cycle | None


def end_slow_connections(seconds: float = HEADERS_SECONDS) -> bool:
    """Let no connection from now on wait longer than that for a request, give or take as long again; False elsewhere.

    Of this process's uvicorn, if it is the one that serves: another server has limits of its own.
    """
    kind = getattr(sys.modules.get(_MODULE), _CLASS, None)
    if kind is None:
        return False
    # a server that is started once more in a process looks after its connections once
    made = watched(unwrap(kind.connection_made), seconds)
    setattr(kind, "connection_made", made)  # noqa: B010 - a method that is uvicorn's
    return True


def watched(made: Callable[[Any, BaseTransport], None], seconds: float) -> Callable[[Any, BaseTransport], None]:
    """Return what begins a connection as before, and looks after it from then on."""

    @wraps(made)
    def begin(connection: Connection, transport: BaseTransport) -> None:
        made(connection, transport)
        _Watch(connection, seconds).look_later()

    return begin


@dataclass
class _Watch:
    """Looks at a connection now and then: one that waits for the same request twice in a row is closed."""

    connection: Connection
    seconds: float
    # the answer behind which the connection waits for a request: none at the beginning
    seen: object = None

    def look_later(self) -> None:
        self.connection.loop.call_later(self.seconds, self._look)

    def _look(self) -> None:
        transport = self.connection.transport
        # a websocket has taken it over, which looks after itself by pings
        if transport.is_closing() or transport.get_protocol() is not self.connection:
            return
        cycle = self.connection.cycle
        waits = cycle is None or cycle.response_complete
        if waits and cycle is self.seen:
            # what is still to be sent is sent before
            transport.close()
            return
        self.seen = cycle if waits else _ANSWERING
        self.look_later()
