"""Bring the cache up to date: fetch, validate, diff, commit, one indicator at a time and one refresh at a time."""

import datetime as dt
import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from dashboard.catalogue.indicators import Indicator, Provider
from dashboard.catalogue.loading import Catalogue
from dashboard.errors import Cancelled, EralineError, RefreshRunning, SourceMalformed, SourceUnavailable, StoreError
from dashboard.refresh.progress import Event, Outcome, one_line, written
from dashboard.refresh.validation import Held, validate
from dashboard.sources.base import Fetched, Source, Watch
from dashboard.store.lease import Lease, hold, holder
from dashboard.store.observations import Release, Store
from dashboard.store.records import Vintage

_LOG = logging.getLogger(__name__)
# raw answers that wait for their turn or are being taken in; each source has one more on its way
_ANSWERS_IN_MEMORY: Final = 2
_LOOK_UP_SECONDS: Final = 0.1


def ignore(_event: Event) -> None:
    """Do nothing with an event."""


def never() -> bool:
    """Return that a refresh is not called off."""
    return False


def refresh(  # noqa: PLR0913 - what to refresh, from where, how, and who wants to know
    catalogue: Catalogue,
    store: Store,
    sources: Mapping[Provider, Source],
    *,
    indicators: Sequence[str] | None = None,
    providers: Sequence[Provider] | None = None,
    accept_shrinkage: bool = False,
    max_concurrency: int = 4,
    emit: Callable[[Event], None] = ignore,
    cancelled: Callable[[], bool] = never,
) -> Outcome:
    """Fetch indicators, all unless some are named, and commit what is believed; derived ones stand for their inputs.

    Whatever fails leaves the old figures of its own indicator as they were, and its attempt says why. `emit` and
    `cancelled` are called from this thread only. Raises KeyError for an unknown indicator, RefreshRunning while
    another refresh runs or where one took over, StoreError where the lease cannot be written.
    """
    wanted = _wanted(catalogue, indicators, providers)
    with hold(store.engine) as lease:
        run = _Run(catalogue, store, lease, emit, cancelled, accept_shrinkage=accept_shrinkage, began=store.now())
        run.carry_out(wanted, sources, max_concurrency)
        outcome = run.outcome()
    emit(
        Event(
            "done",
            fresh=len(outcome.fresh),
            unchanged=len(outcome.unchanged),
            failed=len(outcome.failed),
            cancelled=len(outcome.cancelled) or None,
            seconds=round(outcome.seconds, 3),
        )
    )
    if lease.lost.is_set() and (other := holder(store.engine, lease.name)):
        raise RefreshRunning(*other)
    return outcome


def _wanted(
    catalogue: Catalogue, indicators: Sequence[str] | None, providers: Sequence[Provider] | None
) -> list[Indicator]:
    named = catalogue.indicators if indicators is None else indicators
    stored = dict.fromkeys(base for name in named for base in catalogue.base_inputs(name))
    entries = [catalogue.indicator(name) for name in stored]
    return [entry for entry in entries if providers is None or entry.source in providers]


@dataclass(frozen=True)
class _Asking:
    """A source is asked for a batch from now on."""

    batch: Sequence[Indicator]


@dataclass(frozen=True)
class _Answer:
    """What a source gave for a batch, or why it gave nothing."""

    source: Source
    batch: Sequence[Indicator]
    started: dt.datetime
    raw: Any = None
    error: Exception | None = None


@dataclass(frozen=True)
class _NoMore:
    """A source will not be asked for anything more; `error` where it could not even say in what batches."""

    batch: Sequence[Indicator]
    error: Exception | None = None


_Message = _Asking | _Answer | _NoMore


