"""Say on a page what changed since the figures it shows were cited, with links to the newest ones and to both."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.charts.cited import day_cited
from dashboard.charts.cited_kinds import sentences
from dashboard.store.as_of import AsOf
from dashboard.ui import widgets
from dashboard.ui.context import Page
from dashboard.views.cited import Cited

TODAY: Final = "Show today\N{RIGHT SINGLE QUOTATION MARK}s"
_HEIGHT_PX: Final = 56


def height(found: Sequence[Cited]) -> int:
    """Return about how many pixels the sentences above a chart take."""
    return _HEIGHT_PX * len(found) if _is_above(found) else 0


def show(page: Page, found: Sequence[Cited], *, draws_both: bool) -> None:
    """Show above a chart in one line what became of the values that it cites; nothing where that is nothing.

    `draws_both` offers what was cited under the newest, where a chart can draw the two.
    """
    if not _is_above(found):
        return
    is_beside, cited = page.selection.cited is not None, found[0]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=page.key("cited")):
        st.markdown(f":material/history: {widgets.plain(sentences(found))}", width="content")
        if is_beside:
            lead(page, f"Show {day_cited(cited)} alone", ":material/format_quote:", as_of=cited.as_of)
        lead(page, TODAY, ":material/update:")
        if draws_both and not is_beside:
            lead(page, "Show both", ":material/stacked_line_chart:", cited=cited.as_of)


def lead(page: Page, label: str, icon: str, *, as_of: AsOf | None = None, cited: AsOf | None = None) -> None:
    """Show a button that leads to the same with the figures of other days."""
    # a link to the page that is open changes what it shows and leaves the address as it was
    st.button(
        label,
        icon=icon,
        type="tertiary",
        key=page.key(f"cited-{label}"),
        on_click=lambda: page.write(replace(page.read(), as_of=as_of, cited=cited)),
    )


def unchanged(found: Sequence[Cited]) -> None:
    """Show below a chart that what it cites still holds: there is nothing to look at, so it takes no room above."""
    if found and not _is_above(found):
        st.caption(widgets.plain(sentences(found)))


def _is_above(found: Sequence[Cited]) -> bool:
    return any(not cited.changes.empty or cited.now.selection.cited is not None for cited in found)
