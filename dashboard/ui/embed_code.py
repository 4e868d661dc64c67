"""Show the HTML that puts a page's chart into another page, behind a button."""

import streamlit as st

from dashboard.ui import embed, state
from dashboard.ui.context import Page
from dashboard.views.parameters import EMBED
from dashboard.views.selection import Selection, query_of, short_query_of


def control(page: Page, selection: Selection, title: str) -> None:
    """Show a button with the HTML of the chart of a selection; none where no link can carry it."""
    is_live = selection.as_of is None
    link = state.link(selection, short_query_of if is_live else query_of)
    if not link:
        return
    with st.popover("Embed", icon=":material/code:", key=page.key("embedding"), on_change="rerun") as opened:
        if opened.open:
            moves = "follows the newest figures" if is_live else "keeps the figures of its day"
            st.caption(f"This HTML shows the chart in another page. It fits its box and {moves}.")
            st.code(embed.snippet(f"{link}&{EMBED}=true", title), language="html", wrap_lines=True)
