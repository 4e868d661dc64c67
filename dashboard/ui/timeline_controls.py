"""Choose what the timeline shows: its years, kinds of milestone, a search, and an indicator under it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.catalogue.policy import Era
from dashboard.charts.timeline import OVERLAY
from dashboard.ui import controls, milestone_filter, search_box, widgets
from dashboard.ui.context import Page
from dashboard.views.selection import Selection

_ROOMY_FROM_PX: Final = 1000
_SINCE: Final = (2000, 2015)
# the first era is that of all years; more than two others leave no room for the buttons
_ERAS: Final = slice(1, 3)
_LAST_YEARS: Final = 3
_SEARCH_LETTERS: Final = 60
Years = tuple[int | None, int | None]


def control_bar(page: Page, this_year: int) -> None:
    """Show every control of the timeline; on a narrow page the lesser ones fold away."""
    if (widgets.page_width() or _ROOMY_FROM_PX) < _ROOMY_FROM_PX:
        _range_buttons(page, this_year)
        milestone_filter.kind_filter(page, about_indicator=page.selection.view == OVERLAY)
        with st.expander("Search, years, an indicator", icon=":material/tune:", key=page.key("more")):
            _search(page)
            _years(page)
            _overlay_choice(page)
        return
    first, second = st.columns([7, 5], gap="medium")
    with first:
        _range_buttons(page, this_year)
        milestone_filter.kind_filter(page, about_indicator=page.selection.view == OVERLAY)
    with second:
        search, overlay = st.columns(2, gap="small")
        with search:
            _search(page)
        with overlay:
            _overlay_choice(page)
        _years(page)


def offered_years(eras: Iterable[Era], this_year: int) -> dict[str, Years]:
    """Return the spans of years that one click shows: all, since an era of the history began, the newest."""
    since = sorted({era.start.year for era in tuple(eras)[_ERAS]} | set(_SINCE))
    return {
        "All": (None, None),
        **{f"Since {year}": (year, None) for year in since},
        f"Last {_LAST_YEARS} years": (this_year - _LAST_YEARS + 1, None),
    }


def _years(page: Page) -> None:
    first, last = st.columns(2, gap="small")
    with first:
        controls.year_choice(page, "From", "first_year")
    with last:
        controls.year_choice(page, "To", "last_year")


def _search(page: Page) -> None:
    st.text_input(
        "Search",
        type="search",
        placeholder="title, document, issuer",
        max_chars=_SEARCH_LETTERS,
        **page.bind("search", page.selection.search, lambda now, text: replace(now, search=text.strip())),
    )


def _range_buttons(page: Page, this_year: int) -> None:
    ranges = offered_years(page.catalogue.eras.values(), this_year)
    now = page.selection.first_year, page.selection.last_year

    def change(selection: Selection, label: str | None) -> Selection:
        first, last = ranges[label or "All"]
        return replace(selection, first_year=first, last_year=last)

    st.segmented_control(
        "Years",
        list(ranges),
        **page.bind("range", next((label for label, years in ranges.items() if years == now), None), change),
        wrap=True,
    )


def _overlay_choice(page: Page) -> None:
    shown = page.catalogue.indicator(page.selection.indicator) if page.selection.view == OVERLAY else None

    def on_pick(indicator: str) -> None:
        now = page.read()
        if not indicator:
            page.write(replace(now, view=""))
            return
        page.write(replace(now, indicator=indicator, transform=Selection().transform, view=OVERLAY))

    search_box.pick(
        "An indicator under it",
        key=page.key("overlay"),
        shown=(shown.id, shown.name) if shown else ("", ""),
        on_pick=on_pick,
        labelled=True,
        placeholder="none",
        clear="No indicator under it",
    )
