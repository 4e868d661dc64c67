"""Overview: the core four at a glance, on one time axis, with three sentences that the figures write."""

import re
from typing import Final

import streamlit as st

from dashboard.catalogue.economies import WORLD
from dashboard.catalogue.policy import SUBJECT
from dashboard.charts.kind import Built, ChartRequest
from dashboard.charts.overview import Overview, overview, panels
from dashboard.evidence.headlines import CORE_FOUR, Glance
from dashboard.store.opening import Cache
from dashboard.ui import cards, charts, controls, pins, resources, state, widgets
from dashboard.ui.page import explore
from dashboard.views.selection import Selection, query_of
from dashboard.views.view import View

_WIDE_FROM_PX: Final = 900
_BEFORE_UNIT: Final = re.compile(r"(?<=\d) (?=%|GW)")
PAGE: Final = "overview"
_CHART: Final = f"{PAGE}-chart"
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
    found = overview(ChartRequest(catalogue, cache.store, selection))
    st.markdown("#### China's pursuit of technology and industry, against the policies meant to drive it")
    # a value and its unit stay on one line
    told = [_BEFORE_UNIT.sub("\u00a0", sentence) for sentence in found.sentences()]
    st.markdown("\n".join(f"- {widgets.plain(sentence)}" for sentence in told))
    width = widgets.page_width()
    controls.era_filter(catalogue, selection, page=PAGE)
    for problem in found.problems:
        st.info(widgets.plain(problem))
    _metrics(found, width)
    built = panels(found)
    if isinstance(built, Built):
        _panels(cache, found, built, width)
        _look_closer()
    elif built.text:
        st.info(widgets.plain(built.text), icon=":material/search_off:")


def _explore() -> st.Page:
    # a page is known to the navigation by its address, so a link may name it anew
    return st.Page(explore.render, title="Explore", url_path="explore")


def _metrics(found: Overview, width: int | None) -> None:
    beside = 2 if (width or _WIDE_FROM_PX) < _WIDE_FROM_PX else len(CORE_FOUR)
    for start in range(0, len(found.views), beside):
        for column, view in zip(st.columns(beside, gap="small"), found.views[start : start + beside], strict=False):
            with column:
                _metric(view, found.glance(view), found.selection)


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


def _panels(cache: Cache, found: Overview, built: Built, width: int | None) -> None:
    catalogue, selection = found.catalogue, found.selection
    charts.show(
        built.draw(widgets.mode(), width),
        key=_CHART,
        name=built.name,
        alt=built.alt,
        on_select=pins.on_click(catalogue, page=PAGE) if (width or 0) >= _WIDE_FROM_PX else None,
    )
    sources = "; ".join(
        f"{view.indicator.short_name}: {view.indicator.source_name}, vintage {view.vintage.date}"
        for view in built.views
    )
    st.caption(widgets.plain(f"China. {sources}."))
    widgets.freshness(cache.store, catalogue, built.views)
    charts.picture(lambda mode: built.draw(mode, width), chart=_CHART, name=built.name)
    chosen = next((each for each in found.milestones if each.id == selection.milestone), None)
    if chosen is not None:
        cards.milestone_card(catalogue, chosen)
    st.markdown("##### Milestones in the chart")
    pins.key_to_pins(catalogue, found.milestones, CORE_FOUR, selection, page=PAGE)


def _look_closer() -> None:
    st.markdown("##### Look closer")
    for label, wanted in _LINKS:
        st.page_link(_explore(), label=label, icon=":material/arrow_forward:", query_params=query_of(wanted))
