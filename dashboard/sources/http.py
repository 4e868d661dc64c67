"""HTTP client with deadlines, size limits, rate limiting and retries.

Client libraries keep their own calls: what they send and get passes through the current request by the session's hooks.
"""

import contextvars
import logging
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final, TypeVar

import requests
import stamina

from dashboard import __version__
from dashboard.errors import SourceRefused, SourceUnavailable
from dashboard.sources.request import Request, TransientError, is_loopback, reason
from dashboard.sources.text import CHECK, LATER, strip_full_stop

T = TypeVar("T")

MAX_REDIRECTS: Final = 5
AGENT: Final = f"Eraline/{__version__} (economic-indicator dashboard)"

# stamina tells of each retry as a warning, which Python prints where nobody listens: into the middle of a progress bar
logging.getLogger("stamina").addHandler(logging.NullHandler())


_current: contextvars.ContextVar[Request | None] = contextvars.ContextVar("request", default=None)


def on_request(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Let the current request know of a request; requests calls this as `auth`, right before it sends one."""
    request = _current.get()
    if request is not None:
        request.on_request(prepared.url or "")
    return prepared


def on_response(response: requests.Response, *_args: Any, **_kwargs: Any) -> requests.Response:  # noqa: ANN401
    """Let the current request read an answer; requests calls this as its `response` hook."""
    request = _current.get()
    return response if request is None else request.on_response(response)


class _Session(requests.Session):
    """A session that fails in our words: pandas-datareader would make one kind of error of all that requests has."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401 - as the parent has it
        try:
            return super().request(*args, **kwargs)
        except requests.RequestException as exc:
            request = _current.get()
            if request is None:
                raise
            raise _translated(request.provider, exc) from exc


def open_session(base: str) -> requests.Session:
    """Return a session whose requests and answers pass through the current request."""
    session = _Session()
    session.headers["User-Agent"] = AGENT
    session.auth = on_request
    session.hooks["response"].append(on_response)
    session.max_redirects = MAX_REDIRECTS
    # a proxy is for the world outside; it could not find a server on this machine
    session.trust_env = not is_loopback(base)
    # several threads share the session, and a jar is all that they could disturb in it
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def call(make: Callable[[], Request], send: Callable[[Request], T]) -> T:
    """Return what `send` makes of a request, tried again while what fails may pass; SourceError or Cancelled."""
    request = make()
    policy = request.policy
    tries = 0
    try:
        for attempt in stamina.retry_context(
            on=retry_after,
            # who has just not answered at all is asked once for what is left: a long silence for each would add up
            attempts=1 if request.health.silent else policy.attempts,
            timeout=policy.total,
            wait_initial=policy.first_pause,
            wait_max=policy.longest_pause,
            wait_jitter=policy.jitter,
        ):
            with attempt:
                request = request if tries == 0 else make()
                tries += 1
                return _in_thread(request, send)
    except TransientError as exc:
        request.health.silent = exc.silent
        times = "" if tries == 1 else f" {tries} times"
        raise SourceUnavailable(request.provider, f"{strip_full_stop(exc.detail)}{times}. {LATER}") from exc
    raise AssertionError  # the loop above returns or raises


def retry_after(exc: Exception) -> bool | float:
    """Return whether to try again after an error, or the seconds to wait before it."""
    if not isinstance(exc, TransientError):
        return False
    return True if exc.wait is None else exc.wait


def _in_thread(request: Request, send: Callable[[Request], T]) -> T:
    """Send in a thread of its own, which is left behind when it is called off or no answer comes.

    A look-up of a name, or headers that drip, heed no timeout: only from outside can such a call be ended.
    """
    outcomes: list[Callable[[], T]] = []
    done = threading.Event()

    def run() -> None:
        with _as_current(request):
            outcomes.append(_outcome(request, send))
        done.set()

    threading.Thread(target=run, name=f"ask {request.provider}", daemon=True).start()
    try:
        while not done.wait(0.1):
            request.check_running()
    finally:
        request.abandon()
    return outcomes[0]()


@contextmanager
def _as_current(request: Request) -> Generator[None]:
    token = _current.set(request)
    try:
        yield
    finally:
        _current.reset(token)


def _outcome(request: Request, send: Callable[[Request], T]) -> Callable[[], T]:
    try:
        result = send(request)
    except BaseException as exc:  # noqa: BLE001 - it is raised again, in the thread that waits for it
        caught = exc
        failure = _translated(request.provider, caught)

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
        return TransientError(provider, "did not answer in time", silent=True)
    if isinstance(exc, requests.ConnectionError | requests.exceptions.ChunkedEncodingError):
        return TransientError(provider, f"could not be reached ({reason(exc)})", silent=True)
    if isinstance(exc, requests.RequestException):
        return SourceUnavailable(provider, f"could not be asked ({reason(exc)}). Look at the ERALINE_* addresses.")
    return exc
