"""Show the scoreboard: targets of policy histories, what was delivered, and when that was first known."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import formatting
from dashboard.charts.deadlines import TARGETS as TARGETS_CHART
from dashboard.charts.deadlines import deadlines
from dashboard.charts.evidence_views import TARGETS
from dashboard.charts.kind import Built, Nothing
from dashboard.charts.scoreboard import TITLE, Scoreboard, build
from dashboard.export.scoreboard import targets_html
from dashboard.export.tables import records_table
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.as_of import pin
from dashboard.ui import charts, downloads, embed_code, state, use_data, widgets
from dashboard.ui.context import Page
from dashboard.ui.navigation import page_link
from dashboard.views.scoreboard import EVERYTHING, targets_asked
from dashboard.views.selection import Selection

_DECADE: Final = 10


def link(selection: Selection, label: str) -> None:
    """Show a link to the targets of the same histories, as of the same day."""
    every = Selection(view=TARGETS, as_of=selection.as_of, policies=selection.policies)
    page_link("evidence", every, label=label, icon=":material/flag:")


def link_to_all(page: Page, label: str = f"{TITLE} All {{number}} policy histories") -> None:
    """Show a link to the targets of every history, that in focus first; none where all are shown or there is one."""
    policies = tuple(dict.fromkeys((*page.catalogue.policies, *page.catalogue.histories)))
    if policies != page.catalogue.policies:
        number = formatting.in_words(len(policies))
        link(replace(page.selection, policies=policies), label.format(number=number))


def targets_tab(page: Page) -> None:
    """Show the targets of the histories chosen with what became of them, and what chooses among them."""
    if not page.catalogue.targets:
        st.info("No targets are on record in this policy history.", icon=":material/flag:")
        return
    board = build(page.loader, page.selection)
    st.markdown(f"## {widgets.plain(board.title)}")
    link_to_all(page, "Targets of all {number} policy histories")
    _choices(page)
    built = deadlines(page.request, board)
    if isinstance(built, Nothing):
        st.info(widgets.plain(built.text), icon=":material/search_off:")
        return
    st.markdown(widgets.plain(board.summary))
    _chart(page, board, built)
    st.caption(
        "A value has to reach a target as it is, without rounding; a target of \u201cabout\u201d so much is met by "
        "what rounds to it. Click who set a target to see its sources."
    )
    st.html(targets_html(board.shares))


def _chart(page: Page, board: Scoreboard, built: Built) -> None:
    """Show the targets by deadline, with what can be taken away of them."""
    sheet = Sheet(widgets.page_width(), titled=False)
    charts.show(built.draw(widgets.mode(), sheet), key=page.key("targets"), name=built.name, alt=built.alt)
    _take_away(page, board, built)


def _take_away(page: Page, board: Scoreboard, built: Built) -> None:
    with st.container(horizontal=True, gap="small"):
        downloads.take_away(
            downloads.offer("Targets", lambda: records_table(board.records(), board.name, title=board.title)),
            key=page.key("targets-download"),
        )
        drawn = Sheet(widgets.page_width(), more_at=state.link(built.permalink))
        charts.picture(lambda mode: built.draw(mode, drawn), chart=page.key("targets"), name=built.name)
        with st.popover("Link", icon=":material/link:"):
            st.caption("This link names the vintage, so that it gives the same outcomes next year.")
            pinned = replace(page.selection, as_of=pin(board.vintages) or page.selection.as_of)
            st.code(state.link(pinned), language=None, wrap_lines=True)
        embed_code.control(page, built.permalink, board.title)
        use_data.control(page, TARGETS_CHART, built.permalink, built.name, released=built.released)


def _choices(page: Page) -> None:
    """Show what chooses among the targets: the indicator, the economy where there are several, the decade."""
    catalogue, selection = page.catalogue, page.selection
    targets = targets_asked(catalogue, EVERYTHING)
    measured = {target.indicator for target in targets}
    indicators = {entry.id: entry.name for entry in catalogue.by_theme() if entry.id in measured}
    economies = {code: catalogue.economies[code].name for code in dict.fromkeys(one.economy for one in targets)}
    with st.container(horizontal=True, gap="small"):
        _choice(page, "about", "Indicator", indicators, selection.about or None)
        if len(economies) > 1:
            _economies(page, economies)
        _decade(page, {target.last_year // _DECADE * _DECADE for target in targets})


def _choice(page: Page, field: str, label: str, options: dict[str, str], value: str | None) -> None:
    st.selectbox(
        label,
        list(options),
        index=None,
        placeholder="All",
        format_func=options.__getitem__,
        width=300,
        **page.bind(field, value if value in options else None, lambda now, one: replace(now, **{field: one or ""})),
    )


def _economies(page: Page, options: dict[str, str]) -> None:
    chosen = [code for code in page.selection.economies or () if code in options]
    st.multiselect(
        "Economy",
        list(options),
        placeholder="All",
        format_func=options.__getitem__,
        width=360,
        **page.bind("targets-of", chosen, lambda now, codes: replace(now, economies=tuple(codes) or None)),
    )


def _decade(page: Page, decades: set[int]) -> None:
    first, last = page.selection.first_year, page.selection.last_year
    chosen = first if first in decades and last == first + _DECADE - 1 else None

    def change(now: Selection, first: int | None) -> Selection:
        return replace(now, first_year=first, last_year=None if first is None else first + _DECADE - 1)

    st.selectbox(
        "Due in",
        sorted(decades),
        index=None,
        placeholder="Any decade",
        format_func=lambda first: f"{first}s",
        width=160,
        **page.bind("due", chosen, change),
    )
