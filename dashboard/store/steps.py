"""Let long work be done in steps, so that whoever has more urgent work gets a turn between them."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final


def _go_on() -> None:
    """Wait for nobody, as most work does."""


_BETWEEN: Final[ContextVar[Callable[[], None]]] = ContextVar("between", default=_go_on)


@contextmanager
def in_steps(between: Callable[[], None]) -> Generator[None]:
    """Have something done between the steps of all work in this context."""
    before = _BETWEEN.set(between)
    try:
        yield
    finally:
        _BETWEEN.reset(before)


def step() -> None:
    """Tell that a step is done; what is slow calls this every few milliseconds."""
    _BETWEEN.get()()
