"""Say on a page what changed since the figures it shows were cited, with links to the newest ones and to both."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.charts.cited import day_cited
from dashboard.charts.cited_kinds import sentences
from dashboard.ui import widgets
from dashboard.ui.context import Page
from dashboard.ui.navigation import page_link
from dashboard.views.cited import Cited

HEIGHT_PX: Final = 44


def show(page: Page, found: tuple[Cited, ...], *, draws_both: bool) -> None:
    """Show in one line what became of the values cited; nothing where a page cites none.

    `draws_both` offers what was cited under the newest, where a chart can draw the two.
    """
    if not found:
        return
    selection, cited = page.selection, found[0]
    has_changed = any(not each.changes.empty for each in found)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=page.key("cited")):
        st.markdown(f":material/history: {widgets.plain(sentences(found))}", width="content")
        if selection.cited is not None:
            as_cited = replace(selection, as_of=cited.as_of, cited=None)
            page_link(page.id, as_cited, label=f"Show {day_cited(cited)} alone", icon=":material/format_quote:")
        if has_changed or selection.cited is not None:
            today = replace(selection, as_of=None, cited=None)
            page_link(page.id, today, label="Show today\N{RIGHT SINGLE QUOTATION MARK}s", icon=":material/update:")
        if draws_both and has_changed and selection.cited is None:
            both = replace(selection, as_of=None, cited=cited.as_of)
            page_link(page.id, both, label="Show both", icon=":material/stacked_line_chart:")
