"""Observations kept in memory by vintage and economies, shared by all sessions of a process and bounded by rows.

A vintage never changes, so what is kept is never stale. The key holds the whole record and not the id alone: a database
restored from a backup may give the id of a lost vintage to another one, never its microsecond of publication as well.
"""

from __future__ import annotations

import threading
from typing import Final

import pandas as pd
from cachetools import LRUCache

from dashboard.store.records import Vintage

# some 30 bytes each: about 30 MB, and more than ten times what is shipped
MAX_ROWS: Final = 1_000_000
# what an entry takes beside its rows: many small ones must not escape the bound
_ENTRY_ROWS: Final = 100

Key = tuple[Vintage, tuple[str, ...] | None]


class ObservationCache:
    """Frames by vintage and economies (None: all), the least recently used out first; safe to share between threads.

    What is given out is a copy: copy-on-write keeps a frame's own ways of changing apart, but not those of the arrays
    under it, and a copy takes a few hundredths of a millisecond.
    """

    def __init__(self, max_rows: int = MAX_ROWS) -> None:
        self._kept: LRUCache[Key, pd.DataFrame] = LRUCache(max_rows, _cost)
        self._lock = threading.Lock()

    def get(self, key: Key) -> pd.DataFrame | None:
        """Return the frame that is kept under a key, None where there is none."""
        with self._lock:
            frame = self._kept.get(key)
        return None if frame is None else frame.copy()

    def put(self, key: Key, frame: pd.DataFrame) -> pd.DataFrame:
        """Keep a frame, for which others may have to go, and return it as `get` would."""
        with self._lock:
            if key not in self._kept and _cost(frame) <= self._kept.maxsize:
                self._kept[key] = frame
        return frame.copy()

    @property
    def rows(self) -> int:
        """Return how many rows are kept, each entry counted as a hundred more."""
        return int(self._kept.currsize)


def _cost(frame: pd.DataFrame) -> int:
    return len(frame) + _ENTRY_ROWS
