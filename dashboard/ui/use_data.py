"""Show where scripts get what a chart shows, and how a program reads it, behind a button."""

import datetime as dt
from dataclasses import replace

import streamlit as st

from dashboard.charts.data_links import ROOT, data_query
from dashboard.charts.kind import ChartKind
from dashboard.export.snippets import SNIPPETS
from dashboard.ui import state
from dashboard.ui.alone import alone
from dashboard.ui.context import Page
from dashboard.ui.in_words import told_in_words
from dashboard.ui.paths import base_path
from dashboard.views.links import site_of
from dashboard.views.selection import Selection


def control(
    page: Page, kind: ChartKind, selection: Selection, name: str, *, released: dt.datetime | None = None
) -> None:
    """Show a button with the data link of a chart; none where no link can carry it.

    `released` is the instant that pins what is shown, None where nothing of it is revised.
    """
    if state.link(selection):
        # as wide as its button, beside others
        with st.container(width="content"):
            _control(page, kind, selection, name, released)


@alone
@told_in_words()
def _control(page: Page, kind: ChartKind, selection: Selection, name: str, released: dt.datetime | None) -> None:
    with st.popover("Use this data", icon=":material/terminal:", key=page.key("use"), on_change="rerun") as opened:
        if not opened.open:
            return
        chosen = selection
        if released is not None and st.toggle(
            "Pin to these figures",
            value=selection.as_of is not None,
            key=page.key("use-pinned"),
            help="The same numbers next year, whatever is revised. Otherwise the newest figures.",
        ):
            chosen = replace(selection, as_of=released)
        snippet = SNIPPETS[st.selectbox("Program", list(SNIPPETS), format_func=_label, key=page.key("use-program"))]
        st.code(snippet.of(f"{_root()}/{data_query(kind, chosen)}", name), language=snippet.language, wrap_lines=True)
        st.caption(f"{snippet.advice} [All that the API offers]({_root()}/docs)")


def _label(name: str) -> str:
    return SNIPPETS[name].label


def _root() -> str:
    """Return the URL of the API beside this page."""
    return f"{site_of(st.context.url or '', base_path())}{ROOT}"
