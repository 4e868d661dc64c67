"""Know whether a page is being made now: what is less urgent waits meanwhile."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock, local
from time import monotonic, perf_counter
from typing import Final

from prometheus_client import Histogram

_SECONDS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 20.0)
RERUNS: Final = Histogram("eraline_rerun_seconds", "Seconds that a page's script ran.", ("page",), buckets=_SECONDS)
# how long what a browser said is on its way to the page's script, or what the script made on its way to the browser
_ON_ITS_WAY_SECONDS: Final = 0.04


class _Pages:
    """How many pages are being made, by any of the threads that make them, and until when one may be on its way."""

    def __init__(self) -> None:
        self._lock, self.number, self.until = Lock(), 0, 0.0
        # when one was last made or asked for, None before the first
        self.last: float | None = None

    def count(self, more: int) -> None:
        with self._lock:
            self.number += more


_PAGES: Final = _Pages()


@dataclass
class Making:
    """Which page is being made, once that is known."""

    page: str


class _Thread(local):
    """Whether this thread makes a page already: a part of it is made with it."""

    is_making = False


_THREAD: Final = _Thread()


@contextmanager
def page_being_made(page: str = "") -> Generator[Making]:
    """Say for as long as the context lasts that a page is being made, or what runs alone of one; count and time it."""
    making, is_part, begun = Making(page), _THREAD.is_making, perf_counter()
    _THREAD.is_making = True
    _PAGES.count(1)
    try:
        yield making
    finally:
        _PAGES.count(-1)
        page_on_its_way()
        _THREAD.is_making = is_part
        if not is_part:
            RERUNS.labels(making.page).observe(perf_counter() - begun)


def page_on_its_way() -> None:
    """Say that a browser has just asked for a page, or that one that was made is being sent."""
    _PAGES.last = monotonic()
    _PAGES.until = _PAGES.last + _ON_ITS_WAY_SECONDS


def last_page() -> float | None:
    """Return when a page was last asked for or made, by the clock of `time.monotonic`; None before the first."""
    return _PAGES.last


def is_busy() -> bool:
    """Tell whether any page is being made now, or is on its way."""
    return _PAGES.number > 0 or monotonic() < _PAGES.until
