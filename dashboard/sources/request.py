"""One request to a provider: its deadlines, size limit, pace, and what its answer's status means."""

import datetime as dt
import io
import ipaddress
import json
import re
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from time import monotonic
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import urllib3
from pyrate_limiter import Duration, Limiter, Rate

from dashboard.errors import Cancelled, SourceMalformed, SourceRefused, SourceUnavailable
from dashboard.sources.base import Watch
from dashboard.sources.text import CHECK, LATER, is_web_page, plain, strip_full_stop

MAX_BODY: Final = 64 * 1024 * 1024
# unpacking lets other threads run, and each of many small pieces would wait for the interpreter again
PIECE: Final = 256 * 1024
BOM: Final = b"\xef\xbb\xbf"


class TransientError(SourceUnavailable):
    """A failure that may be gone in a moment.

    `wait` is how many seconds the provider asked for, if it did; `silent` tells that it gave no answer at all.
    """

    def __init__(self, provider: str, detail: str, *, wait: float | None = None, silent: bool = False) -> None:
        super().__init__(provider, detail)
        self.wait = wait
        self.silent = silent


@dataclass
class ProviderHealth:
    """How a provider does; `silent` after none of several requests was answered, until one is."""

    silent: bool = False


@dataclass(frozen=True)
class RetryPolicy:
    """How long a provider is waited for and how often it is asked; seconds, `idle` between two signs of life."""

    idle: float = 30.0
    whole: float = 60.0
    attempts: int = 4
    total: float = 120.0
    first_pause: float = 0.5
    longest_pause: float = 5.0
    jitter: float = 0.5
    longest_asked: float = 30.0

    @classmethod
    def for_timeout(cls, seconds: float) -> "RetryPolicy":
        """Return the policy that goes with a timeout of so many seconds."""
        return cls(idle=seconds, whole=2 * seconds, total=4 * seconds)


def _said_in(body: bytes) -> str:
    """Return why a provider refuses, in its own words: a sentence that its JSON has, else what the answer says."""
    try:
        document = json.loads(body[:_LONGEST_REASON])
    except (ValueError, RecursionError):
        return plain(body)
    match document:
        case {"error": str(reason)} if reason.strip():
            return plain(reason)
        case _:
            return plain(body)


