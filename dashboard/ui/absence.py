"""Say why a page has nothing to draw, and offer the way back where the day asked for is too early."""

from dataclasses import replace

import streamlit as st

from dashboard import formatting
from dashboard.catalogue.loading import Catalogue
from dashboard.errors import BeforeFirstRelease, NoObservations
from dashboard.ui.context import Page
from dashboard.ui.widgets import plain


def explain(page: Page, problem: NoObservations) -> None:
    """Say why there is nothing, with a button that leads to the latest observations if there are any."""
    st.info(plain(reason(page.catalogue, problem)), icon=":material/event_busy:")
    if isinstance(problem, BeforeFirstRelease):
        st.button(
            "Show the latest",
            icon=":material/update:",
            on_click=lambda: page.write(replace(page.read(), as_of=None)),
            key=page.key(f"latest-{problem.indicator}"),
        )


def reason(catalogue: Catalogue, problem: NoObservations) -> str:
    """Return in one sentence why there are no observations."""
    if not isinstance(problem, BeforeFirstRelease):
        return str(problem)
    name, first = catalogue.indicator(problem.indicator).short_name, formatting.day(problem.first.date(), "day")
    return f"Eraline's first release of {name} is of {first}; nothing was stored before."
