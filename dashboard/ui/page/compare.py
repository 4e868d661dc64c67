"""Compare page: one indicator across economies, as lines, small multiples, ranking, map, scatter or event time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.cited_kinds import cited_in
from dashboard.charts.event_time import EVENT_TIME
from dashboard.charts.extracts import extract_built, whole
from dashboard.charts.kind import Built, ChartKind, ChartRequest, Nothing
from dashboard.charts.registry import kinds_of, request_for
from dashboard.errors import NoObservations
from dashboard.export.table import Table
from dashboard.figures.geometry import typeset
from dashboard.figures.parts.sheet import Sheet
from dashboard.ui import (
    absence,
    chart_row,
    charts,
    cited_notice,
    citing,
    controls,
    downloads,
    embed_code,
    freshness,
    history_links,
    land,
    pins,
    state,
    table,
    use_data,
    widgets,
)
from dashboard.ui.context import Page, open_page
from dashboard.views.cited import Cited
from dashboard.views.selection import Selection
from dashboard.views.view import View

_TABLE_PX: Final = 520
_KEY_PX: Final = 340
# a title, the words of the views beside it, what surrounds each of them, and the line that they take under it
_TITLE_PX: Final = 18
_VIEW_TEXT_PX: Final = 14
_VIEW_AROUND_PX: Final = 50
_VIEWS_PX: Final = 46


def views(_catalogue: Catalogue) -> tuple[str, ...]:
    """Return what `view` may say here: the kinds of chart that compare economies."""
    return tuple(kinds_of("compare"))


def render() -> None:
    """Draw the page that the URL asks for."""
    page, kinds = open_page("compare"), kinds_of("compare")
    page = page.showing(replace(page.selection, view=page.selection.view or next(iter(kinds))))
    selection = page.selection
    kind = kinds[selection.view]
    try:
        request, available = page.made("request", lambda: _request(page, kind, selection))
    except NoObservations as exc:
        _without_observations(page, kinds, exc)
        return
    _controls_of(page, kind, request, available)
    built, cited = page.made("chart", lambda: _built(kind, request))
    chart_row.eras_and(page, built.controls)
    _heading(page, kinds, getattr(built, "title", ""))
    if isinstance(built, Nothing):
        st.info(widgets.plain(built.text), icon=":material/search_off:")
        return
    above = _second_line(getattr(built, "title", ""), kinds, widgets.page_width())
    _comparison(page, kind, built, cited, above)


def _heading(page: Page, kinds: Mapping[str, ChartKind], title: str = "") -> None:
    """Show what the chart is called, and beside it the views to choose from."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        widgets.heading(title or page.catalogue.indicator(page.selection.indicator).name)
        _view_choice(page, kinds)


def _second_line(title: str, kinds: Mapping[str, ChartKind], width: int | None) -> int:
    """Return the pixels that the views take under a title which leaves them no room beside it."""
    views = sum(typeset.width(kind.name, _VIEW_TEXT_PX) + _VIEW_AROUND_PX for kind in kinds.values())
    needed = typeset.width(title, _TITLE_PX, bold=True) + views
    return _VIEWS_PX if width is not None and needed > width else 0


def _without_observations(page: Page, kinds: Mapping[str, ChartKind], problem: NoObservations) -> None:
    """Show the controls as they are on any other day, with the reason in place of the chart."""
    kind = kinds[page.selection.view]
    try:
        latest, available = _request(page, kind, replace(page.selection, as_of=None))
    except NoObservations:
        _shared_controls(page, kind, page.selection.economies or (), frozenset())
    else:
        _controls_of(page, kind, latest, available)
    chart_row.eras_and(page, ())
    _heading(page, kinds)
    absence.explain(page, problem)


def _request(page: Page, kind: ChartKind, selection: Selection) -> tuple[ChartRequest, frozenset[str]]:
    """Return what a chart of a selection is built from, and the economies with observations."""
    request = request_for(kind, page.loader, selection)
    found = page.loader.observations(request.selection.indicator, as_of=request.selection.as_of)
    return request, frozenset(found.observations["economy"].unique())


def _controls_of(page: Page, kind: ChartKind, request: ChartRequest, available: frozenset[str]) -> None:
    named = page.selection.economies
    if len(named or ()) > kind.most_economies:
        many = len(named or ())
        widgets.warnings([f"{many} economies are too many to choose; the first {kind.most_economies} count."])
    listed = () if kind.shows_everyone and named is None else request.chosen
    _shared_controls(page, kind, listed, available)


