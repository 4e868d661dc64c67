"""Run a refresh: fetch, validate and commit, one indicator at a time and one refresh at a time."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

import pandas as pd

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.described import Described, indicator_of
from dashboard.catalogue.indicators import Indicator, Provider, Tier
from dashboard.errors import Cancelled, EralineError, RefreshRunning, SourceMalformed, SourceUnavailable, StoreError
from dashboard.refresh.fetching import Answer, Asking, Fetching, NoMore
from dashboard.refresh.progress import Event, Outcome, ended, held, recorded, written
from dashboard.refresh.validation import NOTHING_ACCEPTED, Accepted, HeldBack, Stored, validate
from dashboard.sources.base import Fetched, Source
from dashboard.store.corrections import corrected
from dashboard.store.doubt_words import in_words
from dashboard.store.lease import Lease
from dashboard.store.observations import Release, Store
from dashboard.store.pending import PendingReleases
from dashboard.store.records import Pending, Vintage
from dashboard.store.units import former_unit

_LOG = logging.getLogger(__name__)


def ignore(_event: Event) -> None:
    """Do nothing with an event."""


def never_cancel() -> bool:
    """Return that a refresh goes on: the default for `cancelled`."""
    return False


def refresh(  # noqa: PLR0913 - what to refresh, from where, how, and who wants to know
    catalogue: Catalogue,
    store: Store,
    sources: Mapping[Provider, Source],
    *,
    indicators: Sequence[str] | None = None,
    providers: Sequence[Provider] | None = None,
    accepted: Accepted = NOTHING_ACCEPTED,
    max_concurrency: int = 4,
    lease: Lease | None = None,
    emit: Callable[[Event], None] = ignore,
    cancelled: Callable[[], bool] = never_cancel,
) -> Outcome:
    """Fetch indicators, all unless some are named, and commit what is believed; derived ones stand for their inputs.

    `lease` keeps others away meanwhile; without one, the one that all refreshes share is taken.

    Whatever fails leaves the stored observations of its own indicator as they were, and its attempt says why. `emit`
    and `cancelled` are called from this thread only. Raises KeyError for an unknown indicator, RefreshRunning while
    another refresh runs or where one took over, StoreError where the lease cannot be written.
    """
    wanted = _wanted(catalogue, indicators, providers)
    with store.lease() if lease is None else nullcontext(lease) as held:
        run = _Run(catalogue, store, held, emit, cancelled, accepted=accepted, began=store.now())
        run.carry_out(wanted, sources, max_concurrency)
        outcome = run.outcome()
        _prune(store, held)
    emit(ended(outcome))
    if held.lost.is_set() and (other := store.lease_holder(held.name)):
        raise RefreshRunning(*other)
    return outcome


def _wanted(
    catalogue: Catalogue, indicators: Sequence[str] | None, providers: Sequence[Provider] | None
) -> list[Indicator]:
    named = catalogue.indicators if indicators is None else indicators
    stored = dict.fromkeys(base for name in named for base in catalogue.base_inputs(name))
    entries = [catalogue.indicator(name) for name in stored]
    return [entry for entry in entries if providers is None or entry.source in providers]


@dataclass
class _Run:
    """One refresh under way, in the caller's thread: takes in what the sources give, accounts for every indicator."""

    catalogue: Catalogue
    store: Store
    lease: Lease
    emit: Callable[[Event], None]
    cancelled: Callable[[], bool]
    accepted: Accepted = field(kw_only=True)
    began: dt.datetime = field(kw_only=True)

    def __post_init__(self) -> None:
        self._since = time.monotonic()
        self._cancelled = False
        self._fetching = Fetching(self.store.now, self.began)
        self._reported: dict[str, int] = {}
        self._notes: dict[str, str] = {}
        self._units = {name: vintage.unit for name, vintage in self.store.vintages("live").items()}
        # what is shipped says its unit where that names a base year
        self._stored_units = {name: vintage.unit for name, vintage in self.store.vintages().items()}
        self._ended: dict[str, Vintage | Pending | Exception] = {}

    def outcome(self) -> Outcome:
        """Return what came of it."""
        vintages = [end for end in self._ended.values() if isinstance(end, Vintage)]
        held_back = [end for end in self._ended.values() if isinstance(end, Pending)]
        errors = {name: end for name, end in self._ended.items() if isinstance(end, Exception)}
        return Outcome(
            fresh=tuple(vintage for vintage in vintages if vintage.is_changed),
            unchanged=(
                *(vintage.indicator for vintage in vintages if not vintage.is_changed),
                *(pending.indicator for pending in held_back if pending.state == "refused"),
            ),
            pending={one.indicator: in_words(one.doubts) for one in held_back if one.state == "pending"},
            failed={name: _message(error) for name, error in errors.items() if not _is_cancelled(error)},
            cancelled=tuple(name for name, error in errors.items() if _is_cancelled(error)),
            seconds=time.monotonic() - self._since,
        )

    def carry_out(self, wanted: Sequence[Indicator], sources: Mapping[Provider, Source], max_concurrency: int) -> None:
        """Ask every source and take in what they answer, until all is ended or called off."""
        self.emit(Event("start", total=len(wanted)))
        groups: dict[Provider, list[Indicator]] = {}
        for indicator in wanted:
            groups.setdefault(indicator.source, []).append(indicator)
        asked = [(sources[provider], group) for provider, group in groups.items() if provider in sources]
        with self._fetching.running(asked, max_concurrency):
            self._take_in(len(asked))
        for indicator in wanted:
            if indicator.id not in self._ended:
                cancelled = self._cancellation()
                missed = SourceUnavailable(indicator.source, "was not asked for this indicator.")
                # what was never begun is no attempt
                self._end(indicator, cancelled or missed, None if cancelled else self.began)

    def _take_in(self, sources: int) -> None:
        while sources:
            self._check_in()
            match self._fetching.next():
                case None:
                    pass
                case Asking(batch):
                    for indicator in batch:
                        self.emit(Event("fetching", indicator.id, indicator.source))
                case Answer() as answer:
                    self._settle(answer)
                case NoMore(batch, error):
                    sources -= 1
                    if error is not None:
                        self._give_up(batch, error)

    def _check_in(self) -> None:
        """Report how much has come in, and notice what ends the refresh early."""
        for source, received in self._fetching.received.items():
            if received != self._reported.get(source):
                self._reported[source] = received
                self.emit(Event("progress", source=source, bytes=received))
        self._cancelled = self._cancelled or self.cancelled()
        if self._cancelled or self.lease.lost.is_set():
            self._fetching.stop()

    def _cancellation(self) -> Exception | None:
        if self.lease.lost.is_set():
            return Cancelled("Another refresh took over while this one stood still.")
        return Cancelled("The refresh was called off.") if self._cancelled else None

    def _settle(self, answer: Answer) -> None:
        for indicator in answer.batch:
            self._check_in()
            end = self._cancellation() or answer.error or self._attempt(answer, indicator)
            self._end(indicator, end, answer.started)
        self._fetching.release(answer)

    def _give_up(self, batch: Sequence[Indicator], error: Exception) -> None:
        for indicator in batch:
            if indicator.id not in self._ended:
                self._end(indicator, error, self.began)

    def _attempt(self, answer: Answer, indicator: Indicator) -> Vintage | Pending | Exception:
        try:
            described = answer.source.describe(answer.raw, indicator) if indicator.tier is Tier.CATALOGUED else None
            entry = indicator if described is None else indicator_of(described)
            fetched = _parsed(answer, entry, self.catalogue)
            kept, lapsed = corrected(fetched.observations, self.catalogue.corrections_of(indicator.id))
            self._notes[indicator.id] = recorded(" ".join(map(str, lapsed)))
            return self._publish(replace(fetched, observations=kept), entry, answer.started, described)
        except Exception as exc:  # noqa: BLE001 - whatever befalls one indicator stays with it
            return exc

    def _publish(
        self, fetched: Fetched, indicator: Indicator, started: dt.datetime, described: Described | None
    ) -> Vintage | Pending:
        unit, corrections = recorded(fetched.unit), self.catalogue.corrections_of(indicator.id)
        former = former_unit(self._stored_units.get(indicator.id, ""), unit, (indicator.unit, indicator.unit_short))

        def examine(stored: pd.DataFrame) -> None:
            validate(
                fetched,
                # what is declared false since it came in is not missed
                Stored(corrected(stored, corrections)[0], self._units.get(indicator.id, ""), former),
                indicator,
                self.catalogue,
                self.began.date(),
                accepted=self.accepted,
            )

        release = Release(
            indicator.id,
            started,
            recorded(fetched.release) or f"fetched {started:%Y-%m-%d}",
            fetched.observations,
            updated=fetched.updated,
            unit=unit,
            economies=tuple(indicator.codes),
            former=former,
            described=described,
        )
        try:
            return self.store.publish(release, started=started, guard=self.lease.confirm, examine=examine)
        except HeldBack as exc:
            waiting = PendingReleases.of(self.store)
            return waiting.hold(release, exc.doubts, started=started, guard=self.lease.confirm)

    def _end(self, indicator: Indicator, end: Vintage | Pending | Exception, started: dt.datetime | None) -> None:
        self._ended[indicator.id] = end
        if isinstance(end, Pending):
            self.emit(held(end, indicator))
            return
        if isinstance(end, Vintage):
            note = self._notes.get(indicator.id)
            self.emit(replace(written(end, indicator), note=note or None))
            if note:
                _LOG.warning(note)
            return
        if not isinstance(end, EralineError):
            _LOG.error("The refresh of %s broke off", indicator.id, exc_info=end)
        outcome = "cancelled" if _is_cancelled(end) else "failed"
        # of what was never stored, nobody asks for attempts: anybody could fill the table with made-up codes
        if started is not None and (indicator.tier is Tier.CURATED or indicator.id in self._stored_units):
            try:
                self.store.record(indicator.id, started=started, outcome=outcome, detail=_message(end))
            except StoreError as exc:
                # a full disk takes no note of itself; the caller and the log still hear of it
                _LOG.warning(
                    "The attempt at %s (%s) could not be written down: %s", indicator.id, _message(end), exc.whole
                )
        self.emit(Event(outcome, indicator.id, indicator.source, error=_message(end)))


def _prune(store: Store, lease: Lease) -> None:
    if lease.lost.is_set():
        return
    try:
        store.prune_attempts()
    except StoreError as exc:
        # the next refresh tries again
        _LOG.warning("Old attempts could not be pruned: %s", exc.whole)


def _parsed(answer: Answer, indicator: Indicator, catalogue: Catalogue) -> Fetched:
    # each alone, so that one that makes no sense does not take the others of its batch with it
    found = answer.source.parse(answer.raw, (indicator,), catalogue.economies_of(indicator.source))
    for fetched in found:
        if fetched.indicator == indicator.id:
            return fetched
    raise SourceMalformed(indicator.source, f"the answer says nothing of {indicator.id}.")


def _is_cancelled(error: Exception) -> bool:
    return isinstance(error, Cancelled | RefreshRunning)


def _message(error: Exception) -> str:
    if isinstance(error, EralineError):
        return recorded(str(error))
    return recorded(f"An error that Eraline did not expect, {type(error).__name__}: {error}. The log says more.")
