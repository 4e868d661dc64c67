"""Timeline: eras and milestones from 1861 to today, one card a milestone, and the reader's own events among them."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import SUBJECT, Milestone
from dashboard.charts import alt_texts
from dashboard.errors import NoObservations
from dashboard.export import tables
from dashboard.figures import Figure
from dashboard.figures.charts.timeline import WIDE_FROM_PX, timeline_figure
from dashboard.figures.theme import Mode
from dashboard.store.opening import Cache
from dashboard.ui import cards, charts, controls, own_panel, pins, resources, state, timeline_controls, widgets
from dashboard.ui.timeline_controls import OVERLAY, PAGE, VIEWS
from dashboard.views.chart import chart_view
from dashboard.views.selection import Selection, quoted
from dashboard.views.time_axis import Axis, eras_in, milestones_found, whole_axis
from dashboard.views.view import View

_CHART: Final = f"{PAGE}-chart"
# from here on the card stands beside the chart
_BESIDE_FROM_PX: Final = 1150
_CHART_SHARE: Final = 0.72
_GAP_PX: Final = 32
_LISTED: Final = 12


@dataclass(frozen=True)
class _Scene:
    """What the page shows: the milestones found on a time axis, and what is drawn under them, in a chart so wide."""

    catalogue: Catalogue
    selection: Selection
    found: tuple[Milestone, ...]
    axis: Axis
    overlay: View | None
    width: int | None

    @property
    def takes_clicks(self) -> bool:
        # Streamlit gives a chart that takes clicks every move of a finger too: on a phone nobody would get past it
        return self.width is not None and self.width >= WIDE_FROM_PX

    @property
    def name(self) -> str:
        """Return what files of it are called, without the ending."""
        return f"eraline_milestones_{self.axis[0].year}-{self.axis[1].year}"

    def draw(self, mode: Mode) -> Figure:
        return timeline_figure(
            self.found,
            tuple(self.catalogue.eras.values()),
            self.axis,
            kind_names=controls.KIND_NAMES,
            selected=self.selection.milestone,
            overlay=self.overlay,
            mode=mode,
            width=self.width,
        )


def render() -> None:
    """Draw the page that the URL asks for."""
    catalogue, cache = resources.catalogue(), resources.cache()
    reading = state.current(catalogue, VIEWS)
    selection = reading.selection
    widgets.warnings(cache.notes)
    widgets.problems(reading.problems)
    today = dt.datetime.now(dt.UTC).date()
    axis = _axis(selection, whole_axis(catalogue, selection.own, today))
    timeline_controls.control_bar(catalogue, selection, today.year)
    width = widgets.page_width()
    beside = width is not None and width >= _BESIDE_FROM_PX
    scene = _Scene(
        catalogue,
        selection,
        milestones_found(catalogue, selection, axis),
        axis,
        _overlay(catalogue, cache, selection, axis),
        int((width - _GAP_PX) * _CHART_SHARE) if width is not None and beside else width,
    )
    left, right = st.columns([_CHART_SHARE, 1 - _CHART_SHARE], gap="medium") if beside else (st.container(),) * 2
    with left:
        _chart(scene)
    with right:
        _card(scene)
    # where the card stands under the chart, nothing else comes between a mark and its card
    with left:
        _take_away(scene)
    with right:
        own_panel.own_panel(catalogue, selection, VIEWS)
    if scene.found:
        _table(scene.found)


def _axis(selection: Selection, whole: Axis) -> Axis:
    """Return the years asked for; a range that lies wholly before or after all there is has an axis all the same."""
    first, last = selection.first_year, selection.last_year
    from_year = first if first is not None else min(whole[0].year, last or whole[0].year)
    to_year = last if last is not None else max(whole[1].year, from_year)
    return dt.date(from_year, 1, 1), dt.date(to_year, 12, 31)


def _overlay(catalogue: Catalogue, cache: Cache, selection: Selection, axis: Axis) -> View | None:
    """Return what is drawn under the timeline, None where nothing is wanted or there are no figures, said in words."""
    if selection.view != OVERLAY:
        return None
    asked = Selection(
        indicator=selection.indicator,
        economies=(SUBJECT,),
        first_year=axis[0].year,
        last_year=axis[1].year,
        as_of=selection.as_of,
    )
    try:
        view = chart_view(cache.store, catalogue, asked)
    except NoObservations as exc:
        st.info(widgets.plain(str(exc)), icon=":material/event_busy:")
        return None
    if view.points.empty:
        name = catalogue.indicator(selection.indicator).name
        text = f"{name} has no figures for China from {axis[0].year} to {axis[1].year}."
        st.info(widgets.plain(text), icon=":material/event_busy:")
        return None
    # targets are for Explore: the panel is too low for them
    return replace(view, targets=())


def _chart(scene: _Scene) -> None:
    if not scene.found:
        st.info(widgets.plain(_nothing(scene)), icon=":material/search_off:")
        return
    charts.show(
        scene.draw(widgets.mode()),
        key=_CHART,
        name=scene.name,
        alt=_alt(scene),
        on_select=pins.on_click(scene.catalogue, page=PAGE, views=VIEWS) if scene.takes_clicks else None,
    )


def _take_away(scene: _Scene) -> None:
    def records() -> list[dict[str, Any]]:
        return [milestone.model_dump(mode="json") for milestone in scene.found]

    with st.container(horizontal=True, gap="small"):
        st.download_button(
            "Milestones (CSV)",
            data=lambda: tables.csv_bytes(tables.flat(records()), bom=True),
            file_name=f"{scene.name}.csv",
            mime="text/csv; charset=utf-8",
            icon=":material/download:",
            on_click="ignore",
            disabled=not scene.found,
            key=f"{PAGE}-download-csv",
        )
        st.download_button(
            "Milestones (JSON)",
            data=lambda: tables.json_bytes(records()),
            file_name=f"{scene.name}.json",
            mime="application/json",
            icon=":material/data_object:",
            on_click="ignore",
            disabled=not scene.found,
            key=f"{PAGE}-download-json",
        )
        if scene.found:
            charts.picture(scene.draw, chart=_CHART, name=scene.name)
        with st.popover("Link", icon=":material/link:"):
            st.caption(f"This link draws the same timeline. {own_panel.link_note(scene.selection.own)}")
            st.code(state.link(scene.selection), language=None, wrap_lines=True)


def _card(scene: _Scene) -> None:
    """Show the milestones to choose one from, and the card of the one chosen."""
    catalogue, selection = scene.catalogue, scene.selection
    known = {**catalogue.milestones, **{event.id: event for event in selection.own}}
    chosen = known.get(selection.milestone)
    offered = [milestone.id for milestone in scene.found]
    if chosen is not None and chosen.id not in offered:
        offered.append(chosen.id)
    key = f"{PAGE}-milestone"
    st.selectbox(
        "Milestone",
        offered,
        index=None,
        placeholder="Click a mark, or choose one here" if scene.takes_clicks else "Choose one",
        format_func=lambda name: f"{known[name].date.year} {known[name].short_title}",
        key=state.show(key, chosen.id if chosen else None),
        on_change=state.changing(catalogue, key, lambda now, name: replace(now, milestone=name or ""), VIEWS),
        disabled=not offered,
    )
    if chosen is not None:
        cards.milestone_card(catalogue, chosen)


def _table(found: Sequence[Milestone]) -> None:
    with st.expander(f"All {len(found)} as a table", icon=":material/table:"):
        st.dataframe(
            pd.DataFrame(
                {
                    "Date": [wording.when(milestone) for milestone in found],
                    "Title": [milestone.title for milestone in found],
                    "Chinese title": [milestone.title_zh for milestone in found],
                    "Kind": [controls.KIND_NAMES[milestone.kind] for milestone in found],
                    "Issued by": [milestone.issuer for milestone in found],
                    "Document": [milestone.document for milestone in found],
                }
            ),
            hide_index=True,
            height="content" if len(found) < _LISTED else 460,
            alt="The milestones of the timeline",
        )


def _nothing(scene: _Scene) -> str:
    if not scene.selection.events:
        return "No kind of milestone is shown. Choose at least one."
    years = f"from {scene.axis[0].year} to {scene.axis[1].year}"
    if scene.selection.search:
        return f"No milestone {years} of the kinds shown mentions {quoted(scene.selection.search)}."
    return f"There is no milestone {years} of the kinds shown."


def _alt(scene: _Scene) -> str:
    """Return what the timeline states, in words."""
    found, axis = scene.found, scene.axis
    counted = Counter(milestone.kind for milestone in found)
    kinds = [f"{controls.KIND_NAMES[kind].lower()} {count}" for kind, count in counted.items()]
    eras = [f"{era.name} from {era.start.year}" for era in eras_in(scene.catalogue, axis)]
    parts = [
        f"Timeline from {axis[0].year} to {axis[1].year}.",
        f"Milestones: {len(found)}, of which {formatting.listing(kinds)}.",
        f"Eras: {formatting.listing(eras)}." if eras else "",
        f"First: {wording.when(found[0])}, {found[0].title}.",
        f"Last: {wording.when(found[-1])}, {found[-1].title}.",
        f"Under it: {alt_texts.line_text(scene.overlay)}" if scene.overlay else "",
    ]
    return " ".join(part for part in parts if part)
