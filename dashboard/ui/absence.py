"""Say why a page has nothing to draw, and offer the way back where the day asked for is too early."""

from dataclasses import replace

import streamlit as st

from dashboard.errors import BeforeFirstRelease, NoObservations
from dashboard.ui.context import Page
from dashboard.ui.widgets import plain


def explain(page: Page, problem: NoObservations) -> None:
    """Say why there is nothing, with a button that leads to the latest observations if there are any."""
    st.info(plain(str(problem)), icon=":material/event_busy:")
    if isinstance(problem, BeforeFirstRelease):
        st.button(
            "Show the latest",
            icon=":material/update:",
            on_click=lambda: page.write(replace(page.read(), as_of=None)),
            key=page.key(f"latest-{problem.indicator}"),
        )
