"""Where does a page's state live? In the URL: controls show what it says and write it when they change."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import Milestone
from dashboard.views.selection import Reading, Selection, query_of, read_selection

# the one thing that outlives an address: another page's does not name the reader's events, and a long list fits none
_OWN: Final = "own-events"


def current(catalogue: Catalogue, views: Sequence[str] = ()) -> Reading:
    """Return what the URL asks for; events of the reader's own that it brings stay for the session."""
    words = st.query_params
    kept: tuple[Milestone, ...] = st.session_state.get(_OWN, ())
    reading = read_selection({key: words.get_all(key) for key in words}, catalogue, views=views, own=kept)
    st.session_state[_OWN] = reading.selection.own
    return reading


def write(selection: Selection) -> None:
    """Put a selection into the URL, and the reader's own events into the session."""
    st.session_state[_OWN] = selection.own
    st.query_params.from_dict(query_of(selection))


def show(key: str, value: object) -> str:
    """Make a control show a value, and return the control's key."""
    st.session_state[key] = value
    return key


def changing(
    catalogue: Catalogue, key: str, change: Callable[[Selection, Any], Selection], views: Sequence[str] = ()
) -> Callable[[], None]:
    """Return a callback that writes a control's new value into the URL, besides what the URL says already."""

    def on_change() -> None:
        write(change(current(catalogue, views).selection, st.session_state[key]))

    return on_change


def field(name: str) -> Callable[[Selection, Any], Selection]:
    """Return a change of one field of a selection."""
    return lambda selection, value: replace(selection, **{name: tuple(value) if isinstance(value, list) else value})


def link(selection: Selection) -> str:
    """Return the address that restores a selection on this page."""
    here = (st.context.url or "").split("?")[0]
    return f"{here}?{urlencode(query_of(selection), doseq=True, safe=',')}"
