"""A loopback server that answers as the World Bank, FRED and Our World in Data do, with faults on demand."""

import datetime as dt
import gzip
import re
import socket
import struct
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from tests.replay.figures import Known, Period, Point, shipped
from tests.replay.fred import Fred
from tests.replay.owid import Owid
from tests.replay.wire import Asked, Reply, Request
from tests.replay.world_bank import WorldBank

Fault = Callable[[Request, Reply], Reply]
LONG_ENOUGH_TO_PACK = 1000
ANSWERS_KEPT = 600
PACKED = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}


@dataclass
class Rule:
    """A fault and when it strikes: on paths with `path` in them, the first few, one of them, or one page of each."""

    fault: Fault
    path: re.Pattern[str]
    first: int | None = None
    nth: int | None = None
    page: int | None = None
    # how many requests it was there for, and how many it spoilt
    seen: int = 0
    hits: int = 0

    def strikes(self, request: Request) -> bool:
        """Tell whether this request is spoilt, and count it."""
        if not self.path.search(request.target):
            return False
        if self.page is not None and request.query.get("page", "1") != str(self.page):
            return False
        self.seen += 1
        struck = (self.first is None or self.seen <= self.first) and self.nth in (None, self.seen)
        self.hits += struck
        return struck


class ReplayServer:
    """Three providers behind one address, serving the snapshot; `with ReplayServer() as replay` starts and ends it.

    `requests` notes every request, `latency` is waited before each answer, `fault` spoils answers, and `revise`,
    `drop` and `last_updated` bring a new release. `world_bank`, `fred` and `owid` have switches of their own.
    """

    def __init__(self, known: Known | None = None, *, others: int = 2) -> None:
        self._known = known or shipped(others)
        self.catalogue = self._known.catalogue
        self.world_bank = WorldBank(self._known)
        self.fred = Fred(self._known)
        self.owid = Owid(self._known)
        self.requests: list[Asked] = []
        self.latency = 0.0
        self._rules: list[Rule] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._kept: OrderedDict[object, tuple[Reply, bytes | None]] = OrderedDict()
        self._server: _Server | None = None

    def __enter__(self) -> Self:
        self._server = _Server(self)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        self._closing.set()
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Return the address that all three are under."""
        assert self._server is not None, "the server is not running"
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def world_bank_url(self) -> str:
        """Return what ERALINE_WORLD_BANK_URL takes."""
        return f"{self.url}/v2"

    @property
    def fred_url(self) -> str:
        """Return what ERALINE_FRED_URL takes."""
        return self.url

    @property
    def owid_url(self) -> str:
        """Return what ERALINE_OWID_URL takes."""
        return self.url

    @property
    def environment(self) -> Mapping[str, str]:
        """Return the environment variables that lead Eraline here."""
        return {
            "ERALINE_WORLD_BANK_URL": self.world_bank_url,
            "ERALINE_FRED_URL": self.fred_url,
            "ERALINE_OWID_URL": self.owid_url,
        }

    @property
    def provider_urls(self) -> Mapping[str, str]:
        """Return the setting that leads Eraline here, by provider."""
        return {"world-bank": self.world_bank_url, "fred": self.fred_url, "owid": self.owid_url}

    @property
    def last_updated(self) -> dt.date | None:
        """Return the day that the World Bank and Our World in Data say they were last updated on; None: as shipped."""
        return self.world_bank.last_updated

    @last_updated.setter
    def last_updated(self, day: dt.date | None) -> None:
        self.world_bank.last_updated = self.owid.last_updated = day

    def figures(self, code: str) -> dict[Point, float]:
        """Return a copy of what a series holds, by economy and period, economies beyond the catalogue left out."""
        known = self._known.series[code].figures
        return {point: value for point, value in known.items() if point[0] in self.catalogue.economies}

    def revise(self, code: str, figures: Mapping[tuple[str, Period], float]) -> None:
        """Put figures of a series in the place of old ones, or beside them."""
        self._known.change(code, figures)

    def drop(self, code: str, points: Iterable[tuple[str, Period]]) -> None:
        """Take figures of a series away; KeyError for one that is not there."""
        self._known.change(code, {}, points)

    def reword(self, code: str, unit: str) -> None:
        """Say the unit of a series in other words, "" for the catalogue's."""
        self._known.reword(code, unit)

    def fault(
        self,
        fault: Fault,
        path: str = "",
        *,
        first: int | None = None,
        nth: int | None = None,
        page: int | None = None,
    ) -> Rule:
        """Spoil answers to requests whose path and query match a regular expression, until `clear_faults`.

        Only the `first` few, only the `nth`, or only page number `page` where these are given. Rules strike in the
        order in which they were made; the rule that is returned counts its `hits`.
        """
        rule = Rule(fault, re.compile(path), first, nth, page)
        with self._lock:
            self._rules.append(rule)
        return rule

    def clear_faults(self) -> None:
        """Answer as one should again."""
        with self._lock:
            self._rules.clear()

    def asked(self, path: str = "") -> list[str]:
        """Return the paths asked for so far that match a regular expression."""
        return [asked.path for asked in list(self.requests) if re.search(path, asked.path)]

    def answer(self, request: Request, *, packs: bool) -> Reply:
        """Return the reply to a request, packed where the client takes that."""
        self.wait(self.latency)
        reply, packed = self._made(request)
        with self._lock:
            struck = [rule for rule in self._rules if rule.strikes(request)]
        for rule in struck:
            reply, packed = rule.fault(request, reply), None
        if not packs or reply.pieces is not None or len(reply.body) < LONG_ENOUGH_TO_PACK:
            return reply
        if "Content-Encoding" in reply.headers or reply.ending != "whole":
            return reply
        body = packed or gzip.compress(reply.body, 1)
        return Reply(body, reply.status, reply.reason, reply.kind, {**reply.headers, **PACKED}, reply.silence)

    def _made(self, request: Request) -> tuple[Reply, bytes | None]:
        if not request.path.startswith("/v2/"):
            return self._other(request), None
        # an answer is made and packed once: a benchmark must not measure this server
        key = (request.path, tuple(sorted(request.query.items())), self.world_bank.order)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        reply = self.world_bank.answer(request)
        made = reply, gzip.compress(reply.body, 1) if len(reply.body) >= LONG_ENOUGH_TO_PACK else None
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > ANSWERS_KEPT:
                self._kept.popitem(last=False)
        return made

    def _other(self, request: Request) -> Reply:
        if request.path.startswith("/graph/"):
            return self.fred.answer(request)
        if request.path.startswith("/grapher/"):
            return self.owid.answer(request)
        return Reply(b"Nobody is replayed here.", 404, kind="text/plain")

    def wait(self, seconds: float) -> None:
        """Wait, but not beyond the end of the server."""
        if seconds > 0:
            self._closing.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, replay: ReplayServer) -> None:
        self.replay = replay
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        # clients that hang up are what faults are about
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # pyright: ignore[reportArgumentType]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # a small answer in two packets would wait for the client's word on the first
    disable_nagle_algorithm = True
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride] - no other server makes one

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
        pass

    def do_GET(self) -> None:
        replay = self.server.replay
        replay.requests.append(Asked(self.command, self.path))
        reply = replay.answer(Request.of(self.path), packs="gzip" in self.headers.get("Accept-Encoding", ""))
        replay.wait(reply.silence)
        try:
            self._send(reply)
        except OSError:
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        if reply.ending == "reset" and not reply.cut:
            self._reset()
            return
        chunked = reply.pieces is not None and reply.length is None
        head = self._head(reply, chunked=chunked)
        if reply.pieces is None:
            self.wfile.write(head + reply.body[: reply.cut])
        else:
            self.wfile.write(head)
            for piece in reply.pieces():
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
                self.server.replay.wait(reply.drip)
            self.wfile.write(b"0\r\n\r\n" if chunked else b"")
        self._end(reply)

    def _head(self, reply: Reply, *, chunked: bool) -> bytes:
        reason = reply.reason or self.responses.get(reply.status, ("Unknown", ""))[0]
        lines = [f"HTTP/1.1 {reply.status} {reason}", f"Server: replay\r\nDate: {self.date_time_string()}"]
        lines += [f"Content-Type: {reply.kind}", *(f"{name}: {value}" for name, value in reply.headers.items())]
        size = len(reply.body) if reply.length is None else reply.length
        lines.append("Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def _end(self, reply: Reply) -> None:
        match reply.ending:
            case "stall":
                self.server.replay.wait(3600)
                self.close_connection = True
            case "hang-up":
                self.close_connection = True
            case "reset":
                self._reset()
            case _:
                pass

    def _reset(self) -> None:
        # to linger for no time at all means a reset in place of a farewell
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


@contextmanager
def closed_port() -> Generator[str]:
    """Give an address on this machine where every connection is refused, for as long as it is needed."""
    with socket.socket() as probe:
        # bound and not listening: nobody else gets the port, and nobody answers
        probe.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{probe.getsockname()[1]}"
