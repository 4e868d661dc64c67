"""Give memory back to the machine once the last user has left."""

import asyncio
import gc
from time import monotonic
from typing import Final

from streamlit.runtime import RuntimeState, exists, get_instance
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionManager
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from dashboard.ui.allocator import return_free_memory
from dashboard.ui.running import last_page

# Streamlit keeps a session for two minutes for a browser that comes back; a moment more, and all have run out
KEPT_SECONDS: Final = 125.0
_LOOK_SECONDS: Final = 10.0


class Emptied:
    """Know when everybody has been gone for as long as sessions are kept, once after each time that somebody came."""

    def __init__(self, kept_seconds: float = KEPT_SECONDS) -> None:
        self._kept_seconds = kept_seconds
        self._last_seen: float | None = None

    def is_due(self, now: float, last_seen: float | None) -> bool:
        """Take note of when somebody was last there, None for nobody yet, and tell whether it is time, once."""
        if last_seen is not None and now - last_seen < self._kept_seconds:
            self._last_seen = last_seen
            return False
        due = self._last_seen is not None and now - self._last_seen >= self._kept_seconds
        if due:
            self._last_seen = None
        return due


async def give_back_when_empty() -> None:
    """Look every few seconds, for as long as the server runs, and give back what the users who left have used.

    All of it runs where sessions live, on the event loop: a session that is collected says so there, and nobody waits.
    """
    emptied = Emptied()
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        now = monotonic()
        if emptied.is_due(now, now if _is_anybody_here() else last_page()):
            give_back()


def give_back() -> None:
    """Let go of sessions that ran out, collect what they leave in circles, and return free pages to the machine."""
    if exists():
        let_go(get_instance()._session_mgr)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    # with no collection after each rerun, what refers to itself waits for one of the whole heap
    gc.collect()
    return_free_memory()


def _is_anybody_here() -> bool:
    return exists() and get_instance().state is RuntimeState.ONE_OR_MORE_SESSIONS_CONNECTED


def let_go(manager: SessionManager) -> None:
    """Let go of the sessions that have been kept for long enough.

    Streamlit does it only when another one leaves: without this, the last ones would stay for good.
    """
    if isinstance(manager, WebsocketSessionManager):
        storage = manager._session_storage  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        if isinstance(storage, MemorySessionStorage):
            # a length is told after what has run out is gone
            len(storage._cache)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
