"""Read a cited link as the page or data route would that it leads to, and tell what changed since."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.cited_kinds import cited_in, cited_views
from dashboard.charts.evidence_views import views_of
from dashboard.charts.kind import Built, ChartKind
from dashboard.charts.page_series import PAGES_OF_SEVERAL, page_series
from dashboard.charts.registry import CHART_KINDS, kinds_of, page_of_view, request_for
from dashboard.charts.releases import FIRST_RELEASE, REVISION
from dashboard.charts.revisions import revisions
from dashboard.charts.timeline import OVERLAY
from dashboard.errors import NothingToShow, SelectionError
from dashboard.store.observations import Store
from dashboard.views.among import with_peers
from dashboard.views.cited import Cited
from dashboard.views.links import PICTURE, Link, read_link
from dashboard.views.loading import Loader
from dashboard.views.parameters import page_keys
from dashboard.views.query import Query as Asked
from dashboard.views.query import spelled, understood
from dashboard.views.selection import focused, policies_in, read_selection

Query = Mapping[str, Sequence[str]]
_VIEWS: Final[Mapping[str, Callable[[Catalogue], tuple[str, ...]]]] = {
    "timeline": lambda _catalogue: (OVERLAY,),
    "evidence": views_of,
}
_PAGES: Final = ("explore", "compare", *PAGES_OF_SEVERAL)
_OF_RELEASES: Final = FIRST_RELEASE.page
_OF_ROWS: Final = ("observations", "revisions", "citation")
# what judges as of a day, by the view of Evidence that shows the same
_JUDGING: Final[Mapping[str, Sequence[str]]] = {"targets": ("targets",), "claims": ()}
ROUTES: Final = (*_OF_ROWS, PICTURE, *_JUDGING)


def cited_by(link: str, store: Store, catalogue_for: Callable[[Query], Catalogue]) -> tuple[Cited, ...]:
    """Return what changed of the values that a link shows, for each of its indicators.

    `catalogue_for` gives the catalogue with the series that a query names. SelectionError where the link cites no day
    or no chart, or is none; NoObservations where nothing was stored then.
    """
    found = read_link(link)
    asked = Asked(found.query, page_keys())
    if not (asked.texts("as_of") or asked.texts("cited")):
        raise SelectionError("missing", "The link cites no day: it has neither as_of nor cited.", field="as_of")
    page, query = _drawn_by(found)
    catalogue = catalogue_for(query)
    if page in _OF_ROWS:
        return revisions(query, store, catalogue)
    catalogue = with_peers(store, catalogue, query)
    if page in PAGES_OF_SEVERAL:
        return _of_several(page, query, store, catalogue)
    if page not in _PAGES:
        message = "The link leads to no chart."
        raise SelectionError("unknown-page", message, field="link", allowed=(*_PAGES, *ROUTES))
    return _of_page(page, query, store, catalogue)


def _drawn_by(link: Link) -> tuple[str, Query]:
    """Return the page that shows what a link leads to, or the route of rows, with the query that shows it there."""
    query, page = link.query, link.drawing_page((*_PAGES, _OF_RELEASES))
    if link.is_picture or not page:
        page = page or page_of_view(query)
    else:
        route = page.partition(".")[0]
        if route in _JUDGING:
            return "evidence", {**query, "view": _JUDGING[route]}
        page = route if route in _OF_ROWS else page
    return ("observations", _without_view(query)) if page == _OF_RELEASES and _of_one_series(query) else (page, query)


def _of_one_series(query: Query) -> bool:
    """Tell whether a query of the Data page asks for the releases of a series."""
    of_releases = (FIRST_RELEASE.id, REVISION.id)
    views = {spelled(text, of_releases) for text in Asked(query, page_keys()).texts("view")}
    return bool(views) and views <= set(of_releases)


def _without_view(query: Query) -> Query:
    return {key: values for key, values in query.items() if understood(key, page_keys()) != "view"}


def _of_several(page: str, query: Query, store: Store, catalogue: Catalogue) -> tuple[Cited, ...]:
    """Return what changed of every series that a page draws as of a day."""
    catalogue = focused(catalogue, policies_in(query))
    reading = read_selection(query, catalogue, views=_VIEWS[page](catalogue) if page in _VIEWS else ())
    for problem in reading.problems:
        raise problem
    loader = Loader(store, catalogue)
    views = page_series(page, loader, reading.selection)
    if not views:
        raise NothingToShow("The page of the link draws no figures.")
    return cited_views(loader, views)


def _of_page(page: str, query: Query, store: Store, catalogue: Catalogue) -> tuple[Cited, ...]:
    kinds = kinds_of(page)
    # what is beside the chart on Explore shows the chart's values
    kept = query if page == "compare" else {key: values for key, values in query.items() if key != "view"}
    reading = read_selection(kept, catalogue, views=tuple(kinds))
    for problem in reading.problems:
        raise problem
    selection = reading.selection
    kind: ChartKind = CHART_KINDS[selection.view or next(iter(kinds))]
    loader = Loader(store, catalogue.focused(*selection.policies))
    request = request_for(kind, loader, replace(selection, view=kind.id))
    built = kind.build(request)
    if isinstance(built, Built):
        return cited_in(kind, request, built)
    raise NothingToShow(built.text)
