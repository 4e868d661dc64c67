"""Hold what the parts of a page share: its catalogue, cache and selection, and how its controls change the URL."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kind import ChartRequest
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from dashboard.ui import new_series, own_histories, own_series, policy_choice, resources, state, widgets
from dashboard.ui.navigation import PAGES
from dashboard.views.among import with_peers
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection, focused
from dashboard.views.series import NAMING

Change = Callable[[Selection, Any], Selection]


@dataclass(frozen=True)
class Page:
    """A page as it is drawn: its id, what its `view` may say, what it reads, and the selection that it shows.

    The selection is what controls show; what they change is the URL's own, read anew when they are used.
    """

    id: str
    views: tuple[str, ...]
    catalogue: Catalogue
    cache: Cache
    loader: Loader
    selection: Selection

    @property
    def store(self) -> Store:
        """Return the store of the page's cache, with the series of the session beside what it holds."""
        return self.loader.store

    @property
    def request(self) -> ChartRequest:
        """Return what a chart of the page's selection is built from."""
        return ChartRequest(self.loader, self.selection)

    def showing(self, selection: Selection) -> "Page":
        """Return the page with another selection to show."""
        return replace(self, selection=selection)

    def key(self, name: str) -> str:
        """Return the key of one of the page's elements."""
        return f"{self.id}-{name}"

    def bind(self, name: str, value: object, change: Change | None = None) -> dict[str, Any]:
        """Return the arguments that make a control show a value and write its new one into the URL.

        Without a change it is the selection's field of that name that the value goes to.
        """
        key, apply = self.key(name), change or state.field(name)

        def on_change() -> None:
            self.write(apply(self.read(), st.session_state[key]))

        return {"key": state.show(key, value), "on_change": on_change}

    def read(self) -> Selection:
        """Return what the URL asks for now."""
        return state.current(self.catalogue, self.views).selection

    def write(self, selection: Selection) -> None:
        """Put a selection into the URL."""
        state.write(selection)

    def again(self) -> "Page":
        """Return the page at what the URL asks for now, for a part that is drawn alone."""
        selection = self.read()
        self.remember(selection)
        return self.showing(selection)

    def remember(self, selection: Selection) -> None:
        """Keep a selection for the next page that is opened by the navigation."""
        if PAGES[self.id].keeps_selection:
            state.remember(selection)
        else:
            state.remember_policies(selection.policies, self.catalogue)


def open_page(page: str) -> Page:
    """Return the page of an id at what the URL asks for, and say what of that could not be followed."""
    cache, entry = resources.cache(), PAGES[page]
    state.arrive(page, keeps_selection=entry.keeps_selection)
    query = state.query()
    catalogue = own_histories.widened(own_series.widened(new_series.catalogue_of(cache.store, query)))
    catalogue = focused(catalogue, query.get("policy", ()))
    catalogue = with_peers(cache.store, catalogue, query)
    views = entry.views(catalogue)
    reading = state.current(catalogue, views)
    widgets.warnings(cache.notes)
    problems = own_histories.explained(new_series.unexplained(reading.problems), query.get("policy", ()))
    widgets.problems(own_series.explained(problems, [text for key in NAMING for text in query.get(key, ())]))
    loader = Loader(own_series.store_with(cache.store), catalogue)
    opened = Page(page, views, catalogue, cache, loader, reading.selection)
    opened.remember(reading.selection)
    policy_choice.show(page, catalogue, opened.bind)
    return opened
