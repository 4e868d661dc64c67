"""A browser that is ahead of its answers is told nothing that would bring it back, and a change is made whole."""

from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.ui import told, url


class Session(SimpleNamespace):
    """As much of Streamlit as controls take; `said` is what the message says that began the run."""

    def __init__(self) -> None:
        super().__init__(session_state={}, said=set[str](), unheard=True)
        states = SimpleNamespace(states=self.said)
        known = SimpleNamespace(_new_widget_state=states, get_widget_id_from_key=str)
        self.requests = SimpleNamespace()
        self.ctx = SimpleNamespace(session_state=SimpleNamespace(_state=known), script_requests=self.requests)

    def says(self, key: str, value: object) -> None:
        """Begin a run in which a control has a value."""
        self.said.add(key)
        self.session_state[key] = value


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    session = Session()
    monkeypatch.setattr(told, "st", session)
    monkeypatch.setattr(told, "get_script_run_ctx", lambda: session.ctx)
    monkeypatch.setattr(url, "read", dict)

    def is_unheard(_written: url.Query) -> bool:
        return session.unheard

    monkeypatch.setattr(url, "is_unheard", is_unheard)
    return session


class Counted(dict[str, Any]):
    """A session's state that notes what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def __setitem__(self, key: str, value: object) -> None:
        self.told.append(key)
        super().__setitem__(key, value)


def test_a_control_that_shows_a_value_already_is_not_told_it(session: Session) -> None:
    session.session_state = Counted()
    for is_said in (False, True):
        if is_said:
            session.says("era", ["new-quality"])
        session.session_state.told.clear()
        assert told.show("era", ["new-quality"]) == "era"
        assert ("era" in session.session_state.told) is not is_said
    told.show("era", [])
    assert "era" in session.session_state.told


def test_a_control_that_calls_what_is_chosen_by_another_name_is_told_of_each_choice_once(session: Session) -> None:
    session.session_state = Counted()
    for chosen, is_told in ((["CHN"], True), (["CHN"], False), (["CHN", "TUR"], True), (["CHN", "TUR"], False)):
        session.says("economy", chosen)
        session.session_state.told.clear()
        told.show("economy", chosen, renames=True)
        assert ("economy" in session.session_state.told) is is_told


def test_a_control_that_has_not_heard_of_its_value_says_nothing_new(session: Session) -> None:
    session.says("from", None)
    told.show("from", 2000)
    # a click elsewhere, before the browser has heard
    session.says("from", None)
    assert told.is_stale("from")
    # what its user has typed meanwhile counts
    session.says("from", 1990)
    assert not told.is_stale("from")
    # and so does an emptied field, once the value was there to be emptied
    session.says("from", None)
    session.unheard = False
    assert not told.is_stale("from")


def test_a_control_whose_page_was_left_says_nothing(session: Session) -> None:
    assert told.is_stale("from")
    session.says("from", 2000)
    assert not told.is_stale("from")


def test_a_value_that_was_heard_can_be_taken_back(session: Session) -> None:
    session.says("from", None)
    told.show("from", 2000)
    session.says("from", 2000)
    told.show("from", 2000)
    session.says("from", None)
    assert not told.is_stale("from")


def test_what_is_asked_for_meanwhile_waits_until_a_change_is_made(session: Session) -> None:
    asked = list[bool]()

    @told.whole
    def change() -> None:
        asked.append(session.requests.on_scriptrunner_yield() is None)

    told.whole(change)()
    assert asked == [True]
    assert vars(session.requests) == {}
