"""Does a connection end whose request does not come, and no other one?"""

import socket
import sys
import threading
import time
from collections.abc import Generator
from types import SimpleNamespace

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from websockets.sync.client import connect

from dashboard.ui.slow import end_slow_connections

GET = b"GET / HTTP/1.1\r\nHost: x\r\n"
# a connection is looked at so often here
SECONDS = 0.2


def answer(_request: Request) -> Response:
    # longer than a request may take to come
    time.sleep(5 * SECONDS)
    return PlainTextResponse("answered")


async def stream(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text)


@pytest.fixture(scope="module")
def port() -> Generator[int]:
    """Serve by a uvicorn that ends what is slow, on a port of its own."""
    before = AutoHTTPProtocol.connection_made
    app = Starlette(routes=[Route("/", answer, methods=["GET", "PUT"]), WebSocketRoute("/stream", stream)])
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_keep_alive=60, ws="websockets-sansio"))
    assert end_slow_connections(SECONDS)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()
    AutoHTTPProtocol.connection_made = before


def until_ended(connection: socket.socket) -> bytes:
    """Return all that comes until the other side closes; TimeoutError where it does not."""
    said = b""
    while part := connection.recv(65_536):
        said += part
    return said


def opened(port: int, *said: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    for part in said:
        connection.sendall(part)
    return connection


@pytest.mark.parametrize("said", [b"", GET, GET + b"X-Slow: a"])
def test_what_never_asks_is_ended(port: int, said: bytes) -> None:
    with opened(port, said) as connection:
        assert until_ended(connection) == b""


def test_headers_that_come_a_letter_at_a_time_are_ended_too(port: int) -> None:
    def on_and_on(connection: socket.socket) -> None:
        for _ in range(1_000):
            connection.sendall(b"a")
            time.sleep(SECONDS / 10)

    with opened(port, GET + b"X-Slow: ") as connection, pytest.raises(OSError, match=r"pipe|reset|abort"):
        on_and_on(connection)


def test_a_body_that_nobody_waits_for_is_ended_after_the_answer(port: int) -> None:
    with opened(port, GET + b"Content-Length: 900000\r\n\r\n") as connection:
        assert until_ended(connection).endswith(b"answered")


def test_what_waits_for_its_answer_gets_it_and_is_then_ended_when_it_asks_no_more(port: int) -> None:
    with opened(port, GET + b"\r\n") as connection:
        assert until_ended(connection).endswith(b"answered")


def test_a_websocket_stays(port: int) -> None:
    with connect(f"ws://127.0.0.1:{port}/stream", proxy=None) as websocket:
        time.sleep(5 * SECONDS)
        websocket.send("still")
        assert websocket.recv(timeout=20) == "still"


def test_another_server_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn.protocols.http.auto", SimpleNamespace())
    assert not end_slow_connections()


def test_a_server_that_is_started_once_more_looks_after_a_connection_once(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = list[object]()

    class Quick:
        def connection_made(self, transport: object) -> None:
            begun.append(transport)

    looks = list[float]()

    def later(seconds: float, _look: object) -> None:
        looks.append(seconds)

    connection = SimpleNamespace(loop=SimpleNamespace(call_later=later))
    monkeypatch.setitem(sys.modules, "uvicorn.protocols.http.auto", SimpleNamespace(AutoHTTPProtocol=Quick))
    for seconds in (SECONDS, 2 * SECONDS):
        assert end_slow_connections(seconds)
    vars(Quick)["connection_made"](connection, "a transport")
    assert begun == ["a transport"]
    assert looks == [2 * SECONDS]
