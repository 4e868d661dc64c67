"""Overview page: the headline series at a glance, on one time axis, and what they say in a few sentences."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.cited_kinds import cited_views
from dashboard.charts.kind import Built, Nothing
from dashboard.charts.overview import Overview, overview, panels
from dashboard.evidence.headlines import Glance
from dashboard.figures.charts.spark import trend_image
from dashboard.figures.parts.captions import sources_of
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.as_of import pin
from dashboard.ui import (
    absence,
    cards,
    charts,
    cited_notice,
    controls,
    downloads,
    embed_code,
    freshness,
    history_links,
    milestone_filter,
    pins,
    policy_choice,
    state,
    targets_view,
    widgets,
)
from dashboard.ui.context import Page, open_page
from dashboard.ui.navigation import page_link
from dashboard.ui.plain import heard
from dashboard.views.cited import Cited
from dashboard.views.selection import Selection
from dashboard.views.view import View

_WIDE_FROM_PX: Final = 900
_BEFORE_UNIT: Final = re.compile(r"(?<=\d) (?=%|GW)")


def views(_catalogue: Catalogue) -> tuple[str, ...]:
    """Return what `view` may say here: nothing."""
    return ()


def render() -> None:
    """Draw the page that the URL asks for."""
    page = open_page("overview")
    found, built, cited, sentences = page.made("overview", lambda: _found(page))
    st.markdown(f"# {widgets.plain(page.catalogue.history.title)}")
    # a value and its unit stay on one line
    told = [_BEFORE_UNIT.sub("\u00a0", sentence) for sentence in sentences]
    st.markdown("\n".join(f"- {widgets.plain(sentence)}" for sentence in told))
    width = widgets.page_width()
    controls.era_filter(page)
    if len(page.catalogue.policies) > 1:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            milestone_filter.history_filter(page)
            milestone_filter.strip_choice(page)
    # one sentence where all lack the same, as before the first release
    for problem in found.problems if found.views else found.problems[:1]:
        absence.explain(page, problem)
    if isinstance(built, Built):
        cited_notice.show(page, cited, draws_both=False)
        cited_notice.unchanged(cited)
        _metrics(page, found, width)
        _panels(page, found, built, width)
        _look_closer(page.catalogue)
        targets_view.link_to_all(page)
        history_links.side_by_side(page)
        policy_choice.about(page.catalogue)
    elif built.text:
        _before_all_figures(page, built.text)


def _found(page: Page) -> tuple[Overview, Built | Nothing, Sequence[Cited], Sequence[str]]:
    """Return the headline series, their chart, what it cites, and what the series say."""
    found = overview(page.request)
    built = panels(found)
    return found, built, cited_views(page.loader, built.views) if isinstance(built, Built) else (), found.sentences()


def _before_all_figures(page: Page, text: str) -> None:
    """Say once that no series reaches the eras chosen, and lead to what there is of them."""
    st.info(widgets.plain(text), icon=":material/search_off:")
    eras = [page.catalogue.eras[name] for name in page.selection.eras]
    last = max(((era.end - dt.timedelta(days=1)).year for era in eras if era.end), default=None)
    first = min((era.start.year for era in eras), default=None)
    wanted = Selection(first_year=first, last_year=last, policies=page.catalogue.policies)
    page_link("timeline", wanted, label="See the milestones of these years on the Timeline")


def _metrics(page: Page, found: Overview, width: int | None) -> None:
    glances = page.made("glances", lambda: [found.glance(view) for view in found.views])
    beside = 2 if (width or _WIDE_FROM_PX) < _WIDE_FROM_PX else max(1, len(found.views))
    for start in range(0, len(found.views), beside):
        shown = zip(found.views[start : start + beside], glances[start : start + beside], strict=True)
        for column, (view, seen) in zip(st.columns(beside, gap="small"), shown, strict=False):
            with column:
                _metric(view, seen, found.selection)


def _metric(view: View, seen: Glance | None, selection: Selection) -> None:
    name = view.indicator.short_name
    with st.container(border=True, height="stretch"):
        if seen is None:
            st.metric(widgets.plain(name), "no figures")
        else:
            st.metric(
                heard(f"{name}, {seen.year}"),
                widgets.plain(seen.latest),
                delta=widgets.plain(seen.against) or None,
                delta_color="off",
                # Streamlit knows a fall by a hyphen, not by a minus sign
                delta_arrow="down" if seen.against.startswith("−") else "up",
                delta_description=widgets.plain(seen.against_what) or None,
                help=widgets.plain(_metric_help(view, seen)),
            )
            if len(seen.series) > 1:
                # Streamlit's own line in a metric loads all of Vega, which complains in the console
                st.html(trend_image(seen.series, seen.breaks, mode=widgets.mode()))
    wanted = Selection(indicator=view.indicator.id, eras=selection.eras, policies=selection.policies)
    page_link("explore", wanted, label=f"Explore {formatting.within_sentence(name)}")


def _metric_help(view: View, seen: Glance) -> str:
    against = f" Against the era before: {seen.before}." if seen.before else ""
    source = f"{view.indicator.source_name}, vintage {view.vintage.date}"
    return f"{view.indicator.name}, {view.unit}.{against} {source}."


def _panels(page: Page, found: Overview, built: Built, width: int | None) -> None:
    charts.show(
        page.figure("chart", built, Sheet(width, titled=False)),
        key=page.key("chart"),
        name=built.name,
        alt=built.alt,
        on_select=pins.on_click(page) if (width or 0) >= _WIDE_FROM_PX else None,
    )
    whose = f" {found.whose_policy}." if found.whose_policy else ""
    st.caption(widgets.plain(f"{page.catalogue.subject.name}.{whose} {sources_of(built.views)}."))
    freshness.show(page, built.views)
    with st.container(horizontal=True, gap="small"):
        pinned = state.link(replace(built.permalink, as_of=pin(one for view in built.views for one in view.vintages)))
        downloads.take_away(downloads.built("As shown", built, pinned), key=page.key("download"))
        charts.picture(
            lambda mode: built.draw(mode, Sheet(width, more_at=state.link(built.permalink))),
            chart=page.key("chart"),
            name=built.name,
        )
        embed_code.control(page, built.permalink, page.catalogue.history.title)
    chosen = next((each for each in found.milestones if each.id == page.selection.milestone), None)
    if chosen is not None:
        cards.milestone_card(page, chosen)
    st.markdown("## Milestones in the chart")
    indicators = page.catalogue.history.headline_indicators
    pins.key_to_pins(page, found.milestones, indicators, histories=found.histories)


def _look_closer(catalogue: Catalogue) -> None:
    if not catalogue.history.links:
        return
    with st.container(key="overview-links-more"):
        st.markdown("## Look closer")
        for link in catalogue.history.links:
            wanted = Selection(
                indicator=link.indicator,
                economies=link.economies,
                first_year=link.first_year,
                policies=catalogue.policies,
            )
            page_link("explore", wanted, label=link.label, icon=":material/arrow_forward:")
