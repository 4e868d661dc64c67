"""Fetch from every source in a thread of its own, and hand what comes to the one thread that takes it in."""

import datetime as dt
import queue
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from dashboard.catalogue.indicators import Indicator
from dashboard.errors import Cancelled
from dashboard.sources.base import Source, Watch

# raw answers that wait or are being taken in; each source has one more on its way
_ANSWERS_IN_MEMORY: Final = 2
_POLL_SECONDS: Final = 0.1


@dataclass(frozen=True)
class Asking:
    """A source is asked for a batch from now on."""

    batch: Sequence[Indicator]


@dataclass(frozen=True)
class Answer:
    """What a source gave for a batch, or why it gave nothing."""

    source: Source
    batch: Sequence[Indicator]
    started: dt.datetime
    raw: Any = None
    error: Exception | None = None


@dataclass(frozen=True)
class NoMore:
    """A source will not be asked for anything more; `error` where it could not even say in what batches."""

    batch: Sequence[Indicator]
    error: Exception | None = None


Message = Asking | Answer | NoMore


class Fetching:
    """Sources at work: their messages, the bytes that each has received, and a way to stop them all.

    `now` is the database's clock, `began` stands for it where it cannot be asked.
    """

    def __init__(self, now: Callable[[], dt.datetime], began: dt.datetime) -> None:
        self._now = now
        self._began = began
        self._stop = threading.Event()
        self._slots = threading.Semaphore(_ANSWERS_IN_MEMORY)
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._received: dict[str, int] = {}

    @property
    def received(self) -> Mapping[str, int]:
        """Return how many bytes each source has received so far."""
        return dict(self._received)

    @contextmanager
    def running(self, asked: Sequence[tuple[Source, Sequence[Indicator]]], max_concurrency: int) -> Generator[None]:
        """Ask sources, so many at once, while the block runs; at its end they stop."""
        with ThreadPoolExecutor(max(1, max_concurrency), thread_name_prefix="eraline-source") as pool:
            try:
                for source, indicators in asked:
                    pool.submit(self._ask_all, source, indicators)
                yield
            finally:
                # also where the block is interrupted: the others would go on asking
                self.stop()

    def stop(self) -> None:
        """Let every source end at its next step."""
        self._stop.set()

    def next(self) -> Message | None:
        """Return the next message, None where there is none for a moment."""
        try:
            return self._messages.get(timeout=_POLL_SECONDS)
        except queue.Empty:
            return None

    def release(self, answer: Answer) -> None:
        """Make room for another answer, once one has been taken in."""
        if answer.error is None:
            self._slots.release()

    def _ask_all(self, source: Source, indicators: Sequence[Indicator]) -> None:
        error = None
        try:
            for batch in source.batches(indicators):
                if self._stop.is_set():
                    break
                self._messages.put(Asking(batch))
                self._messages.put(self._ask(source, batch))
        except Exception as exc:  # noqa: BLE001 - the edge of the thread: told to the one that knows what becomes of it
            error = exc
        self._messages.put(NoMore(indicators, error))

    def _ask(self, source: Source, batch: Sequence[Indicator]) -> Answer:
        started = self._began

        def step(size: int) -> None:
            self._received[source.id] = self._received.get(source.id, 0) + size

        try:
            started = self._now()
            raw = source.fetch(batch, Watch(step, self._stop.is_set))
        except Exception as exc:  # noqa: BLE001 - a fault of one source is a failed attempt and no more
            return Answer(source, batch, started, error=exc)
        while not self._slots.acquire(timeout=_POLL_SECONDS):
            if self._stop.is_set():
                return Answer(source, batch, started, error=Cancelled("Called off."))
        return Answer(source, batch, started, raw)
