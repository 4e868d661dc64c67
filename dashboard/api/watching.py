"""Tell those who watch over a server how it is: whether it is ready, and its numbers for Prometheus."""

import datetime as dt
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotDone
from threading import Lock
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from dashboard.api.answers import refusal, unkept
from dashboard.api.callers import is_own_user
from dashboard.api.request import Data
from dashboard.errors import EralineError, SelectionError
from dashboard.settings import read_settings
from dashboard.store.retrying import READ_SECONDS
from dashboard.store.status import Status, status
from dashboard.views.stored import with_stored

# a balancer asks every few seconds, and takes silence for no; a store that is away says why only after some tries
_PATIENCE_SECONDS: Final = READ_SECONDS + 1.0
_LOOKERS: Final = ThreadPoolExecutor(1, "eraline-ready")


class Readiness:
    """Whether a process can serve: the database answers, is of this version, and has observations.

    One look at a time: a database that hangs takes one thread, however often it is asked.
    """

    def __init__(self, data: Data) -> None:
        self._data, self._lock = data, Lock()
        self._look: Future[str] | None = None

    def __call__(self, _request: Request) -> Response:
        """Return 200, or 503 with why not."""
        with self._lock:
            if self._look is None or self._look.done():
                self._look = _LOOKERS.submit(self._trouble)
            look = self._look
        try:
            trouble = look.result(_PATIENCE_SECONDS)
        except NotDone:
            trouble = "The figures are being prepared, or the database takes long to answer."
        return unkept(
            {"status": "unavailable", "error": trouble} if trouble else {"status": "ready"}, 503 if trouble else 200
        )

    def _trouble(self) -> str:
        try:
            self._data.catalogue()
            # opening it migrates it and fills it, where that is due
            vintages = self._data.cache().store.vintages()
        except EralineError as exc:
            return str(exc)
        return "" if vintages else "The database has no figures yet."


def metrics(data: Data) -> Callable[[Request], Response]:
    """Return what answers with this process's numbers, to whom the setting allows it."""

    def handle(request: Request) -> Response:
        allowed = read_settings().metrics
        if allowed == "off" or (allowed == "local" and not is_own_user(request.scope)):
            return refusal(SelectionError("not-found", "Nothing is here for you.", field="path"), 404)
        stored = CollectorRegistry()
        stored.register(_Stored(data))
        body = generate_latest(REGISTRY) + generate_latest(stored)
        return Response(body, media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})

    return handle


class _Stored(Collector):
    """What the store says of its figures, whichever process or machine refreshed them."""

    def __init__(self, data: Data) -> None:
        self._data = data

    def collect(self) -> Iterable[Metric]:
        """Yield the states, the newest attempts' ends and the ages of what is stored, by provider."""
        answers = GaugeMetricFamily("eraline_store_up", "Whether the store answers.")
        try:
            store = self._data.cache().store
            found = status(with_stored(self._data.catalogue(), store), store, now=store.now())
        except EralineError:
            answers.add_metric([], 0)
            yield answers
            return
        answers.add_metric([], 1)
        yield answers
        yield _states(found)
        yield from _ages(found)


def _states(found: Iterable[Status]) -> Metric:
    states = GaugeMetricFamily(
        "eraline_indicators",
        "Indicators by provider, state and end of the last refresh.",
        labels=["provider", "state", "refresh"],
    )
    counted: dict[tuple[str, str, str], int] = {}
    for entry in found:
        key = (entry.source, entry.state, _ended(entry))
        counted[key] = counted.get(key, 0) + 1
    for key, number in counted.items():
        states.add_metric(list(key), number)
    return states


def _ended(entry: Status) -> str:
    if entry.pending:
        return "held back"
    return "failed" if entry.error else "succeeded" if entry.fetched_at else "none"


def _ages(found: Iterable[Status]) -> Iterable[Metric]:
    ages = GaugeMetricFamily(
        "eraline_data_age_days",
        "Days since the provider published what is stored: its oldest series.",
        labels=["provider"],
    )
    fetched = GaugeMetricFamily(
        "eraline_last_fetch_timestamp_seconds", "When the provider was last fetched from.", labels=["provider"]
    )
    for provider in sorted({entry.source for entry in found}):
        own = [entry for entry in found if entry.source == provider]
        if known := [entry.age_days for entry in own if entry.age_days is not None]:
            ages.add_metric([provider], max(known))
        if moments := [entry.fetched_at for entry in own if entry.fetched_at is not None]:
            fetched.add_metric([provider], max(moments).replace(tzinfo=dt.UTC).timestamp())
    return ages, fetched
