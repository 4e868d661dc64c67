"""Keep answers in memory for as long as nothing that they rest on changes."""

import datetime as dt
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cachetools import LRUCache
from prometheus_client import Counter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from dashboard.api.streamed import Streamed, headers_alone
from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.connections import writes
from dashboard.store.opening import Cache
from dashboard.store.records import Vintage

_MOST_BYTES: Final = 64_000_000
# what an answer takes beside its body: many small ones must not escape the bound
_ENTRY_BYTES: Final = 2_000
_OK: Final = 200
LOOK_AGAIN_SECONDS: Final = 0.2
_COUNTED: Final = Counter(
    "eraline_answers", "Answers of the data routes that were kept, and that had to be made.", ("how",)
)
_FOUND, _MADE = _COUNTED.labels("kept").inc, _COUNTED.labels("made").inc
# whom a request names as its server, and what it asks there: answers hold links back to it
_Asked = tuple[str, object, str, bytes]
_Key = tuple[_Asked, Vintage | None, dt.date]


@dataclass(frozen=True, eq=False)
class Figures:
    """What answers are made from, the vintage stored last, and how much this process had written before the look."""

    cache: Cache
    catalogue: Catalogue
    newest: Vintage | None
    written: int


@dataclass(frozen=True, eq=False)
class _Kept:
    """An answer, and about how many bytes it takes with what it is kept under."""

    answer: Response
    cost: int


class KeptAnswers:
    """Answers by what was asked of which figures, the least recently used out first; safe to share between threads.

    A vintage never changes, so an answer stands until the store gets a new one; or until the day ends, for files say
    when they were made.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._answers: LRUCache[_Key, _Kept] = LRUCache(most_bytes, lambda kept: kept.cost)
        self._of: Figures | None = None
        self._looked = (0, -math.inf)
        self._lock = threading.Lock()

    def answer(self, of: Figures, request: Request, make: Callable[[Request], Response]) -> Response:
        """Return the answer that is kept, else the one that is made, which is kept where it is a whole one."""
        key = _key(request.scope, of)
        with self._lock:
            kept = self._kept(of, key)
        if kept is not None:
            _FOUND()
            return copied(kept)
        _MADE()
        made = make(request)
        if made.status_code != _OK:
            return made
        if type(made) is Response:
            self._keep(of, key, copied(made))
        elif isinstance(made, Streamed):
            whole = headers_alone(made)
            made.when_whole = lambda body: self._keep(of, key, _with_body(whole, body))
        # a file is too large to be kept
        return made

    def at_hand(self, scope: Scope) -> Response | None:
        """Return the answer that is kept, not to be changed, without a look at the store; None where it must be made.

        What another process wrote in the last fraction of a second is not seen yet; what this one wrote is.
        """
        written, when = self._looked
        if (of := self._of) is None or written != writes() or time.monotonic() - when > LOOK_AGAIN_SECONDS:
            return None
        with self._lock:
            kept = self._answers.get(_key(scope, of))
        if kept is None:
            return None
        _FOUND()
        return kept.answer

    def _keep(self, of: Figures, key: _Key, made: Response) -> None:
        with self._lock:
            # while it was made, another database or catalogue may have come
            if (cost := _cost(key, made)) <= self._answers.maxsize and self._is_of(of):
                self._answers[key] = _Kept(made, cost)

    def _kept(self, of: Figures, key: _Key) -> Response | None:
        # another database or catalogue may give the same names to other figures
        if not self._is_of(of):
            self._answers.clear()
        self._of = of
        self._looked = (of.written, time.monotonic())
        kept = self._answers.get(key)
        return None if kept is None else kept.answer

    def _is_of(self, of: Figures) -> bool:
        known = self._of
        return known is not None and known.cache is of.cache and known.catalogue is of.catalogue


def _key(scope: Scope, of: Figures) -> _Key:
    host = next((value for name, value in scope["headers"] if name == b"host"), scope.get("server"))
    asked = (scope["scheme"], host, scope["path"], scope["query_string"])
    return asked, of.newest, dt.datetime.now(dt.UTC).date()


def _cost(key: _Key, response: Response) -> int:
    (_scheme, host, path, query), *_ = key
    # a short answer to a long question takes what the question does
    asked = sum(len(text) for text in (host, path, query) if isinstance(text, str | bytes))
    return len(response.body) + asked + _ENTRY_BYTES


def _with_body(headers: Response, body: bytes) -> Response:
    whole = Response(body)
    # as it was before anything on its way wrote into them
    whole.raw_headers = [*headers.raw_headers, *(pair for pair in whole.raw_headers if pair[0] == b"content-length")]
    return whole


def copied(response: Response) -> Response:
    """Return an answer with headers of its own: what compresses it on its way writes into them."""
    copy = Response(response.body, response.status_code)
    copy.raw_headers = list(response.raw_headers)
    return copy
