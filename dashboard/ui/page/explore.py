"""Explore page: one indicator, any economies and eras, as an annotated chart, a table and its provenance."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Milestone
from dashboard.charts.cited import cited_or_why
from dashboard.charts.eras import eras_words, statistics_rows, statistics_table, thin_eras_sentence
from dashboard.charts.extracts import view_extract, whole
from dashboard.charts.kind import Built
from dashboard.charts.lines import EXPLORE, chosen_view, empty_text, line_chart
from dashboard.errors import NoObservations
from dashboard.evidence.evaluation import run_lab
from dashboard.export.citation import citation
from dashboard.export.names import view_name
from dashboard.export.table import Table
from dashboard.figures import Figure
from dashboard.figures.parts.targets import target_key
from dashboard.figures.theme import Mode
from dashboard.ui import (
    absence,
    cards,
    charts,
    cited_notice,
    citing,
    controls,
    downloads,
    embed_code,
    pins,
    state,
    tables,
    targets_view,
    widgets,
)
from dashboard.ui.context import Page, open_page
from dashboard.views.cited import Cited
from dashboard.views.loading import Observations
from dashboard.views.points import default_economies
from dashboard.views.selection import Selection
from dashboard.views.view import View

_NAMES: Final = {"chart": "Chart", "table": "Table", "eras": "Eras and growth", "about": "About this indicator"}
# from here on the key stands beside the chart
_BESIDE_FROM_PX: Final = 1400
_CHART_SHARE: Final = 0.74
_CARDS_FROM_PX: Final = 900
_KEY_PX: Final = 340
_KEY_HEAD_PX: Final = 60


def views(_catalogue: Catalogue) -> tuple[str, ...]:
    """Return what `view` may say here, the usual one first."""
    return tuple(_NAMES)


def render() -> None:
    """Draw the page that the URL asks for."""
    page = open_page("explore")
    selection = page.selection
    try:
        observed = page.loader.observations(selection.indicator, as_of=selection.as_of)
    except NoObservations as exc:
        _without_observations(page, exc)
        return
    selection = _with_economies(selection, observed, page.catalogue)
    available = frozenset(observed.observations["economy"].unique())
    controls.control_bar(page.showing(selection), available, EXPLORE)
    if not selection.economies:
        st.info("Choose at least one economy.", icon=":material/public:")
        return
    _eras_and_chart(page, selection.economies)


def _without_observations(page: Page, problem: NoObservations) -> None:
    """Show the page as it is on any other day, with the reason in place of the chart."""
    selection, available = page.selection, frozenset[str]()
    try:
        latest = page.loader.observations(selection.indicator)
    except NoObservations:
        selection = replace(selection, economies=selection.economies or ())
    else:
        selection = _with_economies(selection, latest, page.catalogue)
        available = frozenset(latest.observations["economy"].unique())
    shown = page.showing(selection)
    controls.control_bar(shown, available, EXPLORE)
    controls.era_filter(shown, labelled=False)
    _heading(shown)
    absence.explain(page, problem)


@st.fragment
def _eras_and_chart(page: Page, economies: tuple[str, ...]) -> None:
    """Draw what a click on an era, a pin or a view changes: it runs alone, and the controls above stay as they are."""
    now = page.again()
    page = page.showing(replace(now.selection, economies=economies))
    controls.era_filter(page, labelled=False)
    _chosen_view(page)


def _with_economies(selection: Selection, observed: Observations, catalogue: Catalogue) -> Selection:
    most = EXPLORE.most_economies
    if selection.economies is None:
        return replace(selection, economies=default_economies(observed, catalogue))
    if len(selection.economies) > most:
        widgets.warnings(
            [f"{len(selection.economies)} economies are too many for one chart; the first {most} are shown."]
        )
    return replace(selection, economies=selection.economies[:most])


def _chosen_view(page: Page) -> None:
    selection = page.selection
    request = replace(page.request, chosen=selection.economies or ())
    view = chosen_view(request)
    cited, why_not = cited_or_why(page.loader, view)
    _heading(page)
    widgets.warnings(why_not)
    cited_notice.show(page, _found(cited), draws_both=EXPLORE.draws_both)
    if selection.view == "about":
        tables.about_indicator(page.catalogue, view, _citation(view))
        return
    if view.points.empty:
        st.info(widgets.plain(empty_text(request, view)), icon=":material/search_off:")
        _take_away(page, view, cited)
    elif selection.view == "table":
        tables.observations_table(view, cited)
        _take_away(page, view, cited)
    elif selection.view == "eras":
        _compared(page, view, eras_words(view, page.catalogue))
    else:
        _chart(page, line_chart(view, cited))


def _heading(page: Page) -> None:
    """Show what is looked at, and beside it the views to choose from."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        widgets.heading(page.catalogue.indicator(page.selection.indicator).name)
        # no tabs: each change in an open tab makes the browser search all of it for what the keyboard can reach
        st.segmented_control(
            "View",
            page.views,
            format_func=_NAMES.__getitem__,
            required=True,
            **page.bind("view", page.selection.view or page.views[0]),
            label_visibility="collapsed",
            wrap=True,
        )


