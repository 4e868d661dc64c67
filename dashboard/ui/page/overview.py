"""Overview: the core four at a glance, on one time axis, with three sentences that the figures write."""

import datetime as dt
import re
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import formatting
from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.loading import Catalogue
from dashboard.catalogue.policy import SUBJECT
from dashboard.charts import alt_texts
from dashboard.errors import NoObservations
from dashboard.evidence.headlines import CORE_FOUR, STORY_INDICATORS, Glance, glance, sentences
from dashboard.figures import Figure
from dashboard.figures.charts.multiples import panels_figure
from dashboard.figures.theme import Mode
from dashboard.store.opening import Cache
from dashboard.ui import cards, charts, controls, pins, resources, state, widgets
from dashboard.ui.page import explore
from dashboard.views.chart import chart_view
from dashboard.views.loading import load_observations
from dashboard.views.selection import Selection, query_of
from dashboard.views.time_axis import milestones_in
from dashboard.views.view import View

_WIDE_FROM_PX: Final = 900
_BEFORE_UNIT: Final = re.compile(r"(?<=\d) (?=%|GW)")
_PAGE: Final = "overview"
_CHART: Final = f"{_PAGE}-chart"
_WEIGHT_SHOWN: Final = 2
_LINKS: Final = (
    ("Growth against its targets", Selection(indicator="gdp-growth", economies=(SUBJECT,), first_year=1990)),
    ("R&D against the plans", Selection(indicator="rd-spending", economies=(SUBJECT, "USA", "JPN", "KOR", "DEU"))),
    (
        "Solar capacity against the world",
        Selection(indicator="solar-capacity", economies=(SUBJECT, "USA", "IND", "DEU", WORLD)),
    ),
)


def render() -> None:
    """Draw the page that the URL asks for."""
    catalogue, cache = resources.catalogue(), resources.cache()
    reading = state.current(catalogue)
    selection = reading.selection
    widgets.warnings(cache.notes)
    widgets.problems(reading.problems)
    st.markdown("#### China's pursuit of technology and industry, against the policies meant to drive it")
    st.markdown("\n".join(f"- {widgets.plain(sentence)}" for sentence in _sentences(catalogue, cache, selection)))
    width = widgets.page_width()
    controls.era_filter(catalogue, selection, page=_PAGE)
    views = _views(catalogue, cache, selection)
    drawn = [view for view in views if not view.points.empty]
    _metrics(catalogue, cache, views, selection, width)
    if drawn:
        _panels(catalogue, cache, drawn, selection, width)
    elif views:
        where = formatting.listing([catalogue.eras[name].name for name in selection.eras]) or "the years chosen"
        st.info(widgets.plain(f"None of the four series has figures in {where}."), icon=":material/search_off:")


def _last_day(catalogue: Catalogue, views: list[View], selection: Selection) -> dt.date:
    """Return the last day of the panels: of the figures, or of the newest milestone where nothing cuts them short."""
    drawn = max(view.years[1] for view in views)
    if selection.eras or selection.last_year is not None:
        return dt.date(drawn, 12, 31)
    return dt.date(max(drawn, *(milestone.date.year for milestone in catalogue.milestones.values())), 12, 31)


def _explore() -> st.Page:
    # a page is known to the navigation by its address, so a link may name it anew
    return st.Page(explore.render, title="Explore", url_path="explore")


def _views(catalogue: Catalogue, cache: Cache, selection: Selection) -> list[View]:
    views: list[View] = []
    for name in CORE_FOUR:
        one = replace(selection, indicator=name, economies=(SUBJECT,), transform=Selection().transform, scale="linear")
        try:
            views.append(chart_view(cache.store, catalogue, one))
        except NoObservations as exc:
            st.info(widgets.plain(str(exc)))
    return views


