"""Choose a second indicator to show with the first: a button under Options, then a box beside the first one's."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.ui import search_box
from dashboard.ui.context import Page

_OPEN: Final = "second-open"
_TURN: Final = "second-turn"


def offer(page: Page) -> None:
    """Show the button that opens the box."""
    st.button(
        "A second indicator",
        icon=":material/add_chart:",
        key=page.key("add-second"),
        on_click=_open,
        width="stretch",
        help="It has a panel of its own on the same time axis; two indices share one axis of values.",
    )


def is_shown(page: Page) -> bool:
    """Tell whether there is a second indicator, or a box to choose one in."""
    return bool(page.selection.second) or st.session_state.get(_OPEN, False)


def choice(page: Page) -> None:
    """Show the second indicator, to be exchanged for another or taken away."""
    second = page.selection.second
    shown = (second, page.catalogue.indicator(second).name) if second else ("", "")

    def on_pick(indicator: str) -> None:
        st.session_state[_OPEN] = False
        page.write(replace(page.read(), second=indicator))

    search_box.pick(
        "Second indicator",
        key=page.key("second"),
        shown=shown,
        on_pick=on_pick,
        labelled=False,
        placeholder="Second indicator",
        clear="Remove the second indicator",
    )


def turn() -> int:
    """Return how often the box was opened: what it was opened from closes by another key."""
    return st.session_state.get(_TURN, 0)


def _open() -> None:
    st.session_state[_OPEN] = True
    st.session_state[_TURN] = turn() + 1