def _chart(page: Page, built: Built) -> None:
    view, width = built.views[0], widgets.page_width()
    beside = width is not None and width >= _BESIDE_FROM_PX
    room = int(width * _CHART_SHARE) if width is not None and beside else width
    sheet = charts.on_first_screen(room, above=cited_notice.height(_found(built.cited)))
    left, right = st.columns([_CHART_SHARE, 1 - _CHART_SHARE], gap="medium") if beside else (st.container(),) * 2
    with left:
        charts.show(
            built.draw(widgets.mode(), sheet),
            key=page.key("chart"),
            name=built.name,
            alt=built.alt,
            # a finger on a phone is to scroll the page: there the key alone chooses
            on_select=pins.on_click(page) if (width or 0) >= widgets.WIDE_FROM_PX else None,
        )
        # computed while the browser renders the chart, so that it does not delay the first paint
        compared = eras_words(view, page.catalogue)
        widgets.freshness(page.store, page.catalogue, [view])
        cited_notice.unchanged(_found(built.cited))
        _take_away(
            page,
            view,
            built.cited,
            lambda mode: built.draw(mode, replace(sheet, titled=True, more_at=_link(view))),
        )
        widgets.notes(built.notes)
        _targets(view)
        _chosen(page, view, width)
    with right:
        _key(page, view, (sheet.height or _KEY_PX) - _KEY_HEAD_PX if beside else _KEY_PX)
    _compared(page, view, compared)


def _compared(page: Page, view: View, eras: pd.DataFrame) -> None:
    """Show the statistics by era and between two years, with their files."""
    st.markdown(f"## Eras of {widgets.plain(view.subjects)} policy compared")
    tables.eras_compared(eras, thin_eras_sentence(view, page.catalogue))
    tables.two_years(page.catalogue, view)
    downloads.take_away(
        downloads.offer("Statistics", lambda: statistics_table(view, page.catalogue, _link(view))),
        key=page.key("download-eras"),
    )


def _targets(view: View) -> None:
    if view.targets:
        label = f"Targets drawn ({len(view.targets)}): {target_key(view.targets)}"
        with st.expander(label, icon=":material/flag:"):
            widgets.target_list(view)
            targets_view.link(view.selection, f"All targets of {view.subjects} policy")


def _chosen(page: Page, view: View, width: int | None) -> None:
    """Show the card of the milestone chosen, and what the series did before and after it."""
    chosen = next((found for found in view.milestones if found.id == view.selection.milestone), None)
    if chosen is None:
        return
    left, right = st.columns(2, gap="medium") if (width or 0) >= _CARDS_FROM_PX else (st.container(),) * 2
    with left:
        cards.milestone_card(page.loader, chosen)
    with right:
        _before_and_after(page, view, chosen)


def _key(page: Page, view: View, height: int) -> None:
    if not view.milestones:
        return
    st.markdown("## Milestones in the chart")
    pins.key_to_pins(page, view.milestones, [view.indicator.id], height=height)


def _before_and_after(page: Page, view: View, milestone: Milestone) -> None:
    """Show what the first economy drawn did before and after a milestone, as they were published."""
    economy, indicator = view.economies[0], view.indicator
    lab = run_lab(page.loader, indicator.id, milestone, economy=economy.id, as_of=view.selection.as_of)
    with st.expander(f"{economy.name} before and after", icon=":material/compare_arrows:", expanded=True):
        st.markdown("\n".join(f"- {widgets.plain(sentence)}" for sentence in lab.reading))


def _take_away(page: Page, view: View, cited: Cited | None, draw: Callable[[Mode], Figure] | None = None) -> None:
    link = _link(view)
    drawn = downloads.offer("As shown", lambda: view_extract(view, cited).table(link))
    every = downloads.offer("Whole indicator", lambda: whole(page.loader, view.selection).table(link))
    everything = downloads.offer("Everything on this page", lambda: _everything(page, view, cited), several=True)
    with st.container(horizontal=True, gap="small"):
        downloads.take_away(*([every] if view.points.empty else [drawn, every, everything]), key=page.key("download"))
        if draw is not None:
            charts.picture(draw, chart=page.key("chart"), name=view_name(view))
        citing.control(page, [view], link, view_name(view))
        if draw is not None:
            embed_code.control(page, replace(view.selection, scale=view.scale, view=""), view.indicator.name)


def _found(cited: Cited | None) -> tuple[Cited, ...]:
    return (cited,) if cited else ()


def _everything(page: Page, view: View, cited: Cited | None) -> Table:
    """Return what is drawn, and beside it the statistics and every other economy."""
    drawn = view_extract(view, cited).table(_link(view))
    return replace(
        drawn,
        name=f"{drawn.name}_page",
        beside={
            **drawn.beside,
            "Eras": lambda: statistics_rows(view, page.catalogue),
            "All economies": lambda: whole(page.loader, view.selection).rows,
        },
    )


def _link(view: View) -> str:
    spelt = replace(view.selection, scale=view.scale, as_of=view.vintage.published)
    return state.link(spelt)


def _citation(view: View) -> str:
    return citation(view, accessed=dt.datetime.now(dt.UTC).date(), link=_link(view))