def _metrics(catalogue: Catalogue, cache: Cache, views: list[View], selection: Selection, width: int | None) -> None:
    eras = list(catalogue.eras.values())
    beside = 2 if (width or _WIDE_FROM_PX) < _WIDE_FROM_PX else len(CORE_FOUR)
    for start in range(0, len(views), beside):
        for column, view in zip(st.columns(beside, gap="small"), views[start : start + beside], strict=False):
            named = view.indicator.id
            observed = load_observations(cache.store, catalogue, named, economies=[SUBJECT], as_of=selection.as_of)
            with column:
                _metric(view, glance(view.indicator, observed.observations, view.points, eras), selection)


def _metric(view: View, seen: Glance | None, selection: Selection) -> None:
    name = view.indicator.short_name
    if seen is None:
        st.metric(name, "no figures", border=True, height="stretch")
    else:
        st.metric(
            f"{name}, {seen.year}",
            seen.latest,
            delta=seen.against or None,
            delta_color="off",
            # Streamlit knows a fall by a hyphen, not by a minus sign
            delta_arrow="down" if seen.against.startswith("−") else "up",
            delta_description=seen.against_what or None,
            chart_data=list(seen.values) if len(seen.values) > 1 else None,
            chart_type="line",
            border=True,
            height="stretch",
            help=widgets.plain(_metric_help(view, seen)),
        )
    st.page_link(
        _explore(),
        label=f"Explore {name}",
        icon=":material/show_chart:",
        query_params=query_of(Selection(indicator=view.indicator.id, eras=selection.eras)),
    )


def _metric_help(view: View, seen: Glance) -> str:
    against = f" Against the era before: {seen.before}." if seen.before else ""
    source = f"{view.indicator.source_name}, vintage {view.vintage.date}"
    return f"{view.indicator.name}, {view.unit}.{against} {source}."


def _sentences(catalogue: Catalogue, cache: Cache, selection: Selection) -> tuple[str, ...]:
    figures: dict[str, pd.DataFrame] = {}
    for name in STORY_INDICATORS:
        try:
            found = load_observations(cache.store, catalogue, name, economies=[SUBJECT, WORLD], as_of=selection.as_of)
        except NoObservations:
            # the sentence that needs it is left out
            continue
        figures[name] = found.observations
    # a figure and its unit stay on one line
    return tuple(_BEFORE_UNIT.sub("\u00a0", sentence) for sentence in sentences(catalogue, figures))


def _panels(catalogue: Catalogue, cache: Cache, views: list[View], selection: Selection, width: int | None) -> None:
    first, last = min(view.axis[0] for view in views), _last_day(catalogue, views, selection)
    shown = [
        milestone
        for milestone in milestones_in(catalogue, selection, (first, last))
        if milestone.weight <= _WEIGHT_SHOWN
    ]
    eras = [era for era in catalogue.eras.values() if era.start <= last and (era.end or last) > first]
    name = f"eraline_overview_{SUBJECT}_{first.year}-{last.year}_{max(view.vintage.date for view in views)}"

    def draw(mode: Mode) -> Figure:
        return panels_figure(
            views,
            span=(first, last),
            eras=eras,
            milestones=shown,
            selected=selection.milestone,
            mode=mode,
            width=width,
        )

    charts.show(
        draw(widgets.mode()),
        key=_CHART,
        name=name,
        alt=" ".join(alt_texts.line_text(view) for view in views),
        on_select=pins.on_click(catalogue, page=_PAGE) if (width or 0) >= _WIDE_FROM_PX else None,
    )
    sources = "; ".join(
        f"{view.indicator.short_name}: {view.indicator.source_name}, vintage {view.vintage.date}" for view in views
    )
    st.caption(widgets.plain(f"China. {sources}."))
    widgets.freshness(cache.store, catalogue, views)
    charts.picture(draw, chart=_CHART, name=name)
    chosen = next((found for found in shown if found.id == selection.milestone), None)
    if chosen is not None:
        cards.milestone_card(catalogue, chosen)
    st.markdown("##### Milestones in the chart")
    pins.key_to_pins(catalogue, shown, CORE_FOUR, selection, page=_PAGE)
    st.markdown("##### Look closer")
    for label, wanted in _LINKS:
        st.page_link(_explore(), label=label, icon=":material/arrow_forward:", query_params=query_of(wanted))
