"""Show behind one button the short link to what a page shows, the link that pins its vintage, and how to cite it."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from dashboard.export.citation_styles import CITATION_STYLES, CitationStyle
from dashboard.export.works import Work, works_of
from dashboard.ui import state, widgets
from dashboard.ui.context import Page
from dashboard.views.selection import short_query_of
from dashboard.views.view import View

_SHORT: Final = "Copy link: short, and always the newest figures."


def control(page: Page, views: Sequence[View], link: str, name: str) -> None:
    """Show the button; `link` pins the vintage of the views, "" where none can, files are called `name`."""
    with st.popover("Link and citation", icon=":material/link:", key=page.key("citing"), on_change="rerun") as opened:
        if not opened.open:
            return
        short = state.link(page.read(), short_query_of)
        if short:
            widgets.link(short, _SHORT)
        widgets.link(link, f"Cite: {widgets.NEXT_YEAR[0].lower()}{widgets.NEXT_YEAR[1:]}")
        _citations(page, works_of(views, accessed=_today(), link=link), name)


def _citations(page: Page, works: Sequence[Work], name: str) -> None:
    """Show the citation in the style chosen, to be copied, and every style as a file."""
    shown = [ending for ending, style in CITATION_STYLES.items() if style.is_shown]
    chosen = st.segmented_control(
        "Style",
        shown,
        format_func=lambda ending: CITATION_STYLES[ending].label,
        default=shown[0],
        required=True,
        key=page.key("citation-style"),
        label_visibility="collapsed",
    )
    st.code(CITATION_STYLES[chosen or shown[0]].render(works).rstrip(), language=None, wrap_lines=True)
    with st.container(horizontal=True, gap="small"):
        for known in CITATION_STYLES.values():
            if known.is_file:
                _file(page, known, works, name)


def _file(page: Page, style: CitationStyle, works: Sequence[Work], name: str) -> None:
    st.download_button(
        style.label,
        data=_content(style, works),
        file_name=f"{name}.{style.ending}",
        mime=style.media_type,
        icon=":material/format_quote:",
        on_click="ignore",
        key=page.key(f"citation-{style.ending}"),
    )


def _content(style: CitationStyle, works: Sequence[Work]) -> Callable[[], bytes]:
    return lambda: style.render(works).encode()


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
