"""Draw a page anew when whoever answers no longer knows its session, and say what of the user's own went with it."""

from pathlib import Path
from typing import Final
from uuid import uuid4

import streamlit as st
from streamlit.components import v2

from dashboard import formatting
from dashboard.ui import own_histories, own_series, state, url
from dashboard.ui.shaped import shaped

_SESSION: Final = "session-name"
_LOST: Final = "own-lost"
# what a session alone has, and how it is counted in words
_SORTS: Final = {
    "events": ("event", "events"),
    "series": ("series", "series"),
    "histories": ("policy history", "policy histories"),
}
_watch = v2.component("eraline_connection", js=(Path(__file__).parent / "connection.js").read_text("utf-8"))


def say_what_was_lost(page: str) -> None:
    """Warn on a page whose session is gone that custom events, series and policy histories went with it."""
    lost, where = st.session_state.get(_LOST, ({}, page))
    named = [formatting.count(lost[sort], *words) for sort, words in _SORTS.items() if lost.get(sort)]
    if named and where == page:
        st.warning(
            f"The connection to the server was lost, and {formatting.listing(named)} of your own went with the old "
            "session. Add them again.",
            icon=":material/link_off:",
        )


def watch(page: str) -> None:
    """Watch the line to the server from a page; what it drew by then says how much of the user's own there is."""

    def note_lost() -> None:
        st.session_state[_LOST] = shaped(url.WATCH, "lost", dict[str, int]) or {}, page

    _watch(
        key=url.WATCH,
        data={
            "session": st.session_state.setdefault(_SESSION, uuid4().hex),
            "own": {
                "events": len(state.own_events()),
                "series": len(own_series.own_series()),
                "histories": len(own_histories.own_histories()),
            },
        },
        on_again_change=lambda: None,
        on_backs_change=lambda: None,
        on_lost_change=note_lost,
    )
