"""Hold conversations over HTTP so that none lasts too long, grows too large or is tried too often."""

import contextvars
import datetime as dt
import io
import ipaddress
import logging
import re
import threading
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from time import monotonic
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

import requests
import stamina
import urllib3
from pyrate_limiter import Duration, Limiter, Rate

from dashboard import __version__
from dashboard.errors import Cancelled, SourceMalformed, SourceRefused, SourceUnavailable
from dashboard.sources.base import Watch
from dashboard.sources.text import CHECK, LATER, is_web_page, plain, unstopped

T = TypeVar("T")

MAX_BODY: Final = 64 * 1024 * 1024
# unpacking lets other threads run, and each of many small pieces would wait for its turn again
PIECE: Final = 256 * 1024
MAX_REDIRECTS: Final = 5
AGENT: Final = f"Eraline/{__version__} (economic-indicator dashboard)"
BOM: Final = b"\xef\xbb\xbf"

# stamina tells of each retry as a warning, which Python prints where nobody listens: into the middle of a progress bar
logging.getLogger("stamina").addHandler(logging.NullHandler())


class Passing(SourceUnavailable):
    """A failure that may be gone in a moment.

    `wait` is how many seconds the provider asked for, if it did; `silent` tells that it gave no answer at all.
    """

    def __init__(self, provider: str, detail: str, *, wait: float | None = None, silent: bool = False) -> None:
        super().__init__(provider, detail)
        self.wait = wait
        self.silent = silent


@dataclass
class Line:
    """The way to a provider; `silent` after none of several requests was answered, until one is."""

    silent: bool = False


@dataclass(frozen=True)
class Patience:
    """How long a provider is waited for, in seconds: `idle` between two signs of life, `whole` for one answer."""

    idle: float = 30.0
    whole: float = 60.0
    attempts: int = 4
    total: float = 120.0
    first_pause: float = 0.5
    longest_pause: float = 5.0
    jitter: float = 0.5
    longest_asked: float = 30.0

    @classmethod
    def for_timeout(cls, seconds: float) -> "Patience":
        """Return the patience that goes with a timeout of so many seconds."""
        return cls(idle=seconds, whole=2 * seconds, total=4 * seconds)


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


@cache
def _limiter(_host: str) -> Limiter:
    return Limiter(list(RATES))


@dataclass
class Conversation:
    """One attempt to have something from a provider; requests and their answers pass through it.

    `check` looks at each whole, good answer before the client library sees it, and may hand on another in its place.
    `refuses_by_page` are the statuses under which a web page is the provider's own no and no outage.
    """

    provider: str
    patience: Patience
    watch: Watch
    check: Callable[["Conversation", requests.Response], requests.Response] = lambda _self, response: response
    line: Line = field(default_factory=Line)
    limiter: Callable[[str], Limiter] = _limiter
    refuses_by_page: Collection[int] = ()
    _over: threading.Event = field(default_factory=threading.Event)
    _since: float = field(default_factory=monotonic)

    def go_on(self) -> None:
        """Raise unless the conversation may go on."""
        if self.watch.cancelled():
            raise Cancelled(f"{self.provider}: the refresh was called off.")
        if self._over.is_set() or monotonic() - self._since > self.patience.whole:
            raise Passing(self.provider, f"gave no whole answer in {self.patience.whole:g} seconds", silent=True)

    def give_up(self) -> None:
        """Let whatever still runs end at its next step."""
        self._over.set()

    def ask(self, url: str) -> None:
        """Take note of a request that is about to be sent, once its host's pace allows it."""
        self._since = monotonic()
        while not is_loopback(url) and not self.limiter(urlsplit(url).netloc).try_acquire("request", blocking=False):
            self.go_on()
            self._over.wait(0.05)
            # waiting for our own turn is nothing that the provider can help
            self._since = monotonic()
        self.go_on()

    def hear(self, response: requests.Response) -> requests.Response:
        """Return an answer with its body read and looked at; SourceError where it is none."""
        try:
            body = self._read(response.raw)
        except (urllib3.exceptions.HTTPError, OSError) as exc:
            raise Passing(self.provider, f"broke off in the middle of its answer ({_reason(exc)})") from exc
        finally:
            # a body read to its end has handed its connection back already; any other one must not be used again
            response.raw.close()
        self.line.silent = False
        response.raw = io.BytesIO(body.removeprefix(BOM))
        self._judge(response)
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
            self.go_on()
        return bytes(body)

    def _check_size(self, size: int) -> None:
        if size > MAX_BODY:
            bound = MAX_BODY // 1024 // 1024
            raise SourceMalformed(self.provider, f"sent an answer of more than {bound} MB, which was not read. {LATER}")

    def _judge(self, response: requests.Response) -> None:
        status = response.status_code
        if status < HTTPStatus.BAD_REQUEST:
            return
        page, words = is_web_page(response.content), unstopped(plain(response.content))
        said = f"answered {status} {plain(response.reason or '')}".rstrip()
        because = f": {words}" if words else ""
        # the World Bank throttles with a web page under 400, which is no verdict on what was asked for
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _BUSY or (status == HTTPStatus.BAD_REQUEST and page):
            raise self._busy(response.headers, said)
        if page and status not in self.refuses_by_page:
            raise SourceUnavailable(self.provider, f"{said} with a web page in place of figures{because}. {LATER}")
        raise SourceRefused(self.provider, f"{said}{because}. {CHECK}")

    def _busy(self, headers: Mapping[str, str], said: str) -> SourceUnavailable:
        now = dt.datetime.now(dt.UTC)
        wait = wait_asked(headers, now)
        if wait is not None and wait > self.patience.longest_asked:
            until = now + dt.timedelta(seconds=wait)
            detail = f"{said} and asks to be left alone until {until:%Y-%m-%d %H:%M:%S} UTC"
            return SourceUnavailable(self.provider, f"{detail}. {LATER}")
        return Passing(self.provider, said, wait=wait)


