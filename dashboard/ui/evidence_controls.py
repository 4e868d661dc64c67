"""Choose what Evidence shows: a claim, the day of the figures, and what the lab asks; each writes the address."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.analysis.windows import Windows
from dashboard.catalogue.checks import DEFAULT_WINDOW, MAX_WINDOW, MIN_WINDOW, Statistic
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import SUBJECT, Milestone
from dashboard.ui import controls, state, widgets
from dashboard.views.selection import Selection

PAGE: Final = "evidence"
LAB: Final = "lab"
_FIRST_DAY: Final = dt.date(2000, 1, 1)
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
    """Return what the word `view` may say here: a claim that is open, or the lab with its windows."""
    return (*catalogue.claims, *_LABS)


def windows_of(view: str) -> Windows | None:
    """Return the windows that the lab is asked for; None where the view is not the lab."""
    return _LABS.get(view)


def lab_view(windows: Windows) -> str:
    """Return the view that is the lab with these windows."""
    return LAB if windows == Windows() else f"{LAB}-{windows.statistic}-{windows.k}"


def as_of_choice(catalogue: Catalogue, selection: Selection) -> None:
    """Show the day whose figures are read; empty means now."""
    asked, today, key = selection.as_of, dt.datetime.now(dt.UTC).date(), f"{PAGE}-as_of"
    st.date_input(
        "As known on",
        max_value=today,
        min_value=_FIRST_DAY,
        format="YYYY-MM-DD",
        # a link may name a day that this control cannot show; the badge beside it says which one holds
        key=state.show(key, asked if asked and _FIRST_DAY <= asked <= today else None),
        on_change=state.changing(catalogue, key, state.field("as_of"), views_of(catalogue)),
        help="Reads the figures that were in the cache at the end of that day. Empty means now.",
    )


def opening(catalogue: Catalogue, claim: str) -> Callable[[], None]:
    """Return what opening or closing a claim does: the address names it, or no claim any more."""
    views = views_of(catalogue)
    return state.changing(
        catalogue, claim_key(claim), lambda now, is_open: replace(now, view=claim if is_open else ""), views
    )


def claim_key(claim: str) -> str:
    """Return under which key it is kept whether a claim is open."""
    return f"{PAGE}-open-{claim}"


def lab_controls(catalogue: Catalogue, selection: Selection, windows: Windows, known: Sequence[Milestone]) -> None:
    """Show what the lab can be asked; `known` are the milestones to choose from, `selection` names all that holds."""
    first, second, third = st.columns([3, 2, 3], gap="medium")
    with first:
        controls.indicator_choice(catalogue, selection, page=PAGE, views=views_of(catalogue))
    with second:
        _economy(catalogue, selection)
    with third:
        _milestone(catalogue, selection, known)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        _statistic(catalogue, windows)
        _width(catalogue, windows)


def _economy(catalogue: Catalogue, selection: Selection) -> None:
    key = f"{PAGE}-economy"
    st.selectbox(
        "Economy",
        list(catalogue.economies),
        format_func=lambda code: catalogue.economies[code].name,
        key=state.show(key, selection.economies[0] if selection.economies else SUBJECT),
        on_change=state.changing(
            catalogue, key, lambda now, code: replace(now, economies=(code,)), views_of(catalogue)
        ),
    )


def _milestone(catalogue: Catalogue, selection: Selection, known: Sequence[Milestone]) -> None:
    key, titles = f"{PAGE}-milestone", {entry.id: f"{entry.date.year} {entry.short_title}" for entry in known}
    st.selectbox(
        "Milestone",
        list(titles),
        format_func=titles.__getitem__,
        key=state.show(key, selection.milestone),
        on_change=state.changing(catalogue, key, state.field("milestone"), views_of(catalogue)),
        help="Type to search. Your own events are here too.",
    )


def _statistic(catalogue: Catalogue, windows: Windows) -> None:
    key = f"{PAGE}-statistic"

    def change(now: Selection, statistic: Statistic) -> Selection:
        return replace(now, view=lab_view(Windows(statistic, max(windows.k, MIN_WINDOW[statistic]))))

    st.segmented_control(
        "Compare",
        list(_STATISTICS),
        format_func=_STATISTICS.__getitem__,
        required=True,
        key=state.show(key, windows.statistic),
        on_change=state.changing(catalogue, key, change, views_of(catalogue)),
        help="Means of the years before and after, or how steeply figures rose in them. Slopes take five years.",
    )


def _width(catalogue: Catalogue, windows: Windows) -> None:
    key = f"{PAGE}-k"
    st.slider(
        "Years before and after",
        min_value=MIN_WINDOW[windows.statistic],
        max_value=MAX_WINDOW,
        key=state.show(key, windows.k),
        on_change=state.changing(
            catalogue,
            key,
            lambda now, k: replace(now, view=lab_view(Windows(windows.statistic, k))),
            views_of(catalogue),
        ),
        width=280,
        help=f"{DEFAULT_WINDOW} is what the claims use. Trying several and keeping the best finds what is not there.",
    )


def width_inside(page: str) -> int | None:
    """Measure the room inside the container at hand in pixels; None until the browser has told."""
    return widgets.measured(f"{PAGE}-{page}-width")