def _built(kind: ChartKind, request: ChartRequest) -> tuple[Built | Nothing, tuple[Cited, ...]]:
    """Return the chart, or why there is none, and what it cites."""
    if not request.chosen and kind.needs_economies:
        return Nothing("Choose at least one economy."), ()
    try:
        built = kind.build(request)
    except NoObservations as exc:
        # what the indicator is divided by may have none
        return Nothing(str(exc)), ()
    return built, cited_in(kind, request, built) if isinstance(built, Built) else ()


def _view_choice(page: Page, kinds: Mapping[str, ChartKind]) -> None:
    st.segmented_control(
        "View",
        list(kinds),
        format_func=lambda view: f"{kinds[view].icon} {kinds[view].name}",
        required=True,
        **page.bind("view", page.selection.view),
        wrap=True,
        label_visibility="collapsed",
    )


def _shared_controls(page: Page, kind: ChartKind, chosen: Sequence[str], available: frozenset[str]) -> None:
    """Show the controls that every chart of an indicator has, with the economies chosen."""
    shown = page.showing(replace(page.selection, economies=tuple(chosen)))
    controls.control_bar(shown, available, kind)


def _comparison(page: Page, kind: ChartKind, built: Built, cited: tuple[Cited, ...], above: int) -> None:
    sheet = charts.on_first_screen(widgets.page_width(), above=cited_notice.height(cited) + above)
    chart = page.key("chart" if kind.has_pins else kind.id)
    widgets.warnings(built.warnings)
    cited_notice.show(page, cited, draws_both=kind.draws_both)
    charts.show(
        page.figure("chart", built, sheet, clicked=kind.has_pins),
        key=chart,
        name=built.name,
        alt=built.alt,
        on_select=pins.on_click(page) if kind.has_pins else None,
        config=land.map_config() if kind.has_land else None,
    )
    freshness.show(page, built.views)
    cited_notice.unchanged(cited)
    _take_away(page, kind, built, chart, sheet)
    widgets.notes(built.notes)
    if kind is EVENT_TIME:
        history_links.side_by_side(page)
    with st.expander(
        "Table of what is drawn", icon=":material/table:", key=page.key("table"), on_change="rerun"
    ) as expander:
        if expander.open:
            _table(built)
    if kind.has_pins and built.views[0].milestones:
        st.markdown("## Milestones in the chart")
        view = built.views[0]
        pins.key_to_pins(page, view.milestones, [view.indicator.id], histories=view.histories, height=_KEY_PX)


def _table(built: Built) -> None:
    rows = built.table()
    table.show(rows, height=_TABLE_PX if len(rows) * 35 > _TABLE_PX else "content", alt=built.alt)


def _take_away(page: Page, kind: ChartKind, built: Built, chart: str, sheet: Sheet) -> None:
    with st.container(horizontal=True, gap="small"):
        downloads.take_away(*_offers(page, built), key=page.key("download"))
        charts.picture(
            lambda mode: built.draw(mode, replace(sheet, titled=True, more_at=_link(built))),
            chart=chart,
            name=built.name,
        )
        citing.control(page, built.views, _link(built), built.name)
        embed_code.control(page, built.permalink, built.title or built.views[0].indicator.name)
        use_data.control(page, kind, built.permalink, built.name, released=built.released)


def _offers(page: Page, built: Built) -> list[downloads.Offer]:
    """Return the rows drawn, the whole of each indicator, and all of it at once."""

    def drawn() -> Table:
        return extract_built(built, page.id).table(_link(built))

    def whole_of(view: View) -> Callable[[], Table]:
        return lambda: whole(page.loader, view.selection).table(_link(built))

    def everything() -> Table:
        found = drawn()
        wholes = {view.indicator.id: lambda view=view: whole(page.loader, view.selection).rows for view in built.views}
        return replace(found, name=f"{found.name}_page", beside={**found.beside, "Table": built.table, **wholes})

    return [
        downloads.offer("As shown", drawn),
        *(
            downloads.offer(
                "Whole indicator" if len(built.views) == 1 else f"Whole of {view.indicator.short_name}", whole_of(view)
            )
            for view in built.views
        ),
        downloads.offer("Everything on this page", everything, several=True),
    ]


def _link(built: Built) -> str:
    return state.link(replace(built.permalink, as_of=built.released))
