"""Explore: one indicator, any economies and eras, as an annotated chart, a table and its provenance."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import Milestone
from dashboard.charts.kind import Built, ChartRequest
from dashboard.charts.lines import EXPLORE, chosen_view, empty_text, height, line_chart
from dashboard.errors import NoObservations
from dashboard.evidence.evaluation import run_lab
from dashboard.export import tables as exported
from dashboard.figures import Figure
from dashboard.figures.theme import Mode
from dashboard.store.opening import Cache
from dashboard.ui import cards, charts, controls, pins, resources, state, tables, widgets
from dashboard.views.chart import default_economies
from dashboard.views.loading import Observations, load_observations
from dashboard.views.selection import Selection
from dashboard.views.view import View

VIEWS: Final = ("chart", "table", "about")
PAGE: Final = "explore"
_NAMES: Final = {"chart": "Chart", "table": "Table", "about": "About this indicator"}
_CHART: Final = f"{PAGE}-chart"
_WIDE_FROM_PX: Final = 640
# from here on the key stands beside the chart
_BESIDE_FROM_PX: Final = 1400
_CHART_SHARE: Final = 0.74
_CARDS_FROM_PX: Final = 900
_KEY_PX: Final = 340
_KEY_HEAD_PX: Final = 60


def render() -> None:
    """Draw the page that the URL asks for."""
    catalogue, cache = resources.catalogue(), resources.cache()
    reading = state.current(catalogue, VIEWS)
    widgets.warnings(cache.notes)
    widgets.problems(reading.problems)
    try:
        figures = load_observations(cache.store, catalogue, reading.selection.indicator, as_of=reading.selection.as_of)
    except NoObservations as exc:
        controls.control_bar(catalogue, reading.selection, frozenset(), page=PAGE, views=VIEWS)
        st.info(widgets.plain(str(exc)), icon=":material/event_busy:")
        return
    selection = _with_economies(reading.selection, figures, catalogue)
    available = frozenset(figures.observations["economy"])
    controls.control_bar(catalogue, selection, available, page=PAGE, views=VIEWS, with_eras=False)
    if not selection.economies:
        st.info("Choose at least one economy.", icon=":material/public:")
        return
    _eras_and_chart(catalogue, cache, figures, selection.economies)


@st.fragment
def _eras_and_chart(catalogue: Catalogue, cache: Cache, figures: Observations, economies: tuple[str, ...]) -> None:
    """Draw what a click on an era, a pin or a view changes: it runs alone, and the controls above stay as they are."""
    selection = replace(state.current(catalogue, VIEWS).selection, economies=economies)
    controls.era_filter(catalogue, selection, page=PAGE, views=VIEWS)
    _chosen_view(catalogue, cache, selection, figures)


def _with_economies(selection: Selection, figures: Observations, catalogue: Catalogue) -> Selection:
    most = EXPLORE.most_economies
    if selection.economies is None:
        return replace(selection, economies=default_economies(figures, catalogue))
    if len(selection.economies) > most:
        widgets.warnings(
            [f"{len(selection.economies)} economies are too many for one chart; the first {most} are shown."]
        )
    return replace(selection, economies=selection.economies[:most])


def _chosen_view(catalogue: Catalogue, cache: Cache, selection: Selection, figures: Observations) -> None:
    request = ChartRequest(catalogue, cache.store, selection, selection.economies or (), figures)
    view = chosen_view(request)
    key = f"{PAGE}-view"
    # no tabs: each change in an open tab makes the browser search all of it for what the keyboard can reach
    st.segmented_control(
        "View",
        VIEWS,
        format_func=_NAMES.__getitem__,
        required=True,
        key=state.show(key, selection.view or VIEWS[0]),
        on_change=state.changing(catalogue, key, state.field("view"), VIEWS),
        label_visibility="collapsed",
    )
    if selection.view == "about":
        tables.about_indicator(catalogue, view, _citation(view))
        return
    if view.points.empty:
        st.info(widgets.plain(empty_text(request, view)), icon=":material/search_off:")
        _take_away(view, figures)
    elif selection.view == "table":
        tables.observations_table(view)
        _take_away(view, figures)
    else:
        _chart(catalogue, cache, line_chart(view), figures)


def _chart(catalogue: Catalogue, cache: Cache, built: Built, figures: Observations) -> None:
    view, width = built.views[0], widgets.page_width()
    beside = width is not None and width >= _BESIDE_FROM_PX
    room = int(width * _CHART_SHARE) if width is not None and beside else width
    left, right = st.columns([_CHART_SHARE, 1 - _CHART_SHARE], gap="medium") if beside else (st.container(),) * 2
    with left:
        charts.show(
            built.draw(widgets.mode(), room),
            key=_CHART,
            name=built.name,
            alt=built.alt,
            # a finger on a phone is to scroll the page: there the key alone chooses
            on_select=pins.on_click(catalogue, page=PAGE, views=VIEWS) if (width or 0) >= _WIDE_FROM_PX else None,
        )
        # computed while the browser renders the chart, so that it does not delay the first paint
        compared = tables.compare_eras(catalogue, view)
        widgets.freshness(cache.store, catalogue, [view])
        _take_away(view, figures, lambda mode: built.draw(mode, room))
        widgets.notes(built.notes)
        _targets(view)
        _chosen(catalogue, cache, view, width)
    with right:
        _key(catalogue, view, height(width) - _KEY_HEAD_PX if beside else _KEY_PX)
    st.markdown("##### Eras compared")
    tables.eras_compared(compared)


def _targets(view: View) -> None:
    if view.targets:
        label = f"Targets drawn ({len(view.targets)}): △ at least, ◇ a figure, – a figure for one year"
        with st.expander(label, icon=":material/flag:"):
            widgets.target_list(view)


def _chosen(catalogue: Catalogue, cache: Cache, view: View, width: int | None) -> None:
    """Show the card of the milestone chosen, and what the series did before and after it."""
    chosen = next((found for found in view.milestones if found.id == view.selection.milestone), None)
    if chosen is None:
        return
    left, right = st.columns(2, gap="medium") if (width or 0) >= _CARDS_FROM_PX else (st.container(),) * 2
    with left:
        cards.milestone_card(catalogue, chosen)
    with right:
        _before_and_after(catalogue, cache, view, chosen)


def _key(catalogue: Catalogue, view: View, height: int) -> None:
    if not view.milestones:
        return
    st.markdown("##### Milestones in the chart")
    shown, named = view.milestones, [view.indicator.id]
    pins.key_to_pins(catalogue, shown, named, view.selection, page=PAGE, views=VIEWS, height=height)


def _before_and_after(catalogue: Catalogue, cache: Cache, view: View, milestone: Milestone) -> None:
    """Show what the first economy drawn did before and after a milestone, as the figures were published."""
    economy, indicator = view.economies[0], view.indicator
    lab = run_lab(cache.store, catalogue, indicator.id, milestone, economy=economy.id, as_of=view.selection.as_of)
    with st.expander(f"{economy.name} before and after", icon=":material/compare_arrows:", expanded=True):
        st.markdown("\n".join(f"- {widgets.plain(sentence)}" for sentence in lab.reading))


def _picture_name(view: View) -> str:
    return exported.file_name(view, "png").removesuffix(".png")


def _take_away(view: View, figures: Observations, draw: Callable[[Mode], Figure] | None = None) -> None:
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Chart data (CSV)",
            data=lambda: exported.csv_bytes(exported.tidy(view), bom=True),
            file_name=exported.file_name(view, "csv"),
            mime="text/csv; charset=utf-8",
            icon=":material/download:",
            on_click="ignore",
            disabled=view.points.empty,
            key=f"{PAGE}-download-chart",
        )
        st.download_button(
            "Whole indicator (CSV)",
            data=lambda: exported.csv_bytes(exported.tidy_observations(figures), bom=True),
            file_name=exported.whole_file_name(figures, "csv"),
            mime="text/csv; charset=utf-8",
            icon=":material/database:",
            on_click="ignore",
            key=f"{PAGE}-download-whole",
        )
        if draw is not None:
            charts.picture(draw, chart=_CHART, name=_picture_name(view))
        with st.popover("Link and citation", icon=":material/link:"):
            st.caption("This link names every choice and the vintage, so that it draws the same chart next year.")
            st.code(_link(view), language=None, wrap_lines=True)
            st.code(_citation(view), language=None, wrap_lines=True)


def _link(view: View) -> str:
    spelt = replace(view.selection, scale=view.scale, as_of=view.selection.as_of or view.vintage.date)
    return state.link(spelt)


def _citation(view: View) -> str:
    return exported.citation(view, accessed=dt.datetime.now(dt.UTC).date(), link=_link(view))