def is_loopback(url: str) -> bool:
    """Tell whether a URL leads to this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def wait_asked(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    """Return how many seconds a Retry-After header asks for; None where there is none that makes sense."""
    said = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", said):
        return float(said)
    try:
        until = parsedate_to_datetime(said)
        return max(0.0, (until.replace(tzinfo=until.tzinfo or dt.UTC).astimezone(dt.UTC) - now).total_seconds())
    except (ValueError, OverflowError):
        return None


RATES: Final = (Rate(5, Duration.SECOND), Rate(120, Duration.MINUTE))


# each provider has a host; whoever is forgotten begins anew
@lru_cache(maxsize=64)
def limiter_of(_host: str) -> Limiter:
    """Return the limiter that all requests to a host share."""
    return Limiter(list(RATES))


@dataclass
class Request:
    """One attempt to have something from a provider; what a client library sends and receives for it passes through.

    `check` looks at each whole, good answer before the client library sees it, and may hand on another in its place.
    `refuses_by_page` are the statuses under which a web page is the provider's own no and no outage.
    """

    provider: str
    policy: RetryPolicy
    watch: Watch
    check: Callable[["Request", requests.Response], requests.Response] = lambda _self, response: response
    health: ProviderHealth = field(default_factory=ProviderHealth)
    limiter: Callable[[str], Limiter] = limiter_of
    refuses_by_page: Collection[int] = ()
    _over: threading.Event = field(default_factory=threading.Event)
    _since: float = field(default_factory=monotonic)

    def check_running(self) -> None:
        """Raise unless the request may go on."""
        if self.watch.cancelled():
            raise Cancelled(f"{self.provider}: the refresh was called off.")
        if self._over.is_set() or monotonic() - self._since > self.policy.whole:
            raise TransientError(self.provider, f"gave no whole answer in {self.policy.whole:g} seconds", silent=True)

    def abandon(self) -> None:
        """Let whatever still runs end at its next step."""
        self._over.set()

    def on_request(self, url: str) -> None:
        """Take note of a request that is about to be sent, once its host's pace allows it."""
        self._since = monotonic()
        while not is_loopback(url) and not self.limiter(urlsplit(url).netloc).try_acquire("request", blocking=False):
            self.check_running()
            self._over.wait(0.05)
            # waiting for our own pace is nothing that the provider can help
            self._since = monotonic()
        self.check_running()

    def on_response(self, response: requests.Response) -> requests.Response:
        """Return an answer with its body read and looked at; SourceError where it is none."""
        try:
            body = self._read(response.raw)
        except (urllib3.exceptions.HTTPError, OSError) as exc:
            raise TransientError(self.provider, f"broke off in the middle of its answer ({reason(exc)})") from exc
        finally:
            # a body read to its end has handed its connection back already; any other one must not be used again
            response.raw.close()
        self.health.silent = False
        response.raw = io.BytesIO(body.removeprefix(BOM))
        self._raise_for_status(response)
        if response.status_code == HTTPStatus.OK:
            response = self.check(self, response)
        self._since = monotonic()
        return response

    def _read(self, raw: Any) -> bytes:  # noqa: ANN401 - urllib3's response, which requests calls anything
        announced = re.fullmatch(r"[0-9]{1,18}", raw.headers.get("Content-Length", ""))
        self._check_size(int(announced[0]) if announced else 0)
        body = bytearray()
        # read1 and not read or stream: those come back only when a piece is full, and a slow drip never fills one
        while piece := raw.read1(PIECE, decode_content=True):
            body += piece
            self._check_size(len(body))
            self.watch.step(len(piece))
            self.check_running()
        return bytes(body)

    def _check_size(self, size: int) -> None:
        if size > MAX_BODY:
            bound = MAX_BODY // 1024 // 1024
            raise SourceMalformed(self.provider, f"sent an answer of more than {bound} MB, which was not read. {LATER}")

    def _raise_for_status(self, response: requests.Response) -> None:
        status = response.status_code
        said = f"answered {status} {plain(response.reason or '')}".rstrip()
        if status < HTTPStatus.BAD_REQUEST:
            if not response.is_redirect:
                self._raise_for_no_figures(response, said)
            return
        page, words = is_web_page(response.content), strip_full_stop(_said_in(response.content))
        because = f": {words}" if words else ""
        # the World Bank throttles with a web page under 400, which is no verdict on what was asked for
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _BUSY or (status == HTTPStatus.BAD_REQUEST and page):
            raise self._busy(response.headers, said)
        if page and status not in self.refuses_by_page:
            raise SourceUnavailable(self.provider, f"{said} with a web page in place of figures{because}. {LATER}")
        # what is forbidden is there: another code is no help
        advice = "" if status == HTTPStatus.FORBIDDEN else f" {CHECK}"
        raise SourceRefused(self.provider, f"{said}{because}.{advice}")

    def _raise_for_no_figures(self, response: requests.Response, said: str) -> None:
        """Raise for a good status without a good answer: whoever keeps robots away says 200 or 202 with a page."""
        if is_web_page(response.content):
            words = strip_full_stop(plain(response.content, 80))
            because = f": {words}" if words else ""
            raise TransientError(self.provider, f"{said} with a web page in place of figures{because}")
        if response.status_code != HTTPStatus.OK:
            raise TransientError(self.provider, f"{said} without figures")

    def _busy(self, headers: Mapping[str, str], said: str) -> SourceUnavailable:
        now = dt.datetime.now(dt.UTC)
        wait = wait_asked(headers, now)
        if wait is not None and wait > self.policy.longest_asked:
            until = now + dt.timedelta(seconds=wait)
            detail = f"{said} and asks to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC"
            return SourceUnavailable(self.provider, f"{detail}. {LATER}")
        return TransientError(self.provider, said, wait=wait)


# a reason is short; what is longer is no reason
_LONGEST_REASON: Final = 4_000
_BUSY: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)


def reason(exc: BaseException) -> str:
    """Return the innermost cause in words: the library's own wrappings name hosts, pools and objects."""
    inner = exc
    while (cause := inner.__cause__ or inner.__context__) is not None:
        inner = cause
    known = inner.strerror if isinstance(inner, OSError) and inner.strerror else str(inner)
    return plain(known or type(inner).__name__, 80)