_BUSY: Final = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
_current: contextvars.ContextVar[Conversation | None] = contextvars.ContextVar("conversation", default=None)


def before(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Let the conversation at hand know of a request; requests calls this as `auth`, right before it sends one."""
    conversation = _current.get()
    if conversation is not None:
        conversation.ask(request.url or "")
    return request


def after(response: requests.Response, *_args: Any, **_kwargs: Any) -> requests.Response:  # noqa: ANN401
    """Let the conversation at hand read an answer; requests calls this as its `response` hook."""
    conversation = _current.get()
    return response if conversation is None else conversation.hear(response)


class _Session(requests.Session):
    """A session that fails in our words: pandas-datareader would make one kind of error of all that requests has."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401 - as the parent has it
        try:
            return super().request(*args, **kwargs)
        except requests.RequestException as exc:
            conversation = _current.get()
            if conversation is None:
                raise
            raise _translated(conversation.provider, exc) from exc


def open_session(base: str) -> requests.Session:
    """Return a session whose requests and answers pass through the conversation at hand."""
    session = _Session()
    session.headers["User-Agent"] = AGENT
    session.auth = before
    session.hooks["response"].append(after)
    session.max_redirects = MAX_REDIRECTS
    # a proxy is for the world outside; it could not find a server on this machine
    session.trust_env = not is_loopback(base)
    # several threads share the session, and a jar is all that they could disturb in it
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def converse(make: Callable[[], Conversation], talk: Callable[[Conversation], T]) -> T:
    """Return what `talk` makes of a conversation, tried again while what fails may pass; SourceError or Cancelled."""
    conversation = make()
    patience = conversation.patience
    tries = 0
    try:
        for attempt in stamina.retry_context(
            on=_pause,
            # who has just not answered at all is asked once for what is left: a long silence for each would add up
            attempts=1 if conversation.line.silent else patience.attempts,
            timeout=patience.total,
            wait_initial=patience.first_pause,
            wait_max=patience.longest_pause,
            wait_jitter=patience.jitter,
        ):
            with attempt:
                conversation = conversation if tries == 0 else make()
                tries += 1
                return _aside(conversation, talk)
    except Passing as exc:
        conversation.line.silent = exc.silent
        times = "" if tries == 1 else f" {tries} times"
        raise SourceUnavailable(conversation.provider, f"{unstopped(exc.detail)}{times}. {LATER}") from exc
    raise AssertionError  # the loop above returns or raises


def _pause(exc: Exception) -> bool | float:
    if not isinstance(exc, Passing):
        return False
    return True if exc.wait is None else exc.wait


def _aside(conversation: Conversation, talk: Callable[[Conversation], T]) -> T:
    """Talk in a thread of its own, which is left behind when it is called off or no answer comes.

    A look-up of a name, or headers that drip, heed no timeout: only from outside can such a call be ended.
    """
    told: list[Callable[[], T]] = []
    done = threading.Event()

    def run() -> None:
        with _joined(conversation):
            told.append(_outcome(conversation, talk))
        done.set()

    threading.Thread(target=run, name=f"ask {conversation.provider}", daemon=True).start()
    try:
        while not done.wait(0.1):
            conversation.go_on()
    finally:
        conversation.give_up()
    return told[0]()


@contextmanager
def _joined(conversation: Conversation) -> Generator[None]:
    token = _current.set(conversation)
    try:
        yield
    finally:
        _current.reset(token)


def _outcome(conversation: Conversation, talk: Callable[[Conversation], T]) -> Callable[[], T]:
    try:
        result = talk(conversation)
    except BaseException as exc:  # noqa: BLE001 - it is raised again, in the thread that waits for it
        caught = exc
        failure = _translated(conversation.provider, caught)

        def fail() -> T:
            if failure is caught:
                raise caught
            raise failure from caught

        return fail
    return lambda: result


def _translated(provider: str, exc: BaseException) -> BaseException:
    if isinstance(exc, requests.exceptions.TooManyRedirects):
        return SourceRefused(provider, f"sent us on more than {MAX_REDIRECTS} times. {CHECK}")
    if isinstance(exc, requests.Timeout):
        return Passing(provider, "did not answer in time", silent=True)
    if isinstance(exc, requests.ConnectionError | requests.exceptions.ChunkedEncodingError):
        return Passing(provider, f"could not be reached ({_reason(exc)})", silent=True)
    if isinstance(exc, requests.RequestException):
        return SourceUnavailable(provider, f"could not be asked ({_reason(exc)}). Look at the ERALINE_* addresses.")
    return exc


def _reason(exc: BaseException) -> str:
    """Return the innermost cause in words: the library's own wrappings name hosts, pools and objects."""
    inner = exc
    while (cause := inner.__cause__ or inner.__context__) is not None:
        inner = cause
    known = inner.strerror if isinstance(inner, OSError) and inner.strerror else str(inner)
    return plain(known or type(inner).__name__, 80)
