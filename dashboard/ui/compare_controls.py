"""Choose what Compare shows: the view, and what single views need besides the controls that pages share."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.catalogue.indicators import THEME_NAMES
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import Milestone
from dashboard.figures.charts.grid import MOST_PANELS
from dashboard.ui import controls, state
from dashboard.views.selection import Selection

PAGE: Final = "compare"
VIEWS: Final = ("lines", "multiples", "ranking", "map", "scatter", "event-time")
_NAMES: Final = {
    "lines": ("Lines", ":material/show_chart:"),
    "multiples": ("Small multiples", ":material/grid_view:"),
    "ranking": ("Ranking", ":material/format_list_numbered:"),
    "map": ("Map", ":material/public:"),
    "scatter": ("Scatter", ":material/scatter_plot:"),
    "event-time": ("Event time", ":material/event:"),
}


def most_economies(view: str) -> int:
    """Return how many economies can be chosen for a view."""
    return MOST_PANELS if view == "multiples" else controls.MOST_ECONOMIES


def view_choice(catalogue: Catalogue, selection: Selection) -> None:
    """Show the views to choose from."""
    key = f"{PAGE}-view"
    st.segmented_control(
        "View",
        VIEWS,
        format_func=lambda view: "{1} {0}".format(*_NAMES[view]),
        required=True,
        key=state.show(key, selection.view or VIEWS[0]),
        on_change=state.changing(catalogue, key, state.field("view"), VIEWS),
        wrap=True,
    )


def shared_controls(
    catalogue: Catalogue, selection: Selection, chosen: Sequence[str], available: frozenset[str]
) -> None:
    """Show the controls that every chart of an indicator has, with the economies chosen."""
    shown = replace(selection, economies=tuple(chosen))
    if selection.view == "ranking" and selection.scale is None:
        # bars start from zero, whatever the indicator's lines do
        shown = replace(shown, scale="linear")
    most = most_economies(selection.view)
    controls.control_bar(catalogue, shown, available, page=PAGE, views=VIEWS, most=most)


def year_slider(catalogue: Catalogue, years: Sequence[int], year: int) -> None:
    """Show the years that have figures, to slide through."""
    if len(years) < 2:  # noqa: PLR2004 - a slider needs two ends
        return
    key = f"{PAGE}-year"
    st.select_slider(
        "Year",
        list(years),
        key=state.show(key, year),
        on_change=state.changing(catalogue, key, state.field("year"), VIEWS),
    )


def against_choice(catalogue: Catalogue, selection: Selection, against: str) -> None:
    """Show the indicators that the one chosen can be drawn against."""
    key, indicators = f"{PAGE}-against", catalogue.indicators
    order = list(THEME_NAMES)
    names = sorted(
        (name for name in indicators if name != selection.indicator),
        key=lambda name: order.index(indicators[name].theme),
    )
    st.selectbox(
        "Against",
        names,
        format_func=lambda name: f"{indicators[name].name} · {THEME_NAMES[indicators[name].theme]}",
        key=state.show(key, against),
        on_change=state.changing(catalogue, key, state.field("against"), VIEWS),
        help="The indicator measured across. Type to search.",
    )


def milestone_choice(catalogue: Catalogue, fitting: Sequence[Milestone], chosen: Milestone) -> None:
    """Show the milestones with figures of the subject before and after them, by date."""
    key, known = f"{PAGE}-milestone", {milestone.id: milestone for milestone in fitting}
    st.selectbox(
        "Milestone",
        list(known),
        format_func=lambda name: f"{known[name].date.year} · {known[name].title}",
        key=state.show(key, chosen.id),
        on_change=state.changing(catalogue, key, state.field("milestone"), VIEWS),
        help="The date that series are counted from. Only those with three years of figures before them are listed.",
    )
