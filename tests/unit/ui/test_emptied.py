"""Is memory given back once the last user has left, and never before?"""

import asyncio
import gc
import weakref
from typing import cast
from unittest.mock import Mock

import pytest
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from dashboard.ui import emptied
from dashboard.ui.emptied import Emptied, give_back, give_back_when_empty, let_go


class Circle:
    """What only a collection frees, as a session does."""

    def __init__(self) -> None:
        self.itself = self


def test_it_is_due_once_when_the_last_user_has_been_gone_for_as_long_as_sessions_are_kept() -> None:
    watched = Emptied(kept_seconds=120)
    assert not watched.is_due(1000, None)
    assert not watched.is_due(1100, 1100)
    assert not watched.is_due(1219, 1100)
    assert watched.is_due(1221, 1100)
    assert not watched.is_due(1231, 1100)


def test_who_comes_in_between_puts_it_off_and_makes_it_due_again() -> None:
    watched = Emptied(kept_seconds=120)
    watched.is_due(1000, 1000)
    assert not watched.is_due(1150, 1149)
    assert not watched.is_due(1200, 1149)
    assert watched.is_due(1270, 1149)
    assert not watched.is_due(1400, 1399)
    assert watched.is_due(1520, 1399)


def test_who_stays_without_a_click_is_still_here() -> None:
    watched = Emptied(kept_seconds=120)
    assert not any(watched.is_due(now, now) for now in range(1000, 3000, 10))


def test_what_refers_to_itself_is_gone_afterwards_and_free_pages_are_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(emptied, "return_free_memory", lambda: asked.append("free pages"))
    gc.disable()
    try:
        left = weakref.ref(Circle())
        give_back()
    finally:
        gc.enable()
    assert left() is None
    assert asked == ["free pages"]


def test_a_server_that_everybody_has_left_gives_back_by_itself_once(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    looks = iter([1000.0, 1100.0, 1200.0, 1300.0])
    monkeypatch.setattr(emptied, "monotonic", lambda: next(looks))
    monkeypatch.setattr(emptied, "_LOOK_SECONDS", 0)
    monkeypatch.setattr(emptied, "_is_anybody_here", lambda: False)
    monkeypatch.setattr(emptied, "last_page", lambda: 999.0)
    monkeypatch.setattr(emptied, "give_back", lambda: given.append("back"))

    # the clock has no more to say after the fourth look
    with pytest.raises(RuntimeError):
        asyncio.run(give_back_when_empty())
    assert given == ["back"]


class Left:
    """As much of a session as is asked of one that is kept."""

    id = "left"


@pytest.mark.parametrize(("seconds", "is_gone"), [(0, True), (3600, False)])
def test_sessions_whose_time_is_over_are_let_go_of_though_nobody_else_leaves(seconds: int, *, is_gone: bool) -> None:
    storage = MemorySessionStorage(ttl_seconds=seconds)
    manager = WebsocketSessionManager(storage, Mock(), Mock(), Mock())
    session = Left()
    storage.save(SessionInfo(client=None, session=cast("AppSession", session)))
    left = weakref.ref(session)
    del session

    let_go(manager)
    gc.collect()
    assert (left() is None) == is_gone