@dataclass
class _Run:
    """One refresh under way. Sources are asked in threads of their own; all else happens in the caller's."""

    catalogue: Catalogue
    store: Store
    lease: Lease
    emit: Callable[[Event], None]
    cancelled: Callable[[], bool]
    accept_shrinkage: bool = field(kw_only=True)
    began: dt.datetime = field(kw_only=True)

    def __post_init__(self) -> None:
        self._since = time.monotonic()
        self._stop = threading.Event()
        self._called_off = False
        self._slots = threading.Semaphore(_ANSWERS_IN_MEMORY)
        self._messages: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._received: dict[str, int] = {}
        self._told: dict[str, int] = {}
        self._units = {name: vintage.unit for name, vintage in self.store.vintages("live").items()}
        self._ended: dict[str, Vintage | Exception] = {}

    def outcome(self) -> Outcome:
        """Return what came of it."""
        vintages = [end for end in self._ended.values() if isinstance(end, Vintage)]
        errors = {name: end for name, end in self._ended.items() if isinstance(end, Exception)}
        return Outcome(
            fresh=tuple(vintage for vintage in vintages if vintage.is_changed),
            unchanged=tuple(vintage.indicator for vintage in vintages if not vintage.is_changed),
            failed={name: _said(error) for name, error in errors.items() if not _is_off(error)},
            cancelled=tuple(name for name, error in errors.items() if _is_off(error)),
            seconds=time.monotonic() - self._since,
        )

    def carry_out(self, wanted: Sequence[Indicator], sources: Mapping[Provider, Source], max_concurrency: int) -> None:
        """Ask every source and take in what they answer, until all is ended or called off."""
        self.emit(Event("start", total=len(wanted)))
        groups: dict[Provider, list[Indicator]] = {}
        for indicator in wanted:
            groups.setdefault(indicator.source, []).append(indicator)
        asked = [(sources[provider], group) for provider, group in groups.items() if provider in sources]
        with ThreadPoolExecutor(max(1, max_concurrency), thread_name_prefix="eraline-source") as pool:
            try:
                for source, group in asked:
                    pool.submit(self._ask_all, source, group)
                self._take_in(len(asked))
            finally:
                # also where this thread is interrupted: the others would go on asking
                self._stop.set()
        for indicator in wanted:
            if indicator.id not in self._ended:
                off = self._off()
                missed = SourceUnavailable(indicator.source, "was not asked for this indicator.")
                # what was never begun is no attempt
                self._end(indicator, off or missed, None if off else self.began)

    # In the threads of the sources

    def _ask_all(self, source: Source, indicators: Sequence[Indicator]) -> None:
        error = None
        try:
            for batch in source.batches(indicators):
                if self._stop.is_set():
                    break
                self._messages.put(_Asking(batch))
                self._messages.put(self._ask(source, batch))
        except Exception as exc:  # noqa: BLE001 - the edge of the thread: told to the one that knows what becomes of it
            error = exc
        self._messages.put(_NoMore(indicators, error))

    def _ask(self, source: Source, batch: Sequence[Indicator]) -> _Answer:
        started = self.began

        def step(size: int) -> None:
            self._received[source.provider] = self._received.get(source.provider, 0) + size

        try:
            started = self.store.now()
            raw = source.fetch(batch, Watch(step, self._stop.is_set))
        except Exception as exc:  # noqa: BLE001 - a fault of one source is a failed attempt and no more
            return _Answer(source, batch, started, error=exc)
        while not self._slots.acquire(timeout=_LOOK_UP_SECONDS):
            if self._stop.is_set():
                return _Answer(source, batch, started, error=Cancelled("Called off."))
        return _Answer(source, batch, started, raw)

    # In the thread of the caller

    def _take_in(self, sources: int) -> None:
        while sources:
            message = self._next()
            match message:
                case None:
                    pass
                case _Asking(batch):
                    for indicator in batch:
                        self.emit(Event("fetching", indicator.id, indicator.source))
                case _Answer():
                    self._settle(message)
                case _NoMore(batch, error):
                    sources -= 1
                    if error is not None:
                        self._give_up(batch, error)

    def _next(self) -> _Message | None:
        self._look_up()
        try:
            return self._messages.get(timeout=_LOOK_UP_SECONDS)
        except queue.Empty:
            return None

    def _look_up(self) -> None:
        """Tell how much has come in, and notice what ends the refresh early."""
        for source, received in tuple(self._received.items()):
            if received != self._told.get(source):
                self._told[source] = received
                self.emit(Event("progress", source=source, bytes=received))
        self._called_off = self._called_off or self.cancelled()
        if self._called_off or self.lease.lost.is_set():
            self._stop.set()

    def _off(self) -> Exception | None:
        if self.lease.lost.is_set():
            return Cancelled("Another refresh took over while this one stood still.")
        return Cancelled("The refresh was called off.") if self._called_off else None

    def _settle(self, answer: _Answer) -> None:
        for indicator in answer.batch:
            self._look_up()
            self._end(indicator, self._off() or answer.error or self._attempt(answer, indicator), answer.started)
        if answer.error is None:
            self._slots.release()

    def _give_up(self, batch: Sequence[Indicator], error: Exception) -> None:
        for indicator in batch:
            if indicator.id not in self._ended:
                self._end(indicator, error, self.began)

    def _attempt(self, answer: _Answer, indicator: Indicator) -> Vintage | Exception:
        try:
            fetched = _parsed(answer, indicator, self.catalogue)
            return self._publish(fetched, indicator, answer.started)
        except Exception as exc:  # noqa: BLE001 - whatever befalls one indicator stays with it
            return exc

    def _publish(self, fetched: Fetched, indicator: Indicator, started: dt.datetime) -> Vintage:
        unit = one_line(fetched.unit)

        def examine(held: pd.DataFrame) -> None:
            validate(
                fetched,
                Held(held, self._units.get(indicator.id, "")),
                indicator,
                self.catalogue,
                self.began.date(),
                accept_shrinkage=self.accept_shrinkage,
            )

        release = Release(
            indicator.id,
            started,
            one_line(fetched.release) or f"fetched {started:%Y-%m-%d}",
            fetched.observations,
            updated=fetched.updated,
            unit=unit,
        )
        return self.store.publish(release, started=started, guard=self.lease.confirm, examine=examine)

    def _end(self, indicator: Indicator, end: Vintage | Exception, started: dt.datetime | None) -> None:
        self._ended[indicator.id] = end
        if isinstance(end, Vintage):
            self.emit(written(end, indicator))
            return
        if not isinstance(end, EralineError):
            _LOG.error("The refresh of %s broke off", indicator.id, exc_info=end)
        outcome = "cancelled" if _is_off(end) else "failed"
        if started is not None:
            try:
                self.store.record(indicator.id, started=started, outcome=outcome, detail=_said(end))
            except StoreError as exc:
                # a full disk takes no note of itself; the caller and the log still hear of it
                _LOG.warning("The attempt at %s (%s) could not be written down: %s", indicator.id, _said(end), exc)
        self.emit(Event(outcome, indicator.id, indicator.source, error=_said(end)))


def _parsed(answer: _Answer, indicator: Indicator, catalogue: Catalogue) -> Fetched:
    # each alone, so that one that makes no sense does not take the others of its batch with it
    found = answer.source.parse(answer.raw, (indicator,), catalogue.economies.keys())
    for fetched in found:
        if fetched.indicator == indicator.id:
            return fetched
    raise SourceMalformed(indicator.source, f"the answer says nothing of {indicator.id}.")


def _is_off(error: Exception) -> bool:
    return isinstance(error, Cancelled | RefreshRunning)


def _said(error: Exception) -> str:
    if isinstance(error, EralineError):
        return one_line(str(error))
    return one_line(f"An error that Eraline did not expect, {type(error).__name__}: {error}. The log says more.")
