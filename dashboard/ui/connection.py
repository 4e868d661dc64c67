"""Draw a page anew when whoever answers no longer knows its session, and say what of the user's own went with it."""

from pathlib import Path
from typing import Final
from uuid import uuid4

import streamlit as st
from streamlit.components import v2

from dashboard.ui import own_histories, own_series, state, url

_SESSION: Final = "session-name"
_watch = v2.component("eraline_connection", js=(Path(__file__).parent / "connection.js").read_text("utf-8"))


def watch() -> None:
    """Watch the line to the server from a page; what it drew by then says how much of the user's own there is."""
    _watch(
        key=url.WATCH,
        data={
            "session": st.session_state.setdefault(_SESSION, uuid4().hex),
            # what a session alone has: how it is called, one and several, and how much of it there is
            "own": [
                ["event", "events", len(state.own_events())],
                ["series", "series", len(own_series.own_series())],
                ["policy history", "policy histories", len(own_histories.own_histories())],
            ],
        },
        on_again_change=lambda: None,
        on_backs_change=lambda: None,
    )
