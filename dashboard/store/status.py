"""Status of each indicator: state, span, vintage, age and last error."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.indicators import Provider
from dashboard.store.doubt_words import in_words
from dashboard.store.observations import Store
from dashboard.store.pending import PendingReleases
from dashboard.store.records import Attempt, Pending, Vintage

State = Literal["live", "cached", "snapshot", "unavailable"]

# monthly and annual series alike come out at the most once a month: a month and a few days miss no release
LIVE_FOR: Final = dt.timedelta(days=35)
_WORST_LAST: Final[tuple[State, ...]] = ("live", "cached", "snapshot", "unavailable")

Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Status:
    """What is stored of one indicator; None where nothing is.

    `first` and `last` are periods that have values, `vintage` the day and `fetched_at` the moment (UTC) when the
    newest observations came into being or in, `error` why the newest attempt failed, `pending` why a newer release is
    held back until a person decides. A derived indicator has the worst state, the oldest vintage and the common span
    of its inputs.
    """

    indicator: str
    source: Provider
    state: State
    first: dt.date | None = None
    last: dt.date | None = None
    vintage: dt.date | None = None
    fetched_at: dt.datetime | None = None
    error: str | None = None
    age_days: int | None = None
    release: str | None = None
    pending: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return indicator, source, state, first, last, vintage, fetched_at, error and pending as plain values."""
        return {
            "indicator": self.indicator,
            "source": self.source,
            "state": self.state,
            "first": _iso(self.first),
            "last": _iso(self.last),
            "vintage": _iso(self.vintage),
            "fetched_at": _iso(self.fetched_at),
            "error": self.error,
            "pending": self.pending,
        }


class Held(NamedTuple):
    """What a store has of each indicator.

    Its newest vintage, its span, the newest attempt that was not called off, and a release that waits for a decision.
    """

    vintages: Mapping[str, Vintage]
    spans: Mapping[str, Span]
    attempts: Mapping[str, Attempt]
    waiting: Mapping[str, Pending]


def held(store: Store) -> Held:
    """Return what a store has of each indicator."""
    waiting = PendingReleases.of(store).waiting()
    return Held(store.vintages(), store.spans(), store.attempts(concluded=True), waiting)


def status(catalogue: Catalogue, store: Store, *, now: dt.datetime, known: Held | None = None) -> tuple[Status, ...]:
    """Return the status of every indicator in the catalogue's order; `now` is best the store's own.

    `known` is what the store has, where it has been asked already.
    """
    vintages, spans, attempts, waiting = known or held(store)
    found: dict[str, Status] = {}
    for entry in catalogue.indicators.values():
        bases = catalogue.base_inputs(entry.id)
        for name in bases:
            if name not in found:
                base = catalogue.indicator(name)
                found[name] = stored_status(
                    name,
                    base.source,
                    vintages.get(name),
                    spans.get(name),
                    attempts.get(name),
                    now=now,
                    pending=doubted(waiting, name),
                )
        if entry.derived is not None:
            found[entry.id] = derived_status(entry.id, entry.source, [found[name] for name in bases])
    return tuple(found[name] for name in catalogue.indicators)


def doubted(waiting: Mapping[str, Pending], indicator: str) -> str | None:
    """Return why a release of an indicator waits for a decision, None where none does."""
    return in_words(waiting[indicator].doubts) if indicator in waiting else None


def stored_status(
    indicator: str,
    source: Provider,
    vintage: Vintage | None,
    span: Span | None,
    attempt: Attempt | None,
    *,
    now: dt.datetime,
    pending: str | None = None,
) -> Status:
    """Return the status of an indicator that has observations of its own.

    `attempt` is the newest not called off, `pending` why a newer release is held back.
    """
    error = (attempt.detail or "It failed for no known reason.") if attempt and attempt.outcome == "failed" else None
    if vintage is None:
        return Status(indicator, source, "unavailable", error=error)
    first, last = span or (None, None)
    age = max(now - vintage.published, dt.timedelta())
    return Status(
        indicator,
        source,
        _state(vintage, age, is_behind=_is_behind(attempt)) if span else "unavailable",
        first=first,
        last=last,
        vintage=vintage.date,
        fetched_at=vintage.published,
        error=error,
        age_days=age.days,
        release=vintage.release,
        pending=pending,
    )


def derived_status(indicator: str, source: Provider, inputs: Sequence[Status]) -> Status:
    """Return the status of what is computed: the worst status among its inputs."""
    state: State = max(inputs, key=lambda entry: _WORST_LAST.index(entry.state)).state
    error = "; ".join(f"{entry.indicator}: {entry.error}" for entry in inputs if entry.error) or None
    pending = "; ".join(f"{entry.indicator}: {entry.pending}" for entry in inputs if entry.pending) or None
    if state == "unavailable":
        return Status(indicator, source, state, error=error)
    oldest = min(inputs, key=_fetched_at)
    firsts = [entry.first for entry in inputs if entry.first is not None]
    lasts = [entry.last for entry in inputs if entry.last is not None]
    first, last = max(firsts), min(lasts)
    return Status(
        indicator,
        source,
        state,
        first=first if first <= last else None,
        last=last if first <= last else None,
        vintage=oldest.vintage,
        fetched_at=oldest.fetched_at,
        error=error,
        age_days=oldest.age_days,
        release=oldest.release,
        pending=pending,
    )


def _is_behind(attempt: Attempt | None) -> bool:
    return attempt is not None and attempt.outcome in ("failed", "pending")


def _state(vintage: Vintage, age: dt.timedelta, *, is_behind: bool) -> State:
    if vintage.origin == "snapshot":
        return "snapshot"
    return "cached" if is_behind or age > LIVE_FOR else "live"


def _fetched_at(entry: Status) -> dt.datetime:
    return entry.fetched_at or dt.datetime.min.replace(tzinfo=dt.UTC)


def _iso(moment: dt.date | None) -> str | None:
    return moment.isoformat() if moment else None
