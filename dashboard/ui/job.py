"""Run one refresh of this process in the background, and say how it goes to every user who looks."""

import datetime as dt
import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from dashboard.catalogue.indicators import Provider
from dashboard.errors import EralineError, RefreshRunning
from dashboard.refresh.run import Event, Outcome

_LOG = logging.getLogger(__name__)
_ENDS = ("fresh", "unchanged", "pending", "failed", "cancelled")
Emit = Callable[[Event], None]
Run = Callable[[Emit, Callable[[], bool]], Outcome]


@dataclass(frozen=True)
class Progress:
    """How far the refresh of this process is: indicators ended by outcome and provider, how it ended and when (UTC)."""

    running: bool = False
    cancelling: bool = False
    totals: Mapping[Provider, int] = field(default_factory=dict)
    ended: Mapping[Provider, int] = field(default_factory=dict)
    outcomes: Mapping[str, int] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    outcome: Outcome | None = None
    error: str = ""
    at: dt.datetime | None = None


class Job:
    """At most one refresh at a time in this process; the lease in the store keeps other processes apart."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._progress = Progress()

    @property
    def progress(self) -> Progress:
        """Return how far the newest refresh is, or nothing done where there was none."""
        with self._lock:
            return self._progress

    def start(self, run: Run, providers: Mapping[str, Provider]) -> bool:
        """Start a refresh of indicators, each with its provider; False where one is running already."""
        with self._lock:
            if self._progress.running:
                return False
            self._cancelled.clear()
            self._progress = Progress(running=True, totals=Counter(providers.values()))
        threading.Thread(target=self._run, args=(run, providers), name="eraline-refresh", daemon=True).start()
        return True

    def cancel(self) -> None:
        """Ask the running refresh to end early; what it has committed stays."""
        self._cancelled.set()
        self._change(lambda now: replace(now, cancelling=now.running))

    def _run(self, run: Run, providers: Mapping[str, Provider]) -> None:
        try:
            outcome = run(lambda event: self._take(event, providers), self._cancelled.is_set)
        except RefreshRunning:
            # the store tells who refreshes, for as long as they do
            self._end()
        except EralineError as exc:
            self._end(error=str(exc))
        except Exception:  # noqa: BLE001 - the outermost edge of a thread: nobody else would ever hear of it
            _LOG.exception("The refresh broke off")
            self._end(error="It broke off; the log says why. What was committed stays.")
        else:
            self._end(outcome=outcome)

    def _end(self, outcome: Outcome | None = None, error: str = "") -> None:
        at = dt.datetime.now(dt.UTC)
        self._change(lambda now: replace(now, running=False, cancelling=False, outcome=outcome, error=error, at=at))

    def _take(self, event: Event, providers: Mapping[str, Provider]) -> None:
        if event.event not in _ENDS or event.indicator not in providers:
            return
        provider = providers[event.indicator]
        self._change(
            lambda now: replace(
                now,
                ended=Counter(now.ended) + Counter([provider]),
                outcomes=Counter(now.outcomes) + Counter([event.event]),
                events=(*now.events, event),
            )
        )

    def _change(self, change: Callable[[Progress], Progress]) -> None:
        with self._lock:
            self._progress = change(self._progress)
