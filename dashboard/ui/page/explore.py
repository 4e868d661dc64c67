"""Explore page: one indicator or two, any economies and eras, as an annotated chart, tables and their provenance."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economies import Economy
from dashboard.catalogue.policy import Milestone
from dashboard.charts.cited import each_cited
from dashboard.charts.eras import statistics_table
from dashboard.charts.explore import EXPLORE, chart_of, drawn_of, shown_views
from dashboard.charts.kind import Built, Nothing
from dashboard.errors import NoObservations
from dashboard.evidence.evaluation import run_lab
from dashboard.figures.parts.targets import target_key
from dashboard.formatting import within_sentence
from dashboard.ui import (
    absence,
    cards,
    charts,
    cited_notice,
    controls,
    downloads,
    freshness,
    pins,
    tables,
    take_away,
    targets_view,
    widgets,
)
from dashboard.ui.alone import alone
from dashboard.ui.context import Page, open_page
from dashboard.ui.in_words import told_in_words
from dashboard.ui.running import page_being_made
from dashboard.views.cited import Cited
from dashboard.views.points import default_economies
from dashboard.views.selection import Selection
from dashboard.views.view import View

_NAMES: Final = {"chart": "Chart", "table": "Table", "eras": "Eras and growth", "about": "About this indicator"}
_NAMES_OF_TWO: Final = {"about": "About these indicators"}
# from here on the key stands beside the chart
# said of the chart to those who do not see the page around it
_TARGETS_BELOW: Final = " What became of the targets is listed below."
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
        usual, available = page.made("economies", lambda: _economies(page, selection))
    except NoObservations as exc:
        _without_observations(page, exc)
        return
    selection = _with_economies(selection, usual)
    controls.control_bar(page.showing(selection), available, EXPLORE)
    if not selection.economies:
        st.info("Choose at least one economy.", icon=":material/public:")
        return
    _eras_and_chart(page, selection.economies, second=_second(page))


def _second(page: Page) -> str:
    """Return the second indicator, "" where there is none; where it has no observations, that is said."""
    selection = page.selection
    if selection.second:
        try:
            page.made("second", lambda: _is_there(page, selection))
        except NoObservations as exc:
            widgets.warnings([str(exc)])
            return ""
    return selection.second


def _without_observations(page: Page, problem: NoObservations) -> None:
    """Show the page as it is on any other day, with the reason in place of the chart."""
    selection, available = page.selection, frozenset[str]()
    try:
        usual, available = _economies(page, replace(selection, as_of=None))
    except NoObservations:
        selection = replace(selection, economies=selection.economies or ())
    else:
        selection = _with_economies(selection, usual)
    shown = page.showing(selection)
    controls.control_bar(shown, available, EXPLORE)
    controls.era_filter(shown, labelled=False)
    _heading(shown)
    absence.explain(page, problem)


@alone
@page_being_made("explore")
@told_in_words()
def _eras_and_chart(page: Page, economies: tuple[str, ...], second: str) -> None:
    """Draw what a click on an era, a pin or a view changes: it runs alone, and the controls above stay as they are."""
    page = page.again()
    page = page.showing(replace(page.selection, economies=economies, second=second))
    controls.era_filter(page, labelled=False)
    _chosen_view(page)


def _is_there(page: Page, selection: Selection) -> bool:
    """Read the second indicator: NoObservations where it has none."""
    page.loader.observations(selection.second, economies=selection.economies, as_of=selection.as_of)
    return True


def _economies(page: Page, selection: Selection) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the economies shown where none are chosen, and all that have observations; NoObservations without any."""
    observed = page.loader.observations(selection.indicator, as_of=selection.as_of)
    return default_economies(observed, page.catalogue), frozenset(observed.observations["economy"].unique())


def _with_economies(selection: Selection, usual: tuple[str, ...]) -> Selection:
    most = EXPLORE.most_economies
    if selection.economies is None:
        return replace(selection, economies=usual)
    if len(selection.economies) > most:
        widgets.warnings(
            [f"{len(selection.economies)} economies are too many for one chart; the first {most} are shown."]
        )
    return replace(selection, economies=selection.economies[:most])


def _chosen_view(page: Page) -> None:
    selection = page.selection
    views, cited, why_not, built = page.made("chart", lambda: _built(page))
    _heading(page)
    widgets.warnings(why_not)
    cited_notice.show(page, [then for then in cited if then], draws_both=EXPLORE.draws_both)
    if selection.view == "about":
        _about(page, views)
        return
    drawn = drawn_of(views)
    if isinstance(built, Nothing):
        st.info(widgets.plain(built.text), icon=":material/search_off:")
        take_away.show(page, views, cited)
    elif selection.view == "table":
        pairs = [(view, then) for view, then in zip(views, cited, strict=True) if view in drawn]
        rows = page.made("table", lambda: [tables.observations(*pair) for pair in pairs])
        for (view, _), written in zip(pairs, rows, strict=True):
            tables.observations_table(view, written)
        if len(drawn) < len(views):
            widgets.notes(built.notes)
        take_away.show(page, views, cited)
    elif selection.view == "eras":
        _compared(page, drawn)
    else:
        _chart(page, built, views, cited)


def _built(page: Page) -> tuple[Sequence[View], Sequence[Cited | None], Sequence[str], Built | Nothing]:
    """Return what is looked at, what it cites, why something cannot be, and the chart."""
    request = replace(page.request, chosen=page.selection.economies or ())
    views = shown_views(request)
    cited, why_not = each_cited(page.loader, views)
    return views, cited, why_not, chart_of(request, views, cited)


def _about(page: Page, views: Sequence[View]) -> None:
    for view in views:
        if len(views) > 1:
            st.markdown(f"## {widgets.plain(view.indicator.name)}")
        tables.about_indicator(page.catalogue, view, take_away.cite(view, views))


