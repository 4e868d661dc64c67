"""Compare: one indicator across economies, as lines, small multiples, ranking, map, scatter or around a milestone."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.catalogue.loading import Catalogue
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.charts.registry import kinds_of, request_for
from dashboard.errors import NoObservations
from dashboard.export import tables
from dashboard.store.opening import Cache
from dashboard.ui import charts, controls, land, pins, resources, state, widgets
from dashboard.views.selection import Selection

PAGE: Final = "compare"
_TABLE_PX: Final = 520
_KEY_PX: Final = 340


def views() -> tuple[str, ...]:
    """Return what `view` may say here: the kinds of chart that compare economies."""
    return tuple(kinds_of(PAGE))


def render() -> None:
    """Draw the page that the URL asks for."""
    catalogue, cache = resources.catalogue(), resources.cache()
    reading, kinds = state.current(catalogue, views()), kinds_of(PAGE)
    selection = replace(reading.selection, view=reading.selection.view or next(iter(kinds)))
    kind = kinds[selection.view]
    widgets.warnings(cache.notes)
    widgets.problems(reading.problems)
    _view_choice(catalogue, selection)
    try:
        request = request_for(kind, cache.store, catalogue, selection)
    except NoObservations as exc:
        _shared_controls(catalogue, selection, kind, selection.economies or (), frozenset())
        st.info(widgets.plain(str(exc)), icon=":material/event_busy:")
        return
    named = len(selection.economies or ())
    if named > kind.most_economies:
        widgets.warnings([f"{named} economies are too many to choose; the first {kind.most_economies} count."])
    listed = () if kind.shows_everyone and selection.economies is None else request.chosen
    available = frozenset(request.observations.observations["economy"]) if request.observations else frozenset[str]()
    _shared_controls(catalogue, selection, kind, listed, available)
    if not request.chosen and kind.needs_economies:
        st.info("Choose at least one economy.", icon=":material/public:")
        return
    built = _built(kind, request)
    for control in built.controls:
        controls.chart_control(catalogue, control, page=PAGE, views=views())
    if isinstance(built, Nothing):
        st.info(widgets.plain(built.text), icon=":material/search_off:")
        return
    _comparison(catalogue, cache, kind, selection, built)


def _built(kind: ChartKind, request: ChartRequest) -> Built | Nothing:
    try:
        return kind.build(request)
    except NoObservations as exc:
        # what the indicator is divided by may have none
        return Nothing(str(exc))


def _view_choice(catalogue: Catalogue, selection: Selection) -> None:
    key, kinds = f"{PAGE}-view", kinds_of(PAGE)
    st.segmented_control(
        "View",
        list(kinds),
        format_func=lambda view: f"{kinds[view].icon} {kinds[view].name}",
        required=True,
        key=state.show(key, selection.view),
        on_change=state.changing(catalogue, key, state.field("view"), views()),
        wrap=True,
    )


def _shared_controls(
    catalogue: Catalogue, selection: Selection, kind: ChartKind, chosen: Sequence[str], available: frozenset[str]
) -> None:
    """Show the controls that every chart of an indicator has, with the economies chosen."""
    shown = replace(selection, economies=tuple(chosen), scale=selection.scale or kind.default_scale)
    controls.control_bar(catalogue, shown, available, page=PAGE, views=views(), most=kind.most_economies)


def _comparison(catalogue: Catalogue, cache: Cache, kind: ChartKind, selection: Selection, built: Built) -> None:
    width, chart = widgets.page_width(), f"{PAGE}-{'chart' if kind.has_pins else kind.id}"
    widgets.warnings(built.warnings)
    charts.show(
        built.draw(widgets.mode(), width),
        key=chart,
        name=built.name,
        alt=built.alt,
        on_select=pins.on_click(catalogue, page=PAGE, views=views()) if kind.has_pins else None,
        config=land.map_config() if kind.has_land else None,
    )
    widgets.freshness(cache.store, catalogue, built.views)
    _take_away(built, chart, width)
    widgets.notes(built.notes)
    with st.expander(
        "Table of what is drawn", icon=":material/table:", key=f"{PAGE}-table", on_change="rerun"
    ) as table:
        if table.open:
            _table(built)
    if kind.has_pins and built.views[0].milestones:
        st.markdown("##### Milestones in the chart")
        view = built.views[0]
        pins.key_to_pins(
            catalogue, view.milestones, [view.indicator.id], selection, page=PAGE, views=views(), height=_KEY_PX
        )


def _table(built: Built) -> None:
    table = built.table()
    numbers = table.select_dtypes("number").columns
    st.dataframe(
        table,
        hide_index=True,
        height=_TABLE_PX if len(table) * 35 > _TABLE_PX else "content",
        column_config={str(name): st.column_config.NumberColumn(format="localized") for name in numbers},
        alt=built.alt,
    )


def _take_away(built: Built, chart: str, width: int | None) -> None:
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Chart data (CSV)",
            data=lambda: tables.csv_bytes(built.rows(), bom=True),
            file_name=f"{built.name}.csv",
            mime="text/csv; charset=utf-8",
            icon=":material/download:",
            on_click="ignore",
            key=f"{PAGE}-download-chart",
        )
        charts.picture(lambda mode: built.draw(mode, width), chart=chart, name=built.name)
        with st.popover("Link and citation", icon=":material/link:"):
            link = _link(built)
            today = dt.datetime.now(dt.UTC).date()
            st.caption("This link names every choice and the vintage, so that it draws the same chart next year.")
            st.code(link, language=None, wrap_lines=True)
            cited = [tables.citation(view, accessed=today, link=link) for view in built.views]
            st.code("\n".join(cited), language=None, wrap_lines=True)


def _link(built: Built) -> str:
    newest = max(view.vintage.date for view in built.views)
    return state.link(replace(built.permalink, as_of=built.permalink.as_of or newest))
