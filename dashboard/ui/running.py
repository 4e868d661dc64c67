"""Know whether a page is being made now: what is less urgent waits meanwhile."""

from collections.abc import Generator
from contextlib import contextmanager
from threading import Lock
from typing import Final


class _Pages:
    """How many pages are being made, by any of the threads that make them."""

    def __init__(self) -> None:
        self._lock, self.number = Lock(), 0

    def count(self, more: int) -> None:
        with self._lock:
            self.number += more


_PAGES: Final = _Pages()


@contextmanager
def page_being_made() -> Generator[None]:
    """Say for as long as the context lasts that a page is being made, or what runs alone of one."""
    _PAGES.count(1)
    try:
        yield
    finally:
        _PAGES.count(-1)


def is_busy() -> bool:
    """Tell whether any page is being made now."""
    return _PAGES.number > 0
