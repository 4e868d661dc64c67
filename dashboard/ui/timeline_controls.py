"""Choose what the timeline shows: its years, kinds of milestone, a search, and an indicator under it."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.catalogue.indicators import THEME_NAMES
from dashboard.catalogue.loading import Catalogue
from dashboard.charts.timeline import OVERLAY
from dashboard.ui import controls, state, widgets
from dashboard.views.selection import Selection

PAGE: Final = "timeline"
VIEWS: Final = (OVERLAY,)
_ROOMY_FROM_PX: Final = 1000
_SINCE: Final = (1949, 1978, 2000, 2015)
_LAST_YEARS: Final = 3
_SEARCH_LETTERS: Final = 60
Years = tuple[int | None, int | None]


def control_bar(catalogue: Catalogue, selection: Selection, this_year: int) -> None:
    """Show every control of the timeline; on a narrow page the lesser ones fold away."""
    if (widgets.page_width() or _ROOMY_FROM_PX) < _ROOMY_FROM_PX:
        _range_buttons(catalogue, selection, this_year)
        controls.kind_filter(catalogue, selection, page=PAGE, views=VIEWS)
        with st.expander("Search, years, an indicator", icon=":material/tune:", key=f"{PAGE}-more"):
            _search(catalogue, selection)
            _years(catalogue, selection)
            _overlay_choice(catalogue, selection)
        return
    first, second = st.columns([7, 5], gap="medium")
    with first:
        _range_buttons(catalogue, selection, this_year)
        controls.kind_filter(catalogue, selection, page=PAGE, views=VIEWS)
    with second:
        search, overlay = st.columns(2, gap="small")
        with search:
            _search(catalogue, selection)
        with overlay:
            _overlay_choice(catalogue, selection)
        _years(catalogue, selection)


def _years(catalogue: Catalogue, selection: Selection) -> None:
    first, last = st.columns(2, gap="small")
    with first:
        controls.year_choice(catalogue, selection, "From", "first_year", page=PAGE, views=VIEWS)
    with last:
        controls.year_choice(catalogue, selection, "To", "last_year", page=PAGE, views=VIEWS)


def _search(catalogue: Catalogue, selection: Selection) -> None:
    key = f"{PAGE}-search"
    st.text_input(
        "Search",
        type="search",
        placeholder="title, document, issuer",
        max_chars=_SEARCH_LETTERS,
        key=state.show(key, selection.search),
        on_change=state.changing(catalogue, key, lambda now, text: replace(now, search=text.strip()), VIEWS),
    )


def _range_buttons(catalogue: Catalogue, selection: Selection, this_year: int) -> None:
    ranges: dict[str, Years] = {
        "All": (None, None),
        **{f"Since {year}": (year, None) for year in _SINCE},
        f"Last {_LAST_YEARS} years": (this_year - _LAST_YEARS + 1, None),
    }
    now = selection.first_year, selection.last_year
    key = f"{PAGE}-range"

    def change(selection: Selection, label: str | None) -> Selection:
        first, last = ranges[label or "All"]
        return replace(selection, first_year=first, last_year=last)

    st.segmented_control(
        "Years",
        list(ranges),
        key=state.show(key, next((label for label, years in ranges.items() if years == now), None)),
        on_change=state.changing(catalogue, key, change, VIEWS),
        wrap=True,
    )


def _overlay_choice(catalogue: Catalogue, selection: Selection) -> None:
    key, indicators, themes = f"{PAGE}-overlay", catalogue.indicators, list(THEME_NAMES)

    def change(now: Selection, indicator: str | None) -> Selection:
        if indicator is None:
            return replace(now, view="")
        return replace(now, indicator=indicator, transform=Selection().transform, view=OVERLAY)

    st.selectbox(
        "An indicator under it",
        [entry.id for entry in sorted(indicators.values(), key=lambda entry: themes.index(entry.theme))],
        index=None,
        placeholder="none",
        format_func=lambda name: indicators[name].name,
        key=state.show(key, selection.indicator if selection.view == OVERLAY else None),
        on_change=state.changing(catalogue, key, change, VIEWS),
        help="Type to search.",
    )
