"""Hold what the parts of a page share: its catalogue, cache and selection, and how its controls change the URL."""

import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import streamlit as st

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kept import KEPT, Ground
from dashboard.charts.kind import Built, ChartRequest
from dashboard.figures import Figure, Ready
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.edition import Edition
from dashboard.store.observations import Store
from dashboard.store.opening import Cache
from dashboard.ui import new_series, own_histories, own_series, policy_choice, resources, state, told, url, widgets
from dashboard.ui.navigation import PAGES
from dashboard.views.among import with_peers
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection, focused, policies_in

T = TypeVar("T")
LOOK_AGAIN_SECONDS: Final = 0.2
Change = Callable[[Selection, Any], Selection]


@dataclass(frozen=True)
class Page:
    """A page as it is drawn: its id, what its `view` may say, what it reads, and the selection that it shows.

    The selection is what controls show; what they change is the URL's own, read anew when they are used. `edition` is
    what was stored when the page, or the part of it that is drawn alone, began to be drawn, and `looked_at` when that
    was. `ground` is what it shares with all sessions, None where it shows something that one session alone has; `added`
    are the series and groups that its link adds to the catalogue.
    """

    id: str
    views: tuple[str, ...]
    catalogue: Catalogue
    cache: Cache
    loader: Loader
    selection: Selection
    edition: Edition
    ground: Ground | None = None
    added: Hashable = ()
    looked_at: float = -math.inf

    @property
    def store(self) -> Store:
        """Return the store of the page's cache, with the series of the session beside what it holds."""
        return self.loader.store

    @property
    def request(self) -> ChartRequest:
        """Return what a chart of the page's selection is built from."""
        return ChartRequest(self.loader, self.selection)

    def made(self, name: str, make: Callable[[], T], *of: Hashable) -> T:
        """Return what is made of the page's selection, once for all sessions; `of` is what else it is made of.

        Nobody may change it. A session's own events and series are nobody else's: what shows them is made each time.
        """
        if self.ground is None or self.selection.own:
            return make()
        key = (self.id, name, self.catalogue.policies, self.added, self.selection, *of)
        return KEPT.made(self.ground, key, make)

    def known(self, name: str, make: Callable[[], T], *of: Hashable) -> T:
        """Return what is made of what is stored, whatever the page's selection; `of` is what it is made of."""
        return make() if self.ground is None else KEPT.made(self.ground, (name, *of), make)

    def figure(self, name: str, built: Built, sheet: Sheet, *, clicked: bool = False) -> Figure:
        """Return a chart of the page drawn on a sheet, in the page's colours; `name` tells it from its others.

        Where it is `clicked`, a click on one of its points is told.
        """
        mode = widgets.mode()
        return self.made(
            f"figure of {name}", lambda: Ready(built.draw(mode, sheet), clicked=clicked), mode, sheet, clicked
        )

    def showing(self, selection: Selection) -> "Page":
        """Return the page with another selection to show."""
        return replace(self, selection=selection)

    def key(self, name: str) -> str:
        """Return the key of one of the page's elements."""
        return f"{self.id}-{name}"

    def bind(self, name: str, value: object, change: Change | None = None, *, renames: bool = False) -> dict[str, Any]:
        """Return the arguments that make a control show a value and write its new one into the URL.

        Without a change it is the selection's field of that name that the value goes to. A control `renames` whose
        names of what can be chosen depend on what is.
        """
        key, apply = self.key(name), change or state.field(name)

        def on_change() -> None:
            if not told.is_stale(key):
                self.write(apply(self.read(), st.session_state[key]))

        return {"key": told.show(key, value, renames=renames), "on_change": on_change}

    def read(self) -> Selection:
        """Return what the URL asks for now; once its user has left the page, what it leaves to the next one."""
        if url.is_left(self.id):
            return state.kept()
        reading = state.current(self.catalogue, self.views)
        if reading.problems:
            # what the page did not know when it was drawn may have been named since
            catalogue = with_peers(self.store, state.catalogue(), url.read())
            reading = state.current(catalogue, PAGES[self.id].views(catalogue))
        return reading.selection

    def write(self, selection: Selection) -> None:
        """Put a selection into the URL, and keep it for the next page: its user may be on the way there."""
        if not url.is_left(self.id):
            state.write(selection)
        self.remember(selection)

    def again(self) -> "Page":
        """Return the page at what the URL asks for now, for a part that is drawn alone."""
        selection = self.read()
        self.remember(selection)
        # where the whole page is drawn, it has just been looked up
        is_fresh = time.monotonic() - self.looked_at < LOOK_AGAIN_SECONDS
        edition = self.edition if is_fresh else self.store.edition()
        # where a refresh has come since the whole page was drawn, what it read is no longer what there is
        loader = self.loader if edition.vintage == self.edition.vintage else Loader(self.store, self.catalogue)
        ground = _ground(self.cache, self.catalogue, edition)
        return replace(self, selection=selection, edition=edition, ground=ground, loader=loader)

    def remember(self, selection: Selection) -> None:
        """Keep a selection for the next page that is opened by the navigation."""
        state.remember(selection, self.catalogue, keeps_selection=PAGES[self.id].keeps_selection)


def open_page(page: str) -> Page:
    """Return the page of an id at what the URL asks for, and say what of that could not be followed."""
    (cache, edition), entry = resources.looked(), PAGES[page]
    state.arrive(page, keeps_selection=entry.keeps_selection)
    query = url.read()
    catalogue = own_histories.widened(own_series.widened(new_series.catalogue_of(cache.store, query)))
    ground = _ground(cache, catalogue, edition)
    catalogue = _focused(ground, catalogue, policies_in(query))
    catalogue = with_peers(cache.store, catalogue, query)
    views = entry.views(catalogue)
    reading = state.current(catalogue, views)
    widgets.warnings(cache.notes)
    widgets.problems(own_series.explained(own_histories.explained(new_series.unexplained(reading.problems))))
    loader = Loader(own_series.store_with(cache.store), catalogue)
    opened = Page(page, views, catalogue, cache, loader, reading.selection, edition, ground, _added(catalogue))
    opened = replace(opened, looked_at=time.monotonic())
    opened.remember(reading.selection)
    policy_choice.show(page, catalogue, opened.bind)
    return opened


def _focused(ground: Ground | None, catalogue: Catalogue, policies: tuple[str, ...]) -> Catalogue:
    """Return a catalogue focused on what a URL names: the same one for all who name the same, with all it computed."""
    if ground is None or catalogue is not ground.catalogue:
        return focused(catalogue, policies)
    return KEPT.made(ground, ("catalogue", policies), lambda: focused(catalogue, policies))


def _ground(cache: Cache, catalogue: Catalogue, edition: Edition) -> Ground | None:
    """Return what all sessions share of what a page rests on, None where its own has series or histories of its own."""
    shared = resources.catalogue()
    if own_series.own_series() or catalogue.histories is not shared.histories:
        return None
    return Ground(cache.store, shared, edition)


def _added(catalogue: Catalogue) -> Hashable:
    """Return by their content the series and groups that a page's catalogue has beyond what all pages have."""
    shared = resources.catalogue()
    series = [] if catalogue.indicators is shared.indicators else catalogue.indicators.items()
    groups = [] if catalogue.declared_groups is shared.declared_groups else catalogue.declared_groups.items()
    return (
        *(entry.model_dump_json() for name, entry in series if shared.indicators.get(name) is not entry),
        *(group.model_dump_json() for name, group in groups if shared.declared_groups.get(name) is not group),
    )
