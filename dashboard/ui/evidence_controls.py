"""Choose what Evidence shows: a claim, and what the lab asks; each writes the URL."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from dashboard.analysis.windows import Windows
from dashboard.catalogue.checks import DEFAULT_WINDOW, MAX_WINDOW, MIN_WINDOW, Statistic
from dashboard.catalogue.policy import Milestone
from dashboard.charts.evidence_views import lab_view, windows_of
from dashboard.ui import controls, widgets
from dashboard.ui.context import Page
from dashboard.views.selection import Selection

_STATISTICS: Final[dict[Statistic, str]] = {"mean": "Means", "slope": "Slopes"}


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
    whose = page.catalogue.whose
    titles = {entry.id: f"{entry.date.year} {entry.short_title}{whose(entry)}" for entry in known}
    st.selectbox(
        "Milestone",
        list(titles),
        format_func=titles.__getitem__,
        **page.bind("milestone", page.selection.milestone),
        help="Type to search. Your own events are here too.",
    )


def with_windows(now: Selection, **changed: Any) -> Selection:  # noqa: ANN401 - fields of Windows
    """Return a selection whose lab has other windows, as wide at least as their statistic takes."""
    windows = replace(windows_of(now.view) or Windows(), **changed)
    return replace(now, view=lab_view(replace(windows, k=max(windows.k, MIN_WINDOW[windows.statistic]))))


def _statistic(page: Page, windows: Windows) -> None:
    st.segmented_control(
        "Compare",
        list(_STATISTICS),
        format_func=_STATISTICS.__getitem__,
        required=True,
        **page.bind("statistic", windows.statistic, lambda now, statistic: with_windows(now, statistic=statistic)),
        help="Means of the years before and after, or how steeply figures rose in them. Slopes take five years.",
    )


def _width(page: Page, windows: Windows) -> None:
    st.slider(
        "Years before and after",
        min_value=MIN_WINDOW[windows.statistic],
        max_value=MAX_WINDOW,
        **page.bind("k", windows.k, lambda now, k: with_windows(now, k=k)),
        width=280,
        help=f"{DEFAULT_WINDOW} is what the claims use. Trying several and keeping the best finds what is not there.",
    )


def width_inside(page: Page, part: str) -> int | None:
    """Measure the room inside the current container in pixels; None until the browser has measured it."""
    return widgets.measured(page.key(f"{part}-width"))
