"""Hold wbgapi, whose endpoint and caches are globals, to one URL at a time, and fill its caches once."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache
from time import monotonic
from typing import Any, Final

from dashboard.errors import SourceError
from dashboard.sources.http import AGENT, on_request, on_response
from dashboard.sources.request import is_loopback
from dashboard.sources.text import malformed
from dashboard.sources.world_bank.pages import NAME

# lists of economies and years are short
_LIST_ROWS: Final = 1_000


@cache
def wb() -> Any:  # noqa: ANN401 - wbgapi has no types of its own
    """Return wbgapi, which only those need who fetch."""
    import wbgapi  # noqa: PLC0415

    return wbgapi


class Library:
    """The one wbgapi of this process: its endpoint and caches are globals that threads must not pull apart."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._warming = threading.Lock()
        self._held_to = ("", 0.0)
        self._users = 0
        self._failure: SourceError | None = None
        self._failed_at = 0.0

    @contextmanager
    def at(self, endpoint: str, timeout: float) -> Generator[None]:
        """Hold wbgapi to one endpoint; who wants another one waits until nobody uses it."""
        with self._turn:
            wanted = (endpoint, timeout)
            self._turn.wait_for(lambda: self._users == 0 or self._held_to == wanted)
            if self._held_to != wanted:
                self._set(endpoint, timeout)
            self._users += 1
        try:
            yield
        finally:
            with self._turn:
                self._users -= 1
                self._turn.notify_all()

    def _set(self, endpoint: str, timeout: float) -> None:
        self.forget()
        wb().endpoint = endpoint
        wb().per_page = _LIST_ROWS
        # wbgapi sets no timeout, and a hung call would hold up the refresh for ever
        options: dict[str, Any] = {"timeout": timeout, "auth": on_request, "hooks": {"response": on_response}}
        options["headers"] = {"User-Agent": AGENT}
        if is_loopback(endpoint):
            # a proxy could not find a server on this machine; None takes back what the environment says
            options["proxies"] = {"http": None, "https": None, "all": None}
        wb().get_options = options
        self._held_to = (endpoint, timeout)

    def warm(self, database: int, ask: Callable[[Callable[[], None]], None]) -> None:
        """Fill wbgapi's caches for a database, once and by one thread alone; `ask` holds the request.

        wbgapi marks its cache of economies as full before it is: one that fails half way would keep silent for ever.
        """
        since = monotonic()
        with self._warming:
            if self._is_warm(database):
                return
            if self._failure is not None and self._failed_at > since:
                # it failed while this thread waited for it: all who wait hear of one failure, not one after the other
                raise type(self._failure)(NAME, self._failure.detail)
            try:
                ask(lambda: self._fill(database))
            except BaseException as exc:
                self._failure, self._failed_at = (exc if isinstance(exc, SourceError) else None), monotonic()
                self._forget_halves()
                raise

    def _fill(self, database: int) -> None:
        # what the attempt before left behind is marked as full, too
        self._forget_halves()
        wb().source.concepts(database)
        wb().time.periods(database)
        wb().economy.update_caches()
        if not self._is_warm(database):
            raise malformed(NAME, "sent a list of economies that does not hold together")

    def _is_warm(self, database: int) -> bool:
        return self._knows_economies() and database in wb().time._time_values  # noqa: SLF001 - as below

    def _knows_economies(self) -> bool:
        known = wb().economy._class_data  # noqa: SLF001 - wbgapi has no other way to tell
        return isinstance(known, dict) and "___" in known

    def _forget_halves(self) -> None:
        # concepts and years of a database are kept only when they are whole; others may be reading by them
        if not self._knows_economies():
            self.forget()

    def forget(self) -> None:
        """Empty every cache that wbgapi keeps for the life of the process."""
        # wbgapi offers no way to empty them
        held = wb()
        for kept in (held.source._concepts, held.source._metadata_flags, held.time._time_values):  # noqa: SLF001
            kept.clear()
        held._concept_mrv_cache.clear()  # noqa: SLF001
        held.economy._localized_metadata.clear()  # noqa: SLF001
        held.economy._iso2Codes.clear()  # noqa: SLF001
        held.economy._aggs = held.economy._class_data = None  # noqa: SLF001


library: Final = Library()


def forget() -> None:
    """Forget what wbgapi knows of economies and years, so that the next fetch asks as a new process would."""
    library.forget()
