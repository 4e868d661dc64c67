"""What do the sources send to here? A scripted server on loopback that sends what a test tells it to, and a clock."""

import gzip
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stamina

from dashboard.catalogue.indicators import Indicator
from dashboard.sources.request import RetryPolicy


@dataclass(frozen=True)
class Sent:
    """One answer: what is sent, and how it is spoilt on the way."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json;charset=utf-8"
    # seconds before the status line, and between two bytes of the headers or of the body
    late: float = 0.0
    header_drip: float = 0.0
    body_drip: float = 0.0
    # bytes of the body after which the connection ends, though more were announced
    cut: int | None = None
    chunked: bool = False


def as_json(document: object, **rest: Any) -> Sent:  # noqa: ANN401 - whatever Sent takes
    return Sent(json.dumps(document).encode(), **rest)


Answers = Callable[[str, int], Sent]


class Wire:
    """A server that notes every path asked for and lets a function answer: path and how often it was asked before."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.asked: list[str] = []
        self.connections: list[Any] = []
        self.answers: Answers = lambda _path, _times: Sent(status=404)

    def always(self, sent: Sent) -> None:
        self.answers = lambda _path, _times: sent

    def in_turn(self, *sent: Sent) -> None:
        """Answer the first request with the first, and all after the last with the last."""
        self.answers = lambda _path, _times: sent[min(len(self.asked), len(sent)) - 1]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        # clients that hang up are what these tests are about
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # pyright: ignore[reportArgumentType]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wire: Wire

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        pass

    def do_GET(self) -> None:
        before = self.wire.asked.count(self.path)
        self.wire.asked.append(self.path)
        self.wire.connections.append(self.client_address)
        sent = self.wire.answers(self.path, before)
        time.sleep(sent.late)
        try:
            self._send(sent)
        except OSError:
            self.close_connection = True

    def _send(self, sent: Sent) -> None:
        head = (
            f"HTTP/1.1 {sent.status} {'Request Error' if sent.status == 400 else 'So'}\r\nContent-Type: {sent.kind}\r\n"
        )
        head += "".join(f"{name}: {value}\r\n" for name, value in sent.headers.items())
        head += "Transfer-Encoding: chunked\r\n" if sent.chunked else f"Content-Length: {len(sent.body)}\r\n"
        self._write(f"{head}\r\n".encode("latin-1"), sent.header_drip)
        body = sent.body[: sent.cut]
        if sent.chunked:
            body = b"%x\r\n%s\r\n" % (len(body), body) + (b"" if sent.cut is not None else b"0\r\n\r\n")
        self._write(body, sent.body_drip)
        if sent.cut is not None:
            self.close_connection = True

    def _write(self, text: bytes, drip: float) -> None:
        if not drip:
            self.wfile.write(text)
            return
        for byte in text:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(drip)


@pytest.fixture
def wire() -> Iterator[Wire]:
    server = _Server(("127.0.0.1", 0), _Handler)
    wire = Wire(server.server_port)
    server.RequestHandlerClass = type("Handler", (_Handler,), {"wire": wire})
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield wire
    server.shutdown()
    server.server_close()


@pytest.fixture
def policy(request: pytest.FixtureRequest) -> RetryPolicy:
    """Give a policy that no busy machine breaks; to a test marked as of a provider that waits, one that soon ends."""
    waits = request.node.get_closest_marker("provider_waits")
    return RetryPolicy() if waits is None else RetryPolicy(idle=1.0, whole=2.0)


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """Let retries come at once, as many as without it."""
    stamina.set_testing(True, attempts=4, cap=True)
    yield
    stamina.set_testing(False)


def make_indicator(**fields: object) -> Indicator:
    given = {
        "id": "growth",
        "name": "Growth",
        "short_name": "Growth",
        "unit": "annual %",
        "theme": "growth-and-structure",
        "frequency": "annual",
        "source": "world-bank",
        "dataset": "made-up",
        "source_name": "A bank",
        "source_url": "https://example.org/",
        "decimals": 1,
        "kind": "growth",
        "description": "How much more.",
        "licence": "CC BY 4.0",
        "citation": "A bank",
    }
    return Indicator.model_validate(given | fields)


def gzipped(text: bytes) -> bytes:
    return gzip.compress(text)
