"""Show the scoreboard: every target of a policy history, what was delivered, and when that was first known."""

from dataclasses import replace

import streamlit as st

from dashboard.charts.scoreboard import build
from dashboard.export.scoreboard import targets_html
from dashboard.export.tables import records_table
from dashboard.store.as_of import pin
from dashboard.ui import downloads, state, widgets
from dashboard.ui.context import Page
from dashboard.ui.evidence_controls import TARGETS
from dashboard.ui.navigation import page_link
from dashboard.views.selection import Selection


def link(selection: Selection, label: str) -> None:
    """Show a link to the targets of the same history, as of the same day."""
    every = Selection(view=TARGETS, as_of=selection.as_of, policies=selection.policies)
    page_link("evidence", every, label=label, icon=":material/flag:")


def targets_tab(page: Page) -> None:
    """Show the targets of the history in focus with what became of them."""
    board = build(page.loader, page.selection.as_of)
    if not board.scored:
        st.info("No targets are on record in this policy history.", icon=":material/flag:")
        return
    st.markdown(f"## {widgets.plain(board.title)}")
    st.markdown(widgets.plain(board.summary))
    st.caption(
        "A value has to reach a target as it is, without rounding; a target of \u201cabout\u201d so much is met by "
        "what rounds to it. Click who set a target to see its sources."
    )
    with st.container(horizontal=True, gap="small"):
        downloads.take_away(
            downloads.offer("Targets", lambda: records_table(board.records(), board.name, title=board.title)),
            key=page.key("targets-download"),
        )
        with st.popover("Link", icon=":material/link:"):
            st.caption("This link names the vintage, so that it gives the same outcomes next year.")
            pinned = replace(page.selection, as_of=pin(board.vintages) or page.selection.as_of)
            st.code(state.link(pinned), language=None, wrap_lines=True)
    st.html(targets_html(board.groups))
