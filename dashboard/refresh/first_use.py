"""Fetch series that nobody has curated when they are first asked for, once however many ask."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.described import Described, indicator_of
from dashboard.catalogue.indicators import Provider
from dashboard.errors import RefreshRunning, SeriesNotAllowed, SeriesNotHad, TooMany
from dashboard.refresh.progress import Event
from dashboard.refresh.run import ignore, refresh
from dashboard.refresh.shares import Share
from dashboard.settings import Settings, variable
from dashboard.sources.base import Source
from dashboard.store.observations import Store

# of one client; a person reads no more, and a script can wait
NEW_SERIES: Final = Share("new series", 30, "hour")
_PATIENCE_SECONDS: Final = 60.0
_LOOK_AGAIN_SECONDS: Final = 0.2
_SWITCH: Final = variable("catalogued")


def check_allowed(settings: Settings, series: Sequence[str], *, client: str, is_local: bool) -> None:
    """Raise SeriesNotAllowed unless a client may have new series fetched; each counts against its hour.

    `is_local` tells whether it is served by its own machine alone.
    """
    allowed = settings.catalogued
    if allowed == "off" or (allowed == "local" and not is_local):
        raise SeriesNotAllowed(
            series, f"this server fetches no new series. Whoever runs it can allow it with {_SWITCH}=on."
        )
    if not isinstance(allowed, str) and (others := [name for name in series if name not in allowed]):
        raise SeriesNotAllowed(others, f"this server fetches the series of its list alone: {', '.join(allowed)}.")
    if is_local:
        return
    try:
        NEW_SERIES.take(client, len(series))
    except TooMany as exc:
        raise SeriesNotAllowed(series, str(exc)) from exc


def fetch_new(
    catalogue: Catalogue,
    store: Store,
    sources: Mapping[Provider, Source],
    series: Sequence[Described],
    *,
    emit: Callable[[Event], None] = ignore,
) -> None:
    """Fetch drafts of series into the store, unless they have come in meanwhile; SeriesNotHad says why not.

    Who asks for the same at the same time waits for the one who asks the provider.
    """
    for draft in series:
        _fetch(catalogue.with_indicators([indicator_of(draft)]), store, sources, draft, emit)


def _fetch(
    catalogue: Catalogue,
    store: Store,
    sources: Mapping[Provider, Source],
    draft: Described,
    emit: Callable[[Event], None],
) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while not store.descriptions([draft.id]):
        try:
            with store.lease(_lease(draft.id)) as lease:
                # whoever had the lease before may have brought it
                if store.descriptions([draft.id]):
                    return
                outcome = refresh(catalogue, store, sources, indicators=[draft.id], lease=lease, emit=emit)
        except RefreshRunning as exc:
            if time.monotonic() > until:
                raise SeriesNotHad(draft.id, "somebody else has been fetching it for a minute. Try again.") from exc
            time.sleep(_LOOK_AGAIN_SECONDS)
            continue
        for reason in outcome.failed.values():
            raise SeriesNotHad(draft.id, reason)


def _lease(series: str) -> str:
    # a name of a lease has room for forty characters
    return f"series:{hashlib.sha256(series.encode()).hexdigest()[:32]}"
