"""Timeline page: eras and milestones, one card per milestone, and custom events among them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Milestone
from dashboard.charts.cited_kinds import cited_views
from dashboard.charts.extracts import view_extract
from dashboard.charts.kind import Built, Nothing
from dashboard.charts.timeline import OVERLAY, TIMELINE, Timeline, lanes, milestone_table, timeline
from dashboard.figures.charts.timeline import WIDE_FROM_PX, Several
from dashboard.figures.parts.sheet import Sheet
from dashboard.ui import (
    absence,
    cards,
    charts,
    cited_notice,
    downloads,
    embed_code,
    own_panel,
    pins,
    policy_choice,
    registry_files,
    state,
    table,
    targets_view,
    timeline_controls,
    use_data,
    widgets,
)
from dashboard.ui.context import Page, open_page
from dashboard.ui.navigation import page_link
from dashboard.views.cited import Cited
from dashboard.views.selection import Selection
from dashboard.views.time_axis import milestones_found

# from here on the card stands beside the chart
_BESIDE_FROM_PX: Final = 1150
_CHART_SHARE: Final = 0.72
_GAP_PX: Final = 32
_LISTED: Final = 12


def views(_catalogue: Catalogue) -> tuple[str, ...]:
    """Return what `view` may say here: that a series is drawn under the milestones."""
    return (OVERLAY,)


def render() -> None:
    """Draw the page that the URL asks for."""
    page = open_page("timeline")
    scene, built, cited = page.made("timeline", lambda: _made(page))
    timeline_controls.control_bar(page, page.request.today.year)
    if scene.problem:
        absence.explain(page, scene.problem)
    cited_notice.show(page, cited, draws_both=False)
    cited_notice.unchanged(cited)
    _elsewhere(page, scene)
    width = widgets.page_width()
    beside = width is not None and width >= _BESIDE_FROM_PX
    room = int((width - _GAP_PX) * _CHART_SHARE) if width is not None and beside else width
    left, right = st.columns([_CHART_SHARE, 1 - _CHART_SHARE], gap="medium") if beside else (st.container(),) * 2
    with left:
        _chart(page, built, room)
    with right:
        _card(page, scene, takes_clicks=_takes_clicks(room))
    # where the card stands under the chart, nothing else comes between a mark and its card
    with left:
        _take_away(page, scene, built, room)
    with right:
        own_panel.own_panel(page)
    if scene.found:
        _table(page, scene.found)
    policy_choice.about(page.catalogue)
    if page.catalogue.targets:
        whose = f"{wording.possessive(page.catalogue.subject)} policy" if scene.several is None else "these policies"
        targets_view.link(page.selection, f"Targets of {whose}")


def _made(page: Page) -> tuple[Timeline, Built | Nothing, Sequence[Cited]]:
    """Return the milestones found, their chart, and what it cites."""
    scene = timeline(page.request)
    return scene, lanes(scene), cited_views(page.loader, [scene.overlay] if scene.overlay else [])


def _takes_clicks(width: int | None) -> bool:
    # Streamlit gives a chart that takes clicks every move of a finger too: on a phone nobody would get past it
    return width is not None and width >= WIDE_FROM_PX


def _chart(page: Page, built: Built | Nothing, width: int | None) -> None:
    if isinstance(built, Nothing):
        st.info(widgets.plain(built.text), icon=":material/search_off:")
        return
    charts.show(
        page.figure("chart", built, Sheet(width), clicked=_takes_clicks(width)),
        key=page.key("chart"),
        name=built.name,
        alt=built.alt,
        on_select=pins.on_click(page) if _takes_clicks(width) else None,
    )


def _take_away(page: Page, scene: Timeline, built: Built | Nothing, width: int | None) -> None:
    with st.container(horizontal=True, gap="small"):
        downloads.take_away(
            downloads.offer("As shown", lambda: scene.table(state.link(scene.selection))),
            *_series_under(scene),
            *registry_files.offers(page.catalogue),
            key=page.key("download"),
            disabled=not scene.found,
        )
        if isinstance(built, Built):
            charts.picture(lambda mode: built.draw(mode, Sheet(width)), chart=page.key("chart"), name=built.name)
        with st.popover("Link", icon=":material/link:"):
            # without a series under it the timeline is the same whichever indicator was looked at
            bare = replace(scene.selection, indicator=Selection().indicator)
            url = state.link(scene.selection) or ("" if scene.overlay else state.link(bare))
            widgets.link(url, f"This link draws the same timeline. {own_panel.link_note(scene.selection.own)}")
        if isinstance(built, Built):
            embed_code.control(
                page,
                scene.selection if scene.overlay else bare,
                scene.title if scene.several else page.catalogue.history.name,
            )
            use_data.control(page, TIMELINE, scene.selection if scene.overlay else bare, scene.name)


def _series_under(scene: Timeline) -> list[downloads.Offer]:
    view = scene.overlay
    return [downloads.offer(view.indicator.short_name, lambda: view_extract(view).table())] if view else []


def _card(page: Page, scene: Timeline, *, takes_clicks: bool) -> None:
    """Show the milestones to choose one from, and the card of the one chosen."""
    known, several = scene.known, scene.several
    chosen = known.get(page.selection.milestone)
    offered = [milestone.id for milestone in scene.found]
    if chosen is not None and chosen.id not in offered:
        offered.append(chosen.id)
    st.selectbox(
        "Milestone",
        offered,
        index=None,
        placeholder="Click a mark, or choose one here" if takes_clicks else "Choose one",
        format_func=lambda name: _offered(known[name], several),
        **page.bind("milestone", chosen.id if chosen else None, lambda now, name: replace(now, milestone=name or "")),
        disabled=not offered,
    )
    if chosen is not None:
        cards.milestone_card(page, chosen)


def _offered(milestone: Milestone, several: Several | None) -> str:
    """Return a milestone as a list offers it, of several histories with whose it is."""
    whose = f" ({several.names[milestone.policy]})" if several and milestone.policy in several.names else ""
    return f"{milestone.date.year} {milestone.short_title}{whose}"


def _elsewhere(page: Page, scene: Timeline) -> None:
    """Lead to the milestones that a search finds in policy histories that are not chosen."""
    selection, catalogue = page.selection, page.catalogue
    others = [name for name in catalogue.histories if name not in catalogue.policies]
    if not selection.search or not others:
        return
    found = Counter(one.policy for one in milestones_found(catalogue.focused(*others), selection, scene.axis))
    found.pop("", None)
    if found:
        told = [f"{catalogue.history_names[name]} {number}" for name, number in found.items()]
        wanted = replace(selection, policies=(*catalogue.policies, *found))
        page_link("timeline", wanted, label=f"Found in other policy histories too: {', '.join(told)}")


def _table(page: Page, found: Sequence[Milestone]) -> None:
    with st.expander(f"All {len(found)} as a table", icon=":material/table:"):
        table.show(
            page.made("table", lambda: table.written(milestone_table(found, page.catalogue))),
            height="content" if len(found) < _LISTED else 460,
            alt="The milestones of the timeline",
        )
