"""Draw a page anew when its server has been restarted, and say which custom events went with the old one."""

from pathlib import Path
from typing import Final
from uuid import uuid4

import streamlit as st
from streamlit.components import v2

from dashboard import formatting
from dashboard.ui import state

_KEY: Final = "connection"
_SESSION: Final = "session-name"
_LOST: Final = "events-lost"
_watch = v2.component("eraline_connection", js=(Path(__file__).parent / "connection.js").read_text("utf-8"))


def say_what_was_lost(page: str) -> None:
    """Warn on a page whose server was restarted that custom events went with the old session."""
    count, where = st.session_state.get(_LOST, (0, page))
    if count and where == page:
        events = formatting.count(count, "event")
        st.warning(
            f"The server was restarted, and {events} of your own went with the old session. Add them again.",
            icon=":material/link_off:",
        )


def watch(page: str) -> None:
    """Watch the line to the server from a page; what it drew by then says which custom events there are."""

    def note_lost() -> None:
        st.session_state[_LOST] = int(st.session_state[_KEY].lost or 0), page

    _watch(
        key=_KEY,
        data={
            "session": st.session_state.setdefault(_SESSION, uuid4().hex),
            "events": len(state.own_events()),
        },
        on_again_change=lambda: None,
        on_lost_change=note_lost,
    )
