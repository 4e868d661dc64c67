"""Know whether a page is being made now: what is less urgent waits meanwhile."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock, local
from time import perf_counter
from typing import Final

from prometheus_client import Histogram

_SECONDS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 20.0)
RERUNS: Final = Histogram("eraline_rerun_seconds", "Seconds that a page's script ran.", ("page",), buckets=_SECONDS)


class _Pages:
    """How many pages are being made, by any of the threads that make them."""

    def __init__(self) -> None:
        self._lock, self.number = Lock(), 0

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
        _THREAD.is_making = is_part
        if not is_part:
            RERUNS.labels(making.page).observe(perf_counter() - begun)


def is_busy() -> bool:
    """Tell whether any page is being made now."""
    return _PAGES.number > 0
