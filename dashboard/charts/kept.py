"""Keep what selections make in memory, for all who ask for the same, until anything that it rests on changes."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, TypeVar, cast
from weakref import WeakValueDictionary

from cachetools import LRUCache
from prometheus_client import Counter

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kind import Built, today
from dashboard.store.edition import Edition
from dashboard.store.observations import Store

T = TypeVar("T")

_MOST_BYTES: Final = 128_000_000
# as measured: a chart of many economies holds what its loader has read, some 2 MB; all else is small or knows its size
_CHART_BYTES: Final = 2_500_000
_USUAL_BYTES: Final = 10_000
_COUNTED: Final = Counter("eraline_page_parts", "Parts of pages that were kept, and that had to be made.", ("how",))
_FOUND, _MADE = _COUNTED.labels("kept").inc, _COUNTED.labels("made").inc


@dataclass(frozen=True, eq=False)
class Ground:
    """What everything rests on that is made of a selection: a store, what it holds, the catalogue, the day.

    The catalogue is the one that the process has read, whose policy histories nobody has chosen from yet.
    """

    store: Store
    catalogue: Catalogue
    edition: Edition
    day: dt.date = field(default_factory=today)

    def is_as(self, other: "Ground") -> bool:
        """Tell whether what was made on the other is made on this one as well."""
        same = self.store is other.store and self.catalogue is other.catalogue
        # what was attempted in vain changes no figure
        return same and self.edition.vintage == other.edition.vintage and self.day == other.day


class _Turn:
    """A lock for one key: who asks while another makes its value waits, and finds it made."""

    def __init__(self) -> None:
        self.lock = Lock()


class Kept:
    """What was made on one ground, the least recently used out first; safe to share between threads.

    A vintage never changes, so what is made of a selection stands until the store gets a new one, or until the day
    ends, which some of it depends on. What comes out belongs to all who ask: nobody may change it.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._made: LRUCache[Hashable, Any] = LRUCache(most_bytes, _cost)
        self._ground: Ground | None = None
        self._turns: WeakValueDictionary[Hashable, _Turn] = WeakValueDictionary()
        self._lock = Lock()

    def made(self, on: Ground, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key, else what is made now, by one of those who ask for it at once."""
        with self._lock:
            if self._ground is None or not self._ground.is_as(on):
                self._made.clear()
                self._ground = on
            if key in self._made:
                _FOUND()
                return self._made[key]
            turn = self._turns.setdefault(key, _Turn())
        with turn.lock:
            with self._lock:
                if key in self._made and on.is_as(self._ground):
                    _FOUND()
                    return self._made[key]
            _MADE()
            value = make()
            self._keep(on, key, value)
        return value

    @property
    def size(self) -> int:
        """Return about how many bytes are kept."""
        return int(self._made.currsize)

    def _keep(self, on: Ground, key: Hashable, value: object) -> None:
        with self._lock:
            # while it was made, a new vintage may have come
            if self._ground is not None and self._ground.is_as(on) and _cost(value) <= self._made.maxsize:
                self._made[key] = value


def _cost(value: object) -> int:
    """Return about how many bytes a value takes, rather too many than too few."""
    if isinstance(value, tuple | list):
        return _USUAL_BYTES + sum(map(_cost, cast("Iterable[object]", value)))
    if isinstance(value, Built):
        return _CHART_BYTES
    return _USUAL_BYTES + (len(value) if isinstance(value, str | bytes) else getattr(value, "size", 0))


KEPT: Final = Kept()
