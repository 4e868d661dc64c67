"""Compare: one indicator across economies, as lines, small multiples, ranking, map, scatter or around a milestone."""

import datetime as dt
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.catalogue.loading import Catalogue
from dashboard.errors import NoObservations
from dashboard.export import tables
from dashboard.store.opening import Cache
from dashboard.ui import charts, pins, resources, state, widgets
from dashboard.ui.compare_controls import PAGE, VIEWS, most_economies, shared_controls, view_choice
from dashboard.ui.compare_views import Asked, Shown, build
from dashboard.views.chart import default_economies
from dashboard.views.loading import Observations, load_observations
from dashboard.views.selection import Selection

_LINES: Final = VIEWS[0]
_MULTIPLES: Final = VIEWS[1]
_TABLE_PX: Final = 520
_KEY_PX: Final = 340


def render() -> None:
    """Draw the page that the URL asks for."""
    catalogue, cache = resources.catalogue(), resources.cache()
    reading = state.current(catalogue, VIEWS)
    selection = replace(reading.selection, view=reading.selection.view or _LINES)
    widgets.warnings(cache.notes)
    widgets.problems(reading.problems)
    view_choice(catalogue, selection)
    try:
        figures = load_observations(cache.store, catalogue, selection.indicator, as_of=selection.as_of)
    except NoObservations as exc:
        shared_controls(catalogue, selection, selection.economies or (), frozenset())
        st.info(widgets.plain(str(exc)), icon=":material/event_busy:")
        return
    chosen = _chosen(selection, figures, catalogue)
    # small multiples show all economies unless some are named
    listed = () if selection.view == _MULTIPLES and selection.economies is None else chosen
    shared_controls(catalogue, selection, listed, frozenset(figures.observations["economy"]))
    if not chosen and selection.view == _LINES:
        st.info("Choose at least one economy.", icon=":material/public:")
        return
    asked = Asked(catalogue, cache.store, selection, chosen, widgets.page_width())
    try:
        shown = build(asked)
    except NoObservations as exc:
        shown = str(exc)
    if isinstance(shown, str):
        st.info(widgets.plain(shown), icon=":material/search_off:")
        return
    _comparison(catalogue, cache, selection, shown)


def _chosen(selection: Selection, figures: Observations, catalogue: Catalogue) -> tuple[str, ...]:
    if selection.economies is None:
        return default_economies(figures, catalogue)
    most = most_economies(selection.view)
    if len(selection.economies) > most:
        widgets.warnings([f"{len(selection.economies)} economies are too many to choose; the first {most} count."])
    return selection.economies[:most]


def _comparison(catalogue: Catalogue, cache: Cache, selection: Selection, shown: Shown) -> None:
    widgets.warnings(shown.warnings)
    lines = selection.view == _LINES
    chart = f"{PAGE}-chart" if lines else f"{PAGE}-{selection.view}"
    charts.show(
        shown.draw(widgets.mode()),
        key=chart,
        name=shown.name,
        alt=shown.alt,
        on_select=pins.on_click(catalogue, page=PAGE, views=VIEWS) if lines else None,
        config=shown.config,
    )
    widgets.freshness(cache.store, catalogue, shown.views)
    _take_away(shown, chart)
    widgets.notes(shown.notes)
    with st.expander(
        "Table of what is drawn", icon=":material/table:", key=f"{PAGE}-table", on_change="rerun"
    ) as table:
        if table.open:
            _table(shown)
    if lines and shown.views[0].milestones:
        st.markdown("##### Milestones in the chart")
        view = shown.views[0]
        pins.key_to_pins(
            catalogue, view.milestones, [view.indicator.id], selection, page=PAGE, views=VIEWS, height=_KEY_PX
        )


def _table(shown: Shown) -> None:
    table = shown.table()
    numbers = table.select_dtypes("number").columns
    st.dataframe(
        table,
        hide_index=True,
        height=_TABLE_PX if len(table) * 35 > _TABLE_PX else "content",
        column_config={str(name): st.column_config.NumberColumn(format="localized") for name in numbers},
        alt=shown.alt,
    )


def _take_away(shown: Shown, chart: str) -> None:
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Chart data (CSV)",
            data=lambda: tables.csv_bytes(shown.rows(), bom=True),
            file_name=f"{shown.name}.csv",
            mime="text/csv; charset=utf-8",
            icon=":material/download:",
            on_click="ignore",
            key=f"{PAGE}-download-chart",
        )
        charts.picture(shown.draw, chart=chart, name=shown.name)
        with st.popover("Link and citation", icon=":material/link:"):
            link = _link(shown)
            today = dt.datetime.now(dt.UTC).date()
            st.caption("This link names every choice and the vintage, so that it draws the same chart next year.")
            st.code(link, language=None, wrap_lines=True)
            cited = [tables.citation(view, accessed=today, link=link) for view in shown.views]
            st.code("\n".join(cited), language=None, wrap_lines=True)


def _link(shown: Shown) -> str:
    newest = max(view.vintage.date for view in shown.views)
    return state.link(replace(shown.spelt, as_of=shown.spelt.as_of or newest))
