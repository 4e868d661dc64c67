"""List the pages: what they are called, where they are, and how one links to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Protocol, cast

import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.ui.plain import plain
from dashboard.views.findable import Findable, Found
from dashboard.views.selection import Selection, query_of


class _Module(Protocol):
    def render(self) -> None: ...
    def views(self, catalogue: Catalogue) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class PageEntry:
    """One page: its id is its path, its module draws it and says what `view` may be there.

    `about` says what it is for, where a link to it is shown. One that `has_heading` shows it; of the others the title
    is the heading. One that `keeps_selection` opens on what the last such page looked at (`Stays`). A search finds it
    by `words` too.
    """

    id: str
    title: str
    icon: str
    module: str
    keeps_selection: bool = False
    has_heading: bool = False
    is_start: bool = False
    words: tuple[str, ...] = ()
    about: str = ""

    @property
    def path(self) -> str:
        """Return the path that opens the page."""
        return "/" if self.is_start else f"/{self.id}"

    def views(self, catalogue: Catalogue) -> tuple[str, ...]:
        """Return what `view` may say on the page; its usual one is the first."""
        return self._module().views(catalogue)

    def page(self) -> st.Page:
        """Return the page as Streamlit knows it."""
        return st.Page(
            lambda: self._module().render(),
            title=self.title,
            icon=self.icon,
            url_path=self.id,
            default=self.is_start,
        )

    def _module(self) -> _Module:
        # pages link to each other, so a page is loaded only when it is opened
        return cast("_Module", import_module(self.module))


_PAGES: Final = (
    PageEntry(
        *("overview", "Overview", ":material/dashboard:", "dashboard.ui.page.overview"),
        has_heading=True,
        is_start=True,
        words=("home", "start", "概览"),
        about="Public economic series at a glance, against the policies meant to drive them.",
    ),
    PageEntry(
        *("explore", "Explore", ":material/show_chart:", "dashboard.ui.page.explore"),
        keeps_selection=True,
        words=("chart", "line chart"),
        about="One indicator for any economies, charted against policy milestones, with its table and its sources.",
    ),
    PageEntry(
        *("compare", "Compare", ":material/compare_arrows:", "dashboard.ui.page.compare"),
        keeps_selection=True,
        words=("comparison", "compare economies"),
        about="One indicator across economies: lines, small multiples, ranking, map, scatter or around a milestone.",
    ),
    PageEntry(
        *("timeline", "Timeline", ":material/timeline:", "dashboard.ui.page.timeline"),
        keeps_selection=True,
        words=("milestones", "chronology", "大事记"),
        about="Eras and milestones of a policy history, with the sources of each.",
    ),
    PageEntry(
        *("evidence", "Evidence", ":material/balance:", "dashboard.ui.page.evidence"),
        words=("claims", "targets", "scoreboard", "promises", "method", "lab", "verdicts", "before and after"),
        about="What public figures say of each claim and of every policy target, check by check.",
    ),
    PageEntry(
        *("data", "Data", ":material/database:", "dashboard.ui.page.data"),
        has_heading=True,
        words=("download", "refresh", "sources", "releases", "vintages", "revisions", "feed", "RSS", "API", "数据"),
        about="What is stored, from when and from whom, and what earlier releases said.",
    ),
)
PAGES: Final[dict[str, PageEntry]] = {entry.id: entry for entry in _PAGES}


def findable_pages() -> list[Findable]:
    """Return the pages as a search finds them."""
    return [Findable(Found.PAGE, entry.id, entry.title, entry.id, names=entry.words) for entry in PAGES.values()]


def current_page() -> tuple[PageEntry, st.Page]:
    """Return the page that the URL asks for, and show the way to all of them."""
    pages: Mapping[str, st.Page] = {entry.id: entry.page() for entry in PAGES.values()}
    chosen = st.navigation(list(pages.values()), position="top")
    return next(entry for entry in PAGES.values() if entry.path == f"/{chosen.url_path}"), chosen


def page_link(page: str, selection: Selection, *, label: str, icon: str = "") -> None:
    """Show a link to a page at a selection."""
    entry = PAGES[page]
    st.page_link(entry.page(), label=plain(label), icon=icon or entry.icon, query_params=query_of(selection))
