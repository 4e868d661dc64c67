"""Show the HTML that puts a page's chart into another page, behind a button."""

import streamlit as st

from dashboard.ui import embed, state
from dashboard.ui.context import Page
from dashboard.ui.shared_links import EMBED
from dashboard.views.selection import Selection


def control(page: Page, selection: Selection, title: str) -> None:
    """Show a button with the HTML of the chart of a selection; none where no link can carry it."""
    if not state.link(selection):
        return
    with st.popover("Embed", icon=":material/code:", key=page.key("embedding"), on_change="rerun") as opened:
        if opened.open:
            moves = "follows the newest figures" if selection.as_of is None else "keeps the figures of its day"
            st.caption(f"This HTML shows the chart in another page. It fits its box and {moves}.")
            frame = f"{state.link(selection)}&{EMBED}=true"
            st.code(embed.snippet(frame, title), language="html", wrap_lines=True)
