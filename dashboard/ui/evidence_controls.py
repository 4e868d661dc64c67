"""Choose what Evidence shows: a claim, and what the lab asks; each writes the URL."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from dashboard.analysis.windows import Windows
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.checks import DEFAULT_WINDOW, MAX_WINDOW, MIN_WINDOW, Statistic
from dashboard.catalogue.policy import Milestone
from dashboard.ui import controls, widgets
from dashboard.ui.context import Page
from dashboard.views.selection import Selection

LAB: Final = "lab"
TARGETS: Final = "targets"
METHOD: Final = "method"
_STATISTICS: Final[dict[Statistic, str]] = {"mean": "Means", "slope": "Slopes"}
# the lab's windows are part of its view, so that a link restores them: lab-slope-8
_LABS: Final[dict[str, Windows]] = {
    LAB: Windows(),
    **{
        f"{LAB}-{statistic}-{k}": Windows(statistic, k)
        for statistic in _STATISTICS
        for k in range(MIN_WINDOW[statistic], MAX_WINDOW + 1)
    },
}


def views_of(catalogue: Catalogue) -> tuple[str, ...]:
    """Return what the word `view` may say here: an open claim, the targets, the lab with its windows, the method."""
    return (*catalogue.claims, TARGETS, *_LABS, METHOD)


def windows_of(view: str) -> Windows | None:
    """Return the windows that the lab is asked for; None where the view is not the lab."""
    return _LABS.get(view)


def lab_view(windows: Windows) -> str:
    """Return the view that is the lab with these windows."""
    return LAB if windows == Windows() else f"{LAB}-{windows.statistic}-{windows.k}"


def opening(page: Page, claim: str) -> dict[str, Any]:
    """Return the arguments of what opens and closes a claim: the URL names it, or no claim any more."""
    return page.bind(
        f"open-{claim}",
        page.selection.view == claim,
        lambda now, is_open: replace(now, view=claim if is_open else ""),
    )


def lab_controls(page: Page, windows: Windows, known: Sequence[Milestone]) -> None:
    """Show what the lab can be asked; `known` are the milestones to choose from, `selection` names all that holds."""
    first, second, third = st.columns([3, 2, 3], gap="medium")
    with first:
        controls.indicator_choice(page)
    with second:
        controls.economy_choice(page, name="economy")
    with third:
        _milestone(page, known)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        _statistic(page, windows)
        _width(page, windows)


def _milestone(page: Page, known: Sequence[Milestone]) -> None:
    titles = {entry.id: f"{entry.date.year} {entry.short_title}" for entry in known}
    st.selectbox(
        "Milestone",
        list(titles),
        format_func=titles.__getitem__,
        **page.bind("milestone", page.selection.milestone),
        help="Type to search. Your own events are here too.",
    )


def _statistic(page: Page, windows: Windows) -> None:
    def change(now: Selection, statistic: Statistic) -> Selection:
        return replace(now, view=lab_view(Windows(statistic, max(windows.k, MIN_WINDOW[statistic]))))

    st.segmented_control(
        "Compare",
        list(_STATISTICS),
        format_func=_STATISTICS.__getitem__,
        required=True,
        **page.bind("statistic", windows.statistic, change),
        help="Means of the years before and after, or how steeply figures rose in them. Slopes take five years.",
    )


def _width(page: Page, windows: Windows) -> None:
    st.slider(
        "Years before and after",
        min_value=MIN_WINDOW[windows.statistic],
        max_value=MAX_WINDOW,
        **page.bind("k", windows.k, lambda now, k: replace(now, view=lab_view(Windows(windows.statistic, k)))),
        width=280,
        help=f"{DEFAULT_WINDOW} is what the claims use. Trying several and keeping the best finds what is not there.",
    )


def width_inside(page: Page, part: str) -> int | None:
    """Measure the room inside the current container in pixels; None until the browser has measured it."""
    return widgets.measured(page.key(f"{part}-width"))