def _heading(page: Page) -> None:
    """Show what is looked at, and beside it the views to choose from."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        shown = [name for name in (page.selection.indicator, page.selection.second) if name]
        widgets.heading(wording.together([page.catalogue.indicator(name) for name in shown]))
        # no tabs: each change in an open tab makes the browser search all of it for what the keyboard can reach
        st.segmented_control(
            "View",
            page.views,
            format_func={**_NAMES, **(_NAMES_OF_TWO if len(shown) > 1 else {})}.__getitem__,
            required=True,
            **page.bind("view", page.selection.view or page.views[0]),
            label_visibility="collapsed",
            wrap=True,
        )


def _chart(page: Page, built: Built, views: Sequence[View], cited: Sequence[Cited | None]) -> None:
    drawn, width = built.views, widgets.page_width()
    # a finger on a phone is to scroll the page: there the key alone chooses
    clicked = (width or 0) >= widgets.WIDE_FROM_PX
    beside = width is not None and width >= _BESIDE_FROM_PX
    room = int(width * _CHART_SHARE) if width is not None and beside else width
    sheet = charts.on_first_screen(room, above=cited_notice.height(built.cited))
    left, right = st.columns([_CHART_SHARE, 1 - _CHART_SHARE], gap="medium") if beside else (st.container(),) * 2
    with left:
        charts.show(
            page.figure("chart", built, sheet, clicked=clicked),
            key=page.key("chart"),
            name=built.name,
            alt=f"{built.alt}{_TARGETS_BELOW if any(view.targets for view in drawn) else ''}",
            on_select=pins.on_click(page) if clicked else None,
        )
        freshness.show(page, drawn)
        cited_notice.unchanged(built.cited)
        titled = replace(sheet, titled=True, more_at=take_away.link(views))
        take_away.show(page, views, cited, lambda mode: built.draw(mode, titled))
        widgets.notes(built.notes)
        for view in drawn:
            _targets(page, view, named=len(drawn) > 1)
        _chosen(page, drawn, width)
    with right:
        _key(page, drawn, (sheet.height or _KEY_PX) - _KEY_HEAD_PX if beside else _KEY_PX)
    _compared(page, drawn)


def _compared(page: Page, views: Sequence[View]) -> None:
    """Show the statistics by era and between two years, with their files."""
    # they stay as they are whichever milestone is chosen, and on whichever view of the page
    bare = page.showing(replace(page.selection, milestone="", view=""))
    told = bare.made("eras", lambda: [tables.compared(view, page.catalogue) for view in views])
    for view, found in zip(views, told, strict=True):
        whose = f"Eras of {view.subjects} policy compared"
        title = whose if len(views) == 1 else f"{view.indicator.short_name}: {within_sentence(whose)}"
        st.markdown(f"## {widgets.plain(title)}")
        tables.eras_compared(found, key=page.key(f"eras-{view.indicator.id}"))
        tables.two_years(found, key=page.key(f"years-{view.indicator.id}"))
    downloads.take_away(
        downloads.offer("Statistics", lambda: statistics_table(views, page.catalogue, take_away.link(views))),
        key=page.key("download-eras"),
    )


def _targets(page: Page, view: View, *, named: bool) -> None:
    """Show which targets are drawn, listed once somebody opens them: no click on an era waits for what nobody sees."""
    if not view.targets:
        return
    whose = f"{view.indicator.short_name}: targets" if named else "Targets"
    label = f"{whose} drawn ({len(view.targets)}): {target_key(view.targets)}"
    key = page.key(f"targets-{view.indicator.id}")
    with st.expander(widgets.plain(label), icon=":material/flag:", key=key, on_change="rerun") as expander:
        if expander.open:
            widgets.target_list(view)
            targets_view.link(view.selection, f"All targets of {view.subjects} policy")


def _chosen(page: Page, views: Sequence[View], width: int | None) -> None:
    """Show the card of the milestone chosen, and what the series did before and after it."""
    chosen = next((found for found in views[0].milestones if found.id == page.selection.milestone), None)
    if chosen is None:
        return
    left, right = st.columns(2, gap="medium") if (width or 0) >= _CARDS_FROM_PX else (st.container(),) * 2
    with left:
        cards.milestone_card(page, chosen)
    with right:
        for view in views:
            _before_and_after(page, view, chosen, named=len(views) > 1)


def _key(page: Page, views: Sequence[View], height: int) -> None:
    if not views[0].milestones:
        return
    st.markdown("## Milestones in the chart")
    lead, indicators = views[0], [view.indicator.id for view in views]
    pins.key_to_pins(page, lead.milestones, indicators, histories=lead.histories, height=height)


def _before_and_after(page: Page, view: View, milestone: Milestone, *, named: bool) -> None:
    """Show what an economy did before and after a milestone: the first drawn, of several histories its own subject."""
    economy, indicator = _looked_at(page.catalogue, view, milestone), view.indicator
    told = page.made(
        "before and after",
        lambda: run_lab(page.loader, indicator.id, milestone, economy=economy.id, as_of=view.selection.as_of).reading,
        indicator.id,
    )
    whose = f"{economy.name}, {within_sentence(indicator.short_name)}," if named else economy.name
    with st.expander(f"{widgets.plain(whose)} before and after", icon=":material/compare_arrows:", expanded=True):
        st.markdown("\n".join(f"- {widgets.plain(sentence)}" for sentence in told))


def _looked_at(catalogue: Catalogue, view: View, milestone: Milestone) -> Economy:
    own = catalogue.subject_of(milestone) if len(catalogue.policies) > 1 else None
    return own if own in view.economies else view.economies[0]
