"""Show the HTML that puts a page's chart into another page, behind a button."""

import streamlit as st

from dashboard.ui import embed, state
from dashboard.ui.shared_links import EMBED
from dashboard.views.selection import Selection


def offer(selection: Selection, title: str) -> None:
    """Show a button with the HTML of the chart of a selection; nothing where no link can carry it."""
    url = state.link(selection)
    if not url:
        return
    with st.popover("Embed", icon=":material/code:"):
        st.caption("This HTML shows the chart in another page. It fits its box, and follows the newest figures.")
        st.code(embed.snippet(f"{url}&{EMBED}=true", title), language="html", wrap_lines=True)
